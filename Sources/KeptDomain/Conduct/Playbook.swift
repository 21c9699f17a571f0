/// What helps with one kind of difficult conduct, in one language: written by the business, or as delivered with Kept.
package struct Playbook: Sendable, Hashable {
    package enum Part: String, Sendable, CaseIterable, Codable {
        case steps, phrases
        /// What not to say.
        case avoid
        /// When to hand over.
        case handOver = "hand-over"
        /// What protects the colleague.
        case protection
    }

    package let kind: ConductKind
    /// BCP 47.
    package let language: String
    /// From 1; 0 as delivered.
    package let version: Int
    /// By part, each a list in the order in which it is read.
    package let lines: [Part: [String]]
    package let madeAt: Instant?

    package init(
        kind: ConductKind, language: String, version: Int = 0, lines: [Part: [String]], madeAt: Instant? = nil
    ) {
        self.kind = kind
        self.language = language
        self.version = version
        self.lines = lines
        self.madeAt = madeAt
    }

    package subscript(part: Part) -> [String] { lines[part] ?? [] }

    /// A text with one entry a line, as forms and files hold it; blank lines fall away.
    package static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { String($0).trimmedOrNil }
    }

    package static let mostLines = 20
    package static let longestLine = 400
}

/// A playbook as somebody wants it to be.
package struct PlaybookDraft: Sendable, Hashable {
    package var kind: ConductKind
    package var language: String
    package var lines: [Playbook.Part: [String]]

    package init(kind: ConductKind, language: String, lines: [Playbook.Part: [String]]) {
        self.kind = kind
        self.language = language
        self.lines = lines
    }

    /// Every part is there: a playbook that does not say when to hand over leaves somebody alone.
    package func problems() -> [FieldProblem] {
        Playbook.Part.allCases.compactMap { part in
            let (lines, field) = (self.lines[part] ?? [], part.field)
            if lines.isEmpty { return FieldProblem(field, "problems.required") }
            if lines.count > Playbook.mostLines {
                return FieldProblem(field, "problems.too-many", [Fact("limit", Playbook.mostLines)])
            }
            return lines.lazy.compactMap { FieldProblem.required($0, field, limit: Playbook.longestLine) }.first
        }
    }
}

extension Playbook.Part {
    /// As forms, JSON and columns name it.
    package var field: String { self == .handOver ? "hand_over" : rawValue }
}
