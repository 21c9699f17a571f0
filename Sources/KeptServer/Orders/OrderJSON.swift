import KeptDomain
import KeptStore

/// One order with everything that belongs to it, as programs read it.
struct OrderDocument: Sendable {
    let order: Order
    let customer: Customer?
    let lines: [OrderedLine]
    let parcels: [OrderParcel]
    let events: [TrackingEvent]
    let promises: [Promise]

    init(_ id: ID<Order>, in reading: Reading) throws { try self.init(reading.knownOrder(id), in: reading) }

    /// A new order has neither parcels nor events yet.
    init(_ made: OrderMade, in reading: Reading) throws {
        order = made.order
        customer = made.customer
        lines = made.lines
        parcels = made.isNew ? [] : try reading.parcels(of: made.order.id)
        events = made.isNew ? [] : try reading.events(of: made.order)
        promises = made.promises
    }

    init(_ order: Order, in reading: Reading) throws {
        self.order = order
        customer = try order.customer.flatMap { try reading.customer($0) }
        lines = try reading.lines(of: order.id)
        parcels = try reading.parcels(of: order.id)
        events = try reading.events(of: order)
        promises = try reading.promises(ofOrder: order.id)
    }

    /// - Parameter address: of the site, as customers reach it.
    func answer(_ status: Int = 200, address: String) -> APIAnswer {
        APIAnswer(status, revision: order.revision, capacity: 4_096) { $0.write(self, address: address) }
    }
}

extension JSONWriter {
    mutating func write(_ document: OrderDocument, address: String) {
        let order = document.order
        object { json in
            json.field("id", order.id)
            json.field("number", order.number)
            json.field("source", order.source)
            json.field("external_id", order.externalID)
            json.field("status", order.status)
            json.field("customer", document.customer) { $0.write($1) }
            json.facts(of: order)
            json.field("tracking_url", order.trackingKey.map { address + TrackingKey(bytes: $0).path })
            json.array("lines", document.lines) { $0.write($1) }
            json.array("parcels", document.parcels) { $0.write($1) }
            json.array("events", document.events) { $0.write($1) }
            json.field("promise", document.promises.holding) { $0.write($1) }
            json.array("promises", document.promises) { $0.write($1) }
            json.field("revision", order.revision)
        }
    }

    private mutating func facts(of order: Order) {
        field("place", order.place)
        field("carrier", order.carrier)
        field("channel", order.channel)
        field("segment", order.segment)
        field("city", order.city)
        field("region", order.region)
        field("zone", order.zone)
        field("split_delivery", order.splitDelivery)
        field("history", order.isHistory)
        field("ordered_at", order.orderedAt)
        field("promised_at", order.promisedAt)
        field("approved_at", order.approvedAt)
        field("prepared_at", order.preparedAt)
        field("dispatched_at", order.dispatchedAt)
        field("in_transit_at", order.inTransitAt)
        field("delivered_at", order.deliveredAt)
        field("attempts", order.attempts)
    }

    mutating func write(_ item: OrderedLine) {
        let line = item.line
        object { json in
            json.field("position", item.position)
            json.field("name", line.name)
            json.field("sku", line.sku)
            json.field("product_group", line.productGroup)
            json.field("quantity", line.quantity)
            json.field("filled_quantity", line.filledQuantity)
            json.field("price_minor", line.price.minor)
            json.field("currency", line.price.currency.code)
            json.field("goods", line.isGoods)
            json.field("promised_at", line.promisedAt)
            json.field("parcel", item.parcel)
        }
    }

    mutating func write(_ parcel: OrderParcel) {
        object { json in
            json.field("id", parcel.id)
            json.field("carrier", parcel.carrier)
            json.field("tracking_code", parcel.trackingCode)
        }
    }

    mutating func write(_ event: TrackingEvent) {
        object { json in
            json.field("kind", event.kind)
            json.field("at", event.at.isoExact)
            json.field("learned_at", event.learnedAt)
            json.field("parcel", event.parcel)
            json.field("reason", event.reason)
            json.field("told_by", event.toldBy)
        }
    }

    mutating func write(_ item: OrderItem) {
        object { json in
            json.field("id", item.id)
            json.field("number", item.number)
            json.field("status", item.status)
            json.field("customer", item.customer)
            json.field("place", item.place)
            json.field("carrier", item.carrier)
            json.field("ordered_at", item.orderedAt)
            json.field("promised_at", item.promisedAt)
            json.field("delivered_at", item.deliveredAt)
            json.field("attempts", item.attempts)
            json.field("history", item.isHistory)
            json.field("at_risk", item.isAtRisk)
            json.field("open_case", item.openCase)
            json.field("promise", item.word) { $0.write($1) }
        }
    }
}
