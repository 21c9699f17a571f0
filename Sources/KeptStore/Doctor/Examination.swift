import KeptDomain

/// One thing that the doctor looks at, page by page, so that its memory does not grow with the record. Each page is one
/// consistent state, also while the record is being changed.
package struct Examination: Sendable {
    struct Page {
        var findings: [Finding] = []
        /// Where the next page begins; `nil` at the end.
        var next: Int64?
    }

    /// As the doctor names it while it works.
    package let name: String
    let page: @Sendable (Reading, Int64) throws -> Page

    static let pageSize = 500

    /// Rows that a statement finds to be wrong: it answers `id` and then the values of `facts`, in order of `id`.
    ///
    /// - Parameter isExcused: whether a row that one entry of the journal tells of together with others is none of them.
    static func wrongRows(
        _ kind: Finding.Kind, of subject: String, facts names: [String] = [],
        isExcused: @escaping @Sendable (Finding, _ isInBatch: Bool) -> Bool = { _, _ in false },
        _ statement: @escaping @Sendable (_ after: Int64) -> SQL
    ) -> Examination {
        Examination(name: kind.rawValue) { reading, after in
            let batches = try reading.batchesInJournal()
            let rows = try reading.rows(
                "SELECT * FROM (\(statement(after))) wrong ORDER BY 1 LIMIT \(pageSize)"
            ) { row in
                let id = row.int64()
                let facts = names.map { Fact($0, row.optionalText() ?? Finding.nothing) }
                return (id, Finding(kind, at: "\(subject):\(id)", facts))
            }
            let wrong = rows.filter { id, finding in
                !isExcused(finding, batches.contains { $0.contains(id) })
            }
            return Page(findings: wrong.map(\.1), next: rows.count < pageSize ? nil : rows.last?.0)
        }
    }
}

extension Store {
    /// Looks at everything the record says twice, tells `report` of each contradiction as it is found, and `progress`
    /// of each thing looked at. Returns how many contradictions there are.
    package func examine(
        progress: (Examination) -> Void = { _ in }, report: (Finding) -> Void
    ) async throws -> Int {
        var count = 0
        for examination in Examination.all {
            progress(examination)
            var after: Int64? = Int64.min
            while let start = after {
                let page = try await read { try examination.page($0, start) }
                page.findings.forEach(report)
                count += page.findings.count
                after = page.next
            }
        }
        return count
    }
}

extension Examination {
    package static let all: [Examination] =
        [storage, references] + journalled + promises + cases + contact + authority + recovery + conduct + quotes
        + search + queues + [
            orders, rollups,
        ]
}
