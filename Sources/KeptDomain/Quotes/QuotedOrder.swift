/// An order as quotes know it: what was known of it when it was bought, and how far it has come since.
package struct QuotedOrder: Sendable {
    /// What may be known when it is bought.
    package struct Facts: Sendable {
        package var region: String?
        package var postcode: String?
        package var place: ID<Place>
        package var carrier: ID<Carrier>?
        package var channel: String?
        package var segment: String?
        /// What it costs in all, in minor units of whatever currency it is.
        package var total: Int64?
        /// What the lines that are no goods cost together, in minor units; `nil` where no lines are known.
        package var freight: Int64?
        /// How many lines of goods; 0 where no lines are known.
        package var goods: Int
        package var sku: String?
        package var productGroup: String?

        package init(
            place: ID<Place>, region: String? = nil, postcode: String? = nil, carrier: ID<Carrier>? = nil,
            channel: String? = nil, segment: String? = nil, total: Int64? = nil, freight: Int64? = nil, goods: Int = 0,
            sku: String? = nil,
            productGroup: String? = nil
        ) {
            self.place = place
            self.region = region
            self.postcode = postcode
            self.carrier = carrier
            self.channel = channel
            self.segment = segment
            self.total = total
            self.freight = freight
            self.goods = goods
            self.sku = sku
            self.productGroup = productGroup
        }
    }

    package var facts: Facts
    /// The zone in which its days begin and end.
    package var zone: Zone
    package var orderedAt: Instant
    package var promisedAt: Instant?
    /// Whether another system made the promise. One that Kept quoted is no fact to quote from: quotes would feed on themselves.
    package var isPromiseOfSource: Bool
    package var approvedAt: Instant?
    package var dispatchedAt: Instant?
    package var deliveredAt: Instant?

    package init(
        _ facts: Facts, zone: Zone, orderedAt: Instant, promisedAt: Instant? = nil, isPromiseOfSource: Bool = true,
        approvedAt: Instant? = nil, dispatchedAt: Instant? = nil, deliveredAt: Instant? = nil
    ) {
        self.facts = facts
        self.zone = zone
        self.orderedAt = orderedAt
        self.promisedAt = promisedAt
        self.isPromiseOfSource = isPromiseOfSource
        self.approvedAt = approvedAt
        self.dispatchedAt = dispatchedAt
        self.deliveredAt = deliveredAt
    }

    /// Says that it was delivered before it was bought; nothing can be learned of it.
    package var isImpossible: Bool { deliveredAt.map { $0 < orderedAt } ?? false }
}

extension QuotedOrder {
    /// What another system promised, in days from the purchase.
    ///
    /// - Parameter promised: the promised day, counted from the purchase; below 0 where it had passed by then.
    func lead(_ promised: Int?) -> Int? { isPromiseOfSource ? promised.flatMap { $0 >= 0 ? $0 : nil } : nil }
}
