import KeptFigures

/// How long the stages of the order cycle usually take, as delivered orders show it.
package struct UsualStages: Sendable, Hashable {
    /// Where the middle eight of ten orders lie: from the 10th to the 90th percentile, within 0.8 %.
    package struct Range: Sendable, Hashable {
        package let from: Span
        package let to: Span
        /// How many orders it was learnt from.
        package let orders: Int64

        package init(from: Span, to: Span, orders: Int64) {
            self.from = from
            self.to = to
            self.orders = orders
        }
    }

    /// Of fewer orders nothing is said.
    package static let leastOrders: Int64 = 20
    /// How far back the record is read, by day of purchase.
    package static let days = 90

    private let ranges: [Stage: Range]

    /// - Parameters:
    ///   - own: the orders that are most alike, for instance of the same carrier.
    ///   - all: those to fall back on, stage by stage, where `own` knows too few.
    package init(_ own: DeliveryTally, orElse all: DeliveryTally) {
        var ranges: [Stage: Range] = [:]
        for stage in Stage.allCases {
            let known = [own.stage(stage), all.stage(stage)].first { $0.count >= Self.leastOrders }
            guard let known, let from = known.quantile(0.1), let to = known.quantile(0.9) else { continue }
            ranges[stage] = Range(
                from: .seconds(Int64(from.rounded())), to: .seconds(Int64(to.rounded())), orders: known.count)
        }
        self.ranges = ranges
    }

    /// `nil` where too few orders are known.
    package subscript(stage: Stage) -> Range? { ranges[stage] }
}
