import KeptDomain

extension Transaction {
    /// Writes where a promise stands now, with its journal entry.
    func save(_ promise: Promise, as kind: String, why: String? = nil, facts: [Fact] = []) throws {
        try runGuarded(
            promise.update, current: try row("SELECT revision FROM promises WHERE id = \(promise.id)") { $0.int() })
        if !promise.isOpen { endPauses(of: [promise.id]) }
        journal(
            JournalEntry(
                kind, of: .promise(promise.id), customer: promise.customer, why: why,
                facts: facts + (promise.evidence.map { [Fact("evidence", $0)] } ?? [])))
    }

    /// Writes the moments at which the runner must look at the promise. One that was finished before is looked at again:
    /// what it does is done once, however often it is looked at.
    func putDeadlines(of promise: Promise, timing: PromiseTiming, isNew: Bool = false) throws {
        let again: SQL = isNew ? "" : " ON CONFLICT (promise_id, kind, step, due_at) DO UPDATE SET finished_at = NULL"
        let rows = try timing.deadlines().map { deadline -> SQL in
            "(\(newID(Deadline.self)), \(promise.id), \(deadline.kind), \(deadline.step), \(deadline.due))"
        }
        guard !rows.isEmpty else { return }
        put("INSERT INTO deadlines (id, promise_id, kind, step, due_at) VALUES \(SQL.joined(rows, by: ", "))\(again)")
    }

    /// What is settled no longer stands still.
    func endPauses(of promises: [ID<Promise>]) {
        put(
            """
            UPDATE promise_pauses SET to_at = CASE WHEN from_at > \(now) THEN from_at ELSE \(now) END
            WHERE promise_id IN \(anyOf: promises) AND to_at IS NULL
            """)
    }

    /// Nothing more falls due on these promises, and what was told about them to colleagues is cleared.
    func closeDeadlines(of promises: [ID<Promise>]) {
        put(
            """
            UPDATE deadlines SET finished_at = \(now)
            WHERE promise_id IN \(anyOf: promises) AND finished_at IS NULL
            """)
        put(
            """
            UPDATE notices SET cleared_at = \(now)
            WHERE promise_id IN \(anyOf: promises) AND kind = 'warning' AND cleared_at IS NULL
            """)
    }
}
