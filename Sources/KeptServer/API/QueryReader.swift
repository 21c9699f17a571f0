import Foundation
import KeptDomain

/// The parameters of a request's query, read by name; what is wrong is told with the name.
struct QueryReader: Sendable {
    private let values: [String: String]

    init(_ query: String?, known: [QueryField]) { values = FormText.pairs(query ?? "").reduce(into: [:]) { $0[$1.name] = $1.value } }

    func text(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    func instant(_ name: String) throws -> Instant? {
        try text(name).map { text in
            do throws(TimeTextError) { return try Instant(iso: text) } catch { throw InvalidInput(name, error.key, error.facts) }
        }
    }

    func day(_ name: String) throws -> Day? {
        try text(name).map { text in
            do throws(TimeTextError) { return try Day(iso: text) } catch { throw InvalidInput(name, error.key, error.facts) }
        }
    }

    func id<T>(_ name: String, of _: T.Type = T.self) throws -> ID<T>? {
        try text(name).map { text in
            guard let id = ID<T>(text) else { throw InvalidInput(name, "requests.not-id") }
            return id
        }
    }

    func word<T: RawRepresentable<String> & CaseIterable>(_ name: String, _: T.Type = T.self) throws -> T? {
        try text(name).map { text in
            guard let word = T(rawValue: text) else {
                let known = T.allCases.map(\.rawValue).joined(separator: ", ")
                throw InvalidInput(name, "requests.unknown-word", [Fact("name", text), Fact("known", known)])
            }
            return word
        }
    }

    var limit: Int {
        get throws {
            guard let text = text("limit") else { return 50 }
            guard let limit = Int(text), (1...500).contains(limit) else {
                throw InvalidInput("limit", "requests.out-of-range", [Fact("least", 1), Fact("most", 500)])
            }
            return limit
        }
    }

    /// What `Cursor.write` made of the end of the last page. - Parameter read: `nil` for what is no place of this list.
    func cursor<T>(_ read: (String) -> T?) throws -> T? {
        try text("cursor").map { text in
            guard let plain = Cursor.read(text), let value = read(plain) else {
                throw InvalidInput("cursor", "requests.bad-cursor")
            }
            return value
        }
    }
}

/// The place where a page of a list ended, in a form that says nothing to readers and may change any time.
enum Cursor {
    static func write(_ place: String) -> String {
        Data(place.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func read(_ text: String) -> String? {
        guard text.utf8.count <= 200 else { return nil }
        var padded = text.replacing("-", with: "+").replacing("_", with: "/")
        while padded.utf8.count % 4 != 0 { padded += "=" }
        return Data(base64Encoded: padded).flatMap { String(validating: $0, as: UTF8.self) }
    }
}

/// `application/x-www-form-urlencoded`: forms and queries.
enum FormText {
    /// Names and values in the order sent; what is no UTF-8 is repaired.
    static func pairs(_ text: some StringProtocol) -> [(name: String, value: String)] {
        text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
        }
    }

    private static func decoded(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            index = bytes.index(after: index)
            if byte == UInt8(ascii: "+") {
                result.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let (value, next) = escaped(bytes, at: index) {
                result.append(value)
                index = next
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escaped<C: Collection<UInt8>>(_ bytes: C, at index: C.Index) -> (UInt8, C.Index)? {
        guard index != bytes.endIndex, let high = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { return nil }
        let second = bytes.index(after: index)
        guard second != bytes.endIndex, let low = Character(Unicode.Scalar(bytes[second])).hexDigitValue else { return nil }
        return (UInt8(high * 16 + low), bytes.index(after: second))
    }
}
