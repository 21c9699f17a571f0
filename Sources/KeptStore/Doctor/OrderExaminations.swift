import KeptDomain

extension Examination {
    /// What an order's row says of its course and of how it was filled and billed is what its events, its lines, its
    /// payments and its journal say, and what files told beside them, worked out anew.
    static let orders = Examination(name: Finding.Kind.orderOff.rawValue) { reading, after in
        let orders = try reading.rows(
            "SELECT \(Order.columns) FROM orders WHERE id > \(after) ORDER BY id LIMIT \(pageSize)", Order.init)
        var page = Page(next: orders.count < pageSize ? nil : orders.last?.id.rawValue)
        let evidence = try OrderEvidence(of: orders, in: reading)
        for order in orders {
            let differing = evidence.differences(from: order)
            guard !differing.isEmpty else { continue }
            page.findings.append(
                Finding(
                    .orderOff, at: "order:\(order.id)",
                    [Fact("number", order.number), Fact("columns", differing.joined(separator: ", "))]))
        }
        return page
    }

    /// The measures that follow each change, every figure of them, against a recount of all orders, and those of months
    /// against their days. In one state of the record; memory grows with days and groups, not with orders.
    static let rollups = Examination(name: Finding.Kind.rollupOff.rawValue) { reading, _ in
        var difference = RollupTallies()
        var unreadable: Set<RollupPlace> = []
        func read(_ bytes: [UInt8], at place: RollupPlace) -> DeliveryTally {
            do { return try DeliveryTally(bytes: bytes) } catch {
                unreadable.insert(place)
                return DeliveryTally()
            }
        }
        _ = try reading.rows("SELECT span, dimension, key, day, tally FROM delivery_rollups") { row in
            let place = RollupPlace(span: row.word(), dimension: row.word(), key: row.text(), day: row.day())
            let tally = read(row.bytes(), at: place)
            difference.merge(tally, at: place)
            if place.span == .day { difference.subtract(tally, at: place.month) }
        }
        _ = try reading.rows("SELECT dimension, key, day, tally FROM delivery_deltas") { row in
            let place = RollupPlace(dimension: row.word(), key: row.text(), day: row.day())
            difference.merge(read(row.bytes(), at: place), at: place)
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
        let off = difference.all.filter { !$0.value.isEmpty || unreadable.contains($0.key) }
        return Page(
            findings: off.sorted { RollupPlace.comesBefore($0.key, $1.key) }.map { place, tally in
                let figures = unreadable.contains(place) ? ["tally"] : tally.figures
                return Finding(
                    .rollupOff, at: "\(place.dimension.rawValue):\(place.key)",
                    [Fact("day", place.told), Fact("figures", figures.joined(separator: ", "))])
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
