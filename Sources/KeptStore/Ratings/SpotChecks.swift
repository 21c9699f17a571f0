import KeptDomain

/// An answer that was drawn, with what a colleague needs to judge it.
package struct SpotCheckLine: Sendable {
    package let check: SpotCheck
    package let number: Int
    package let subject: String
    /// What the customer asked before the answer, the last of it; `nil` where only a conversation went before.
    package let asked: String?
    package let answer: String
}

extension Reading {
    /// The latest draws, the newest first.
    package func spotDraws(at places: Set<ID<Place>>?, limit: Int = 10) throws -> [SpotDraw] {
        let part: SQL = if let places { " WHERE place_id IN \(anyOf: places.sorted())" } else { "" }
        return try rows(
            """
            SELECT id, from_at, to_at, population, size, drawn_at FROM spot_draws\(part) ORDER BY id DESC LIMIT \(limit)
            """
        ) { row in
            SpotDraw(
                id: row.id(), from: row.instant(), to: row.instant(), population: row.int(), size: row.int(),
                drawnAt: row.instant())
        }
    }

    /// The answers of a draw that nobody has looked at, in the order drawn.
    package func openSpotChecks(at places: Set<ID<Place>>?, limit: Int = 50) throws -> [SpotCheckLine] {
        let part = SQL.and("c.place_id", in: places)
        let found = try rows(
            """
            SELECT s.id, s.draw_id, s.case_id, s.message_id, c.number, c.subject, m.body,
              (SELECT i.body FROM messages i WHERE i.case_id = s.case_id AND i.direction = 'in' AND i.written_at <= m.written_at
                ORDER BY i.written_at DESC, i.id DESC LIMIT 1)
            FROM spot_checks s JOIN cases c ON c.id = s.case_id JOIN messages m ON m.id = s.message_id
            WHERE s.checked_at IS NULL\(part) ORDER BY s.id LIMIT \(limit)
            """
        ) { row in
            SpotCheckLine(
                check: SpotCheck(id: row.id(), draw: row.id(), case: row.id(), message: row.id()), number: row.int(),
                subject: row.text(), asked: nil, answer: row.text()
            ).asked(row.optionalText())
        }
        return found
    }

    func knownSpotCheck(_ id: ID<SpotCheck>) throws -> SpotCheck {
        let found = try row(
            """
            SELECT id, draw_id, case_id, message_id, accuracy, detail, words, checked_at FROM spot_checks WHERE id = \(id)
            """
        ) { row in
            SpotCheck(
                id: row.id(), draw: row.id(), case: row.id(), message: row.id(), accuracy: row.optionalInt(),
                detail: row.optionalInt(), words: row.optionalText(), checkedAt: row.optionalInstant())
        }
        guard let found else { throw StoreError.notFound("spot check \(id)") }
        return found
    }
}

extension SpotCheckLine {
    fileprivate func asked(_ text: String?) -> SpotCheckLine {
        SpotCheckLine(check: check, number: number, subject: subject, asked: text, answer: answer)
    }
}

extension Transaction {
    /// Draws so many of the cases that were answered in the last days, each as likely as any other, with the last answer of
    /// each; as many as there are where there are fewer. Cases under an open check are not drawn again.
    package func drawSpotChecks(_ wanted: Int, days: Int, at place: ID<Place>?) throws -> SpotDraw {
        if let place { try permit(.checkAnswers, at: place) } else { try permit(.checkAnswers, .business) }
        guard (1...SpotDraw.largest).contains(wanted) else {
            throw InvalidInput("size", "problems.out-of-range", [Fact("from", 1), Fact("to", SpotDraw.largest)])
        }
        guard (1...366).contains(days) else {
            throw InvalidInput("days", "problems.out-of-range", [Fact("from", 1), Fact("to", 366)])
        }
        let from = now - .days(Int64(days))
        let part: SQL = if let place { " AND c.place_id = \(place)" } else { "" }
        var answered = try rows(
            """
            SELECT m.case_id, max(m.id) FROM messages m JOIN cases c ON c.id = m.case_id
            WHERE m.direction = 'out' AND m.is_automatic = 0 AND m.left_at > \(from) AND m.left_at <= \(now)\(part)
              AND NOT EXISTS (SELECT 1 FROM spot_checks s WHERE s.case_id = m.case_id AND s.checked_at IS NULL)
            GROUP BY m.case_id ORDER BY m.case_id
            """
        ) { (case: $0.id(Case.self), message: $0.id(Message.self)) }
        guard !answered.isEmpty else { throw RatingRefusal.nothingToDraw }
        let population = answered.count
        answered.shuffle()
        let drawn = answered.prefix(wanted)
        let draw = SpotDraw(
            id: newID(), from: from, to: now, population: population, size: drawn.count, drawnAt: now)
        put(
            """
            INSERT INTO spot_draws (id, place_id, from_at, to_at, population, size, drawn_by, drawn_at) VALUES
            (\(draw.id), \(place), \(from), \(now), \(population), \(draw.size), \(actor.description), \(now))
            """)
        try add(
            into: "spot_checks", columns: ["id", "draw_id", "case_id", "message_id"],
            rows: drawn.map { one in
                [
                    .int(newID(SpotCheck.self).rawValue), .int(draw.id.rawValue), .int(one.case.rawValue),
                    .int(one.message.rawValue),
                ]
            })
        journal(
            JournalEntry(
                "business.answers-drawn", of: .business,
                facts: [Fact("drawn", draw.size), Fact("population", population), Fact("days", days)]))
        return draw
    }

    /// Scores one answer that was drawn: 0 to 2 for how right and how full it was, with words.
    @discardableResult
    package func checkAnswer(_ id: ID<SpotCheck>, accuracy: Int, detail: Int, words: String? = nil) throws -> SpotCheck
    {
        let check = try knownSpotCheck(id)
        let found = try knownCase(check.case)
        try permit(.checkAnswers, at: found.place)
        var problems: [FieldProblem] = []
        for (field, value) in [("accuracy", accuracy), ("detail", detail)] where !SpotCheck.range.contains(value) {
            problems.append(FieldProblem(field, "problems.out-of-range", [Fact("from", 0), Fact("to", 2)]))
        }
        problems.append(.optional(words, "words", limit: 1_000))
        try problems.check()
        guard check.checkedAt == nil else { throw RatingRefusal.checkedAlready }
        put(
            """
            UPDATE spot_checks SET accuracy = \(accuracy), detail = \(detail), words = \(words),
              checked_by = \(actor.description), checked_at = \(now) WHERE id = \(id) AND checked_at IS NULL
            """)
        journal(JournalEntry("case.answer-checked", of: .case(found.id), customer: found.customer))
        return try knownSpotCheck(id)
    }
}
