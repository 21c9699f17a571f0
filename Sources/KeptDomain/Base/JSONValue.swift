/// A JSON text taken apart, strictly as RFC 8259 has it, where it matters to say in which line it is broken.
///
/// For small texts that people write by hand (calendars, column maps). Numbers are kept as written.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the text; no name twice.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONValue
    }

    package init(json text: some StringProtocol) throws(JSONFault) { try self.init(json: Array(text.utf8)) }

    package init(json bytes: [UInt8]) throws(JSONFault) {
        var reader = JSONReader(bytes)
        self = try reader.document()
    }
}

/// Where a text is no JSON, and what is wrong there.
package struct JSONFault: Error, Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case empty
        case notUTF8 = "not-utf8"
        case unexpected
        case endsTooEarly = "ends-too-early"
        case textAfterEnd = "text-after-end"
        case unclosedString = "unclosed-string"
        case badEscape = "bad-escape"
        case duplicateName = "duplicate-name"
        case tooDeep = "too-deep"
    }
    package let kind: Kind
    /// From 1.
    package let line: Int
    /// From 1, in characters.
    package let column: Int

    package init(kind: Kind, line: Int, column: Int) {
        self.kind = kind
        self.line = line
        self.column = column
    }
}
