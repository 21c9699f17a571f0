import KeptDomain
import KeptWords

/// What one pass over the deadlines found.
package struct LapseCount: Sendable, Hashable {
    /// Deadlines looked at; 0 when none was due.
    package var looked = 0
    package var warned = 0
    package var broken = 0
    package var opened = 0
    package var escalated = 0
    /// Uses of guarantees that went out, and that wait for a lead.
    package var guaranteed = 0
    package var held = 0

    package init() {}
}

extension Reading {
    /// The first deadlines that are due at `now`, in due order.
    package func dueDeadlines(limit: Int, at now: Instant) throws -> [ID<Deadline>] {
        try rows(
            """
            SELECT id FROM deadlines
            WHERE finished_at IS NULL AND due_at < \(now) AND coalesce(claimed_until, 0) <= \(now)
            ORDER BY due_at, id LIMIT \(limit)
            """
        ) { $0.id() }
    }

    /// When the next deadline falls due, or `nil` when none waits.
    package func nextDeadline() throws -> Instant? {
        try row(
            "SELECT due_at FROM deadlines WHERE finished_at IS NULL ORDER BY due_at, id LIMIT 1", { $0.instant() })
    }

    /// Whether a pass at `now` would find anything: a question, so that a pass with nothing to do writes nothing and
    /// wakes nobody who listens for changes.
    package func hasDueDeadlines(at now: Instant) throws -> Bool {
        try row(
            """
            SELECT 1 FROM deadlines WHERE finished_at IS NULL AND due_at < \(now) AND coalesce(claimed_until, 0) <= \(now)
            LIMIT 1
            """, { $0.int() }) != nil
    }
}

extension Transaction {
    /// Looks at up to `limit` deadlines that have passed, in due order, and does what each asks for: a warning is told,
    /// a promise that is still open breaks as of its due time, its case opens or is joined, the second break on a
    /// matter goes to a lead.
    ///
    /// The rows stay locked until the commit and other processes pass over them, so a deadline fires once; a crash
    /// undoes the whole pass and somebody looks again. Each effect has a key of its own, so looking again is harmless.
    ///
    /// - Parameters:
    ///   - only: these deadlines alone, as far as they are due.
    ///   - words: for messages to customers whom a guarantee owes something.
    package func lapseDeadlines(
        limit: Int, only chosen: [ID<Deadline>]? = nil, words: Vocabulary
    ) throws -> LapseCount {
        let among: SQL = if let chosen { " AND id IN \(anyOf: chosen)" } else { "" }
        let due = try rows(
            """
            SELECT id, promise_id, kind, step, due_at FROM deadlines
            WHERE finished_at IS NULL AND due_at < \(now) AND coalesce(claimed_until, 0) <= \(now)\(among)
            ORDER BY due_at, id LIMIT \(limit)\(sqlite: "", postgres: " FOR UPDATE SKIP LOCKED")
            """, DueDeadline.init)
        guard !due.isEmpty else { return LapseCount() }
        let promises = try rows(
            "SELECT \(Promise.columns) FROM promises WHERE id IN \(anyOf: Array(Set(due.map(\.promise))))", Promise.init
        )
        var pass = try LapsePass(due: due, promises: promises, in: self, words: words)
        try pass.run()
        put("UPDATE deadlines SET finished_at = \(now), claimed_until = NULL WHERE id IN \(anyOf: due.map(\.id))")
        return pass.count
    }

    /// Lets a deadline rest until `instant`, after a pass over it failed.
    package func putOff(_ deadline: ID<Deadline>, until instant: Instant) throws {
        try run("UPDATE deadlines SET claimed_until = \(instant) WHERE id = \(deadline) AND finished_at IS NULL")
    }
}

struct DueDeadline {
    let id: ID<Deadline>
    let promise: ID<Promise>
    let kind: PromiseTiming.DeadlineKind
    let step: Int
    let due: Instant

    init(_ row: inout Row) {
        id = row.id()
        promise = row.id()
        kind = row.word()
        step = row.int()
        due = row.instant()
    }
}
