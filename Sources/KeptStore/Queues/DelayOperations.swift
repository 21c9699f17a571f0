import KeptDomain
import KeptWords

extension Transaction {
    package func addDelayReason(_ draft: DelayReasonDraft) throws -> DelayReason {
        try permit(.setQueues)
        try draft.problems().check()
        let id = newID(DelayReason.self)
        put(
            """
            INSERT INTO delay_reasons (id, name, said, position) VALUES (\(id), \(SaidTexts.write(draft.name)),
              \(SaidTexts.write(draft.said)), \(draft.position))
            """)
        journal(
            JournalEntry("queue.reason-added", of: .business, facts: [Fact("name", draft.name.text(in: "en") ?? "")]))
        return try knownDelayReason(id)
    }

    package func changeDelayReason(_ id: ID<DelayReason>, to draft: DelayReasonDraft, revision: Int) throws
        -> DelayReason
    {
        try permit(.setQueues)
        let known = try knownDelayReason(id)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        try draft.problems().check()
        try runGuarded(
            """
            UPDATE delay_reasons SET name = \(SaidTexts.write(draft.name)), said = \(SaidTexts.write(draft.said)),
              position = \(draft.position), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)
            """, current: known.revision)
        journal(
            JournalEntry("queue.reason-changed", of: .business, facts: [Fact("name", draft.name.text(in: "en") ?? "")]))
        return try knownDelayReason(id)
    }

    package func closeDelayReason(_ id: ID<DelayReason>, revision: Int) throws {
        try permit(.setQueues)
        let known = try knownDelayReason(id)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        try runGuarded(
            """
            UPDATE delay_reasons SET closed_at = \(now), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)
            """, current: known.revision)
        journal(
            JournalEntry("queue.reason-closed", of: .business, facts: [Fact("name", known.name.text(in: "en") ?? "")]))
    }

    /// Tells whoever waits why it takes longer. What was told before ends with it.
    ///
    /// - Parameter minutes: for how long it is shown, 5...240.
    package func explainDelay(
        _ queue: ID<Queue>, because reason: ID<DelayReason>, minutes: Int = 30
    ) throws -> DelayExplanation {
        let known = try knownQueue(queue)
        try permit(.runQueue, at: known.place)
        let found = try knownDelayReason(reason)
        guard found.closedAt == nil else { throw InvalidInput("reason", "requests.unknown-id") }
        guard (5...240).contains(minutes) else {
            throw InvalidInput("minutes", "problems.out-of-range", [Fact("from", 5), Fact("to", 240)])
        }
        return try putExplanation(on: known, found, said: found.said, for: .minutes(Int64(minutes)))
    }

    /// It goes on as told: what explained a delay is shown no more.
    package func endExplanation(_ queue: ID<Queue>) throws {
        let known = try knownQueue(queue)
        try permit(.runQueue, at: known.place)
        let ended = try run(
            """
            UPDATE delay_explanations SET ended_at = \(now)
            WHERE queue_id = \(queue) AND ended_at IS NULL AND until_at > \(now)
            """)
        guard ended > 0 else { return }
        journal(JournalEntry("queue.explanation-ended", of: .queue(queue)))
    }

    func putExplanation(
        on queue: Queue, _ reason: DelayReason?, said: [String: String], for span: Span
    ) throws -> DelayExplanation {
        put(
            """
            UPDATE delay_explanations SET ended_at = \(now)
            WHERE queue_id = \(queue.id) AND ended_at IS NULL AND until_at > \(now)
            """)
        let explanation = DelayExplanation(
            id: newID(), queue: queue.id, reason: reason?.id, said: said, from: now, until: now + span)
        put(
            """
            INSERT INTO delay_explanations (id, queue_id, reason_id, said, made_by, from_at, until_at)
            VALUES (\(explanation.id), \(queue.id), \(reason?.id), \(SaidTexts.write(said)), \(actor.description),
              \(explanation.from), \(explanation.until))
            """)
        journal(
            JournalEntry(
                "queue.delay-explained", of: .queue(queue.id),
                facts: [Fact("said", said.text(in: "en") ?? ""), Fact("until", explanation.until.iso)]))
        return explanation
    }
}

extension Reading {
    package func knownDelayReason(_ id: ID<DelayReason>) throws -> DelayReason {
        guard let found = try row("SELECT \(DelayReason.columns) FROM delay_reasons WHERE id = \(id)", DelayReason.init)
        else { throw StoreError.notFound("delay reason \(id)") }
        return found
    }

    /// In the order in which they are offered; with those no longer offered where `all`.
    package func delayReasons(all: Bool = false) throws -> [DelayReason] {
        let among: SQL = all ? "1 = 1" : "closed_at IS NULL"
        return try rows(
            "SELECT \(DelayReason.columns) FROM delay_reasons WHERE \(among) ORDER BY position, id", DelayReason.init)
    }

    /// What is told now of a delay in each queue.
    func explanations(in queues: [ID<Queue>], at now: Instant) throws -> [ID<Queue>: DelayExplanation] {
        let found = try rows(
            """
            SELECT id, queue_id, reason_id, said, from_at, until_at FROM delay_explanations
            WHERE queue_id IN \(anyOf: queues) AND until_at > \(now) AND ended_at IS NULL ORDER BY id
            """
        ) { row in
            DelayExplanation(
                id: row.id(), queue: row.id(), reason: row.optionalID(), said: SaidTexts.read(row.text()),
                from: row.instant(), until: row.instant())
        }
        return Dictionary(found.map { ($0.queue, $0) }) { $1 }
    }
}

extension DelayReason {
    static let columns: SQL = "id, name, said, position, closed_at, revision"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), name: SaidTexts.read(row.text()), said: SaidTexts.read(row.text()), position: row.int(),
            closedAt: row.optionalInstant(), revision: row.int())
    }
}
