import Foundation
import KeptDomain
import KeptWords

extension Macro {
    static let columns: SQL = "id, name, steps, revision"

    init(_ row: inout Row) throws {
        let (id, name, text) = (row.id(Macro.self), row.text(), row.text())
        do {
            let stored = try JSONDecoder().decode([StoredStep].self, from: Data(text.utf8))
            let steps = stored.compactMap { MacroStep($0.kind, $0.argument) }
            guard steps.count == stored.count else {
                throw StoreError.defect("macro \(id) has a step that is none: \(text)")
            }
            self.init(id: id, name: name, steps: steps, revision: row.int())
        } catch let error as DecodingError {
            throw StoreError.defect("macro \(id) has the steps \(text): \(error)")
        }
    }

    fileprivate static func text(of steps: [MacroStep]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            let stored = steps.map { StoredStep(kind: $0.kind, argument: $0.argument) }
            return String(decoding: try encoder.encode(stored), as: UTF8.self)
        } catch { preconditionFailure("steps cannot be written: \(error)") }
    }

    private struct StoredStep: Codable {
        let kind: MacroStep.Kind
        let argument: String

        enum CodingKeys: String, CodingKey { case kind = "do", argument = "with" }
    }
}

extension Reading {
    /// By name, those in use.
    package func macros() throws -> [Macro] {
        try rows("SELECT \(Macro.columns) FROM macros WHERE ended_at IS NULL ORDER BY name, id", Macro.init)
    }

    package func macro(_ id: ID<Macro>) throws -> Macro {
        let found = try row("SELECT \(Macro.columns) FROM macros WHERE id = \(id) AND ended_at IS NULL", Macro.init)
        guard let found else { throw StoreError.notFound("macro \(id)") }
        return found
    }
}

extension Transaction {
    @discardableResult
    package func addMacro(name: String, steps: [MacroStep]) throws -> Macro {
        try permit(.setDesk, .anyPlace)
        try check(name, steps, besides: nil)
        let id = newID(Macro.self)
        put("INSERT INTO macros (id, name, steps) VALUES (\(id), \(name), \(Macro.text(of: steps)))")
        journal(JournalEntry("business.macro-added", of: .business, facts: [Fact("name", name)]))
        return Macro(id: id, name: name, steps: steps, revision: 1)
    }

    package func changeMacro(_ id: ID<Macro>, name: String, steps: [MacroStep], revision: Int) throws {
        try permit(.setDesk, .anyPlace)
        try check(name, steps, besides: id)
        try runGuarded(
            """
            UPDATE macros SET name = \(name), steps = \(Macro.text(of: steps)), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """, current: try macro(id).revision)
        journal(JournalEntry("business.macro-changed", of: .business, facts: [Fact("name", name)]))
    }

    /// It is offered no more; its name is free again.
    package func endMacro(_ id: ID<Macro>) throws {
        try permit(.setDesk, .anyPlace)
        let known = try macro(id)
        put("UPDATE macros SET ended_at = \(now), name = name || ' ' || \(id.description) WHERE id = \(id)")
        journal(JournalEntry("business.macro-ended", of: .business, facts: [Fact("name", known.name)]))
    }

    private func check(_ name: String, _ steps: [MacroStep], besides id: ID<Macro>?) throws {
        try Macro.problems(name: name, steps: steps).check()
        try [taken(by: "SELECT id FROM macros WHERE name = \(name)", besides: id)].compactMap(\.self).check()
    }

    /// Does all steps of a macro on a case, or none. Its replies go in writing: see `writtenWay(of:)`.
    package func runMacro(_ id: ID<Macro>, on caseID: ID<Case>, words: Vocabulary, revision: Int? = nil) throws {
        let (macro, found) = (try macro(id), try workable(caseID, revision: revision))
        journal(
            JournalEntry(
                "case.macro-run", of: .case(caseID), customer: found.customer, facts: [Fact("name", macro.name)]))
        for step in macro.steps {
            switch step {
            case .reply(let text):
                let values = try replyFields(of: found, writer: actor.person, words: words, now: now)
                let template: ReplyTemplate
                do { template = try ReplyTemplate(text) } catch { throw InvalidInput([error.problem("steps")]) }
                let way = try writtenWay(of: found)
                var draft = MessageDraft(way.channel, try template.filled(values))
                draft.contact = way.address
                _ = try reply(to: caseID, with: draft)
            case .note(let text): _ = try addNote(to: caseID, text: text)
            case .move(let move): _ = try setMove(of: caseID, to: move, why: macro.name)
            case .close(let cause): _ = try closeCase(caseID, cause: cause)
            case .tag(let tag): try addTag(tag, to: caseID)
            }
        }
    }
}
