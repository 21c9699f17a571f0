import KeptDomain

/// How the running business stands, for those who watch over the process.
package struct RunningFigures: Sendable {
    package let openPromises: Int
    package let openCases: Int
    /// Zero when no deadline waits.
    package let deadlineLag: Span
    /// Deadlines that have come and are not done.
    package let overdueDeadlines: Int
    /// The number of the last journal entry; 0 while there is none.
    package let journalPosition: Int64
    /// Changes of orders that wait to be folded into the measures.
    package let unfoldedChanges: Int
}

extension Reading {
    package func runningFigures(at now: Instant) throws -> RunningFigures {
        let oldest = try row(
            "SELECT due_at FROM deadlines WHERE finished_at IS NULL ORDER BY due_at, id LIMIT 1"
        ) { $0.instant() }
        return RunningFigures(
            openPromises: try count("SELECT count(*) FROM promises WHERE state = 'open'"),
            openCases: try count("SELECT count(*) FROM cases WHERE status = 'open'"),
            deadlineLag: oldest.map { max(.zero, now - $0) } ?? .zero,
            overdueDeadlines: try count(
                "SELECT count(*) FROM deadlines WHERE finished_at IS NULL AND due_at < \(now)"),
            journalPosition: try row("SELECT number FROM journal ORDER BY number DESC LIMIT 1") { $0.int64() } ?? 0,
            unfoldedChanges: try count("SELECT count(*) FROM delivery_deltas"))
    }
}
