import KeptFigures

/// The deliveries measures of any number of orders in a size that does not depend on how many there are.
///
/// Counts and sums are exact; percentiles lie within half a percent. Tallies form a group: `merge` adds, `subtract` is
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

    package var isEmpty: Bool { self == DeliveryTally() }

    /// Seconds that the stage took.
    package func stage(_ stage: Stage) -> QuantileHistogram { stages[stage.number] }

    package mutating func add(_ facts: OrderFacts) {
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
            if let currency = there.currency, !there.value.isEmpty {
                availableValue[currency, default: Share()] += there.value
            }
        }
        if let tries = facts.attempts {
            firstAttempt.add(tries == 1)
            attempts += Int64(tries)
        }
        if let span = facts.cycle { cycle.add(span.seconds) }
        for stage in Stage.allCases {
            if let span = facts.stages[stage] { stages[stage.number].add(span.seconds) }
        }
    }

    package mutating func merge(_ other: Self) {
        orders += other.orders
        delivered += other.delivered
        for part in Self.shares { self[keyPath: part] += other[keyPath: part] }
        for (currency, share) in other.availableValue { availableValue[currency, default: Share()] += share }
        attempts += other.attempts
        cycle.merge(other.cycle)
        for number in stages.indices { stages[number].merge(other.stages[number]) }
        dropEmptyCurrencies()
    }

    package mutating func subtract(_ other: Self) {
        orders -= other.orders
        delivered -= other.delivered
        for part in Self.shares { self[keyPath: part] -= other[keyPath: part] }
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

    private static var shares: [WritableKeyPath<DeliveryTally, Share>] {
        [
            \.onTime, \.complete, \.undamaged, \.filled, \.billed, \.perfect, \.availableLines, \.availableUnits,
            \.firstAttempt,
        ]
    }
}

extension Stage {
    fileprivate var number: Int {
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
    private static let version: UInt64 = 1

    /// A few dozen bytes for a few orders.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.add(Self.version)
        writer.add(signed: orders)
        writer.add(signed: delivered)
        // Which parts hold anything: most of a small tally's are empty.
        var present: UInt64 = 0
        for (bit, part) in Self.shares.enumerated() where !self[keyPath: part].isEmpty { present |= 1 << UInt64(bit) }
        for (bit, histogram) in ([cycle] + stages).enumerated() where !histogram.isEmpty {
            present |= 1 << UInt64(16 + bit)
        }
        writer.add(present)
        for part in Self.shares where !self[keyPath: part].isEmpty { self[keyPath: part].encode(to: &writer) }
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
        var reader = ByteReader(bytes)
        guard try reader.number() == Self.version else { throw ByteReader.Malformed() }
        orders = try reader.signed()
        delivered = try reader.signed()
        let present = try reader.number()
        for (bit, part) in Self.shares.enumerated() where present & (1 << UInt64(bit)) != 0 {
            self[keyPath: part] = try Share(from: &reader)
        }
        attempts = try reader.signed()
        if present & (1 << 16) != 0 { cycle = try QuantileHistogram(from: &reader) }
        for number in stages.indices where present & (1 << UInt64(17 + number)) != 0 {
            stages[number] = try QuantileHistogram(from: &reader)
        }
        for _ in 0..<(try reader.number()) {
            let code = try reader.number()
            let letters = (0..<8).reversed().map { UInt8(truncatingIfNeeded: code >> UInt64($0 * 8)) }.filter { $0 > 0 }
            availableValue[String(decoding: letters, as: UTF8.self)] = try Share(from: &reader)
        }
        guard reader.isAtEnd else { throw ByteReader.Malformed() }
    }
}
