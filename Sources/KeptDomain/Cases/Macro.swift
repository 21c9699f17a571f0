/// One thing that a macro does on a case.
package enum MacroStep: Sendable, Hashable {
    /// Answers the customer the way they wrote last; a text with fields.
    case reply(String)
    case note(String)
    case move(Case.Move)
    case close(cause: String)
    case tag(String)

    package enum Kind: String, Sendable, CaseIterable, Codable { case reply, note, move, close, tag }

    /// `nil` for a move that does not exist.
    package init?(_ kind: Kind, _ argument: String) {
        switch kind {
        case .reply: self = .reply(argument)
        case .note: self = .note(argument)
        case .close: self = .close(cause: argument)
        case .tag: self = .tag(argument)
        case .move:
            guard let move = Case.Move(rawValue: argument) else { return nil }
            self = .move(move)
        }
    }

    package var kind: Kind {
        switch self {
        case .reply: .reply
        case .note: .note
        case .move: .move
        case .close: .close
        case .tag: .tag
        }
    }

    package var argument: String {
        switch self {
        case .reply(let text), .note(let text), .close(let text), .tag(let text): text
        case .move(let move): move.rawValue
        }
    }
}

/// A named list of steps, done one after the other: all of them or none.
package struct Macro: Sendable, Hashable {
    package let id: ID<Macro>
    package let name: String
    package let steps: [MacroStep]
    package let revision: Int

    package init(id: ID<Macro>, name: String, steps: [MacroStep], revision: Int) {
        self.id = id
        self.name = name
        self.steps = steps
        self.revision = revision
    }

    package static func problems(name: String, steps: [MacroStep]) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        if steps.isEmpty { problems.append(FieldProblem("steps", "problems.required")) }
        if steps.count > 20 { problems.append(FieldProblem("steps", "problems.too-many", [Fact("limit", 20)])) }
        for (index, step) in steps.enumerated() {
            let limit = step.kind == .reply || step.kind == .note ? Case.longestNote : step.kind == .tag ? 60 : 500
            problems.append(.required(step.argument, "steps[\(index)].with", limit: limit))
            guard step.kind == .reply else { continue }
            do { _ = try ReplyTemplate(step.argument) } catch { problems.append(error.problem("steps[\(index)].with")) }
        }
        // What comes after the closing would be refused each time.
        if let closing = steps.firstIndex(where: { $0.kind == .close }), closing != steps.count - 1 {
            problems.append(FieldProblem("steps", "problems.closes-too-early"))
        }
        return problems
    }
}

/// A text that is said often.
package struct SavedReply: Sendable, Hashable {
    package let id: ID<SavedReply>
    package let name: String
    package let body: String
    package let revision: Int

    package init(id: ID<SavedReply>, name: String, body: String, revision: Int) {
        self.id = id
        self.name = name
        self.body = body
        self.revision = revision
    }

    package static func problems(name: String, body: String) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        problems.append(.required(body, "body", limit: Case.longestNote))
        do { _ = try ReplyTemplate(body) } catch { problems.append(error.problem("body")) }
        return problems
    }
}

/// The colleagues whom a note names with an @.
package enum Mentions {
    /// Of several that fit, the one with the longest name; case is ignored. In order of the people given, each once.
    ///
    /// A name begins and ends where words do: `ann@bo.example` names nobody, and `@Boston` not Bo. Chinese writes no blanks
    /// between words, so beside its characters a name ends anywhere.
    package static func of(_ text: String, among people: [Person]) -> [ID<Person>] {
        let text = text.lowercased()
        var found: Set<ID<Person>> = []
        for start in text.indices where text[start] == "@" {
            guard start == text.startIndex || !isOfWord(text[text.index(before: start)]) else { continue }
            let rest = text[text.index(after: start)...]
            let named = people.filter { person in
                let name = person.name.lowercased()
                guard let last = name.last, rest.hasPrefix(name) else { return false }
                return !isOfWord(last) || !(rest.dropFirst(name.count).first.map(isOfWord) ?? false)
            }
            if let longest = named.max(by: { ($0.name.count, $1.id) < ($1.name.count, $0.id) }) {
                found.insert(longest.id)
            }
        }
        return people.map(\.id).filter(found.contains)
    }

    /// Whether the character is one of a word that blanks part from others.
    private static func isOfWord(_ character: Character) -> Bool {
        guard character.isLetter || character.isNumber || character == "_" else { return false }
        return !character.unicodeScalars.allSatisfy {
            $0.properties.isIdeographic || (0x3040...0x30FF).contains($0.value)
        }
    }
}
