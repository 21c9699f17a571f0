import KeptDomain

extension Reading {
    /// Entries after `position` in the order of the journal, at most `limit`.
    ///
    /// Whoever goes on from the position of the last entry read meets every entry once. On PostgreSQL an entry can be
    /// committed after one with a higher number, so reading stops below the oldest transaction that still runs: such an
    /// entry waits a moment, and then comes in its place.
    package func journal(
        after position: JournalPosition, limit: Int, matching filter: JournalFilter = .all
    ) throws -> [JournalRecord] {
        try rows(entries(after: position, limit: limit, matching: filter), JournalRecord.init)
    }

    /// On SQLite the number alone is the order, and the table's own key: every live page asks this after each commit.
    func entries(after position: JournalPosition, limit: Int, matching filter: JournalFilter) -> SQL {
        let isAfter: SQL =
            switch engine {
            case .sqlite: "number > \(position.number)"
            case .postgres: "(transaction_id, number) > (\(position.transaction), \(position.number))"
            }
        return """
            SELECT \(JournalRecord.columns) FROM journal WHERE \(isAfter) AND \(settled)\(filter.sql)
            ORDER BY \(sqlite: "number", postgres: "transaction_id, number") LIMIT \(limit)
            """
    }

    /// The newest entries first, at most `limit`, those before `position` where one is given: for people who look at the
    /// story of one thing. What was just written is shown at once.
    package func latestJournal(
        before position: JournalPosition? = nil, limit: Int, matching filter: JournalFilter = .all
    ) throws -> [JournalRecord] {
        let bound: SQL = position.map { "number < \($0.number)" } ?? "1 = 1"
        return try rows(
            """
            SELECT \(JournalRecord.columns) FROM journal WHERE \(bound)\(filter.sql) ORDER BY number DESC LIMIT \(limit)
            """, JournalRecord.init)
    }

    /// The position of the last entry that `journal(after:)` can give now; the start while there is none.
    package func journalHead() throws -> JournalPosition {
        try row(
            """
            SELECT transaction_id, number FROM journal WHERE \(settled)
            ORDER BY \(sqlite: "number DESC", postgres: "transaction_id DESC, number DESC") LIMIT 1
            """
        ) { JournalPosition(transaction: $0.int64(), number: $0.int64()) } ?? .start
    }

    /// Nothing can be added any more before entries of which this holds.
    private var settled: SQL {
        let offset: SQL = "SELECT CAST(value AS BIGINT) FROM settings WHERE name = \(Setting.journalOffset)"
        return switch engine {
        case .sqlite: "1 = 1"
        case .postgres:
            "transaction_id < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) + coalesce((\(offset)), 0)"
        }
    }
}

extension JournalFilter {
    /// To stand after another condition.
    fileprivate var sql: SQL {
        var conditions: [SQL] = []
        if let subject {
            conditions.append(" AND subject_kind = \(subject.kind) AND subject_id = \(subject.id)")
        }
        if let customer { conditions.append(" AND customer_id = \(customer)") }
        if !kinds.isEmpty { conditions.append(" AND kind IN \(anyOf: kinds)") }
        conditions.append(reached.sql)
        return SQL.joined(conditions, by: "")
    }
}
