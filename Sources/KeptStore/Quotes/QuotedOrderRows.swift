import KeptDomain

extension Reading {
    /// Every order of the record as quotes know it, in the order of purchase. Two statements for each few thousand orders,
    /// and about a hundred bytes an order.
    package func deliveryRecord() throws -> DeliveryRecord {
        var record = DeliveryRecord()
        var last: (at: Instant, id: ID<Order>)?
        while true {
            let page = try quotedOrders(after: last)
            guard let end = page.last else { return record }
            last = (end.order.orderedAt, end.id)
            let lines = try quotedLines(of: page.map(\.id))
            for (id, order) in page {
                var order = order
                if let of = lines[id] { of.tell(&order.facts) }
                record.append(order)
            }
        }
    }

    private func quotedOrders(
        after last: (at: Instant, id: ID<Order>)?
    ) throws -> [(id: ID<Order>, order: QuotedOrder)] {
        let start = last ?? (Instant(microseconds: .min), ID(.min))
        var zone = Zone.utc
        return try rows(
            """
            SELECT id, zone, ordered_at, promised_at, is_history, approved_at, dispatched_at, delivered_at, status,
              place_id, region, postcode, carrier_id, channel, segment, total_minor
            FROM orders WHERE ordered_at >= \(start.at) AND (ordered_at > \(start.at) OR id > \(start.id))
            ORDER BY ordered_at, id LIMIT 5000
            """
        ) { row in
            let (id, zoneName) = (row.id(Order.self), row.text())
            if zone.name != zoneName { zone = try zones.zone(zoneName) }
            let (orderedAt, promisedAt, isHistory) = (row.instant(), row.optionalInstant(), row.flag())
            let (approvedAt, dispatchedAt) = (row.optionalInstant(), row.optionalInstant())
            let (deliveredAt, status) = (row.optionalInstant(), row.word(OrderStatus.self))
            var facts = QuotedOrder.Facts(place: row.id())
            facts.region = row.optionalText()
            facts.postcode = row.optionalText()
            facts.carrier = row.optionalID()
            facts.channel = row.optionalText()
            facts.segment = row.optionalText()
            facts.total = row.optionalInt64()
            return (
                id,
                QuotedOrder(
                    facts, zone: zone, orderedAt: orderedAt, promisedAt: promisedAt, isPromiseOfSource: isHistory,
                    approvedAt: approvedAt, dispatchedAt: dispatchedAt,
                    deliveredAt: status == .delivered ? deliveredAt : nil)
            )
        }
    }

    private func quotedLines(of orders: [ID<Order>]) throws -> [ID<Order>: QuotedLines] {
        var found: [ID<Order>: QuotedLines] = [:]
        _ = try rows(
            """
            SELECT order_id, is_goods, price_minor, sku, product_group FROM order_lines
            WHERE order_id IN \(anyOf: orders) ORDER BY order_id, position
            """
        ) { row in
            let (order, isGoods, price) = (row.id(Order.self), row.flag(), row.int64())
            if isGoods {
                found[order, default: QuotedLines()].addGoods(sku: row.optionalText(), group: row.optionalText())
            } else {
                found[order, default: QuotedLines()].freight += price
            }
        }
        return found
    }
}

/// What the lines of an order tell: the first goods stand for the order.
private struct QuotedLines {
    var freight: Int64 = 0
    private var goods = 0
    private var sku: String?
    private var group: String?

    mutating func addGoods(sku: String?, group: String?) {
        if goods == 0 { (self.sku, self.group) = (sku, group) }
        goods += 1
    }

    func tell(_ facts: inout QuotedOrder.Facts) {
        facts.freight = freight
        facts.goods = goods
        facts.sku = sku
        facts.productGroup = group
    }
}
