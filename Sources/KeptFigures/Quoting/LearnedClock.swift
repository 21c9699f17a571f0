#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a clock has learned, apart from the record that it learned it from: small, and all that quoting takes.
package struct LearnedClock: Sendable {
    private(set) var tables: HazardTables
    /// How much sooner or later things ended than the tables say, on the log-odds, when `day` began.
    package let drift: Double
    /// How surely the drift is known: a standard deviation.
    package let deviation: Double
    /// In ticks: what is left of the drift looking ahead halves within it.
    package let halfLife: Int
    /// No run took longer, in ticks.
    package let longest: Int
    /// What ended on this day or later is not known to it.
    package let day: Int32
    private let fading: [Float]

    init(
        tables: HazardTables, drift: Double, deviation: Double, halfLife: Int, longest: Int, day: Int32,
        fading: [Float]
    ) {
        self.tables = tables
        self.drift = drift
        self.deviation = deviation
        self.halfLife = halfLife
        self.longest = longest
        self.day = day
        self.fading = fading
    }

    /// Whether things end sooner or later at present than the tables say, beyond what chance makes of them: 0 where not,
    /// else the drift's sign.
    package var pace: Int { abs(drift) > 2 * deviation ? (drift > 0 ? 1 : -1) : 0 }

    /// The chances to have ended by each tick from the start on, 0...1, never falling.
    ///
    /// - Parameters:
    ///   - run: its position in `runs`, whose keys are those that the tables were fitted with.
    ///   - ahead: how many ticks lie between what is known and the first of them.
    package func curve(of run: Int, in runs: RunFacts, count: Int = QuoteClock.bound, ahead: Int = 0) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { found, filled in
            filled = count
            guard let chances = found.baseAddress else { return }
            hazards(chances, of: run, in: runs, count: count, from: 0, ahead: ahead, offset: 0)
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
        _ found: UnsafeMutablePointer<Float>, of run: Int, in runs: RunFacts, count: Int, from tick: Int, ahead: Int,
        offset: Int, mark: Int?? = .none, drift: Bool = true
    ) {
        tables.fill(found, count: count, from: tick, of: run, in: runs, offset: offset, mark: mark)
        let level = drift ? Float(self.drift) : 0
        for each in 0..<count {
            found[each] = Sigmoid.of(found[each] + level * fading[min(ahead + each, fading.count - 1)])
        }
    }

    static func fading(halfLife: Int) -> [Float] {
        (0..<2 * QuoteClock.bound).map { exp2(-Float($0) / Float(halfLife)) }
    }
}

extension QuoteClock {
    /// What it has learned until now.
    package var learned: LearnedClock {
        LearnedClock(
            tables: tables, drift: drift.level, deviation: drift.deviation, halfLife: halfLife, longest: longest,
            day: day,
            fading: fading)
    }
}

// MARK: as bytes

extension LearnedClock {
    package func write(to writer: inout ByteWriter) {
        tables.write(to: &writer)
        writer.add(drift)
        writer.add(deviation)
        writer.add(UInt64(halfLife))
        writer.add(UInt64(longest))
        writer.add(signed: Int64(day))
    }

    /// - Parameter facts: those that the clock goes by in this program.
    /// - Throws: `Malformed` where the bytes are of other facts or out of their ranges.
    package init(_ facts: [ClockFact], from reader: inout ByteReader) throws(ByteReader.Malformed) {
        let tables = try HazardTables(facts, from: &reader)
        let (drift, deviation) = (try reader.real(), try reader.real())
        let (halfLife, longest, day) = (try reader.number(), try reader.number(), try reader.signed())
        guard (1...UInt64(AgeBands.ages)).contains(halfLife), longest < UInt64(QuoteClock.bound), deviation >= 0,
            let day = Int32(exactly: day)
        else { throw ByteReader.Malformed() }
        self.init(
            tables: tables, drift: drift, deviation: deviation, halfLife: Int(halfLife), longest: Int(longest),
            day: day,
            fading: Self.fading(halfLife: Int(halfLife)))
    }
}

extension HazardTables {
    func write(to writer: inout ByteWriter) {
        writer.add(bias)
        writer.add(UInt64(facts.count))
        for fact in facts {
            writer.add(text: fact.fact.name)
            writer.add(UInt64(fact.size))
            writer.add(fact.spread)
            for entry in fact.base..<fact.base + fact.size { writer.add(effects[entry]) }
        }
    }

    init(_ wanted: [ClockFact], from reader: inout ByteReader) throws(ByteReader.Malformed) {
        bias = try reader.shortReal()
        facts = []
        effects = []
        isFitted = true
        for _ in 0..<(try reader.count(atMost: wanted.count)) {
            let (name, size) = (try reader.text(), try reader.count(atMost: Int(UInt16.max)))
            let spread = try reader.real()
            guard let fact = wanted.first(where: { $0.name == name }), spread > 0, size > fact.time.bins,
                (size - 1) % fact.time.bins == 0
            else { throw ByteReader.Malformed() }
            facts.append(Fact(fact: fact, bins: fact.time.bins, base: effects.count, size: size, spread: spread))
            for _ in 0..<size { effects.append(try reader.shortReal()) }
        }
    }
}
