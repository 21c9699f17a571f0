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
    /// what it does is done once, however often it is looked at. A warning whose step is still to come on the new clock is
    /// cleared; one whose step has passed stands.
    func putDeadlines(of promise: Promise, timing: PromiseTiming, isNew: Bool = false) throws {
        let again: SQL = isNew ? "" : " ON CONFLICT (promise_id, kind, step, due_at) DO UPDATE SET finished_at = NULL"
        let deadlines = try timing.deadlines()
        if !isNew {
            clearWarnings(
                of: promise.id, steps: deadlines.filter { $0.kind == .warning && $0.due > now }.map(\.step))
        }
        let rows = deadlines.map { deadline -> SQL in
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

    /// Nothing falls due on these promises while they stand still, or until their clock is worked out again.
    func closeDeadlines(of promises: [ID<Promise>]) {
        put(
            """
            UPDATE deadlines SET finished_at = \(now)
            WHERE promise_id IN \(anyOf: promises) AND finished_at IS NULL
            """)
    }

    /// These promises are settled or replaced: nothing falls due on them any more, and nobody is called.
    func endWatch(on promises: [ID<Promise>]) {
        closeDeadlines(of: promises)
        clearWarnings(of: promises)
    }
}
