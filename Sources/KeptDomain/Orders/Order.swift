/// What a customer ordered.
package struct Order: Sendable, Hashable {
    package let id: ID<Order>
    package let number: Int
    package let source: String
    package let externalID: String
    package let customer: ID<Customer>?
    package let place: ID<Place>
    package let carrier: ID<Carrier>?
    package let channel: String?
    package let segment: String?
    package let city: String?
    package let region: String?
    /// The zone in which this order's days begin and end.
    package let zone: String
    package let splitDelivery: Bool
    package let isHistory: Bool
    package let orderedAt: Instant
    package let promisedAt: Instant?
    package let trackingKey: [UInt8]?
    package let createdAt: Instant
    package let revision: Int
    package let course: OrderCourse

    package init(
        id: ID<Order>, number: Int, source: String, externalID: String, customer: ID<Customer>?, place: ID<Place>,
        carrier: ID<Carrier>?, channel: String?, segment: String?, city: String?, region: String?, zone: String,
        splitDelivery: Bool, isHistory: Bool, orderedAt: Instant, promisedAt: Instant?, trackingKey: [UInt8]?,
        createdAt: Instant, revision: Int, course: OrderCourse
    ) {
        self.id = id
        self.number = number
        self.source = source
        self.externalID = externalID
        self.customer = customer
        self.place = place
        self.carrier = carrier
        self.channel = channel
        self.segment = segment
        self.city = city
        self.region = region
        self.zone = zone
        self.splitDelivery = splitDelivery
        self.isHistory = isHistory
        self.orderedAt = orderedAt
        self.promisedAt = promisedAt
        self.trackingKey = trackingKey
        self.createdAt = createdAt
        self.revision = revision
        self.course = course
    }

    package var status: OrderStatus { course.status }
    package var approvedAt: Instant? { course.approvedAt }
    package var preparedAt: Instant? { course.preparedAt }
    package var dispatchedAt: Instant? { course.dispatchedAt }
    package var inTransitAt: Instant? { course.inTransitAt }
    package var deliveredAt: Instant? { course.deliveredAt }
    package var attempts: Int { course.attempts }
}

/// One line of an order.
package struct OrderLine: Sendable, Hashable {
    package let name: String
    package let sku: String?
    package let productGroup: String?
    package let quantity: Int
    /// How many were there when the order was filled; `nil` while unknown.
    package let filledQuantity: Int?
    package let price: Money
    /// Fees, vouchers and services are not goods: they never count for the delivery promise or completeness.
    package let isGoods: Bool
    package let promisedAt: Instant?

    package init(
        name: String, sku: String? = nil, productGroup: String? = nil, quantity: Int, filledQuantity: Int? = nil,
        price: Money, isGoods: Bool = true, promisedAt: Instant? = nil
    ) {
        self.name = name
        self.sku = sku
        self.productGroup = productGroup
        self.quantity = quantity
        self.filledQuantity = filledQuantity
        self.price = price
        self.isGoods = isGoods
        self.promisedAt = promisedAt
    }

    /// The line with the time at which it is promised, `nil` where it is not.
    package func promised(at due: Instant?) -> OrderLine {
        OrderLine(
            name: name, sku: sku, productGroup: productGroup, quantity: quantity, filledQuantity: filledQuantity,
            price: price, isGoods: isGoods, promisedAt: due)
    }
}

package enum Parcel {}
