import KeptDomain

/// What somebody began to write on a case.
package struct ReplyDraft: Sendable, Hashable {
    package let body: String
    package let savedAt: Instant
}

/// A note in which somebody was named.
package struct Mention: Sendable, Hashable {
    package let message: ID<Message>
    package let `case`: ID<Case>
    package let number: Int
    package let text: String
    package let at: Instant
}

/// Filters of the case list under a name.
package struct SavedView: Sendable, Hashable {
    package let id: ID<SavedView>
    /// `nil` for everybody's.
    package let person: ID<Person>?
    package let name: String
    /// As it stands in the address, `state=open&tag=vip`.
    package let query: String
}

extension Transaction {
    /// Keeps what the actor has written so far; an empty text forgets it. They count as answering for a while.
    @discardableResult package func keepDraft(_ text: String, on id: ID<Case>) throws -> Instant? {
        let found = try workable(id, revision: nil)
        guard let person = actor.person else { throw NotPermitted(.workCase) }
        try [FieldProblem.optional(text, "body", limit: MessageDraft.longest)].compactMap(\.self).check()
        guard !text.allSatisfy(\.isWhitespace) else {
            forgetDraft(on: id, of: person)
            return nil
        }
        put(
            """
            INSERT INTO drafts (case_id, person_id, body, saved_at) VALUES (\(id), \(person), \(text), \(now))
            ON CONFLICT (case_id, person_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at
            """)
        try beginAnswering(found, person)
        return now
    }

    /// Colleagues who look at the case are told once, when somebody begins.
    private func beginAnswering(_ found: Case, _ person: ID<Person>) throws {
        let isKnown =
            try count(
                """
                SELECT count(*) FROM presences WHERE case_id = \(found.id) AND person_id = \(person) AND until_at > \(now)
                """) > 0
        put(
            """
            INSERT INTO presences (case_id, person_id, until_at) VALUES (\(found.id), \(person), \(now + .minutes(2)))
            ON CONFLICT (case_id, person_id) DO UPDATE SET until_at = excluded.until_at
            """)
        if !isKnown { journal(JournalEntry("case.answering", of: .case(found.id), customer: found.customer)) }
    }

    /// It was sent, or given up.
    func forgetDraft(on id: ID<Case>, of person: ID<Person>) {
        put("DELETE FROM drafts WHERE case_id = \(id) AND person_id = \(person)")
        put("DELETE FROM presences WHERE case_id = \(id) AND person_id = \(person)")
    }

    /// Tells colleagues whom a note names; whoever wrote it is not told.
    func mention(in text: String, _ note: ID<Message>) throws {
        guard text.contains("@") else { return }
        let people = try people().filter { $0.leftAt == nil }.map(\.person)
        for person in Mentions.of(text, among: people) where person != actor.person {
            put("INSERT INTO mentions (message_id, person_id, made_at) VALUES (\(note), \(person), \(now))")
        }
    }

    /// The actor has seen every note on a case that names them.
    package func seeMentions(on id: ID<Case>) throws {
        guard let person = actor.person else { throw NotPermitted(.seeCases) }
        let found = try knownCase(id)
        try permit(.seeCases, found.extent)
        put(
            """
            UPDATE mentions SET seen_at = \(now) WHERE person_id = \(person) AND seen_at IS NULL
            AND message_id IN (SELECT id FROM messages WHERE case_id = \(id))
            """)
    }

    package func addTag(_ tag: String, to id: ID<Case>) throws {
        let found = try workable(id, revision: nil)
        try [FieldProblem.required(tag, "tag", limit: 60)].compactMap(\.self).check()
        guard let tag = tag.trimmedOrNil?.lowercased() else { throw InvalidInput("tag", "problems.required") }
        if try tags(of: [id])[id]?.count ?? 0 >= 30 {
            throw InvalidInput("tag", "problems.too-many", [Fact("limit", 30)])
        }
        let made = try run("INSERT INTO case_tags (case_id, tag) VALUES (\(id), \(tag)) ON CONFLICT DO NOTHING")
        if made == 1 {
            journal(JournalEntry("case.tagged", of: .case(id), customer: found.customer, facts: [Fact("tag", tag)]))
        }
    }

    package func removeTag(_ tag: String, from id: ID<Case>) throws {
        let found = try workable(id, revision: nil)
        if try run("DELETE FROM case_tags WHERE case_id = \(id) AND tag = \(tag)") == 1 {
            journal(JournalEntry("case.untagged", of: .case(id), customer: found.customer, facts: [Fact("tag", tag)]))
        }
    }

    /// - Parameter isForAll: seen by everybody, which whoever sets up the desk decides.
    @discardableResult
    package func saveView(_ name: String, query: String, isForAll: Bool = false) throws -> SavedView {
        guard let person = actor.person else { throw NotPermitted(.seeCases) }
        if isForAll { try permit(.setDesk, .anyPlace) }
        try [FieldProblem.required(name, "name", limit: 60), FieldProblem.optional(query, "query", limit: 1_000)]
            .compactMap(\.self).check()
        if try savedViews(of: person).count >= 50 {
            throw InvalidInput("name", "problems.too-many", [Fact("limit", 50)])
        }
        let view = SavedView(id: newID(), person: isForAll ? nil : person, name: name, query: query)
        put(
            """
            INSERT INTO saved_views (id, person_id, name, query, made_at)
            VALUES (\(view.id), \(view.person), \(name), \(query), \(now))
            """)
        return view
    }

    package func forgetView(_ id: ID<SavedView>) throws {
        guard let person = actor.person else { throw NotPermitted(.seeCases) }
        let owner = try row("SELECT person_id FROM saved_views WHERE id = \(id)") { $0.optionalID(Person.self) }
        guard let owner else { throw StoreError.notFound("view \(id)") }
        if owner != person { try permit(.setDesk, .anyPlace) }
        put("DELETE FROM saved_views WHERE id = \(id)")
    }
}

extension Reading {
    package func draft(of person: ID<Person>, on id: ID<Case>) throws -> ReplyDraft? {
        try row("SELECT body, saved_at FROM drafts WHERE case_id = \(id) AND person_id = \(person)") {
            ReplyDraft(body: $0.text(), savedAt: $0.instant())
        }
    }

    /// Names of colleagues who are answering a case now, but for one.
    package func answering(_ id: ID<Case>, besides person: ID<Person>, at now: Instant) throws -> [String] {
        try rows(
            """
            SELECT w.name FROM presences p JOIN people w ON w.id = p.person_id
            WHERE p.case_id = \(id) AND p.until_at > \(now) AND p.person_id <> \(person) ORDER BY w.name, w.id
            """
        ) { $0.text() }
    }

    /// Notes that name somebody and that they have not seen, the newest first.
    package func mentions(of person: ID<Person>, limit: Int = 20) throws -> [Mention] {
        try rows(
            """
            SELECT m.id, c.id, c.number, m.body, n.made_at FROM mentions n JOIN messages m ON m.id = n.message_id
            JOIN cases c ON c.id = m.case_id WHERE n.person_id = \(person) AND n.seen_at IS NULL
            ORDER BY n.made_at DESC, m.id DESC LIMIT \(limit)
            """
        ) { row in
            Mention(message: row.id(), case: row.id(), number: row.int(), text: row.text(), at: row.instant())
        }
    }

    /// By case, each in order of the alphabet.
    package func tags(of cases: [ID<Case>]) throws -> [ID<Case>: [String]] {
        guard !cases.isEmpty else { return [:] }
        let found = try rows(
            "SELECT case_id, tag FROM case_tags WHERE case_id IN \(anyOf: cases) ORDER BY case_id, tag"
        ) { (id: $0.id(Case.self), tag: $0.text()) }
        return Dictionary(grouping: found, by: \.id).mapValues { $0.map(\.tag) }
    }

    /// Tags in use, by how many cases have them.
    package func usualTags(limit: Int = 50) throws -> [String] {
        try rows("SELECT tag, count(*) AS times FROM case_tags GROUP BY tag ORDER BY times DESC, tag LIMIT \(limit)") {
            $0.text()
        }
    }

    /// A person's own and everybody's, by name.
    package func savedViews(of person: ID<Person>) throws -> [SavedView] {
        try rows(
            """
            SELECT id, person_id, name, query FROM saved_views WHERE person_id IS NULL OR person_id = \(person)
            ORDER BY name, id
            """
        ) { SavedView(id: $0.id(), person: $0.optionalID(), name: $0.text(), query: $0.text()) }
    }
}
