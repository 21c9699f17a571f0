import KeptDomain

/// An order of the record, as far as a file can tell more about it.
struct StoredOrder: Sendable {
    let id: ID<Order>
    let externalID: String
    let isHistory: Bool
    let customer: ID<Customer>?
    /// In the order of `Transaction.completedColumns`.
    let values: [Value]
}

extension Transaction {
    /// Columns that a file may tell, in the order in which they are read, compared and written.
    private static let completed: SQL = """
        place_id, carrier_id, channel, segment, city, region, postcode, currency, total_minor, ordered_at, ordered_day, \
        promised_at, promised_day, status, approved_at, prepared_at, dispatched_at, in_transit_at, delivered_at, \
        attempts, complete, undamaged, filled, billed
        """
    private static let completedNames = completed.text.split(separator: ", ").map(String.init)
    private static let textColumns: Set<String> = [
        "channel", "segment", "city", "region", "postcode", "currency", "status",
    ]

    func storedOrders(_ source: String, _ ids: [String]) throws -> [String: StoredOrder] {
        let all = try rows(
            """
            SELECT id, external_id, is_history, customer_id, \(Self.completed) FROM orders
            WHERE id IN (SELECT (SELECT o.id FROM orders o
              WHERE o.source = \(source) AND o.external_id = n.name) FROM \(namesOf: ids) n)
            """
        ) { row in
            let (id, name, isHistory, customer) = (
                row.id(Order.self), row.text(), row.flag(), row.optionalID(Customer.self)
            )
            let values: [Value] = Self.completedNames.map { column in
                if Self.textColumns.contains(column) { return .optional(row.optionalText()) }
                return .optional(row.optionalInt64())
            }
            return StoredOrder(id: id, externalID: name, isHistory: isHistory, customer: customer, values: values)
        }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.externalID, $0) })
    }

    /// Adds what the file tells and the record does not know, and corrects what it tells otherwise. What the file does
    /// not tell stays. An order that lives here is not history and is left alone.
    func complete(
        _ stored: StoredOrder, with order: ImportedOrder, _ source: String, _ outcome: inout BatchOutcome
    ) throws {
        let row = order.row
        outcome.totals[.orders].read += order.rowCount
        outcome.totals[.events].read += row.events.count
        if !order.lines.isEmpty { outcome.totals[.lines].read += order.lines.count }
        guard stored.isHistory else {
            outcome.totals[.orders].unchanged += 1
            outcome.totals[.events].unchanged += row.events.count
            if !order.lines.isEmpty { outcome.totals[.lines].unchanged += order.lines.count }
            return
        }
        // A customer is only looked for where the record has none, so that a second run makes nobody twice.
        let customer = stored.customer == nil ? try findOrMakeCustomers([row], source, &outcome)[0] : nil
        let told = toldValues(order, customer, outcome.memo)
        let merged = zip(stored.values, told).map { old, new in new == .null ? old : new }
        // Events alone change no measure.
        let mayMeasureChange = merged != stored.values || !order.lines.isEmpty
        let before = mayMeasureChange ? try deliveryFacts(of: stored.id) : nil
        var hasChanged = merged != stored.values || customer != nil
        if hasChanged { try update(stored.id, to: merged, customer: customer?.id ?? stored.customer) }
        for event in row.events {
            let isNew = try addEvent(event.kind, at: event.at, reason: nil, to: stored.id)
            outcome.totals[.events].imported += isNew ? 1 : 0
            outcome.totals[.events].unchanged += isNew ? 0 : 1
            hasChanged = hasChanged || isNew
        }
        if !order.lines.isEmpty, try complete(order.lines, of: stored.id, &outcome) { hasChanged = true }
        outcome.totals[.orders].changed += hasChanged ? 1 : 0
        outcome.totals[.orders].unchanged += hasChanged ? 0 : 1
        if hasChanged, mayMeasureChange { try noteDelivery(of: stored.id, before: before) }
    }

    /// In the order of `completed`; NULL for what the file does not tell.
    private func toldValues(_ order: ImportedOrder, _ customer: FoundCustomer?, _ memo: ImportMemo) -> [Value] {
        let row = order.row
        let at = row.milestones
        return [
            .optional(row.place.flatMap { memo.places[$0]?.rawValue }),
            .optional(row.carrier.flatMap { memo.carriers[$0]?.rawValue }), .optional(row.channel),
            .optional(row.segment ?? customer?.segment), .optional(row.city ?? customer?.city),
            .optional(row.region ?? customer?.region), .optional(row.postcode ?? customer?.postcode),
            .optional(row.currency), .optional(row.totalMinor), .int(at.ordered.microseconds),
            .int(Int64(row.orderedDay.number)), .optional(row.promisedAt?.microseconds),
            .optional(row.promisedDay.map { Int64($0.number) }),
            // Without a status of its own a row's times say only how far it had come at least.
            .optional(row.status?.rawValue ?? (row.events.isEmpty ? nil : row.statusOrTold.rawValue)),
            .optional(at.approved?.microseconds), .optional(at.prepared?.microseconds),
            .optional(at.dispatched?.microseconds), .optional(at.inTransit?.microseconds),
            .optional(at.delivered?.microseconds), .optional(row.attempts),
            .optional(row.isComplete ?? order.isComplete), .optional(row.isUndamaged), .optional(row.isFilledRight),
            .optional(row.isBilledRight),
        ]
    }

    private func update(_ id: ID<Order>, to values: [Value], customer: ID<Customer>?) throws {
        let assignments = Self.assignments(values)
        try run(
            """
            UPDATE orders SET \(assignments), customer_id = \(customer), revision = revision + 1 WHERE id = \(id)
            """)
    }

    private static func assignments(_ values: [Value]) -> SQL {
        let columns: [SQL] = [
            "place_id = ", "carrier_id = ", "channel = ", "segment = ", "city = ", "region = ", "postcode = ",
            "currency = ", "total_minor = ", "ordered_at = ", "ordered_day = ", "promised_at = ", "promised_day = ",
            "status = ", "approved_at = ", "prepared_at = ", "dispatched_at = ", "in_transit_at = ", "delivered_at = ",
            "attempts = ", "complete = ", "undamaged = ", "filled = ", "billed = ",
        ]
        return SQL.joined(zip(columns, values).map { column, value in "\(column)\(value)" }, by: ", ")
    }

    func addEvent(
        _ kind: TrackingEvent.Kind, at: Instant, reason: String?, to order: ID<Order>
    ) throws -> Bool {
        try run(
            """
            INSERT INTO tracking_events (id, order_id, kind, at, learned_at, reason)
            VALUES (\(newID(TrackingEvent.self)), \(order), \(kind), \(at), \(now), \(reason))
            ON CONFLICT (order_id, kind, at, parcel_id) DO NOTHING
            """) == 1
    }

    // MARK: lines

    /// A line as the record has it.
    private struct StoredLine {
        let id: ID<OrderLine>
        let position: Int64
        let line: OrderRow.Line
    }

    /// Adds lines that the order does not have and completes those that it has. Lines with a number are the same when
    /// the numbers are; lines without one when name, article, quantity and price are. Returns whether anything changed.
    func complete(_ lines: [OrderRow.Line], of order: ID<Order>, _ outcome: inout BatchOutcome) throws -> Bool {
        var stored = try rows(
            """
            SELECT id, position, name, sku, product_group, quantity, filled_quantity, price_minor, currency
            FROM order_lines WHERE order_id = \(order) AND is_goods = 1 ORDER BY position
            """
        ) { row in
            let (id, position) = (row.id(OrderLine.self), row.int64())
            return StoredLine(
                id: id, position: position,
                line: OrderRow.Line(
                    number: position, name: row.text(), sku: row.optionalText(), productGroup: row.optionalText(),
                    quantity: row.int64(), filledQuantity: row.optionalInt64(), priceMinor: row.int64(),
                    currency: row.text()))
        }
        var last: Int64 = stored.map(\.position).max() ?? 0
        var hasChanged = false
        for line in lines {
            let same = stored.firstIndex { old in
                if let number = line.number { return number == old.position }
                return old.line.name == line.name && old.line.sku == line.sku && old.line.quantity == line.quantity
                    && old.line.priceMinor == line.priceMinor && old.line.currency == line.currency
            }
            guard let same else {
                last = line.number ?? last + 1
                try add(into: "order_lines", columns: Self.lineColumns, rows: [lineValues(line, at: last, of: order)])
                outcome.totals[.lines].imported += 1
                hasChanged = true
                continue
            }
            let old = stored.remove(at: same)
            var merged = line
            merged.number = old.position
            merged.productGroup = line.productGroup ?? old.line.productGroup
            merged.filledQuantity = line.filledQuantity ?? old.line.filledQuantity
            merged.sku = line.sku ?? old.line.sku
            if merged == old.line {
                outcome.totals[.lines].unchanged += 1
                continue
            }
            hasChanged = true
            outcome.totals[.lines].changed += 1
            put(
                """
                UPDATE order_lines SET name = \(merged.name), sku = \(merged.sku),
                  product_group = \(merged.productGroup), quantity = \(merged.quantity),
                  filled_quantity = \(merged.filledQuantity), price_minor = \(merged.priceMinor),
                  currency = \(merged.currency) WHERE id = \(old.id)
                """)
        }
        return hasChanged
    }
}
