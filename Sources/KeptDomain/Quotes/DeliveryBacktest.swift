import KeptFigures

/// How quotes would have been kept, had they been told for the orders of a span.
///
/// Shares and means are over the orders that were delivered and quoted; `practice` is over those of them that the business
/// promised something.
package struct DeliveryBacktest: Sendable {
    package struct Kept: Sendable, Hashable {
        package let keptShare: Double?
        package let meanDays: Double?
    }

    package struct Part: Sendable, Hashable {
        /// A month such as `2026-11`, or a region; `nil` for orders whose region is not known.
        package let name: String?
        package let orders: Int
        package let keptShare: Double
        package let meanDays: Double
    }

    package let confidence: Double
    /// The days of purchase of the first and the last order.
    package let days: ClosedRange<Day>
    /// Delivered with a time.
    package let orders: Int
    package let undelivered: Int
    package let quoted: Int
    package let ours: Kept
    package let medianDays: Double?
    package let practice: Kept
    package let rolling: Kept
    /// The mean lead at the confidence at which quotes were kept as often as the business's own promises; of `rolling` too.
    package let atPracticeShare: Double?
    package let rollingAtPracticeShare: Double?
    /// In order of time.
    package let byMonth: [Part]
    /// Those with most orders first.
    package let byRegion: [Part]
}

/// Why a back-test says nothing.
package enum BacktestRefusal: Refusal, Hashable {
    case noOrders
    case noOrdersInSpan(from: Day?, to: Day?)

    package var key: String {
        switch self {
        case .noOrders: "backtest.refusals.no-orders"
        case .noOrdersInSpan: "backtest.refusals.no-orders-in-span"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .noOrders: []
        case .noOrdersInSpan(let from, let to):
            [Fact("from", from?.description ?? "…"), Fact("to", to?.description ?? "…")]
        }
    }
}

extension DeliveryRecord {
    /// The orders of a span, looked for only where there are some.
    func scored(_ span: BacktestSpan) throws(BacktestRefusal) -> [Int] {
        guard !isEmpty else { throw .noOrders }
        let found = span.orders(of: self).filter { span.contains(courses[$0]) }
        guard !found.isEmpty else { throw .noOrdersInSpan(from: span.from, to: span.to) }
        return found
    }

    /// Walks through the record and quotes each order of the span when it was bought, with what was known then.
    ///
    /// - Parameter confidence: 0.5...0.999.
    package func deliveryBacktest(
        confidence: Double, _ span: BacktestSpan = BacktestSpan()
    ) throws(BacktestRefusal) -> DeliveryBacktest {
        let scored = try scored(span)
        var walk = QuoteWalk(self, confidence: confidence, first: courses[scored[0]].day)
        for order in scored { walk.quote(order) }
        return walk.result(scored)
    }
}
