import KeptDomain

extension Reading {
    /// Every order of the record as quotes know it, in the order of purchase. Two statements for each few thousand orders,
    /// and about a hundred bytes an order.
    package func deliveryRecord() throws -> DeliveryRecord {
        var record = DeliveryRecord()
        var last: QuotedOrderPage.End?
        while true {
            let page = try quotedOrders(after: last, limit: 5_000)
            for order in page.orders { record.append(order) }
            guard let end = page.end else { return record }
            last = end
        }
    }

    /// One order, with what is known of it now.
    func quotedOrder(_ id: ID<Order>) throws -> QuotedOrder? {
        try quotedOrders("WHERE id = \(id)").first?.order
    }

    /// These orders, in no order that means anything.
    func quotedOrders(_ ids: [ID<Order>]) throws -> [ID<Order>: QuotedOrder] {
        Dictionary(try quotedOrders("WHERE id IN \(anyOf: ids)").map { ($0.id, $0.order) }) { first, _ in first }
    }

    /// Some thousand orders in the order of purchase.
    ///
    /// - Parameter every: of how many one is taken, evenly.
    func quotedOrders(after last: QuotedOrderPage.End?, limit: Int, every: Int = 1) throws -> QuotedOrderPage {
        let start = last ?? QuotedOrderPage.End(at: Instant(microseconds: .min), id: ID(.min))
        let found = try quotedOrders(
            """
            WHERE ordered_at >= \(start.at) AND (ordered_at > \(start.at) OR id > \(start.id))
              AND number % CAST(\(every) AS BIGINT) = 0
            ORDER BY ordered_at, id LIMIT \(limit)
            """)
        return QuotedOrderPage(
            orders: found.map(\.order), end: found.last.map { QuotedOrderPage.End(at: $0.order.orderedAt, id: $0.id) })
    }

    /// Which orders are learned from: the latest `most`, or where those of the last days are more, as many of these, evenly:
    /// the latest alone would not have had the time to take long.
    func ordersToLearnFrom(most: Int, days: Int32) throws -> (after: QuotedOrderPage.End?, every: Int) {
        let latest = try row("SELECT ordered_at FROM orders ORDER BY ordered_at DESC, id DESC LIMIT 1") { $0.instant() }
        guard let latest else { return (nil, 1) }
        let start = latest - .days(Int64(days))
        let count = try count("SELECT count(*) FROM orders WHERE ordered_at >= \(start)")
        if count > most { return (QuotedOrderPage.End(at: start, id: ID(.min)), (count + most - 1) / most) }
        let before = try row(
            "SELECT ordered_at, id FROM orders ORDER BY ordered_at DESC, id DESC LIMIT 1 OFFSET \(most)"
        ) {
            QuotedOrderPage.End(at: $0.instant(), id: $0.id())
        }
        return (before, 1)
    }

    /// A live order's time came from outside where its first word was told when it came in, by no standard and no quote.
    private func quotedOrders(_ chosen: SQL) throws -> [(id: ID<Order>, order: QuotedOrder)] {
        var zone = Zone.utc
        var found = try rows(
            """
            SELECT id, zone, ordered_at, promised_at, CASE WHEN is_history = 1 THEN 1 WHEN promised_at IS NULL THEN 0
                WHEN EXISTS (SELECT 1 FROM promises p WHERE p.order_id = orders.id AND p.made_at = orders.created_at
                  AND p.replaces_id IS NULL AND p.standard_version_id IS NULL
                  AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.promise_id = p.id)) THEN 1 ELSE 0 END,
              approved_at, dispatched_at, delivered_at, status,
              place_id, region, postcode, carrier_id, channel, segment, total_minor
            FROM orders \(chosen)
            """
        ) { row in
            let (id, zoneName) = (row.id(Order.self), row.text())
            if zone.name != zoneName { zone = try zones.zone(zoneName) }
            let (orderedAt, promisedAt, isOfSource) = (row.instant(), row.optionalInstant(), row.flag())
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
                    facts, zone: zone, orderedAt: orderedAt, promisedAt: promisedAt, isPromiseOfSource: isOfSource,
                    approvedAt: approvedAt, dispatchedAt: dispatchedAt,
                    // What was sent back had come.
                    deliveredAt: status == .delivered || status == .returned ? deliveredAt : nil)
            )
        }
        let lines = try quotedLines(of: found.map(\.0))
        for index in found.indices { lines[found[index].0]?.tell(&found[index].1.facts) }
        return found
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

/// Orders one after another as they were bought.
struct QuotedOrderPage: Sendable {
    struct End: Sendable {
        let at: Instant
        let id: ID<Order>
    }

    let orders: [QuotedOrder]
    /// The last of them; `nil` for none.
    let end: End?
}

/// What the lines of an order tell: the first goods stand for the order.
struct QuotedLines {
    var freight: Int64 = 0
    private(set) var goods = 0
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

extension Reading {
    /// Whether the promised time of an order came from outside; `nil` for an order that is not there.
    package func isPromiseOfSource(_ id: ID<Order>) throws -> Bool? { try quotedOrder(id)?.isPromiseOfSource }
}
