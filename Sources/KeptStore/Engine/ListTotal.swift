import KeptDomain

/// How many rows a list has over all its pages, counted up to a bound so that a list of a million is as quick as one of
/// ten.
package struct ListTotal: Sendable, Hashable {
    /// At most `bound`.
    package let count: Int
    /// Whether there are more than `count`.
    package let isCapped: Bool

    package static let bound = 2_000

    package init(count: Int, isCapped: Bool = false) {
        self.count = count
        self.isCapped = isCapped
    }

    /// - Parameter counted: rows found by a search that ends after `bound` + 1.
    init(counted: Int) { self.init(count: min(counted, Self.bound), isCapped: counted > Self.bound) }
}

extension Reading {
    /// - Parameter rows: a whole SELECT without a limit; what it selects does not matter.
    func total(_ rows: SQL) throws -> ListTotal {
        ListTotal(counted: try count("SELECT count(*) FROM (\(rows) LIMIT \(ListTotal.bound + 1)) AS found"))
    }
}
