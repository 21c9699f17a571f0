import KeptFigures

/// The deliveries measures of any number of orders in a size that does not depend on how many there are.
///
/// Counts and sums are exact; percentiles lie within one percent. Tallies form a group: `merge` adds, `subtract` is
/// its exact inverse, so a change of one order is its new tally less its old one, and rollups may be merged in any order.
package struct DeliveryTally: Sendable, Equatable {
    package private(set) var orders: Int64 = 0
    package private(set) var delivered: Int64 = 0
    package private(set) var onTime = Share()
    package private(set) var complete = Share()
    package private(set) var undamaged = Share()
    package private(set) var filled = Share()
    package private(set) var billed = Share()
    package private(set) var perfect = Share()
    package private(set) var availableLines = Share()
    package private(set) var availableUnits = Share()
    /// By currency, since amounts of different currencies are never summed.
    package private(set) var availableValue: [String: Share] = [:]
    /// Known: orders whose attempts were counted; met: delivered at the first.
    package private(set) var firstAttempt = Share()
    package private(set) var attempts: Int64 = 0
    /// Seconds from order to delivery.
    package private(set) var cycle = QuantileHistogram()
    private var stages = [QuantileHistogram](repeating: QuantileHistogram(), count: Stage.allCases.count)

    package init() {}

    package init(_ facts: OrderFacts) {
        self.init()
        add(facts)
    }

    /// Counts with the histograms of cycle and stages.
    init(_ counts: Self, _ histograms: [QuantileHistogram]) {
        self = counts
        cycle = histograms[0]
        stages = Array(histograms.dropFirst())
        dropEmptyCurrencies()
    }

    package var isEmpty: Bool { self == DeliveryTally() }

    /// Seconds that the stage took.
    package func stage(_ stage: Stage) -> QuantileHistogram { stages[stage.number] }

    package mutating func add(_ facts: OrderFacts) {
        addCounts(facts)
        if let span = facts.cycle { cycle.add(span.seconds) }
        for stage in Stage.allCases {
            if let span = facts.stages[stage] { stages[stage.number].add(span.seconds) }
        }
    }

    mutating func addCounts(_ facts: OrderFacts) {
        orders += 1
        if facts.isDelivered { delivered += 1 }
        onTime.add(facts.isOnTime)
        complete.add(facts.isComplete)
        undamaged.add(facts.isUndamaged)
        filled.add(facts.isFilledRight)
        billed.add(facts.isBilledRight)
        perfect.add(facts.isPerfect)
        if let there = facts.availability {
            availableLines += there.lines
            availableUnits += there.units
            for value in there.value where !value.share.isEmpty {
                availableValue[value.currency, default: Share()] += value.share
            }
        }
        if let tries = facts.attempts {
            firstAttempt.add(tries == 1)
            attempts += Int64(tries)
        }
    }

    package mutating func merge(_ other: Self) {
        orders += other.orders
        delivered += other.delivered
        eachShare(with: other.shares) { $0 += $1 }
        for (currency, share) in other.availableValue { availableValue[currency, default: Share()] += share }
        attempts += other.attempts
        cycle.merge(other.cycle)
        for number in stages.indices { stages[number].merge(other.stages[number]) }
        dropEmptyCurrencies()
    }

    package mutating func subtract(_ other: Self) {
        orders -= other.orders
        delivered -= other.delivered
        eachShare(with: other.shares) { $0 -= $1 }
        for (currency, share) in other.availableValue { availableValue[currency, default: Share()] -= share }
        attempts -= other.attempts
        cycle.subtract(other.cycle)
        for number in stages.indices { stages[number].subtract(other.stages[number]) }
        dropEmptyCurrencies()
    }

    private mutating func dropEmptyCurrencies() {
        if availableValue.contains(where: \.value.isEmpty) {
            availableValue = availableValue.filter { !$0.value.isEmpty }
        }
    }

    /// In the order in which they are written down.
    private var shares: [Share] {
        [onTime, complete, undamaged, filled, billed, perfect, availableLines, availableUnits, firstAttempt]
    }

    private mutating func eachShare(with others: [Share], _ body: (inout Share, Share) -> Void) {
        body(&onTime, others[0])
        body(&complete, others[1])
        body(&undamaged, others[2])
        body(&filled, others[3])
        body(&billed, others[4])
        body(&perfect, others[5])
        body(&availableLines, others[6])
        body(&availableUnits, others[7])
        body(&firstAttempt, others[8])
    }
}

extension Stage {
    var number: Int {
        switch self {
        case .approved: 0
        case .prepared: 1
        case .dispatched: 2
        case .inTransit: 3
        case .delivered: 4
        }
    }
}

// MARK: bytes

extension DeliveryTally {
    private static let version: UInt64 = 2

    /// A few dozen bytes for a few orders.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.add(Self.version)
        writer.add(signed: orders)
        writer.add(signed: delivered)
        // Which parts hold anything: most of a small tally's are empty.
        var present: UInt64 = 0
        for (bit, share) in shares.enumerated() where !share.isEmpty { present |= 1 << UInt64(bit) }
        for (bit, histogram) in ([cycle] + stages).enumerated() where !histogram.isEmpty {
            present |= 1 << UInt64(16 + bit)
        }
        writer.add(present)
        for share in shares where !share.isEmpty { share.encode(to: &writer) }
        writer.add(signed: attempts)
        for histogram in [cycle] + stages where !histogram.isEmpty { histogram.encode(to: &writer) }
        writer.add(UInt64(availableValue.count))
        for (currency, share) in availableValue.sorted(by: { $0.key < $1.key }) {
            let code = currency.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            writer.add(code)
            share.encode(to: &writer)
        }
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(ByteReader.Malformed) {
        var sum = DeliverySum()
        try sum.merge(bytes: bytes)
        self = sum.tally
    }

    /// Adds the counts of a tally that was written down, and hands each of its histograms to `histogram`, the cycle as 0,
    /// the stages from 1.
    mutating func mergeCounts(
        bytes: [UInt8], histogram: (Int, inout ByteReader) throws(ByteReader.Malformed) -> Void
    ) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        guard try reader.number() == Self.version else { throw ByteReader.Malformed() }
        orders += try reader.signed()
        delivered += try reader.signed()
        let present = try reader.number()
        var read = [Share](repeating: Share(), count: shares.count)
        for bit in read.indices where present & (1 << UInt64(bit)) != 0 { read[bit] = try Share(from: &reader) }
        eachShare(with: read) { $0 += $1 }
        attempts += try reader.signed()
        for number in 0...stages.count where present & (1 << UInt64(16 + number)) != 0 {
            try histogram(number, &reader)
        }
        for _ in 0..<(try reader.number()) {
            let code = try reader.number()
            let letters = (0..<8).reversed().map { UInt8(truncatingIfNeeded: code >> UInt64($0 * 8)) }.filter { $0 > 0 }
            availableValue[String(decoding: letters, as: UTF8.self), default: Share()] += try Share(from: &reader)
        }
        guard reader.isAtEnd else { throw ByteReader.Malformed() }
    }
}
