import KeptDomain

/// What was read of an order's late risk.
package struct RiskReading: Sendable {
    package let order: ID<Order>
    package let revision: Int
    package let promise: ID<Promise>
    package let due: Instant
    package let risk: OrderRisk
    /// The day that can be quoted now; `nil` where none can.
    package let quoted: Day?
    package let place: ID<Place>
}

/// The late risk of an order as it was read last.
package struct StoredRisk: Sendable, Hashable {
    package let order: ID<Order>
    package let promise: ID<Promise>
    /// In thousandths.
    package let chance: Int
    package let readAt: Instant
    /// Since when it has been at the threshold or above.
    package let overSince: Instant?
    package let stage: OrderRisk.Stage
    package let stageDays: Int
    package let quoted: Day?
    /// When it was foreseen to be late because of this.
    package let foreseenAt: Instant?

    static let columns: SQL =
        "r.order_id, r.promise_id, r.risk, r.read_at, r.over_since, r.stage, r.stage_days, r.quoted_day, r.foreseen_at"

    init(_ row: inout Row) {
        order = row.id()
        promise = row.id()
        chance = row.int()
        readAt = row.instant()
        overSince = row.optionalInstant()
        stage = row.word()
        stageDays = row.int()
        quoted = row.optionalDay()
        foreseenAt = row.optionalInstant()
    }
}

extension Reading {
    /// The late risk of an order's open word; `nil` where none was read, or the word is no more.
    package func risk(of order: ID<Order>) throws -> StoredRisk? {
        try row(
            """
            SELECT \(StoredRisk.columns) FROM order_risks r JOIN promises p ON p.id = r.promise_id AND p.state = 'open'
            WHERE r.order_id = \(order)
            """, StoredRisk.init)
    }

    /// Open orders whose risk was not read since the last noon of the business, or since something happened to them.
    func ordersToRead(at now: Instant, limit: Int) throws -> [ID<Order>] {
        let noon = try lastNoon(at: now)
        return try rows(
            """
            SELECT o.id FROM orders o LEFT JOIN order_risks r ON r.order_id = o.id
            WHERE o.is_history = 0
              AND o.status IN ('ordered', 'approved', 'prepared', 'dispatched', 'in_transit', 'attempted')
              AND (r.order_id IS NULL OR r.of_revision <> o.revision OR r.read_at < \(noon)
                OR NOT EXISTS (SELECT 1 FROM promises w WHERE w.id = r.promise_id AND w.state = 'open'))
              AND EXISTS (SELECT 1 FROM promises p WHERE p.order_id = o.id AND p.state = 'open' AND p.is_told = 1
                AND p.paused_at IS NULL)
            ORDER BY o.ordered_at, o.id LIMIT \(limit)
            """
        ) { $0.id(Order.self) }
    }

    /// The last noon of the business that has passed.
    private func lastNoon(at now: Instant) throws -> Instant {
        let zone = try zones.zone(businessZone())
        let local = zone.local(now)
        let day = local.hour >= 12 ? local.day : local.day.advanced(by: -1)
        return zone.instant(of: day, secondsOfDay: 43_200)
    }

    /// The risks of orders that are due to be read. Nothing before the record was learned from.
    package func riskReadings(at now: Instant, limit: Int) throws -> [RiskReading] {
        guard let model = try deliveryModel() else { return [] }
        let ids = try ordersToRead(at: now, limit: limit)
        guard !ids.isEmpty else { return [] }
        let facts = try quotedOrders(ids)
        let revisions = Dictionary(
            uniqueKeysWithValues: try rows("SELECT id, revision FROM orders WHERE id IN \(anyOf: ids) ORDER BY id") {
                ($0.id(Order.self), $0.int())
            })
        // Of several words on parts of an order the one that is due first.
        let words = try rows(
            """
            SELECT order_id, id, due_at FROM promises WHERE order_id IN \(anyOf: ids) AND state = 'open' AND is_told = 1
              AND paused_at IS NULL ORDER BY due_at, id
            """
        ) { ($0.id(Order.self), (id: $0.id(Promise.self), due: $0.instant())) }
        let first = Dictionary(words) { earlier, _ in earlier }
        var rules: [ID<Place>: QuoteRule] = [:]
        return try ids.compactMap { id in
            guard let order = facts[id], let word = first[id], let revision = revisions[id],
                let risk = model.risk(order, due: word.due, at: now)
            else { return nil }
            let rule = try rules[order.facts.place] ?? quoteRule(at: order.facts.place)
            rules[order.facts.place] = rule
            let confidence = Double(rule.confidence) / 1_000
            let isOver = risk.thousandths >= rule.threshold
            var quoted: Day?
            // Only who is warned needs the new time.
            if isOver,
                case .success(let quote) = model.quote(
                    order, at: now, confidence: confidence, alpha: 1 - confidence)
            {
                quoted = quote.day
            }
            return RiskReading(
                order: id, revision: revision, promise: word.id, due: word.due, risk: risk, quoted: quoted,
                place: order.facts.place)
        }
    }
}

extension Transaction {
    /// Notes what was read. Since when a risk is at the threshold or above stays from reading to reading, and so does that
    /// it was foreseen, as long as it is of the same word.
    package func note(_ readings: [RiskReading]) throws {
        guard !readings.isEmpty else { return }
        let known = Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT \(StoredRisk.columns) FROM order_risks r WHERE r.order_id IN \(anyOf: readings.map(\.order))
                ORDER BY r.order_id
                """
            ) {
                let risk = StoredRisk(&$0)
                return (risk.order, risk)
            })
        var rules: [ID<Place>: QuoteRule] = [:]
        let rows = try readings.map { reading -> [Value] in
            let rule = try rules[reading.place] ?? quoteRule(at: reading.place)
            rules[reading.place] = rule
            let before = known[reading.order]
            let isOver = reading.risk.thousandths >= rule.threshold
            let row: SQL = """
                \(reading.order), \(reading.promise), \(reading.risk.thousandths), \(now), \
                \(reading.revision), \(isOver ? before?.overSince ?? now : nil), \(reading.risk.stage), \
                \(reading.risk.days), \(reading.quoted), \(before?.foreseenAt)
                """
            return row.values
        }
        try run("DELETE FROM order_risks WHERE order_id IN \(anyOf: readings.map(\.order))")
        try add(
            into: "order_risks",
            columns: [
                "order_id", "promise_id", "risk", "read_at", "of_revision", "over_since", "stage",
                "stage_days", "quoted_day", "foreseen_at",
            ], rows: rows)
    }
}
