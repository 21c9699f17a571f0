/// What a fit learns from: a row for each tick that a run was seen open.
struct HazardRows {
    let count: Int
    /// Fact after fact, `count` each: the entry within the fact's table.
    fileprivate(set) var entries: [UInt16]
    /// How much a row counts, 0...1.
    fileprivate(set) var weights: [Float]
    /// The weight where the run ended on this tick, else 0.
    fileprivate(set) var ends: [Float]

    /// The ticks of one run, from its start on.
    struct Seen {
        let run: Int32
        /// How many ticks.
        let ticks: Int32
        /// Whether it ended on the last of them.
        let isEnded: Bool
        let weight: Float
    }

    init(_ seen: [Seen], tables: HazardTables, runs: RunFacts, times: RunTimes) {
        count = seen.reduce(0) { $0 + Int($1.ticks) }
        let count = count
        entries = [UInt16](repeating: 0, count: count * tables.facts.count)
        weights = [Float](unsafeUninitializedCapacity: count) { weights, filled in
            var row = 0
            for each in seen {
                for _ in 0..<each.ticks {
                    weights[row] = each.weight
                    row += 1
                }
            }
            filled = count
        }
        ends = [Float](repeating: 0, count: count)
        var bins = [UInt8](repeating: 0, count: AgeBands.ages)
        entries.withUnsafeMutableBufferPointer { entries in
            bins.withUnsafeMutableBufferPointer { bins in
                guard let bins = bins.baseAddress else { return }
                var row = 0
                for each in seen {
                    let (run, ticks) = (Int(each.run), Int(each.ticks))
                    let time = runs.time(of: run, offset: Int(times.offset[run]))
                    for (number, fact) in tables.facts.enumerated() {
                        let first = tables.first(of: fact, run: run, in: runs)
                        if first == 0 { continue }
                        let from = number * count + row
                        fact.fact.time.fill(bins, count: ticks, from: 0, of: time)
                        for tick in 0..<ticks { entries[from + tick] = UInt16(first + Int(bins[tick])) }
                    }
                    row += ticks
                }
            }
        }
        var row = 0
        for each in seen {
            row += Int(each.ticks)
            if each.isEnded { ends[row - 1] = each.weight }
        }
    }
}
