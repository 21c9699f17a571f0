/// How large a share of runs ends at all, by group.
///
/// Some runs never end: orders that nobody cancelled, parcels that went lost. Of one that is open for long, it grows likely
/// that it is one of those, and it must not count as a run that merely takes long: a mixture of runs that end and runs that
/// never do (J. Boag, "Maximum likelihood estimates of the proportion of patients cured by cancer therapy", 1949; V. Farewell, "The
/// use of mixture models for the analysis of survival data with long-term survivors", 1982).
struct EndingShares {
    /// The share of each group, pulled to that of all by twenty runs.
    private let shares: [Double]
    private let all: Double

    /// Of runs of half a year that have had the time to end: that began 60 days ago, or as long ago as the longest but one in
    /// a hundred took.
    ///
    /// - Parameter day: what ended on it or later is not known.
    init(_ times: RunTimes, runs: RunFacts, index: StartIndex, groups: Int, asOf day: Int32) {
        var (ended, begun) = ([Double](repeating: 0, count: groups), [Double](repeating: 0, count: groups))
        let usual = EndedRuns(times, index: index, since: day - 400, before: day).ticks(of: 0.99) ?? 0
        let settled = day - Int32(max(60, usual))
        for run in index.started(from: settled - 180, before: settled + 1) {
            let group = Int(runs.group[Int(run)])
            begun[group] += 1
            if times.hasEnded(Int(run), before: day) { ended[group] += 1 }
        }
        // One that never ends is supposed: a share of 1 would count each as one that merely takes long, however long.
        let all = (ended.reduce(0, +) + 20) / (begun.reduce(0, +) + 21)
        self.all = all
        shares = zip(ended, begun).map { ($0 + 20 * all) / ($1 + 20) }
    }

    /// The chance that a run that is still open ends at all: S·π ÷ (S·π + 1 − π), where S is its survival so far and π the
    /// share of its group.
    @inline(__always)
    func ends(group: Int, survival: Double) -> Double {
        let share = group < shares.count ? shares[group] : all
        return survival * share / (survival * share + 1 - share)
    }
}
