/// A clock that has learned when runs end: from purchase to delivery, from dispatch to delivery, from opening to solving.
///
/// It knows the record as of a day that is moved forward, and never looks at an end on that day or later, so that the same
/// code plays the past and serves the present.
package struct QuoteClock: Sendable {
    /// Ticks that a clock looks ahead and back; ages beyond count as the oldest.
    package static let bound = 160
    /// From how many runs a fit learns. Ten thousand carry the measured figures; more than this only cost time.
    package static let mostRuns = 100_000
    /// How many ticks of them it looks at, which is what takes memory.
    static let mostRows = 2_000_000
    /// Of runs begun within so many days every one, every second, third … is taken where they are more; else those before too.
    /// The latest alone would not have had the time to be long.
    package static let learned: Int32 = 400

    package let facts: [ClockFact]
    package private(set) var runs: RunFacts
    package private(set) var times: RunTimes
    package private(set) var tables: HazardTables
    package private(set) var drift = DriftBank()
    /// What ended on this day or later is not known. Days before it are in the drift.
    package private(set) var day: Int32
    /// How much of the drift is left so many ticks ahead.
    private(set) var fading: [Float]
    /// The longest run that ended, in ticks.
    package private(set) var longest = 0

    private var index: StartIndex
    private let groups: Int
    private var shares: EndingShares
    private var open = OpenRuns()

    /// - Parameters:
    ///   - day: before the first fit nothing is known.
    package init(_ facts: [ClockFact], runs: RunFacts, times: RunTimes, day: Int32) {
        precondition(runs.count == times.count, "\(runs.count) runs with \(times.count) times")
        self.facts = facts
        self.runs = runs
        self.times = times
        self.day = day
        tables = HazardTables(facts, values: runs.values)
        index = StartIndex(times)
        groups = Int(runs.group.max() ?? 0) + 1
        shares = EndingShares(times, runs: runs, index: index, groups: groups, asOf: day)
        fading = LearnedClock.fading(halfLife: halfLife)
    }

    /// Learns tables and drift anew from what was known when `day` began. Starts from the tables of the last fit.
    ///
    /// - Parameter sweeps: 8 from nothing; 4 are enough where the tables are a day old.
    package mutating func fit(asOf day: Int32, sweeps: Int = 8) {
        self.day = day
        shares = EndingShares(times, runs: runs, index: index, groups: groups, asOf: day)
        let end = index.position(of: day)
        let latest = min(index.position(of: day - Self.learned), max(0, end - Self.mostRuns))
        var seen = seen(Self.thinned(index.runs[latest..<end], to: Self.mostRuns))
        seen = Self.thinned(seen[...], by: seen.reduce(0) { $0 + Int($1.ticks) } / Self.mostRows + 1)
        noteEnds(since: day - Self.learned)
        let rows = HazardRows(seen, tables: tables, runs: runs, times: times)
        tables = HazardFit.fitted(tables, to: rows, sweeps: sweeps)
        replay(from: max(day - Self.learned, latest < index.runs.count ? times.start[Int(index.runs[latest])] : day))
    }

    /// Every n-th from the first on, so that there are no more than `most`.
    private static func thinned<Each>(_ all: ArraySlice<Each>, to most: Int) -> ArraySlice<Each> {
        thinned(all, by: (all.count + most - 1) / most)[...]
    }

    private static func thinned<Each>(_ all: ArraySlice<Each>, by step: Int) -> [Each] {
        step <= 1 ? Array(all) : stride(from: all.startIndex, to: all.endIndex, by: step).map { all[$0] }
    }

    /// Moves on to a later day: follows the drift over the days between.
    package mutating func advance(to day: Int32) {
        while self.day < day { tick() }
    }

    /// What a fit sees of runs: all ticks of those that ended; of those still open the ticks until now, as far as they are
    /// likely to end at all.
    private func seen(_ chosen: ArraySlice<Int32>) -> [HazardRows.Seen] {
        var found: [HazardRows.Seen] = []
        found.reserveCapacity(chosen.count)
        for run in chosen {
            let number = Int(run)
            if times.hasEnded(number, before: day) {
                let ended = Int32(times.ended[number])
                let ticks = min(ended, Int32(Self.bound) - 1) + 1
                found.append(.init(run: run, ticks: ticks, isEnded: ended < Int32(Self.bound), weight: 1))
            } else if tables.isFitted {
                let ticks = day - times.start[number]
                if ticks > Int32(Self.bound) { continue }
                let survival = 1 - (curve(of: number, count: Int(ticks), drift: false).last ?? 0)
                let weight = shares.ends(group: Int(runs.group[number]), survival: Double(survival))
                if weight >= 0.02 { found.append(.init(run: run, ticks: ticks, isEnded: false, weight: Float(weight))) }
            }
        }
        return found
    }

    /// Notes what runs that ended since some day took: the longest, and the median, by which the drift fades.
    private mutating func noteEnds(since: Int32) {
        let ends = EndedRuns(times, index: index, since: since, before: day)
        longest = ends.longest ?? longest
        if let median = ends.median { setFading(median: median) }
    }

    /// The drift loses half of itself within a median run: by the time that a usual run ends, half of what is odd today is
    /// gone.
    package mutating func setFading(median: Int) {
        halfLife = median
        fading = LearnedClock.fading(halfLife: median)
    }

    /// In ticks. Clocks of one course take that of its longest.
    package private(set) var halfLife = 7

    private mutating func replay(from first: Int32) {
        let last = day
        drift = DriftBank()
        open = OpenRuns()
        day = min(first, last)
        open.begin(index.started(from: day - Int32(Self.bound) + 1, before: day), times: times, on: day)
        shares = EndingShares(times, runs: runs, index: index, groups: groups, asOf: day)
        advance(to: last)
    }

    /// One day is over.
    private mutating func tick() {
        if day % 7 == 0 { shares = EndingShares(times, runs: runs, index: index, groups: groups, asOf: day) }
        open.add(index.started(from: day, before: day + 1))
        open.pass(day, times: times, runs: runs, tables: tables, shares: shares, drift: &drift)
        day += 1
    }
}

extension QuoteClock {
    /// The chances to have ended by each tick from the start on, 0...1, never falling.
    ///
    /// - Parameters:
    ///   - count: of ticks.
    ///   - ahead: how many ticks lie between what is known and the first of them.
    ///   - drift: whether the drift counts.
    package func curve(of run: Int, count: Int = QuoteClock.bound, ahead: Int = 0, drift: Bool = true) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { found, filled in
            filled = count
            guard let chances = found.baseAddress else { return }
            hazards(chances, of: run, count: count, from: 0, ahead: ahead, offset: Int(times.offset[run]), drift: drift)
            var survival: Float = 1
            for tick in 0..<count {
                survival *= 1 - chances[tick]
                chances[tick] = 1 - survival
            }
        }
    }

    /// The chances to end on each of some ticks for a run that is still open then.
    ///
    /// - Parameters:
    ///   - found: room for `count` numbers, which are written.
    ///   - tick: the first, counted from the start.
    ///   - ahead: how many ticks lie between what is known and the first.
    ///   - offset: from the origin to the start, which may be supposed.
    ///   - mark: as in `HazardTables.fill`.
    func hazards(
        _ found: UnsafeMutablePointer<Float>, of run: Int, count: Int, from tick: Int, ahead: Int, offset: Int,
        mark: Int?? = .none, drift: Bool = true
    ) {
        learned.hazards(
            found, of: run, in: runs, count: count, from: tick, ahead: ahead, offset: offset, mark: mark, drift: drift)
    }
}
