/// Of the told words of one standard that were settled in one month: how many were kept, and of how many chains the first.
package struct PromiseCount: Sendable, Hashable {
    /// `2026-11`, by when they were settled, in the zone of the default place.
    package let month: String
    /// `nil` for words that no standard made.
    package let standard: ID<Standard>?
    package let name: String?
    package var kept: Int
    package var broken: Int
    /// Chains that ended in the month, and those of them whose first word was kept.
    package var chains: Int
    package var firstKept: Int

    package init(
        month: String, standard: ID<Standard>?, name: String?, kept: Int, broken: Int, chains: Int, firstKept: Int
    ) {
        self.month = month
        self.standard = standard
        self.name = name
        self.kept = kept
        self.broken = broken
        self.chains = chains
        self.firstKept = firstKept
    }

    package var keptShare: Double? { kept + broken == 0 ? nil : Double(kept) / Double(kept + broken) }
    package var firstKeptShare: Double? { chains == 0 ? nil : Double(firstKept) / Double(chains) }
}
