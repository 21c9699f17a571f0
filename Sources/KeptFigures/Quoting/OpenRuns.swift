/// The runs that are open, with their survival so far under the tables and the drift of each day.
struct OpenRuns {
    private var runs: [Int32] = []
    private var survivals: [Float] = []
    private var logOdds: [Float] = []
    private var weights: [Float] = []

    /// Begins with those of earlier days that were open when a day began.
    mutating func begin(_ earlier: ArraySlice<Int32>, times: RunTimes, on day: Int32) {
        add(earlier.filter { !times.hasEnded(Int($0), before: day) }[...])
    }

    mutating func add(_ more: ArraySlice<Int32>) {
        runs += more
        survivals += repeatElement(1, count: more.count)
    }

    /// A day is over: the drift learns how many ended on it of how many were expected, and those leave.
    mutating func pass(
        _ day: Int32, times: RunTimes, runs facts: RunFacts, tables: HazardTables, shares: EndingShares,
        drift: inout DriftBank
    ) {
        logOdds.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        var (kept, ended) = (0, 0.0)
        let level = Float(drift.level)
        for position in runs.indices {
            let run = Int(runs[position])
            let age = Int(day - times.start[run])
            if age >= QuoteClock.bound { continue }
            let odds = tables.logOdds(of: run, tick: age, in: facts, offset: Int(times.offset[run]))
            let survival = survivals[position] * (1 - Sigmoid.of(odds + level))
            let endsToday = Int(times.ended[run]) == age
            logOdds.append(odds)
            if endsToday {
                ended += 1
                weights.append(1)
            } else {
                weights.append(Float(shares.ends(group: Int(facts.group[run]), survival: Double(survival))))
                runs[kept] = runs[position]
                survivals[kept] = survival
                kept += 1
            }
        }
        runs.removeLast(runs.count - kept)
        survivals.removeLast(survivals.count - kept)
        drift.learn(ended: ended, logOdds: logOdds, weights: weights)
    }
}
