import KeptDomain

/// An order of the record of which a file tells more: as it stands there, and as it becomes.
struct KnownOrder: Sendable {
    let id: ID<Order>
    let externalID: String
    /// An order that lives here is no history; files of rows and lines leave it alone.
    let isHistory: Bool
    let storedCustomer: ID<Customer>?
    let storedAbout: OrderAbout
    let stored: OrderLearning
    var customer: ID<Customer>?
    var about: OrderAbout
    var learning: OrderLearning

    func settled() -> Self {
        var order = self
        order.learning = learning.settled()
        return order
    }

    /// Events and lines, and what else the row tells, differ from what is stored.
    var isChanged: Bool { learning != stored || about != storedAbout || customer != storedCustomer }
    /// Events alone change no measure.
    var mayMeasureChange: Bool {
        learning.course != stored.course || learning.lines != stored.lines || about != storedAbout
    }
}

extension Transaction {
    /// The orders of `source` with these ids there, by those ids: five statements, however many they are. Those of history
    /// with their events and lines.
    func knownOrders(_ source: String, _ names: [String]) throws -> [String: KnownOrder] {
        guard !names.isEmpty else { return [:] }
        let found = try rows(
            """
            SELECT id, external_id, is_history, customer_id, \(OrderAbout.columns), \(OrderCourse.columns) FROM orders
            WHERE id IN (SELECT (SELECT o.id FROM orders o
              WHERE o.source = \(source) AND o.external_id = n.name) FROM \(namesOf: names) n)
            """
        ) { row in
            (
                id: row.id(Order.self), name: row.text(), isHistory: row.flag(),
                customer: row.optionalID(Customer.self), about: OrderAbout(&row), course: OrderCourse(&row)
            )
        }
        let history = found.filter(\.isHistory).map(\.id)
        let events = try eventsOfHistory(history)
        let lines = try goodsOfHistory(history)
        let parcels = try parcelCounts(history)
        return Dictionary(
            uniqueKeysWithValues: found.map { order in
                let learning = OrderLearning(
                    order.course, events: events[order.id] ?? [], lines: lines[order.id] ?? [],
                    parcels: parcels[order.id] ?? 0)
                return (
                    order.name,
                    KnownOrder(
                        id: order.id, externalID: order.name, isHistory: order.isHistory,
                        storedCustomer: order.customer, storedAbout: order.about, stored: learning,
                        customer: order.customer, about: order.about, learning: learning)
                )
            })
    }

    private func eventsOfHistory(_ ids: [ID<Order>]) throws -> [ID<Order>: [OrderLearning.Event]] {
        guard !ids.isEmpty else { return [:] }
        var all: [ID<Order>: [OrderLearning.Event]] = [:]
        _ = try rows(
            """
            SELECT order_id, id, kind, at, parcel_id, reason, told_by FROM tracking_events
            WHERE order_id IN \(anyOf: ids)
            """
        ) { row in
            let (order, id) = (row.id(Order.self), row.id(TrackingEvent.self))
            let (kind, at, parcel) = (row.word(TrackingEvent.Kind.self), row.instant(), row.int64())
            let reason = row.optionalText()
            all[order, default: []].append(
                OrderLearning.Event(
                    id: id, kind, at: at, parcel: parcel == 0 ? nil : ID(parcel), reason: reason,
                    isOfRow: row.optionalText() == nil))
        }
        return all
    }

    private func goodsOfHistory(_ ids: [ID<Order>]) throws -> [ID<Order>: [OrderLearning.Line]] {
        guard !ids.isEmpty else { return [:] }
        var all: [ID<Order>: [OrderLearning.Line]] = [:]
        _ = try rows(
            """
            SELECT order_id, id, position, name, sku, product_group, quantity, filled_quantity, price_minor, currency
            FROM order_lines WHERE order_id IN \(anyOf: ids) AND is_goods = 1 ORDER BY order_id, position
            """
        ) { row in
            let (order, id, position) = (row.id(Order.self), row.id(OrderLine.self), row.int64())
            all[order, default: []].append(
                OrderLearning.Line(
                    id: id, position: position,
                    OrderRow.Line(
                        number: position, name: row.text(), sku: row.optionalText(), productGroup: row.optionalText(),
                        quantity: row.int64(), filledQuantity: row.optionalInt64(), priceMinor: row.int64(),
                        currency: row.text())))
        }
        return all
    }

    private func parcelCounts(_ ids: [ID<Order>]) throws -> [ID<Order>: Int] {
        guard !ids.isEmpty else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT order_id, count(*) FROM parcels WHERE order_id IN \(anyOf: ids) GROUP BY order_id"
            ) { ($0.id(Order.self), $0.int()) })
    }

    /// Writes what became of the orders, and carries it into the measures. Returns the ids of those that changed.
    ///
    /// Whatever was new, each order's row is written, so that what is told at the same moment elsewhere meets here.
    func save(_ orders: some Sequence<KnownOrder>, source: String) throws -> Set<ID<Order>> {
        let changed = orders.filter(\.isChanged).sorted { $0.id < $1.id }
        guard !changed.isEmpty else { return [] }
        let measured = changed.filter(\.mayMeasureChange).map(\.id)
        let before = try deliveryFacts(of: measured)
        var events = NewRows(into: "tracking_events")
        var lines = NewRows(into: "order_lines")
        for order in changed {
            writeEvents(of: order, source, &events)
            writeLines(of: order, &lines)
            var row = Assignments()
            order.about.write(to: &row)
            order.learning.course.write(to: &row)
            row.set("customer_id", order.customer)
            put("UPDATE orders SET \(row.sql), revision = revision + 1 WHERE id = \(order.id)")
        }
        try add(events)
        try add(lines)
        try noteDeliveries(of: measured, before: before)
        return Set(changed.map(\.id))
    }

    private func writeEvents(of order: KnownOrder, _ source: String, _ added: inout NewRows) {
        let (now, before) = (order.learning.events, order.stored.events)
        guard now != before else { return }
        let stored = Dictionary(uniqueKeysWithValues: before.compactMap { event in event.id.map { ($0, event) } })
        let kept = Set(now.compactMap(\.id))
        let gone = stored.keys.filter { !kept.contains($0) }.sorted()
        if !gone.isEmpty { put("DELETE FROM tracking_events WHERE id IN \(anyOf: gone)") }
        for event in now {
            guard let id = event.id else {
                append(event.kind, at: event.at, reason: event.reason, of: order.id, event.teller(source), to: &added)
                continue
            }
            if stored[id] == event { continue }
            put(
                """
                UPDATE tracking_events SET at = \(event.at), learned_at = \(self.now), reason = \(event.reason),
                  told_by = \(event.teller(source)) WHERE id = \(id)
                """)
        }
    }

    private func writeLines(of order: KnownOrder, _ added: inout NewRows) {
        let (now, before) = (order.learning.lines, order.stored.lines)
        guard now != before else { return }
        let stored = Dictionary(uniqueKeysWithValues: before.compactMap { line in line.id.map { ($0, line) } })
        for line in now {
            guard let id = line.id else {
                append(line.goods, at: line.position, of: order.id, to: &added)
                continue
            }
            if stored[id] == line { continue }
            let goods = line.goods
            put(
                """
                UPDATE order_lines SET name = \(goods.name), sku = \(goods.sku), product_group = \(goods.productGroup),
                  quantity = \(goods.quantity), filled_quantity = \(goods.filledQuantity),
                  price_minor = \(goods.priceMinor), currency = \(goods.currency) WHERE id = \(id)
                """)
        }
    }
}

extension OrderLearning.Event {
    /// As it stands in the record: empty where only the order's own row told it.
    fileprivate func teller(_ source: String) -> String? { isOfRow ? nil : "file:\(source)" }
}
