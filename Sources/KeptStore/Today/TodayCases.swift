import KeptDomain

extension Reading {
    /// The open cases of one person, those with the earliest promise first.
    ///
    /// - Parameter now: without those that are out of sight then.
    package func caseLines(
        of person: ID<Person>, at now: Instant, limit: Int = 20
    ) throws -> [TodayBoard.CaseLine] {
        try caseLines("c.owner_id = \(person) AND coalesce(c.snoozed_until, 0) <= \(now)", limit: limit)
    }

    /// How many cases wait in the lines that a person takes from.
    package func waitingCases(for person: ID<Person>, at now: Instant) throws -> Int {
        try count(
            """
            SELECT count(*) FROM cases WHERE waiting_since IS NOT NULL AND coalesce(snoozed_until, 0) <= \(now)
            AND line_id IN (SELECT line_id FROM line_members WHERE person_id = \(person))
            """)
    }

    /// The open cases that were escalated to one lead.
    package func escalatedLines(to person: ID<Person>, limit: Int = 20) throws -> [TodayBoard.CaseLine] {
        try caseLines("c.lead_id = \(person)", limit: limit)
    }

    private func caseLines(_ condition: SQL, limit: Int) throws -> [TodayBoard.CaseLine] {
        try rows(
            """
            SELECT c.id, c.number, c.subject, u.name, \(Promise.pressingDue) AS due, c.escalated_at
            FROM cases c LEFT JOIN customers u ON u.id = c.customer_id
            WHERE c.status = 'open' AND \(condition) ORDER BY due NULLS LAST, c.id LIMIT \(limit)
            """
        ) { row in
            TodayBoard.CaseLine(
                id: row.id(), number: row.int(), subject: row.text(), customer: row.optionalText(),
                due: row.optionalInstant(), isEscalated: row.optionalInstant() != nil)
        }
    }
}
