import KeptDomain

/// What became of the rows of one kind.
package struct ImportCounts: Sendable, Hashable, Codable {
    /// Rows of the files; for events the times that they told.
    package var read = 0
    /// New in the record.
    package var imported = 0
    /// Known before, and now known better.
    package var changed = 0
    package var unchanged = 0
    package var rejected = 0

    package init() {}

    static func += (left: inout Self, right: Self) {
        left.read += right.read
        left.imported += right.imported
        left.changed += right.changed
        left.unchanged += right.unchanged
        left.rejected += right.rejected
    }
}

/// Counts by what the rows are: orders, cases, lines, events, customers, products, payments, visits, calls.
package struct ImportTotals: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, CaseIterable {
        case orders, cases, lines, events, messages, customers, products, payments, visits, calls
    }

    private var counts: [String: ImportCounts] = [:]

    package init() {}

    package subscript(kind: Kind) -> ImportCounts {
        get { counts[kind.rawValue] ?? ImportCounts() }
        set { counts[kind.rawValue] = newValue }
    }

    static func += (left: inout Self, right: Self) {
        for kind in Kind.allCases where right.counts[kind.rawValue] != nil { left[kind] += right[kind] }
    }

    package var read: Int { counts.values.reduce(0) { $0 + $1.read } }
    package var rejected: Int { counts.values.reduce(0) { $0 + $1.rejected } }
}
