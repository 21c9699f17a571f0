import KeptDomain

/// The kinds of short numbers that people read aloud; and `text`, by which texts of the same second are told apart.
package enum ShortNumber: String, Sendable {
    case order, `case`, text
}

extension Transaction {
    /// The next `count` short numbers of a kind, growing.
    ///
    /// Numbers of a transaction that is undone may stay unused. PostgreSQL takes them from a sequence, since a counter
    /// row would make every writer wait for the one before it.
    package func nextNumbers(_ kind: ShortNumber, count: Int = 1) throws -> [Int] {
        guard count > 0 else { return [] }
        switch engine {
        case .sqlite:
            let last =
                try row(
                    """
                    INSERT INTO short_numbers (kind, last) VALUES (\(kind), \(1000 + count))
                    ON CONFLICT (kind) DO UPDATE SET last = last + \(count) RETURNING last
                    """
                ) { $0.int() } ?? 0
            return Array(last - count + 1...last)
        case .postgres:
            return try rows(
                "SELECT nextval(CAST(\(kind.rawValue + "_numbers") AS regclass)) FROM generate_series(1, \(count))"
            ) { $0.int() }
        }
    }
}
