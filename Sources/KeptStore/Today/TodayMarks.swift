import KeptDomain

extension Reading {
    /// What of the day is drawn, and how many promises fall due in each slot of it.
    func boardMarks(
        _ slots: DaySlots, _ warnings: ShownWarnings, atPlace: SQL
    ) throws -> ([TodayBoard.Mark], dueBySlot: [Int: Int]) {
        let due: SQL = "p.due_at >= \(slots.opens) AND p.due_at <= \(slots.sundown)\(atPlace)"
        let isOpen: SQL = "p.state = 'open' AND \(due)"
        let isSettled: SQL = """
            p.state <> 'open' AND p.state IN ('kept', 'broken') AND p.settled_at >= \(slots.opens) AND \(due)
            """
        let columns: SQL = "p.id, p.due_at, p.said, p.state, p.paused_at"
        let limit = 200
        let open = try rows(
            "SELECT \(columns) FROM promises p WHERE \(isOpen) ORDER BY p.due_at, p.id LIMIT \(limit)"
        ) { Self.mark(&$0) }
        let settled = try rows(
            """
            SELECT \(columns) FROM promises p WHERE \(isSettled) ORDER BY p.settled_at DESC, p.id DESC LIMIT \(limit)
            """
        ) { Self.mark(&$0) }
        var counts: [Int: Int] = [:]
        for (marks, condition) in [(open, isOpen), (settled, isSettled)] {
            if marks.count < limit {
                for mark in marks { counts[slots.slot(of: mark.due), default: 0] += 1 }
            } else {
                try countBySlot(slots, condition).forEach { counts[$0.slot, default: 0] += $0.count }
            }
        }
        let warned = try warned(open.map(\.id), warnings)
        let marks = (open + settled).map { mark in
            TodayBoard.Mark(
                promise: mark.id, due: mark.due, said: mark.said, state: mark.state, isPaused: mark.isPaused,
                isAtRisk: warned.contains(mark.id))
        }
        return (marks.sorted { ($0.due, $0.promise) < ($1.due, $1.promise) }, counts)
    }

    /// As `DaySlots.slot(of:)` puts them, worked out by the engine.
    private func countBySlot(_ slots: DaySlots, _ condition: SQL) throws -> [(slot: Int, count: Int)] {
        try rows(
            """
            SELECT slot, count(*) FROM (
              SELECT (p.due_at - \(slots.opens)) * \(DaySlots.count) / \(slots.length) AS slot FROM promises p
              WHERE \(condition)) slots
            GROUP BY slot
            """
        ) { ($0.int(), $0.int()) }
    }

    private static func mark(
        _ row: inout Row
    ) -> (id: ID<Promise>, due: Instant, said: String, state: PromiseState, isPaused: Bool) {
        (row.id(), row.instant(), row.text(), row.word(), row.optionalInstant() != nil)
    }
}
