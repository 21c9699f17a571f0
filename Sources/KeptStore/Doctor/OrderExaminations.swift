import KeptDomain

extension Examination {
    /// What an order's row says of its course is what its events say, and what files told beside them, worked out anew.
    static let orders = Examination(name: Finding.Kind.orderOff.rawValue) { reading, after in
        let orders = try reading.rows(
            "SELECT \(Order.columns) FROM orders WHERE id > \(after) ORDER BY id LIMIT \(pageSize)", Order.init)
        var page = Page(next: orders.count < pageSize ? nil : orders.last?.id.rawValue)
        guard let first = orders.first?.id, let last = orders.last?.id else { return page }
        var events: [ID<Order>: [TrackingEvent]] = [:]
        let byID = Dictionary(uniqueKeysWithValues: orders.map { ($0.id, $0) })
        _ = try reading.rows(
            "SELECT order_id, \(TrackingEvent.columns) FROM tracking_events WHERE order_id BETWEEN \(first) AND \(last)"
        ) { row in
            let id = row.id(Order.self)
            guard let order = byID[id] else { return }
            events[id, default: []].append(TrackingEvent(&row, of: order))
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
            let differing = order.differences(by: history)
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

extension Order {
    /// The columns in which the row says otherwise than its course as `history` makes it.
    fileprivate func differences(by history: OrderHistory) -> [String] {
        let told = course.learned(from: history, isHistory: isHistory)
        var columns: [String] = []
        if told.status != status { columns.append("status") }
        if told.approvedAt != approvedAt { columns.append("approved_at") }
        if told.preparedAt != preparedAt { columns.append("prepared_at") }
        if told.dispatchedAt != dispatchedAt { columns.append("dispatched_at") }
        if told.inTransitAt != inTransitAt { columns.append("in_transit_at") }
        if told.deliveredAt != deliveredAt { columns.append("delivered_at") }
        if told.attempts != attempts { columns.append("attempts") }
        return columns
    }
}
