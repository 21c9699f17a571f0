import KeptFigures

/// What rollups are kept by, besides the day of purchase.
package enum DeliveryDimension: String, Sendable, CaseIterable, Codable {
    case all, carrier, region
    case productGroup = "product-group"
    case segment, place
}

/// How a deliveries report is split.
package enum DeliverySplit: String, Sendable, CaseIterable, Codable {
    case month, week, day, carrier, region
    case productGroup = "product-group"
    case segment, place

    /// The dimension whose rollups make the report.
    package var dimension: DeliveryDimension {
        switch self {
        case .month, .week, .day: .all
        case .carrier: .carrier
        case .region: .region
        case .productGroup: .productGroup
        case .segment: .segment
        case .place: .place
        }
    }

    /// Whether the report can be made of the orders of some places only.
    package var isKnownByPlace: Bool { dimension == .all || dimension == .place }

    /// `2026-11`, `2026-W45` (ISO 8601), `2026-11-05`; for the other splits the group's own key.
    package func key(day: Day, group: String) -> String {
        switch self {
        case .month: String(day.description.prefix(7))
        case .week: day.isoWeek
        case .day: day.description
        case .carrier, .region, .productGroup, .segment, .place: group
        }
    }
}

extension Day {
    /// `2026-W45`: weeks begin on Monday and belong to the year of their Thursday (ISO 8601).
    package var isoWeek: String {
        let thursday = monday.advanced(by: 3)
        let year = thursday.components.year
        let newYear = Day(year: year, month: 1, day: 1)!
        return "\(padded(year, 4))-W\(padded(thursday.days(since: newYear) / 7 + 1, 2))"
    }
}

extension OrderFacts.Groups {
    /// Under which keys of a dimension the order is counted; the empty key stands for unknown, and for all orders.
    package func keys(of dimension: DeliveryDimension) -> [String] {
        switch dimension {
        case .all: [""]
        case .carrier: [carrier ?? ""]
        case .region: [region ?? ""]
        case .productGroup: productGroups.isEmpty ? [""] : productGroups
        case .segment: [segment ?? ""]
        case .place: [place ?? ""]
        }
    }
}

/// One row of the deliveries report: the figures of a period or group, each with how far it is known.
package struct DeliveryRow: Sendable, Equatable {
    /// What people read: a period, or a group's name; `unknown` for orders whose group nobody told.
    package let key: String
    package let tally: DeliveryTally

    package init(key: String, tally: DeliveryTally) {
        self.key = key
        self.tally = tally
    }

    package static let unknownKey = "unknown"

    package var orders: Int64 { tally.orders }
    package var delivered: Int64 { tally.delivered }
    package var onTime: Int64 { tally.onTime.met }
    package var onTimeShare: Double? { tally.onTime.value }
    package var perfectShare: Double? { tally.perfect.value }
    /// By lines; by units and by value beside it.
    package var availabilityShare: Double? { tally.availableLines.value }
    package var unitAvailabilityShare: Double? { tally.availableUnits.value }
    /// `nil` where amounts stand in several currencies too.
    package var valueAvailabilityShare: Double? {
        tally.availableValue.count == 1 ? tally.availableValue.first?.value.value : nil
    }
    package var firstAttemptShare: Double? { tally.firstAttempt.value }
    package var meanAttempts: Double? {
        tally.firstAttempt.known > 0 ? Double(tally.attempts) / Double(tally.firstAttempt.known) : nil
    }

    /// For which share of all orders of the row each fact is known, in 0...1.
    package var coverage: Coverage {
        func share(_ known: Int64) -> Double { orders > 0 ? Double(known) / Double(orders) : 0 }
        return Coverage(
            onTime: share(tally.onTime.known), complete: share(tally.complete.known),
            undamaged: share(tally.undamaged.known), filled: share(tally.filled.known),
            billed: share(tally.billed.known), cycle: share(tally.cycle.count),
            attempts: share(tally.firstAttempt.known))
    }

    package struct Coverage: Sendable, Hashable {
        package let onTime, complete, undamaged, filled, billed, cycle, attempts: Double
    }

    /// Days of 24 hours from order to delivery.
    package var cycleDays: Durations { Durations(tally.cycle) }
    package func stageDays(_ stage: Stage) -> Durations { Durations(tally.stage(stage)) }

    package struct Durations: Sendable, Hashable {
        package let orders: Int64
        package let mean, p50, p90: Double?
        /// Standard deviation ÷ mean: the consistency of the cycle.
        package let variation: Double?

        init(_ seconds: QuantileHistogram) {
            orders = seconds.count
            mean = seconds.mean.map { $0 / 86_400 }
            p50 = seconds.quantile(0.5).map { $0 / 86_400 }
            p90 = seconds.quantile(0.9).map { $0 / 86_400 }
            variation = seconds.coefficientOfVariation
        }
    }
}
