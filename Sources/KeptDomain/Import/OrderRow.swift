/// One row of an orders file, read but not yet looked up.
package struct OrderRow: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        /// As the file numbers it; `nil` where it does not.
        package var number: Int64?
        package var name: String
        package var sku: String?
        package var productGroup: String?
        package var quantity: Int64
        package var filledQuantity: Int64?
        package var priceMinor: Int64
        package var currency: String

        package init(
            number: Int64? = nil, name: String, sku: String? = nil, productGroup: String? = nil, quantity: Int64,
            filledQuantity: Int64? = nil, priceMinor: Int64, currency: String
        ) {
            self.number = number
            self.name = name
            self.sku = sku
            self.productGroup = productGroup
            self.quantity = quantity
            self.filledQuantity = filledQuantity
            self.priceMinor = priceMinor
            self.currency = currency
        }
    }

    package struct Buyer: Sendable, Hashable {
        package var externalID: String?
        package var name: String?
        package var email: String?
        package var phone: String?
    }

    /// The line of the file.
    package var line: Int
    package var order: String
    package var zone: Zone
    package var milestones: Milestones
    package var orderedDay: Day
    package var promisedAt: Instant?
    package var promisedDay: Day?
    package var cancelledAt: Instant?
    package var status: OrderStatus?
    package var attempts: Int64?
    package var buyer: Buyer?
    package var city, region, postcode, segment, channel, place, carrier: String?
    package var currency: String?
    package var totalMinor: Int64?
    package var isComplete, isUndamaged, isFilledRight, isBilledRight: Bool?
    package var goods: Line?
}

/// One row that tells what happened to an order.
package struct EventRow: Sendable, Hashable {
    package var line: Int
    package var order: String
    package var kind: TrackingEvent.Kind
    package var at: Instant
    package var reason: String?
}

/// One row that tells a line of an order.
package struct LineRow: Sendable, Hashable {
    package var line: Int
    package var order: String
    package var goods: OrderRow.Line

    package init(line: Int, order: String, goods: OrderRow.Line) {
        self.line = line
        self.order = order
        self.goods = goods
    }
}
