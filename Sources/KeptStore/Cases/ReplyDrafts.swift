import KeptDomain

/// What somebody began to write on a case.
package struct ReplyDraft: Sendable, Hashable {
    package let person: ID<Person>
    package let body: String
    package let savedAt: Instant
}

extension Transaction {
    /// Keeps what somebody has written so far; an empty text forgets it. They count as answering for a while.
    ///
    /// - Parameter person: whose it is, where a program writes for them; a person's is always their own.
    /// - Returns: when it was kept, `nil` where it was forgotten.
    @discardableResult package func keepDraft(
        _ text: String, on id: ID<Case>, of person: ID<Person>? = nil
    ) throws -> Instant? {
        let found = try workable(id, revision: nil)
        let person = try owner(named: person, or: .workCase)
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
}

extension Reading {
    /// What a person began to write on a case, `nil` for nothing.
    package func draft(of person: ID<Person>, on id: ID<Case>) throws -> ReplyDraft? {
        try row("SELECT body, saved_at FROM drafts WHERE case_id = \(id) AND person_id = \(person)") {
            ReplyDraft(person: person, body: $0.text(), savedAt: $0.instant())
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
}
