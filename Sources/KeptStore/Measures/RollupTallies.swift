import KeptDomain

/// Where in the rollups something is counted.
struct RollupPlace: Hashable, Sendable {
    enum Span: String, Sendable { case day, month }

    var span = Span.day
    let dimension: DeliveryDimension
    let key: String
    /// The first day of the span.
    let day: Day

    /// The month that a day is part of.
    var month: Self { Self(span: .month, dimension: dimension, key: key, day: day.firstOfMonth) }

    /// `2026-11-05`, or `2026-11` for a month.
    var told: String { span == .day ? day.description : String(day.description.dropLast(3)) }

    /// One order everywhere, so that two processes that fold at once never wait for each other in a circle.
    static func comesBefore(_ left: Self, _ right: Self) -> Bool {
        (left.span.rawValue, left.dimension.rawValue, left.key, left.day)
            < (right.span.rawValue, right.dimension.rawValue, right.key, right.day)
    }
}

/// Tallies by where they are counted.
struct RollupTallies: Sendable {
    private(set) var all: [RollupPlace: DeliveryTally] = [:]

    mutating func add(_ facts: OrderFacts) {
        for dimension in DeliveryDimension.allCases {
            for key in facts.groups.keys(of: dimension) {
                all[RollupPlace(dimension: dimension, key: key, day: facts.day), default: DeliveryTally()].add(facts)
            }
        }
    }

    mutating func merge(_ tally: DeliveryTally, at place: RollupPlace) {
        all[place, default: DeliveryTally()].merge(tally)
    }

    mutating func subtract(_ tally: DeliveryTally, at place: RollupPlace) {
        all[place, default: DeliveryTally()].subtract(tally)
    }

    mutating func subtract(_ other: Self) {
        for (place, tally) in other.all { all[place, default: DeliveryTally()].subtract(tally) }
    }
}

/// What an import counted of the orders that it brought in and that no rollup counts yet.
struct ImportedTallies: Sendable {
    private(set) var tallies = RollupTallies()
    private(set) var ranges: [OrderRange] = []
    private(set) var orders = 0

    mutating func add(_ fresh: [OrderFacts], in ranges: [OrderRange]) {
        for facts in fresh { tallies.add(facts) }
        self.ranges += ranges
        orders += fresh.count
    }
}
