import KeptDomain

/// The journal against the rows: nothing came to be without an entry.
extension Examination {
    static let journalled = [orderEntries, promiseEntries, caseEntries, stateEntries]

    /// An order has an entry of its own, or an import added it: a batch's entry bears the time at which its rows were made.
    private static let orderEntries = Examination(name: Finding.Kind.orderWithoutEntry.rawValue) { reading, after in
        let orders = try reading.rows(
            """
            SELECT id, number, created_at, EXISTS (
                SELECT 1 FROM journal WHERE subject_kind = 'order' AND subject_id = o.id AND kind = 'order.made')
                \(sqlite: "", postgres: "::int")
            FROM orders o WHERE id > \(after) ORDER BY id LIMIT \(pageSize * 10)
            """
        ) { row in (id: row.id(Order.self), number: row.int(), at: row.instant(), isJournalled: row.flag()) }
        var page = Page(next: orders.count < pageSize * 10 ? nil : orders.last?.id.rawValue)
        let bare = orders.filter { !$0.isJournalled }
        guard let first = bare.map(\.at).min(), let last = bare.map(\.at).max() else { return page }
        let imported = Set(
            try reading.rows(
                "SELECT at FROM journal WHERE subject_kind = 'import' AND at BETWEEN \(first) AND \(last)"
            ) { $0.instant() })
        let batches = try reading.batchesInJournal()
        let untold = bare.filter { order in
            !imported.contains(order.at) && !batches.contains { $0.contains(order.id.rawValue) }
        }
        page.findings = untold.map {
            Finding(.orderWithoutEntry, at: "order:\($0.id)", [Fact("number", $0.number)])
        }
        return page
    }

    private static let promiseEntries = wrongRows(
        .promiseWithoutEntry, of: "promise", facts: ["said"], isExcused: { _, isInBatch in isInBatch }
    ) { after in
        """
        SELECT id, said FROM promises p WHERE id > \(after) AND NOT EXISTS (
            SELECT 1 FROM journal WHERE subject_kind = 'promise' AND subject_id = p.id AND kind = 'promise.made')
        """
    }

    private static let caseEntries = wrongRows(
        .caseWithoutEntry, of: "case", facts: ["number"], isExcused: { _, isInBatch in isInBatch }
    ) { after in
        """
        SELECT id, number FROM cases c WHERE id > \(after) AND NOT EXISTS (
            SELECT 1 FROM journal WHERE subject_kind = 'case' AND subject_id = c.id AND kind = 'case.opened')
            AND NOT EXISTS (SELECT 1 FROM case_origins o WHERE o.case_id = c.id)
        """
    }

    /// Where a promise stands is what its last settling entry says. A broken one is corrected to kept by a delivery that is
    /// learnt later, and to released by a cancellation.
    private static let stateEntries = wrongRows(
        .stateWithoutEntry, of: "promise", facts: ["state", "entry"],
        isExcused: { finding, isInBatch in isInBatch && finding.facts.last?.value == Finding.nothing }
    ) { after in
        """
        SELECT id, state, last FROM (
            SELECT p.id, p.state, (SELECT kind FROM journal j WHERE subject_kind = 'promise' AND subject_id = p.id
                AND kind IN ('promise.kept', 'promise.broken', 'promise.released', 'promise.renegotiated', 'promise.corrected',
                    'promise.unkept', 'promise.restored')
                ORDER BY number DESC LIMIT 1) last
            FROM promises p WHERE p.id > \(after)) told
        WHERE coalesce(last, 'promise.open') <> 'promise.' || state
            AND NOT (state IN ('kept', 'released') AND coalesce(last, '') = 'promise.corrected')
            AND NOT (state = 'open' AND coalesce(last, '') IN ('promise.unkept', 'promise.restored'))
        """
    }
}

extension Reading {
    /// The ids of rows that one entry tells of together: those of the demonstration's past.
    func batchesInJournal() throws -> [ClosedRange<Int64>] {
        try latestJournal(
            limit: 1_000, matching: JournalFilter(subject: .business, kinds: ["business.demonstration-loaded"])
        )
        .compactMap { record in
            let facts = Dictionary(record.entry.facts.map { ($0.name, Int64($0.value)) }) { first, _ in first }
            guard let first = facts["first"] ?? nil, let last = facts["last"] ?? nil, first <= last else { return nil }
            return first...last
        }
    }
}
