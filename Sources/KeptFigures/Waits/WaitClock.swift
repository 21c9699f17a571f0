/// A clock that has learned from the state of a line when somebody who joins it is called.
///
/// The tables of the delivery clocks with other ticks and facts. Whoever went away counts for the ticks that they stayed
/// through and not as somebody who was called.
package struct WaitClock: Sendable {
    /// So many of the latest visits a fit learns from.
    package static let mostVisits = 100_000

    private(set) var tables: HazardTables
    /// How many values each column has.
    private(set) var values: [Int]
    /// Served people that it learned from.
    package private(set) var precedents = 0
    /// The longest wait of somebody who was served, in seconds; nothing beyond it is quoted.
    package private(set) var longest = 0.0

    package init() {
        values = [Int](repeating: 0, count: LineState.width)
        tables = HazardTables(LineState.facts, values: values)
    }

    /// A visit that is over.
    package struct Seen: Sendable {
        package let state: LineState
        /// Until they were called or went away, in seconds.
        package let waited: Double
        package let isServed: Bool

        package init(_ state: LineState, waited: Double, isServed: Bool) {
            self.state = state
            self.waited = waited
            self.isServed = isServed
        }
    }

    /// Learns from visits that are over, from the tables that it has.
    ///
    /// - Parameter seen: in order of joining; of more than `mostVisits` the last.
    package mutating func fit(_ seen: [Seen]) {
        let chosen = seen.suffix(Self.mostVisits)
        var runs = RunFacts(width: LineState.width)
        var times = RunTimes()
        var rows: [HazardRows.Seen] = []
        runs.reserve(chosen.count)
        times.reserve(chosen.count)
        rows.reserveCapacity(chosen.count)
        (precedents, longest) = (0, 0)
        for visit in chosen {
            let number = Int32(runs.count)
            runs.append(keys: visit.state.keys, group: 0, weekday: 0, lead: 0, mark: nil)
            times.append(start: 0, ended: nil)
            let tick = WaitTicks.tick(of: visit.waited)
            let ticks = visit.isServed ? tick + 1 : tick
            if ticks > 0 { rows.append(.init(run: number, ticks: Int32(ticks), isEnded: visit.isServed, weight: 1)) }
            guard visit.isServed else { continue }
            precedents += 1
            longest = max(longest, visit.waited)
        }
        values = zip(values, runs.values).map(max)
        tables.widen(LineState.facts, values: values)
        let sweeps = tables.isFitted ? 4 : 8
        let table = HazardRows(rows, tables: tables, runs: runs, times: times)
        tables = HazardFit.fitted(tables, to: table, sweeps: sweeps)
    }

    package func curve(of state: LineState) -> WaitCurve {
        var run = RunFacts(width: LineState.width)
        run.append(keys: state.keys, group: 0, weekday: 0, lead: 0, mark: nil)
        let hazards = [Float](unsafeUninitializedCapacity: WaitTicks.count) { found, filled in
            filled = WaitTicks.count
            guard let odds = found.baseAddress else { return }
            tables.fill(odds, count: WaitTicks.count, from: 0, of: 0, in: run, offset: 0)
            for tick in 0..<WaitTicks.count { odds[tick] = Sigmoid.of(odds[tick]) }
        }
        return WaitCurve(hazards: hazards)
    }

    /// How much each fact sets visits apart, as the record told it: a variance of log-odds.
    package func spread(of fact: String) -> Double? { tables.spread(of: fact) }
}

extension WaitClock {
    /// Goes up with what the bytes hold.
    private static let version: UInt64 = 1

    package func write(to writer: inout ByteWriter) {
        writer.add(Self.version)
        writer.add(UInt64(precedents))
        writer.add(longest.bitPattern)
        writer.add(UInt64(values.count))
        for value in values { writer.add(UInt64(value)) }
        writer.add(UInt64(tables.bias.bitPattern))
        writer.add(UInt64(tables.isFitted ? 1 : 0))
        writer.add(UInt64(tables.facts.count))
        for fact in tables.facts { writer.add(fact.spread.bitPattern) }
        writer.add(UInt64(tables.effects.count))
        for effect in tables.effects { writer.add(UInt64(effect.bitPattern)) }
    }

    /// - Throws: `ByteReader.Malformed` also for what an earlier version with other facts wrote: then it is to be fitted anew.
    package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init()
        guard try reader.number() == Self.version else { throw ByteReader.Malformed() }
        precedents = Int(clamping: try reader.number())
        longest = Double(bitPattern: try reader.number())
        guard try reader.number() == UInt64(values.count) else { throw ByteReader.Malformed() }
        for column in values.indices { values[column] = Int(min(try reader.number(), UInt64(UInt16.max))) }
        tables = HazardTables(LineState.facts, values: values)
        tables.bias = try Self.float(&reader)
        tables.isFitted = try reader.number() == 1
        guard try reader.number() == UInt64(tables.facts.count) else { throw ByteReader.Malformed() }
        for fact in tables.facts.indices { tables.facts[fact].spread = Double(bitPattern: try reader.number()) }
        guard try reader.number() == UInt64(tables.effects.count) else { throw ByteReader.Malformed() }
        for effect in tables.effects.indices { tables.effects[effect] = try Self.float(&reader) }
    }

    private static func float(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Float {
        guard let bits = UInt32(exactly: try reader.number()) else { throw ByteReader.Malformed() }
        return Float(bitPattern: bits)
    }
}
