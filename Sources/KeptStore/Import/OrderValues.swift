import KeptDomain

/// The rows that an order of a file becomes.
extension Transaction {
    func append(
        _ order: ImportedOrder, _ about: OrderAbout, _ course: OrderCourse, _ id: ID<Order>, _ number: Int,
        _ source: String, _ customer: FoundCustomer?, to rows: inout NewRows
    ) {
        rows.begin()
        rows.set("id", id)
        rows.set("number", number)
        rows.set("source", source)
        rows.set("external_id", order.row.order)
        rows.set("customer_id", customer?.id)
        rows.set("zone", order.row.zone.name)
        rows.set("is_history", true)
        about.write(to: &rows)
        course.write(to: &rows)
        rows.set("created_at", now)
    }

    /// An event that the order's own row tells: who told it is left empty.
    func appendMilestone(_ kind: TrackingEvent.Kind, at: Instant, of order: ID<Order>, to rows: inout NewRows) {
        rows.begin()
        rows.set("id", newID(TrackingEvent.self))
        rows.set("order_id", order)
        rows.set("kind", kind)
        rows.set("at", at)
        rows.set("learned_at", now)
    }

    /// - Parameter teller: `nil` where the order's own row told it.
    func append(
        _ kind: TrackingEvent.Kind, at: Instant, reason: String?, of order: ID<Order>, _ teller: String?,
        to rows: inout NewRows
    ) {
        appendMilestone(kind, at: at, of: order, to: &rows)
        rows.set("reason", reason)
        rows.set("told_by", teller)
    }

    func append(
        _ line: OrderRow.Line, at position: Int64, of order: ID<Order>, isGoods: Bool = true, to rows: inout NewRows
    ) {
        rows.begin()
        rows.set("id", newID(OrderLine.self))
        rows.set("order_id", order)
        rows.set("position", position)
        rows.set("name", line.name)
        rows.set("sku", line.sku)
        rows.set("product_group", line.productGroup)
        rows.set("quantity", line.quantity)
        rows.set("filled_quantity", line.filledQuantity)
        rows.set("price_minor", line.priceMinor)
        rows.set("currency", line.currency)
        rows.set("is_goods", isGoods)
    }
}

extension ImportedOrder {
    /// As far as the order had come by all that its rows tell.
    var course: OrderCourse {
        var history = OrderHistory()
        row.eachEvent { history.add($0, at: $1, isOfRow: true) }
        var course = OrderCourse()
        course.filling = lines.isComplete
        return course.learned(row.news, from: history, isHistory: true)
    }

    /// What the order contributes to the deliveries measures: the same as reading it back would tell.
    func facts(_ id: ID<Order>, _ about: OrderAbout, _ course: OrderCourse) -> OrderFacts {
        OrderFacts(
            course, day: about.orderedDay, orderedAt: about.orderedAt, promisedDay: about.promisedDay, zone: row.zone,
            groups: OrderFacts.Groups(
                carrier: about.carrier.map { String($0.rawValue) }, region: about.region, segment: about.segment,
                place: String(about.place.rawValue)),
            goods: lines.map { line in
                GoodsLine(
                    order: id, group: line.productGroup, quantity: line.quantity, filled: line.filledQuantity,
                    price: line.priceMinor, currency: line.currency)
            })
    }
}
