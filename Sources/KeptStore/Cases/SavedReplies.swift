import KeptDomain
import KeptWords

extension SavedReply {
    static let columns: SQL = "id, name, body, revision"

    init(_ row: inout Row) { self.init(id: row.id(), name: row.text(), body: row.text(), revision: row.int()) }
}

extension Reading {
    /// By name, those in use.
    package func savedReplies() throws -> [SavedReply] {
        try rows(
            "SELECT \(SavedReply.columns) FROM saved_replies WHERE ended_at IS NULL ORDER BY name, id", SavedReply.init)
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
        if let due = try promises(on: found).holding.flatMap({ $0.isOpen ? $0.due : nil }) {
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
        try check(name, body, besides: nil)
        let id = newID(SavedReply.self)
        put("INSERT INTO saved_replies (id, name, body) VALUES (\(id), \(name), \(body))")
        journal(JournalEntry("business.saved-reply-added", of: .business, facts: [Fact("name", name)]))
        return SavedReply(id: id, name: name, body: body, revision: 1)
    }

    package func changeSavedReply(_ id: ID<SavedReply>, name: String, body: String, revision: Int) throws {
        try permit(.setDesk, .anyPlace)
        try check(name, body, besides: id)
        try runGuarded(
            """
            UPDATE saved_replies SET name = \(name), body = \(body), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision) AND ended_at IS NULL
            """, current: try savedReply(id).revision)
        journal(JournalEntry("business.saved-reply-changed", of: .business, facts: [Fact("name", name)]))
    }

    /// It is offered no more; its name is free again.
    package func endSavedReply(_ id: ID<SavedReply>) throws {
        try permit(.setDesk, .anyPlace)
        let known = try savedReply(id)
        put("UPDATE saved_replies SET ended_at = \(now), name = name || ' ' || \(id.description) WHERE id = \(id)")
        journal(JournalEntry("business.saved-reply-ended", of: .business, facts: [Fact("name", known.name)]))
    }

    private func check(_ name: String, _ body: String, besides id: ID<SavedReply>?) throws {
        try SavedReply.problems(name: name, body: body).check()
        try [taken(by: "SELECT id FROM saved_replies WHERE name = \(name)", besides: id)].compactMap(\.self).check()
    }
}
