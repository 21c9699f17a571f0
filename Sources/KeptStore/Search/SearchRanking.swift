import KeptDomain

/// Puts what was found of a kind in order: what is called just so first, then what holds the words in its subject or name, then
/// what holds them in its text; of each the newest first, as they were found.
///
/// Only what was fetched is ordered, a bounded number, and by short texts alone.
struct SearchRanking {
    /// How many of a kind are fetched to be put in order where only the first few are shown.
    static let window = 25

    let asked: SearchWords

    /// - Parameter found: of one kind, the newest first.
    func ranked(_ found: [SearchFinding.Found], _ kind: SearchKind, in reading: Reading) throws -> [SearchFinding.Found]
    {
        guard found.count > 1, !asked.words.isEmpty else { return found }
        let headings = try headings(of: found.map(\.subject.id), kind, in: reading)
        let ranks = found.map { SearchRank(asked, in: headings[$0.subject.id] ?? []) }
        return found.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { found[$0] }
    }

    private func headings(of ids: [Int64], _ kind: SearchKind, in reading: Reading) throws -> [Int64: [String]] {
        let rows: SQL =
            switch kind {
            case .customer: "SELECT id, name, NULL FROM customers WHERE id IN \(anyOf: ids)"
            case .case:
                """
                SELECT c.id, c.subject, u.name FROM cases c LEFT JOIN customers u ON u.id = c.customer_id
                WHERE c.id IN \(anyOf: ids)
                """
            case .order:
                """
                SELECT o.id, o.external_id, u.name FROM orders o LEFT JOIN customers u ON u.id = o.customer_id
                WHERE o.id IN \(anyOf: ids)
                """
            case .message:
                """
                SELECT m.id, m.subject, c.subject FROM messages m JOIN cases c ON c.id = m.case_id
                WHERE m.id IN \(anyOf: ids)
                """
            }
        let found = try reading.rows(rows) { row in
            let (id, own, other) = (row.int64(), row.optionalText(), row.optionalText())
            return (id, [own, other].compactMap(\.self).map(SearchFolding.folded))
        }
        return Dictionary(found) { first, _ in first }
    }
}
