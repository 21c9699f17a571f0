/// How the promises of one standard ended, as customers saw it and as the standard counts it.
///
/// A promise is judged by its due time, whatever tolerance its standard has: late is broken. The tolerance says how
/// late a broken one may still come true for the standard to count as met.
package struct StandardFigures: Sendable, Hashable {
    package var kept = 0
    package var broken = 0
    /// Of the broken ones, those that came true at most the tolerance of their version after the due time.
    package var withinTolerance = 0

    package init(kept: Int = 0, broken: Int = 0, withinTolerance: Int = 0) {
        self.kept = kept
        self.broken = broken
        self.withinTolerance = withinTolerance
    }

    /// Share kept by the due time, in 0...1: kept ÷ (kept + broken). `nil` while nothing has settled.
    package var keptShare: Double? { share(of: kept) }
    /// Share kept or come true within the tolerance, in 0...1; never below `keptShare`. `nil` while nothing has settled.
    package var metShare: Double? { share(of: kept + withinTolerance) }

    private func share(of part: Int) -> Double? {
        kept + broken == 0 ? nil : Double(part) / Double(kept + broken)
    }
}
