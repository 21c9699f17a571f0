import KeptDomain

extension Reading {
    /// What an order contributes to the deliveries measures as it stands; `nil` when there is no such order.
    package func deliveryFacts(of id: ID<Order>) throws -> OrderFacts? {
        var found: OrderFacts?
        try eachDeliveryFacts(in: OrderRange(first: id, last: id)) { _, facts in found = facts }
        return found
    }

    /// The facts of every order of a range, in order of id: three statements for each few thousand orders.
    func eachDeliveryFacts(in range: OrderRange, _ body: (ID<Order>, OrderFacts) throws -> Void) throws {
        var rest: OrderRange? = range
        while let range = rest {
            let page = try cut(range, after: 5_000)
            if let first = page.part { try eachDeliveryFacts(onPage: first, body) }
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

    private func eachDeliveryFacts(
        onPage range: OrderRange, _ body: (ID<Order>, OrderFacts) throws -> Void
    ) throws {
        var lines = LinesAtHand(try goods(in: range))
        var zone = Zone.utc
        _ = try rows(
            """
            SELECT id, status, attempts, carrier_id, place_id, region, segment, zone, ordered_at, ordered_day,
              promised_day, approved_at, prepared_at, dispatched_at, in_transit_at, delivered_at, complete, undamaged,
              filled, billed
            FROM orders WHERE id BETWEEN \(range.first) AND \(range.last) AND \(range.onNode) ORDER BY id
            """
        ) { row in
            let id = row.id(Order.self)
            let (status, attempts) = (row.word(OrderStatus.self), row.int())
            var groups = OrderFacts.Groups(
                carrier: row.optionalInt64().map { String($0) }, region: nil, segment: nil, place: String(row.int64()))
            groups.region = row.optionalText()
            groups.segment = row.optionalText()
            let zoneName = row.text()
            if zone.name != zoneName { zone = try zones.zone(zoneName) }
            var milestones = Milestones(ordered: row.instant())
            let (day, promisedDay) = (row.day(), row.optionalDay())
            milestones.approved = row.optionalInstant()
            milestones.prepared = row.optionalInstant()
            milestones.dispatched = row.optionalInstant()
            milestones.inTransit = row.optionalInstant()
            milestones.delivered = row.optionalInstant()
            let goods = lines.take(id)
            groups.productGroups = goods.productGroups
            try body(
                id,
                OrderFacts(
                    day: day, groups: groups, status: status, milestones: milestones, promisedDay: promisedDay,
                    deliveredDay: milestones.delivered.map { zone.day(of: $0) }, attempts: attempts,
                    availability: goods.availability(status), isComplete: row.optionalFlag(),
                    isUndamaged: row.optionalFlag(), isFilledRight: row.optionalFlag(),
                    isBilledRight: row.optionalFlag()))
        }
    }

    private func goods(in range: OrderRange) throws -> [GoodsLine] {
        try rows(
            """
            SELECT order_id, product_group, quantity, filled_quantity, price_minor, currency FROM order_lines
            WHERE order_id BETWEEN \(range.first) AND \(range.last) AND is_goods = 1 AND \(range.linesOnNode)
            ORDER BY order_id, position
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

struct GoodsLine {
    let order: ID<Order>
    let group: String?
    let quantity: Int64
    let filled: Int64?
    let price: Int64
    let currency: String
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

extension Collection<GoodsLine> {
    var productGroups: [String] {
        var groups: [String] = []
        for line in self { if let group = line.group, !groups.contains(group) { groups.append(group) } }
        return groups
    }

    func availability(_ status: OrderStatus) -> Availability? {
        guard let first else { return Availability(wholeOrder: status) }
        var there = Availability(currency: first.currency)
        for line in self {
            there.add(quantity: line.quantity, filled: line.filled, price: line.price, status: status)
        }
        return there.lines.isEmpty ? nil : there
    }
}
