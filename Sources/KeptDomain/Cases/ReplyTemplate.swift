/// A text with fields in braces: `Dear {customer}, order {order} comes by {due}.` Only the fields named here exist, so
/// that none is misspelt when it is saved.
package struct ReplyTemplate: Sendable, Hashable {
    package enum Field: String, Sendable, CaseIterable {
        case customer, order
        case number = "case"
        /// By when the word that holds is due, in the customer's language and zone.
        case due
        /// Who answers.
        case me
        case place
        /// By when the word was due that broke last, or will.
        case promised
        /// Why it went wrong: given with each message of a recovery, and nowhere else.
        case reason
        /// What was given on the case to make it good.
        case remedy
        /// The tracking page of the order, where another time can be chosen.
        case link
    }

    private enum Piece: Sendable, Hashable {
        case text(String)
        case field(Field)
    }

    package let text: String
    private let pieces: [Piece]

    /// - Throws: the name in braces that is no field.
    package init(_ text: String) throws(UnknownReplyField) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: start)..<end])
            guard let field = Field(rawValue: name) else { throw UnknownReplyField(name: name) }
            if start > rest.startIndex { pieces.append(.text(String(rest[..<start]))) }
            pieces.append(.field(field))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.text = text
        self.pieces = pieces
    }

    package var fields: Set<Field> {
        Set(pieces.compactMap { if case .field(let field) = $0 { field } else { nil } })
    }

    /// The text with its fields filled in. - Throws: the first field for which there is nothing.
    package func filled(_ values: [Field: String]) throws(CaseRefusal) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .field(let field):
                guard let value = values[field] else { throw .nothingFor(field) }
                result += value
            }
        }
        return result
    }

    /// Without the paragraphs that need a field for which there is nothing, so that no empty place is sent. One that needs a
    /// field of `kept` as well stays.
    package func withoutParagraphs(of field: Field, besides kept: Field) -> String {
        text.split(separator: "\n\n", omittingEmptySubsequences: false).filter { paragraph in
            !paragraph.contains("{\(field.rawValue)}") || paragraph.contains("{\(kept.rawValue)}")
        }.joined(separator: "\n\n")
    }

    /// As `filled`, where what is missing stays in its braces for whoever writes.
    package func filledAsFar(as values: [Field: String]) -> String {
        pieces.reduce(into: "") { result, piece in
            switch piece {
            case .text(let text): result += text
            case .field(let field): result += values[field] ?? "{\(field.rawValue)}"
            }
        }
    }
}

/// A field in braces that texts do not have.
package struct UnknownReplyField: Error, Hashable {
    package let name: String

    package init(name: String) { self.name = name }

    /// - Parameter field: the one that the text was typed into.
    package func problem(_ field: String) -> FieldProblem {
        let known = ReplyTemplate.Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        return FieldProblem(field, "problems.no-such-reply-field", [Fact("name", name), Fact("known", known)])
    }
}
