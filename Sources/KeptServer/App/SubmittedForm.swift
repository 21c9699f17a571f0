import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import NIOCore

/// What a person sent with a form, as text. White space around values is dropped.
struct SubmittedForm: Sendable {
    private let values: [String: [String]]

    init(_ values: [String: [String]] = [:]) { self.values = values }

    /// From `application/x-www-form-urlencoded`, or the query of an address.
    init(urlEncoded bytes: some Sequence<UInt8>) {
        var values: [String: [String]] = [:]
        for pair in Array(bytes).split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? Self.decoded(parts[1]) : ""
            values[Self.decoded(parts[0]), default: []].append(value)
        }
        self.values = values
    }

    /// The value of a field, `nil` when it is missing or empty.
    subscript(name: String) -> String? {
        guard let value = values[name]?.first else { return nil }
        let trimmed = value.drop(while: \.isWhitespace)
        let end = trimmed.lastIndex { !$0.isWhitespace }
        return end.map { String(trimmed[...$0]) }
    }

    var names: [String] { values.keys.sorted() }

    /// Every value sent under a name, for fields that may be chosen several times.
    func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

    /// The name of a field whose name or value holds the character NUL, which is no text.
    var firstWithNUL: String? {
        values.keys.sorted().first { name in
            name.utf8.contains(0) || values[name]?.contains { $0.utf8.contains(0) } == true
        }
    }

    /// Whether a box was ticked.
    func isTicked(_ name: String) -> Bool { self[name] != nil }

    /// A field that must be filled in.
    func required(_ name: String) throws -> String {
        guard let value = self[name] else { throw InvalidInput(name, "problems.required") }
        return value
    }

    func id<T>(_ name: String, of _: T.Type = T.self) throws -> ID<T>? {
        guard let text = self[name] else { return nil }
        guard let id = ID<T>(text) else { throw InvalidInput(name, "problems.required") }
        return id
    }

    /// Every id chosen under a name. - Throws: `InvalidInput` where one of them is none: nothing is done for the others alone.
    func ids<T>(_ name: String, of _: T.Type = T.self) throws -> [ID<T>] {
        try all(name).map { text in
            guard let id = ID<T>(text) else { throw InvalidInput(name, "requests.no-id", [Fact("name", text)]) }
            return id
        }
    }

    /// A whole number of `range`. No form is read without one: what is reckoned with a number must know how large it is.
    func whole(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "-") }) else {
            throw InvalidInput(name, "problems.not-whole")
        }
        guard let value = Int(text), range.contains(value) else {
            throw InvalidInput(
                name, "problems.out-of-range", [Fact("from", range.lowerBound), Fact("to", range.upperBound)])
        }
        return value
    }

    /// Fields of a repeated kind that are filled in, `line_3` for instance, by their numbers from 1.
    func numbered(_ prefix: String) -> [(number: Int, value: String)] {
        values.keys.compactMap { name in
            guard name.hasPrefix(prefix), let number = Int(name.dropFirst(prefix.count)), number > 0,
                let value = self[name]
            else { return nil }
            return (number, value)
        }.sorted { $0.number < $1.number }
    }

    /// What was typed, to be shown again with what cannot be taken of it. Passwords are not sent back.
    func shown(_ problems: [FieldProblem] = []) -> FormValues {
        FormValues(
            values.filter { !$0.key.contains("password") && $0.key != "form_token" }
                .mapValues { $0.joined(separator: ",") }, problems: problems)
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "+") {
                result.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), index + 1 < bytes.endIndex,
                let high = hexDigit(bytes[index]), let low = hexDigit(bytes[index + 1])
            {
                result.append(high << 4 | low)
                index += 2
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
