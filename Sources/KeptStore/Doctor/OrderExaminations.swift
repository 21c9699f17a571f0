import KeptDomain

extension Examination {
    /// What an order's row says of its course is what its events say, worked out anew.
    static let orders = Examination(name: Finding.Kind.orderOff.rawValue) { reading, after in
        let orders = try reading.rows(
            "SELECT \(Order.columns) FROM orders WHERE id > \(after) ORDER BY id LIMIT \(pageSize)", Order.init)
        var page = Page(next: orders.count < pageSize ? nil : orders.last?.id.rawValue)
        guard let first = orders.first?.id, let last = orders.last?.id else { return page }
        var events: [ID<Order>: [TrackingEvent]] = [:]
        _ = try reading.rows(
            "SELECT order_id, \(TrackingEvent.columns) FROM tracking_events WHERE order_id BETWEEN \(first) AND \(last)"
        ) { row in
            let order = row.id(Order.self)
            events[order, default: []].append(TrackingEvent(&row))
        }
        var parcels: [ID<Order>: Int] = [:]
        _ = try reading.rows(
            """
            SELECT order_id, count(*) FROM parcels WHERE order_id BETWEEN \(first) AND \(last)
            GROUP BY order_id ORDER BY order_id
            """
        ) { row in parcels[row.id()] = row.int() }
        for order in orders {
            let history = OrderHistory(events[order.id] ?? [], parcels: parcels[order.id] ?? 1)
            let differing = history.differences(from: order)
            guard !differing.isEmpty else { continue }
            page.findings.append(
                Finding(
                    .orderOff, at: "order:\(order.id)",
                    [Fact("number", order.number), Fact("columns", differing.joined(separator: ", "))]))
        }
        return page
    }

    /// The measures that follow each change, against a recount of all orders, and those of months against their days. In
    /// one state of the record; memory grows with days and groups, not with orders.
    static let rollups = Examination(name: Finding.Kind.rollupOff.rawValue) { reading, _ in
        var difference = RollupTallies()
        _ = try reading.rows("SELECT span, dimension, key, day, tally FROM delivery_rollups") { row in
            let place = RollupPlace(span: row.word(), dimension: row.word(), key: row.text(), day: row.day())
            let tally = try DeliveryTally(bytes: row.bytes())
            difference.merge(tally, at: place)
            if place.span == .day { difference.subtract(tally, at: place.month) }
        }
        _ = try reading.rows("SELECT dimension, key, day, tally FROM delivery_deltas") { row in
            let place = RollupPlace(dimension: row.word(), key: row.text(), day: row.day())
            difference.merge(try DeliveryTally(bytes: row.bytes()), at: place)
        }
        let unfolded = try reading.unfoldedRanges(limit: nil)
        var after: ID<Order> = ID(0)
        while let last = try lastOrder(after, in: reading) {
            var counted = RollupTallies()
            let stretch = OrderRange(first: ID(after.rawValue + 1), last: last, isOfEveryProcess: true)
            try reading.eachDeliveryFacts(in: stretch) { id, facts in
                if !unfolded.contains(where: { $0.contains(id) }) { counted.add(facts) }
            }
            difference.subtract(counted)
            after = last
        }
        let off = difference.all.filter { !$0.value.isEmpty }.keys.sorted(by: RollupPlace.comesBefore)
        return Page(
            findings: off.map { place in
                Finding(
                    .rollupOff, at: "\(place.dimension.rawValue):\(place.key)", [Fact("day", place.told)])
            })
    }

    /// The end of the next stretch of orders after `id`.
    private static func lastOrder(_ id: ID<Order>, in reading: Reading) throws -> ID<Order>? {
        try reading.row(
            """
            SELECT max(id) FROM (SELECT id FROM orders WHERE id > \(id) ORDER BY id LIMIT \(pageSize * 4)) stretch
            """
        ) { $0.optionalID() } ?? nil
    }
}

extension OrderHistory {
    /// The columns in which a row says otherwise. Imported history may tell more than its events do (a status, attempts,
    /// stages that its file has in no order), so only the delivery is compared there.
    fileprivate func differences(from order: Order) -> [String] {
        if order.isHistory {
            let isSame = order.status != .delivered || deliveredAt == nil || deliveredAt == order.deliveredAt
            return isSame ? [] : ["delivered_at"]
        }
        var columns: [String] = []
        if status != order.status { columns.append("status") }
        if approvedAt != order.approvedAt { columns.append("approved_at") }
        if preparedAt != order.preparedAt { columns.append("prepared_at") }
        if dispatchedAt != order.dispatchedAt { columns.append("dispatched_at") }
        if inTransitAt != order.inTransitAt { columns.append("in_transit_at") }
        if deliveredAt != order.deliveredAt { columns.append("delivered_at") }
        if attempts != order.attempts { columns.append("attempts") }
        return columns
    }
}
