import KeptDomain

/// How the running business stands, for those who watch over the process.
package struct RunningFigures: Sendable {
    package let openPromises: Int
    package let openCases: Int
    /// Zero when no deadline waits.
    package let deadlineLag: Span
}

extension Reading {
    package func runningFigures(at now: Instant) throws -> RunningFigures {
        let oldest = try row(
            "SELECT due_at FROM deadlines WHERE finished_at IS NULL ORDER BY due_at, id LIMIT 1"
        ) { $0.instant() }
        return RunningFigures(
            openPromises: try count("SELECT count(*) FROM promises WHERE state = 'open'"),
            openCases: try count("SELECT count(*) FROM cases WHERE status = 'open'"),
            deadlineLag: oldest.map { max(.zero, now - $0) } ?? .zero)
    }
}
