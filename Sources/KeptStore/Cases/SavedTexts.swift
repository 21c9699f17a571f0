import Foundation
import KeptDomain
import KeptWords

extension SavedReply {
    static let columns: SQL = "id, name, body, revision"

    init(_ row: inout Row) { self.init(id: row.id(), name: row.text(), body: row.text(), revision: row.int()) }
}

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
    package func savedReplies() throws -> [SavedReply] {
        try rows(
            "SELECT \(SavedReply.columns) FROM saved_replies WHERE ended_at IS NULL ORDER BY name, id", SavedReply.init)
    }

    package func macros() throws -> [Macro] {
        try rows("SELECT \(Macro.columns) FROM macros WHERE ended_at IS NULL ORDER BY name, id", Macro.init)
    }

    package func macro(_ id: ID<Macro>) throws -> Macro {
        let found = try row("SELECT \(Macro.columns) FROM macros WHERE id = \(id) AND ended_at IS NULL", Macro.init)
        guard let found else { throw StoreError.notFound("macro \(id)") }
        return found
    }

    package func savedReply(_ id: ID<SavedReply>) throws -> SavedReply {
        let found = try row(
            "SELECT \(SavedReply.columns) FROM saved_replies WHERE id = \(id) AND ended_at IS NULL", SavedReply.init)
        guard let found else { throw StoreError.notFound("saved reply \(id)") }
        return found
    }

    /// What the fields of a text stand for on a case, as its customer reads it; a field for which there is nothing is absent.
    ///
    /// - Parameter writer: who answers.
    package func replyFields(
        of found: Case, writer: ID<Person>?, words: Vocabulary, now: Instant
    ) throws -> [ReplyTemplate.Field: String] {
        let reader = try reader(of: .case(found.id))
        let zone = try zones.zone(reader.zone)
        let language = words[words.language(for: reader.language) ?? .english]
        var values: [ReplyTemplate.Field: String] = [.number: String(found.number)]
        values[.customer] = try found.customer.flatMap { try customer($0)?.name }
        values[.order] = try found.order.flatMap { try order($0)?.number }.map(String.init)
        values[.me] = try writer.flatMap { try person($0)?.person.name }
        values[.place] = try place(orDefault: found.place).name
        if let due = try promises(onMatter: found.matter).holding.flatMap({ $0.isOpen ? $0.due : nil }) {
            let local = zone.local(due)
            values[.due] = language.moment(local.day, secondOfDay: local.secondsOfDay, today: zone.day(of: now))
        }
        values[.promised] = try lastBroken(onMatter: found.matter).map { language.moment($0.due, in: zone, now: now) }
        values[.remedy] = try givenWords(on: found.id, language)
        return values
    }
}

extension Transaction {
    @discardableResult
    package func addSavedReply(name: String, body: String) throws -> SavedReply {
        try permit(.setDesk, .anyPlace)
        try SavedReply.problems(name: name, body: body).check()
        try checkFree(name, in: "SELECT id FROM saved_replies WHERE name = \(name)", besides: nil)
        let id = newID(SavedReply.self)
        put("INSERT INTO saved_replies (id, name, body) VALUES (\(id), \(name), \(body))")
        journal(JournalEntry("business.saved-reply-added", of: .business, facts: [Fact("name", name)]))
        return SavedReply(id: id, name: name, body: body, revision: 1)
    }

    package func changeSavedReply(_ id: ID<SavedReply>, name: String, body: String, revision: Int) throws {
        try permit(.setDesk, .anyPlace)
        try SavedReply.problems(name: name, body: body).check()
        try checkFree(name, in: "SELECT id FROM saved_replies WHERE name = \(name)", besides: id.rawValue)
        try runGuarded(
            """
            UPDATE saved_replies SET name = \(name), body = \(body), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """, current: try savedReply(id).revision)
        journal(JournalEntry("business.saved-reply-changed", of: .business, facts: [Fact("name", name)]))
    }

    package func endSavedReply(_ id: ID<SavedReply>) throws {
        try permit(.setDesk, .anyPlace)
        let known = try savedReply(id)
        put("UPDATE saved_replies SET ended_at = \(now), name = name || ' ' || \(id.description) WHERE id = \(id)")
        journal(JournalEntry("business.saved-reply-ended", of: .business, facts: [Fact("name", known.name)]))
    }

    @discardableResult
    package func addMacro(name: String, steps: [MacroStep]) throws -> Macro {
        try permit(.setDesk, .anyPlace)
        try Macro.problems(name: name, steps: steps).check()
        try checkFree(name, in: "SELECT id FROM macros WHERE name = \(name)", besides: nil)
        let id = newID(Macro.self)
        put("INSERT INTO macros (id, name, steps) VALUES (\(id), \(name), \(Macro.text(of: steps)))")
        journal(JournalEntry("business.macro-added", of: .business, facts: [Fact("name", name)]))
        return Macro(id: id, name: name, steps: steps, revision: 1)
    }

    package func changeMacro(_ id: ID<Macro>, name: String, steps: [MacroStep], revision: Int) throws {
        try permit(.setDesk, .anyPlace)
        try Macro.problems(name: name, steps: steps).check()
        try checkFree(name, in: "SELECT id FROM macros WHERE name = \(name)", besides: id.rawValue)
        try runGuarded(
            """
            UPDATE macros SET name = \(name), steps = \(Macro.text(of: steps)), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """, current: try macro(id).revision)
        journal(JournalEntry("business.macro-changed", of: .business, facts: [Fact("name", name)]))
    }

    package func endMacro(_ id: ID<Macro>) throws {
        try permit(.setDesk, .anyPlace)
        let known = try macro(id)
        put("UPDATE macros SET ended_at = \(now), name = name || ' ' || \(id.description) WHERE id = \(id)")
        journal(JournalEntry("business.macro-ended", of: .business, facts: [Fact("name", known.name)]))
    }

    private func checkFree(_ name: String, in sql: SQL, besides id: Int64?) throws {
        if let other = try row(sql, { $0.int64() }), other != id { throw InvalidInput("name", "problems.taken") }
    }

    /// Does all steps of a macro on a case, or none. Its replies go the way in which the customer wrote last.
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
                var draft = MessageDraft(try usualChannel(of: found), try template.filled(values))
                if draft.channel.isCarried { draft.contact = try lastContact(of: found) }
                _ = try reply(to: caseID, with: draft)
            case .note(let text): _ = try addNote(to: caseID, text: text)
            case .move(let move): _ = try setMove(of: caseID, to: move, why: macro.name)
            case .close(let cause): _ = try closeCase(caseID, cause: cause)
            case .tag(let tag): try addTag(tag, to: caseID)
            }
        }
    }

    /// The way in which the customer wrote last, else e-mail.
    func usualChannel(of found: Case) throws -> Message.Channel {
        try row(
            """
            SELECT channel FROM messages WHERE case_id = \(found.id) AND direction = 'in' AND is_automatic = 0
            ORDER BY written_at DESC, id DESC LIMIT 1
            """
        ) { $0.word(Message.Channel.self) } ?? .email
    }

    func lastContact(of found: Case) throws -> String? {
        try row(
            """
            SELECT contact FROM messages WHERE case_id = \(found.id) AND direction = 'in' AND contact IS NOT NULL
            AND channel = 'email' ORDER BY written_at DESC, id DESC LIMIT 1
            """
        ) { $0.text() }
    }
}
