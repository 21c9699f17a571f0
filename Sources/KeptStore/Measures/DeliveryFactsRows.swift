import KeptDomain

extension Reading {
    /// What an order contributes to the deliveries measures as it stands; `nil` when there is no such order.
    package func deliveryFacts(of id: ID<Order>) throws -> OrderFacts? { try deliveryFacts(of: [id])[id] }

    /// What each of these orders contributes as it stands. Two statements, however many they are.
    func deliveryFacts(of ids: [ID<Order>]) throws -> [ID<Order>: OrderFacts] {
        guard !ids.isEmpty else { return [:] }
        var all: [ID<Order>: OrderFacts] = [:]
        let isOne: SQL = "= \(ids[0])"
        let among: SQL = ids.count == 1 ? isOne : "IN \(anyOf: ids)"
        try eachDeliveryFacts(orders: "id \(among)", lines: "order_id \(among)") { all[$0] = $1 }
        return all
    }

    /// The facts of every order of a range, in order of id: three statements for each few thousand orders.
    func eachDeliveryFacts(in range: OrderRange, _ body: (ID<Order>, OrderFacts) throws -> Void) throws {
        var rest: OrderRange? = range
        while let range = rest {
            let page = try cut(range, after: 5_000)
            if let part = page.part {
                try eachDeliveryFacts(
                    orders: "id BETWEEN \(part.first) AND \(part.last) AND \(part.onNode)",
                    lines: "order_id BETWEEN \(part.first) AND \(part.last) AND \(part.linesOnNode)", body)
            }
            rest = page.rest
        }
    }

    /// The first `count` orders of a range, and what comes after them, as far as there are any.
    func cut(_ range: OrderRange, after count: Int) throws -> (part: OrderRange?, rest: OrderRange?) {
        if count <= 0 { return (nil, range) }
        if range.first == range.last { return (range, nil) }
        let next = try row(
            """
            SELECT id FROM orders WHERE id BETWEEN \(range.first) AND \(range.last) AND \(range.onNode) ORDER BY id
            LIMIT 1 OFFSET \(count)
            """
        ) { $0.id(Order.self) }
        guard let next else { return (range, nil) }
        return (
            OrderRange(first: range.first, last: ID(next.rawValue - 1), isOfEveryProcess: range.isOfEveryProcess),
            OrderRange(first: next, last: range.last, isOfEveryProcess: range.isOfEveryProcess)
        )
    }

    /// - Parameters:
    ///   - orders: which orders, asked of `orders`; in order of id.
    ///   - lines: the same, asked of `order_lines`.
    private func eachDeliveryFacts(
        orders: SQL, lines: SQL, _ body: (ID<Order>, OrderFacts) throws -> Void
    ) throws {
        var lines = LinesAtHand(try goods(lines))
        var zone = Zone.utc
        _ = try rows(
            """
            SELECT id, carrier_id, place_id, region, segment, zone, ordered_at, ordered_day, promised_day,
              \(OrderCourse.columns)
            FROM orders WHERE \(orders) ORDER BY id
            """
        ) { row in
            let id = row.id(Order.self)
            let (carrier, place) = (row.optionalInt64().map { String($0) }, String(row.int64()))
            let groups = OrderFacts.Groups(
                carrier: carrier, region: row.optionalText(), segment: row.optionalText(), place: place)
            let zoneName = row.text()
            if zone.name != zoneName { zone = try zones.zone(zoneName) }
            let (orderedAt, day, promisedDay) = (row.instant(), row.day(), row.optionalDay())
            try body(
                id,
                OrderFacts(
                    OrderCourse(&row), day: day, orderedAt: orderedAt, promisedDay: promisedDay, zone: zone,
                    groups: groups, goods: lines.take(id)))
        }
    }

    private func goods(_ lines: SQL) throws -> [GoodsLine] {
        try rows(
            """
            SELECT order_id, product_group, quantity, filled_quantity, price_minor, currency FROM order_lines
            WHERE \(lines) AND is_goods = 1 ORDER BY order_id, position
            """
        ) { row in
            GoodsLine(
                order: row.id(), group: row.optionalText(), quantity: row.int64(), filled: row.optionalInt64(),
                price: row.int64(), currency: row.text())
        }
    }
}

/// Orders whose ids were made together: ids of one process between two, the ends included. Ids of other processes that
/// fall between them by time do not belong.
struct OrderRange: Sendable, Hashable {
    let first: ID<Order>
    let last: ID<Order>
    /// Whatever process made them: for a recount of everything.
    var isOfEveryProcess = false

    private var node: Int64 { first.rawValue >> 11 & 0x3ff }
    /// Ids hold the number of the process that made them in these bits (`IDMaker`).
    var onNode: SQL { isOfEveryProcess || first == last ? "1 = 1" : "((id >> 11) & 1023) = \(node)" }
    var linesOnNode: SQL { isOfEveryProcess || first == last ? "1 = 1" : "((order_id >> 11) & 1023) = \(node)" }

    func contains(_ id: ID<Order>) -> Bool {
        first <= id && id <= last && (isOfEveryProcess || id.rawValue >> 11 & 0x3ff == node)
    }
}

/// Lines in order of their orders, handed out order by order.
private struct LinesAtHand {
    private let all: [GoodsLine]
    private var at = 0

    init(_ all: [GoodsLine]) { self.all = all }

    mutating func take(_ order: ID<Order>) -> ArraySlice<GoodsLine> {
        while at < all.count, all[at].order < order { at += 1 }
        let start = at
        while at < all.count, all[at].order == order { at += 1 }
        return all[start..<at]
    }
}
