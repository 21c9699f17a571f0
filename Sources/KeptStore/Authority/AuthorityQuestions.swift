import KeptDomain

/// A question to a lead, with the name of the customer it is about.
package struct AuthorityQuestion: Sendable, Hashable {
    package let pattern: AuthorityPattern
    package let customer: String?
}

extension Reading {
    /// What is unusual in the remedies of the last weeks at these places. Guarantees ask nobody but where the amount was typed,
    /// and no question is about a colleague: these are about customers, and about the limits of roles. Where one person alone
    /// has a role, a question about the role would be one about them, so it is not asked.
    package func authorityPatterns(at places: Set<ID<Place>>?, now: Instant) throws -> [AuthorityPattern] {
        let atPlace = SQL.and("r.place_id", in: places)
        return try manyToOne(now, atPlace) + belowTheLimit(now, atPlace) + aboveUsual(now, atPlace)
    }

    /// Those of these that nobody answered within the last weeks, as questions.
    package func authorityQuestions(_ found: [AuthorityPattern], now: Instant) throws -> [AuthorityQuestion] {
        guard !found.isEmpty else { return [] }
        let answered = Set(
            try rows(
                """
                SELECT DISTINCT question FROM authority_answers
                WHERE question IN \(anyOf: found.map(\.key)) AND answered_at > \(now - AuthorityPattern.rest)
                """
            ) { $0.text() })
        let names = Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT id, name FROM customers WHERE id IN \(anyOf: found.compactMap(\.customer)) ORDER BY id"
            ) { ($0.id(Customer.self), $0.text()) })
        return found.filter { !answered.contains($0.key) }.map {
            AuthorityQuestion(pattern: $0, customer: $0.customer.flatMap { names[$0] })
        }
    }

    /// The patterns of the last days, each as a question to the lead. - Parameter places: only what was given there, everywhere for `nil`.
    package func authorityQuestions(at places: Set<ID<Place>>?, now: Instant) throws -> [AuthorityQuestion] {
        try authorityQuestions(authorityPatterns(at: places, now: now), now: now)
    }

    /// Of what somebody chose to give, neither reversed nor a reversal.
    private static let chosen: SQL = """
        \(isChosen) AND r.amount_minor IS NOT NULL AND r.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id)
        """

    private func manyToOne(_ now: Instant, _ atPlace: SQL) throws -> [AuthorityPattern] {
        try rows(
            """
            SELECT r.customer_id, min(r.place_id), count(*), CAST(sum(r.amount_minor) AS BIGINT), r.currency
            FROM remedies r WHERE r.given_at > \(now - AuthorityPattern.span) AND r.customer_id IS NOT NULL
              AND \(Self.chosen)\(atPlace)
            GROUP BY r.customer_id, r.currency HAVING count(*) >= \(AuthorityPattern.many)
            ORDER BY count(*) DESC, r.customer_id, r.currency LIMIT 10
            """
        ) { row in
            let (customer, place, count) = (row.id(Customer.self), row.id(Place.self), row.int())
            return AuthorityPattern(
                .manyToOne, at: place, customer: customer, count: count, amount: row.optionalMoney())
        }
    }

    private func belowTheLimit(_ now: Instant, _ atPlace: SQL) throws -> [AuthorityPattern] {
        let near = Int(AuthorityPattern.nearShare * 100)
        return try rows(
            """
            SELECT r.place_id, r.limit_role, r.kind, count(*), max(r.limit_case_minor), r.currency,
              sum(CASE WHEN r.amount_minor * 100 >= r.limit_case_minor * \(near) THEN 1 ELSE 0 END)
            FROM remedies r WHERE r.given_at > \(now - AuthorityPattern.span) AND r.right_by = 'limit'
              AND r.limit_case_minor > 0 AND \(Self.chosen)\(atPlace)
            GROUP BY r.place_id, r.limit_role, r.kind, r.currency
            HAVING count(*) >= \(AuthorityPattern.enough) AND count(DISTINCT r.given_by) > 1
            ORDER BY r.place_id, r.limit_role, r.kind, r.currency LIMIT 100
            """
        ) { row -> (AuthorityPattern, Double) in
            let (place, role, kind, count) = (
                row.id(Place.self), row.word(Role.self), row.word(RemedyKind.self), row.int()
            )
            let (limit, near) = (row.optionalMoney(), row.int())
            return (
                AuthorityPattern(.belowTheLimit, at: place, role: role, remedy: kind, count: near, amount: limit),
                Double(near) / Double(count)
            )
        }.filter { $0.1 >= AuthorityPattern.nearMost }.map(\.0)
    }

    /// This week against the weeks before it, eight at most: as many as the place has given remedies.
    private func aboveUsual(_ now: Instant, _ atPlace: SQL) throws -> [AuthorityPattern] {
        let week = now - .days(7)
        let before = week - .days(7 * Int64(AuthorityPattern.weeks))
        let found = try rows(
            """
            SELECT r.place_id, r.limit_role,
              sum(CASE WHEN r.given_at > \(week) THEN 1 ELSE 0 END),
              CAST(sum(CASE WHEN r.given_at > \(week) THEN r.amount_minor ELSE 0 END) AS BIGINT), r.currency,
              CAST(sum(CASE WHEN r.given_at > \(week) THEN 0 ELSE r.amount_minor END) AS BIGINT)
            FROM remedies r WHERE r.given_at > \(before) AND r.right_by = 'limit' AND \(Self.chosen)\(atPlace)
            GROUP BY r.place_id, r.limit_role, r.currency
            HAVING count(DISTINCT CASE WHEN r.given_at > \(week) THEN r.given_by END) > 1
            ORDER BY r.place_id, r.limit_role, r.currency LIMIT 100
            """
        ) { row in
            let (place, role, count) = (row.id(Place.self), row.word(Role.self), row.int())
            return (place: place, role: role, count: count, amount: row.optionalMoney(), earlier: row.int64())
        }
        return try found.compactMap { one in
            guard let amount = one.amount, one.count >= AuthorityPattern.enough, one.earlier > 0,
                let weeks = try knownWeeks(at: one.place, before: week)
            else { return nil }
            let times = Double(amount.minor) / (Double(one.earlier) / weeks)
            guard times >= AuthorityPattern.farAbove else { return nil }
            return AuthorityPattern(
                .aboveUsual, at: one.place, role: one.role, count: one.count, amount: amount, times: times)
        }
    }

    /// How many weeks before one a place had been giving remedies; `nil` where too few to say what is usual there.
    private func knownWeeks(at place: ID<Place>, before week: Instant) throws -> Double? {
        let first = try row(
            """
            SELECT given_at FROM remedies WHERE place_id = \(place) AND right_by = 'limit' ORDER BY given_at, id LIMIT 1
            """
        ) { $0.instant() }
        guard let first else { return nil }
        let weeks = Double((week - first).microseconds) / Double(Span.days(7).microseconds)
        return weeks < Double(AuthorityPattern.fewestWeeks) ? nil : min(weeks, Double(AuthorityPattern.weeks))
    }
}

extension Transaction {
    /// What a lead says to a question; it then rests for a while.
    package func answerQuestion(_ key: String, at place: ID<Place>, answer: String) throws {
        try permit(.approveRemedy, at: place)
        var problems: [FieldProblem] = []
        problems.append(.required(key, "question"))
        problems.append(.required(answer, "answer", limit: 500))
        try problems.check()
        put(
            """
            INSERT INTO authority_answers (id, question, answer, answered_by, answered_at)
            VALUES (\(newID(AuthorityPattern.self)), \(key), \(answer), \(actor.description), \(now))
            """)
        journal(JournalEntry("limit.question-answered", of: .place(place), why: answer, facts: [Fact("question", key)]))
    }
}
