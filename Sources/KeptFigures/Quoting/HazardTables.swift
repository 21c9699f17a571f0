/// One fact that a clock goes by.
package struct ClockFact: Sendable, Hashable {
    /// For people who look into the tables; unique within a clock.
    package let name: String
    /// Its key column, `nil` for what is true of all runs.
    package let column: Int?
    package let time: TimeColumn
    /// The variance of its effects before the record has told it.
    package let spread: Double

    /// - Parameter spread: `nil` for the usual one: wide for what is true of all runs, narrow for what sets some apart.
    package init(_ name: String, column: Int? = nil, _ time: TimeColumn, spread: Double = 0.1) {
        self.name = name
        self.column = column
        self.time = time
        self.spread = spread
    }
}

/// By which chance a run that is still open ends on its next tick, as a sum of effects on the log-odds:
///
///     logit h(run, tick) = bias + Σ over facts of effect[fact][value of the run, bin of the tick]
///
/// Discrete-time survival (D. R. Cox, "Regression models and life-tables", 1972, section 6; P. Allison, "Discrete-time methods
/// for the analysis of event histories", 1982) with additive tables instead of a product of covariates and coefficients.
package struct HazardTables: Sendable {
    struct Fact: Sendable {
        let fact: ClockFact
        let bins: Int
        /// Where its entries begin. The first one stands for "unknown" and is 0 for ever.
        let base: Int
        /// One more than values × bins.
        let size: Int
        var spread: Double
    }

    var facts: [Fact]
    /// All tables one after another.
    var effects: [Float]
    var bias: Float = -2.5
    var isFitted = false

    /// - Parameter values: how many values each key column has. Facts of which none is known are left out; values beyond
    ///   what a table of 65,535 entries holds add nothing.
    init(_ wanted: [ClockFact], values: [Int]) {
        facts = []
        var base = 0
        for fact in wanted {
            let (bins, many) = (fact.time.bins, fact.column.map { values[$0] } ?? 1)
            // Not even one value is known. Of one alone it counts that others lack it; where none does, its effect comes to
            // nothing beside the general case.
            if fact.column != nil, many == 0 { continue }
            let size = 1 + min(many, (Int(UInt16.max) - 1) / bins) * bins
            facts.append(Fact(fact: fact, bins: bins, base: base, size: size, spread: fact.spread))
            base += size
        }
        effects = [Float](repeating: 0, count: base)
    }

    /// Makes room for values that were not there before; what was learned of the others stays.
    mutating func widen(_ wanted: [ClockFact], values: [Int]) {
        var wider = HazardTables(wanted, values: values)
        for index in wider.facts.indices {
            guard let old = facts.first(where: { $0.fact.name == wider.facts[index].fact.name }) else { continue }
            wider.facts[index].spread = old.spread
            let count = min(old.size, wider.facts[index].size)
            let from = wider.facts[index].base
            wider.effects.replaceSubrange(from..<from + count, with: effects[old.base..<old.base + count])
        }
        (wider.bias, wider.isFitted) = (bias, isFitted)
        self = wider
    }

    /// Where the entries of a run's value begin within the fact's table, 0 where its value is unknown.
    @inline(__always)
    func first(of fact: Fact, run: Int, in runs: RunFacts) -> Int {
        guard let column = fact.fact.column else { return 1 }
        let key = Int(runs.keys[run * runs.width + column])
        let entry = 1 + (key - 1) * fact.bins
        return key == 0 || entry + fact.bins > fact.size ? 0 : entry
    }

    /// The log-odds of ending on each of some ticks one after another.
    ///
    /// - Parameters:
    ///   - found: room for `count` numbers, which are written.
    ///   - mark: stands in the place of what is recorded, for what was not known yet.
    func fill(
        _ found: UnsafeMutablePointer<Float>, count: Int, from tick: Int, of run: Int, in runs: RunFacts, offset: Int,
        mark: Int?? = .none
    ) {
        var time = runs.time(of: run, offset: offset)
        if case .some(let mark) = mark { time.mark = mark ?? -1 }
        var constant = bias
        for each in 0..<count { found[each] = 0 }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { room in
            guard let bins = room.baseAddress else { return }
            effects.withUnsafeBufferPointer { effects in
                for fact in facts {
                    let first = first(of: fact, run: run, in: runs)
                    if first == 0 { continue }
                    let from = fact.base + first
                    if fact.bins == 1 {
                        constant += effects[from]
                        continue
                    }
                    fact.fact.time.fill(bins, count: count, from: tick, of: time)
                    for each in 0..<count { found[each] += effects[from + Int(bins[each])] }
                }
            }
        }
        for each in 0..<count { found[each] += constant }
    }

    /// The log-odds of ending on one tick.
    func logOdds(of run: Int, tick: Int, in runs: RunFacts, offset: Int) -> Float {
        var found: Float = 0
        fill(&found, count: 1, from: tick, of: run, in: runs, offset: offset)
        return found
    }
}

extension HazardTables {
    /// What a fact's value adds to the log-odds of ending, summed over its bins: above 0 sooner than the general case.
    package func effect(of name: String, value: Int) -> Double? {
        guard let fact = facts.first(where: { $0.fact.name == name }) else { return nil }
        let first = fact.base + 1 + (value - 1) * fact.bins
        guard value > 0, first + fact.bins <= fact.base + fact.size else { return nil }
        return effects[first..<first + fact.bins].reduce(0) { $0 + Double($1) }
    }

    /// The spread of a fact's effects as the record told it, a variance of log-odds.
    package func spread(of name: String) -> Double? { facts.first { $0.fact.name == name }?.spread }

    /// How many numbers there are.
    package var count: Int { effects.count }
}
