import KeptFigures

/// Runs whose true chances are known, from a generator that gives the same ones every time.
struct InventedRuns {
    var runs: RunFacts
    var times = RunTimes()

    /// - Parameter width: key columns.
    init(width: Int) { runs = RunFacts(width: width) }

    /// Adds runs that begin evenly over some days.
    ///
    /// - Parameters:
    ///   - keys: of the run with a number.
    ///   - ends: whether a run ends at all.
    ///   - hazard: the chance to end on a tick, of a run that ends, by its keys, its tick and the day of that tick.
    mutating func add(
        _ count: Int, over days: Range<Int32>, keys: (Int) -> [UInt16], ends: Double = 1,
        hazard: ([UInt16], Int, Int32) -> Double
    ) {
        let starts = (0..<count).map { days.lowerBound + Int32($0 * days.count / count) }
        for (number, start) in starts.enumerated() {
            let row = keys(number)
            // Each run has chance of its own, so that what happens to one never changes another.
            var chance = SeededChance(seed: UInt64(runs.count))
            let doesEnd = chance.share() <= ends
            var tick = 0
            while tick < 300, chance.share() > hazard(row, tick, start + Int32(tick)) { tick += 1 }
            runs.append(keys: row, group: 0, weekday: Int((start % 7 + 7) % 7), lead: 0, mark: nil)
            times.append(start: start, ended: doesEnd && tick < 300 ? tick : nil)
        }
    }

    func clock(_ facts: [ClockFact], asOf day: Int32) -> QuoteClock {
        QuoteClock(facts, runs: runs, times: times, day: day)
    }
}
