import KeptDomain

extension Transaction {
    /// Hands the actor the next case of the lines that they may take from: the one whose promise is due first, or was where
    /// it broke and nobody has answered since, then the one that waits longest, of those that ask for no skill or for one
    /// that they have. A skill that nobody of the line has any more keeps no case waiting.
    ///
    /// - Parameter line: this one alone.
    /// - Returns: `nil` where nothing waits for them.
    package func takeNextCase(from line: ID<Line>? = nil) throws -> Case? {
        guard let person = actor.person else { throw NotPermitted(.takeCase) }
        let mine = try rows(
            """
            SELECT \(Line.columns) FROM lines WHERE closed_at IS NULL
            AND id IN (SELECT line_id FROM line_members WHERE person_id = \(person)) ORDER BY id
            """, Line.init)
        let lines = mine.filter { line == nil || $0.id == line }
        guard !lines.isEmpty else { throw CaseRefusal.noLine }
        for line in lines { try permit(.takeCase, at: line.place) }
        let inHand = try count(
            """
            SELECT count(*) FROM cases WHERE owner_id = \(person) AND status = 'open' AND waiting_since IS NULL
            AND whose_move = 'us'
            """)
        let open = lines.filter { inHand < $0.mostInHand }
        guard !open.isEmpty else { throw CaseRefusal.handsFull(lines.map(\.mostInHand).max() ?? inHand) }
        let next = try row(
            """
            SELECT c.id FROM cases c WHERE c.status = 'open' AND c.waiting_since IS NOT NULL
            AND c.line_id IN \(anyOf: open.map(\.id)) AND coalesce(c.snoozed_until, 0) <= \(now)
            AND (c.skill IS NULL OR c.skill IN (SELECT skill FROM person_skills WHERE person_id = \(person))
              OR NOT EXISTS (SELECT 1 FROM line_members m JOIN person_skills s ON s.person_id = m.person_id
                JOIN people p ON p.id = m.person_id
                WHERE m.line_id = c.line_id AND s.skill = c.skill AND p.left_at IS NULL))
            ORDER BY coalesce(\(Promise.pressingDue), \(Instant.distantFuture)), c.opened_at, c.id
            LIMIT 1\(sqlite: "", postgres: " FOR UPDATE OF c SKIP LOCKED")
            """
        ) { $0.id(Case.self) }
        guard let next else { return nil }
        let found = try knownCase(next)
        try save(
            found.taken(by: person), as: "case.taken", facts: [Fact("from", found.owner), Fact("to", person)])
        return try knownCase(next)
    }
}
