import KeptDomain

/// A note in which somebody was named.
package struct Mention: Sendable, Hashable {
    package let message: ID<Message>
    package let `case`: ID<Case>
    package let number: Int
    package let text: String
    package let at: Instant
}

extension Transaction {
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
}

extension Reading {
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

    /// Whether a note on this case names them that they have not seen.
    package func isNamed(_ person: ID<Person>, on id: ID<Case>) throws -> Bool {
        try row(
            """
            SELECT 1 FROM mentions n JOIN messages m ON m.id = n.message_id
            WHERE n.person_id = \(person) AND n.seen_at IS NULL AND m.case_id = \(id) LIMIT 1
            """
        ) { $0.int() } != nil
    }
}
