import KeptDomain

extension Order {
    static let columns: SQL = """
        id, number, source, external_id, customer_id, place_id, carrier_id, channel, segment, city, region, zone, \
        split_delivery, is_history, ordered_at, promised_at, tracking_key, created_at, revision, \(OrderCourse.columns)
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), number: row.int(), source: row.text(), externalID: row.text(), customer: row.optionalID(),
            place: row.id(), carrier: row.optionalID(), channel: row.optionalText(), segment: row.optionalText(),
            city: row.optionalText(), region: row.optionalText(), zone: row.text(), splitDelivery: row.flag(),
            isHistory: row.flag(), orderedAt: row.instant(), promisedAt: row.optionalInstant(),
            trackingKey: row.optionalBytes(), createdAt: row.instant(), revision: row.int(), course: OrderCourse(&row))
    }
}

/// A line as it stands on an order.
package struct OrderedLine: Sendable, Hashable {
    /// From 1.
    package let position: Int
    package let line: OrderLine
    package let parcel: ID<Parcel>?
    /// The first promise of the chain about this line; `nil` where the promise is about the order as a whole.
    package let promise: ID<Promise>?

    init(position: Int, line: OrderLine, parcel: ID<Parcel>?, promise: ID<Promise>?) {
        self.position = position
        self.line = line
        self.parcel = parcel
        self.promise = promise
    }

    static let columns: SQL = """
        position, parcel_id, promise_id, name, sku, product_group, quantity, filled_quantity, price_minor, currency, \
        is_goods, promised_at
        """

    init(_ row: inout Row) {
        position = row.int()
        parcel = row.optionalID()
        promise = row.optionalID()
        let (name, sku, group) = (row.text(), row.optionalText(), row.optionalText())
        let (quantity, filled) = (row.int(), row.optionalInt())
        let (minor, code) = (row.int64(), row.text())
        guard let currency = Currency(code) else { preconditionFailure("currency stored as \(code)") }
        line = OrderLine(
            name: name, sku: sku, productGroup: group, quantity: quantity, filledQuantity: filled,
            price: Money(minor: minor, currency: currency), isGoods: row.flag(), promisedAt: row.optionalInstant())
    }
}

/// A parcel of an order.
package struct OrderParcel: Sendable, Hashable {
    package let id: ID<Parcel>
    package let carrier: ID<Carrier>?
    package let trackingCode: String?

    static let columns: SQL = "id, carrier_id, tracking_code"

    init(_ row: inout Row) {
        id = row.id()
        carrier = row.optionalID()
        trackingCode = row.optionalText()
    }
}

extension TrackingEvent {
    static let columns: SQL = "kind, at, learned_at, parcel_id, reason, told_by"

    /// - Parameter order: whose event it is. What the order's own row of a file told stands there without a teller.
    init(_ row: inout Row, of order: Order) {
        let (kind, at, learnedAt) = (row.word(Kind.self), row.instant(), row.instant())
        let parcel = row.int64()
        let (reason, teller) = (row.optionalText(), row.optionalText())
        let isOfRow = teller == nil && order.isHistory
        self.init(
            kind, at: at, learnedAt: learnedAt, parcel: parcel == 0 ? nil : ID(parcel), reason: reason,
            toldBy: isOfRow ? "file:\(order.source)" : teller, isOfRow: isOfRow)
    }
}
