import KeptDomain

/// One statement with its bound values, built only by interpolation: every `\(value)` becomes a numbered placeholder,
/// so text from outside can never become part of a statement.
///
///     let statement: SQL = "SELECT name FROM customers WHERE id = \(id)"
///
/// Other `SQL` interpolates as text with its own values. There is deliberately no interpolation of a plain string as
/// SQL text.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    package private(set) var text: String
    /// The text for PostgreSQL where it differs, else `nil`.
    package private(set) var postgresText: String?
    package private(set) var values: [Value]

    /// For literals in source; the compiler calls it. Never call it with text that was put together at run time.
    package init(stringLiteral value: String) {
        text = value
        postgresText = nil
        values = []
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    private init() {
        text = ""
        values = []
    }

    /// The parts one after another with `separator` between them.
    package static func joined(_ parts: [SQL], by separator: StaticString) -> SQL {
        var all = SQL()
        for (index, part) in parts.enumerated() {
            if index > 0 { all.append(text: separator.description) }
            all.append(part)
        }
        return all
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var all = left
        all.append(right)
        return all
    }

    private mutating func append(text more: String) {
        text += more
        if postgresText != nil { postgresText! += more }
    }

    private mutating func append(value: Value) {
        values.append(value)
        append(text: values.count < Self.places.count ? Self.places[values.count] : "$\(values.count)")
    }

    /// The first names of values, made once: statements are put together for every row.
    private static let places = (0..<64).map { "$\($0)" }

    private mutating func append(sqlite: String, postgres: String) {
        postgresText = (postgresText ?? text) + postgres
        text += sqlite
    }

    private mutating func append(_ other: SQL) {
        if values.isEmpty {
            if postgresText != nil || other.postgresText != nil {
                postgresText = (postgresText ?? text) + (other.postgresText ?? other.text)
            }
            text += other.text
        } else {
            let offset = values.count
            let sqlite = Self.renumbered(other.text, by: offset)
            if postgresText != nil || other.postgresText != nil {
                let postgres = other.postgresText.map { Self.renumbered($0, by: offset) } ?? sqlite
                postgresText = (postgresText ?? text) + postgres
            }
            text += sqlite
        }
        values += other.values
    }

    /// Moves each `$n` on by `offset`. Literals in Kept's statements hold no dollar sign.
    private static func renumbered(_ text: String, by offset: Int) -> String {
        let dollar = UInt8(ascii: "$")
        guard text.utf8.contains(dollar) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + 16)
        var number: Int?
        for byte in text.utf8 {
            if let digits = number, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                number = digits * 10 + Int(byte - UInt8(ascii: "0"))
                continue
            }
            if let place = number { result += String(place + offset).utf8 }
            number = byte == dollar ? 0 : nil
            result.append(byte)
        }
        if let place = number { result += String(place + offset).utf8 }
        return String(decoding: result, as: UTF8.self)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL()

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount * 3)
            sql.values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { sql.append(text: literal) }
        package mutating func appendInterpolation(_ part: SQL) { sql.append(part) }
        package mutating func appendInterpolation(_ value: Value) { sql.append(value: value) }
        package mutating func appendInterpolation(_ value: Int) { sql.append(value: .int(Int64(value))) }
        package mutating func appendInterpolation(_ value: Int64) { sql.append(value: .int(value)) }
        package mutating func appendInterpolation(_ value: Int?) {
            sql.append(value: value.map { .int(Int64($0)) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: Int64?) {
            sql.append(value: value.map { .int($0) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: Double) { sql.append(value: .real(value)) }
        package mutating func appendInterpolation(_ value: Double?) {
            sql.append(value: value.map { .real($0) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: String) { sql.append(value: .text(value)) }
        package mutating func appendInterpolation(_ value: String?) {
            sql.append(value: value.map { .text($0) } ?? .null)
        }
        /// Stored as 0 or 1.
        package mutating func appendInterpolation(_ value: Bool) { sql.append(value: .int(value ? 1 : 0)) }
        package mutating func appendInterpolation(_ value: Bool?) {
            sql.append(value: value.map { .int($0 ? 1 : 0) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: [UInt8]) { sql.append(value: .bytes(value)) }
        package mutating func appendInterpolation<T>(_ value: ID<T>) { sql.append(value: .int(value.rawValue)) }
        package mutating func appendInterpolation<T>(_ value: ID<T>?) {
            sql.append(value: value.map { .int($0.rawValue) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: Instant) { sql.append(value: .int(value.microseconds)) }
        package mutating func appendInterpolation(_ value: Instant?) {
            sql.append(value: value.map { .int($0.microseconds) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: Day) { sql.append(value: .int(Int64(value.number))) }
        package mutating func appendInterpolation(_ value: Day?) {
            sql.append(value: value.map { .int(Int64($0.number)) } ?? .null)
        }
        /// An enumeration is stored by its raw text.
        package mutating func appendInterpolation<T: RawRepresentable<String>>(_ value: T) {
            sql.append(value: .text(value.rawValue))
        }
        package mutating func appendInterpolation<T: RawRepresentable<String>>(_ value: T?) {
            sql.append(value: value.map { .text($0.rawValue) } ?? .null)
        }

        /// A list to stand after `IN`: `WHERE id IN \(anyOf: ids)`. One bound value however long, so one cached statement.
        package mutating func appendInterpolation<T>(anyOf ids: [ID<T>]) {
            appendInterpolation(anyOf: ids.map(\.rawValue))
        }
        package mutating func appendInterpolation(anyOf numbers: [Int64]) {
            sql.values.append(.numbers(numbers))
            let place = "$\(sql.values.count)"
            sql.append(
                sqlite: "(SELECT value FROM json_each(\(place)))", postgres: "(SELECT unnest(\(place)::bigint[]))")
        }
        package mutating func appendInterpolation(anyOf texts: [String]) {
            sql.values.append(.texts(texts))
            let place = "$\(sql.values.count)"
            sql.append(sqlite: "(SELECT value FROM json_each(\(place)))", postgres: "(SELECT unnest(\(place)::text[]))")
        }

        /// Texts as a table with one column `name`, to stand in `FROM \(namesOf: texts) n`. Looked up name by name in a
        /// scalar subquery, each costs one step into an index, also where PostgreSQL has not yet counted a table that
        /// grows and would go through all of it for each name.
        package mutating func appendInterpolation(namesOf texts: [String]) {
            sql.values.append(.texts(texts))
            let place = "$\(sql.values.count)"
            sql.append(
                sqlite: "(SELECT value AS name FROM json_each(\(place)))",
                postgres: "(SELECT unnest(\(place)::text[]) AS name)")
        }

        /// The engines' two ways of saying one thing. Keep such forks in named properties, not in feature code.
        package mutating func appendInterpolation(sqlite: StaticString, postgres: StaticString) {
            sql.append(sqlite: sqlite.description, postgres: postgres.description)
        }
    }
}

/// What can be bound to a statement.
package enum Value: Sendable, Hashable {
    case null
    case int(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    /// For `IN`; never stored.
    case numbers([Int64])
    case texts([String])
}
