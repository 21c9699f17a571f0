import KeptFigures

/// How likely the word on an order breaks, and where the order stands.
package struct OrderRisk: Sendable, Hashable {
    /// What an order waits for.
    package enum Stage: String, Sendable, CaseIterable {
        case approval, dispatch, transit
    }

    /// 0...1.
    package let chance: Double
    package let stage: Stage
    /// For how long it has stood there.
    package let days: Int

    package init(chance: Double, stage: Stage, days: Int) {
        self.chance = chance
        self.stage = stage
        self.days = days
    }

    /// In thousandths.
    package var thousandths: Int { Int((min(max(chance, 0), 1) * 1_000).rounded()) }
}

extension DeliveryModel {
    /// How likely an open order is delivered only after a time, with all that is known of it now.
    ///
    /// - Parameter due: when its word ends.
    /// - Returns: `nil` where too little is known to say, as before a quote at half.
    package func risk(_ order: QuotedOrder, due: Instant, at now: Instant) -> OrderRisk? {
        guard delivered >= QuotedTicks.needed(confidence: 0.5) else { return nil }
        let known = KnownOrder(order, in: self, at: now)
        let standing = known.standing
        let lead = order.zone.day(of: due).days(since: known.ordered)
        let chance = risk(of: known).chance(of: 0, standing: standing, lead: lead)
        if let dispatched = standing.dispatched {
            return OrderRisk(chance: chance, stage: .transit, days: standing.age - dispatched)
        }
        if let approved = standing.approved {
            return OrderRisk(chance: chance, stage: .dispatch, days: standing.age - approved)
        }
        // Where nobody notes approvals an order waits for its dispatch from the purchase on.
        return OrderRisk(chance: chance, stage: approvesOrders ? .approval : .dispatch, days: standing.age)
    }
}
