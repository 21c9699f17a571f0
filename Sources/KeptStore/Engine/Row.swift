import KeptDomain

/// One row of an answer, read column by column in the order of the SELECT list:
///
///     let columns: SQL = "id, name, opened_at"
///     init(_ row: inout Row) { id = row.id(); name = row.text(); openedAt = row.instant() }
///
/// Valid only inside the closure that received it. Reading a NULL where none is expected is a broken invariant.
package struct Row {
    private let source: any RowSource
    private var column: Int32 = 0

    package init(_ source: any RowSource) { self.source = source }

    private mutating func next() -> Int32 {
        defer { column += 1 }
        return column
    }

    /// The next column, or `nil` and past it when it is NULL.
    private mutating func nextUnlessNull() -> Int32? {
        let here = next()
        return source.isNull(here) ? nil : here
    }

    package mutating func skip() { column += 1 }

    package mutating func int64() -> Int64 { source.int(next()) }
    package mutating func int() -> Int { Int(source.int(next())) }
    package mutating func double() -> Double { source.double(next()) }
    package mutating func text() -> String { source.text(next()) }
    package mutating func bytes() -> [UInt8] { source.bytes(next()) }
    package mutating func flag() -> Bool { source.int(next()) != 0 }
    package mutating func id<T>(_: T.Type = T.self) -> ID<T> { ID(source.int(next())) }
    package mutating func instant() -> Instant { Instant(microseconds: source.int(next())) }
    package mutating func day() -> Day { Day(number: Int32(source.int(next()))) }

    package mutating func optionalInt64() -> Int64? { nextUnlessNull().map { source.int($0) } }
    package mutating func optionalInt() -> Int? { nextUnlessNull().map { Int(source.int($0)) } }
    package mutating func optionalText() -> String? { nextUnlessNull().map { source.text($0) } }
    package mutating func optionalBytes() -> [UInt8]? { nextUnlessNull().map { source.bytes($0) } }
    package mutating func optionalFlag() -> Bool? { nextUnlessNull().map { source.int($0) != 0 } }
    package mutating func optionalID<T>(_: T.Type = T.self) -> ID<T>? { nextUnlessNull().map { ID(source.int($0)) } }
    package mutating func optionalInstant() -> Instant? {
        nextUnlessNull().map { Instant(microseconds: source.int($0)) }
    }
    package mutating func optionalDay() -> Day? { nextUnlessNull().map { Day(number: Int32(source.int($0))) } }

    /// An enumeration stored by its raw text. Text the enumeration does not know is a broken invariant: only Kept writes
    /// these columns, and most have a CHECK that names the same words.
    package mutating func word<T: RawRepresentable<String>>(_: T.Type = T.self) -> T {
        let raw = text()
        guard let value = T(rawValue: raw) else { preconditionFailure("\(T.self) stored as \"\(raw)\"") }
        return value
    }
    package mutating func optionalWord<T: RawRepresentable<String>>(_: T.Type = T.self) -> T? {
        optionalText().map { raw in
            guard let value = T(rawValue: raw) else { preconditionFailure("\(T.self) stored as \"\(raw)\"") }
            return value
        }
    }
}

/// What an engine offers of the row at hand. Columns count from 0.
package protocol RowSource: AnyObject {
    func isNull(_ column: Int32) -> Bool
    func int(_ column: Int32) -> Int64
    func double(_ column: Int32) -> Double
    func text(_ column: Int32) -> String
    func bytes(_ column: Int32) -> [UInt8]
}
