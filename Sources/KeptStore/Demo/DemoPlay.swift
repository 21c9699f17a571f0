import KeptDomain
import KeptWords

extension Reading {
    package func isDemonstration() throws -> Bool { try setting(.demonstration) != nil }

    /// When something happens next in the demonstration; `nil` when nothing waits.
    package func nextDemoEvent() throws -> Instant? {
        try row("SELECT due_at FROM demo_events WHERE done_at IS NULL ORDER BY due_at, id LIMIT 1") { $0.instant() }
    }
}

extension Transaction {
    func putDemo(_ step: DemoCourse.Step, of order: ID<Order>?) {
        put(
            """
            INSERT INTO demo_events (id, due_at, kind, order_id, reason)
            VALUES (\(newID(DemoEvent.self)), \(step.at), \(step.kind), \(order), \(step.reason))
            """)
    }

    func putDemoOrder(at instant: Instant, seed: UInt64) {
        put(
            """
            INSERT INTO demo_events (id, due_at, kind, seed)
            VALUES (\(newID(DemoEvent.self)), \(instant), 'order', \(Int64(truncatingIfNeeded: seed)))
            """)
    }

    /// Makes an order of the demonstration through the same operation as any other, with its parcel.
    func makeDemoOrder(
        _ order: DemoOrder, named name: String, in shop: DemoShop, key: TrackingKey, words: Vocabulary
    ) throws -> Order {
        var draft = order.draft
        draft.externalID = name
        draft.carrier = shop.carrier(order.carrier)
        let made = try makeOrder(draft, trackingKey: key, words: words).order
        if order.carrier != nil { _ = try addParcel(to: made.id, trackingCode: "LP\(made.number)") }
        return made
    }

    /// Plays what is next in the demonstration, when its time has come.
    ///
    /// A new order brings its own course with it, and the next order after it, so the shop goes on for as long as it
    /// is served. After a standstill what should have happened meanwhile happens as of its time.
    /// - Parameter key: for the tracking link of a new order.
    /// - Returns: whether there was anything to play.
    package func playDemoEvent(key: TrackingKey, words: Vocabulary) throws -> Bool {
        let next = try row(
            """
            SELECT id, due_at, kind, order_id, seed, reason FROM demo_events
            WHERE done_at IS NULL AND due_at <= \(now) ORDER BY due_at, id LIMIT 1\
            \(sqlite: "", postgres: " FOR UPDATE SKIP LOCKED")
            """
        ) { row in
            (
                id: row.id(DemoEvent.self), at: row.instant(), kind: row.text(), order: row.optionalID(Order.self),
                seed: UInt64(bitPattern: row.int64()), reason: row.optionalText()
            )
        }
        guard let next else { return false }
        put("UPDATE demo_events SET done_at = \(now) WHERE id = \(next.id)")
        if let order = next.order, let kind = TrackingEvent.Kind(rawValue: next.kind) {
            try recordEvent(EventDraft(kind, at: next.at, reason: next.reason), of: order, words: words)
        } else if let shop = try demoShop() {
            try playOrder(seed: next.seed, in: shop, key: key, words: words)
        }
        return true
    }

    /// Passes over what cannot be played, so that it holds nothing up.
    package func passOverDemoEvent() throws {
        try run(
            """
            UPDATE demo_events SET done_at = \(now) WHERE id IN
              (SELECT id FROM demo_events WHERE done_at IS NULL AND due_at <= \(now) ORDER BY due_at, id LIMIT 1)
            """)
    }

    private func playOrder(seed: UInt64, in shop: DemoShop, key: TrackingKey, words: Vocabulary) throws {
        var dice = Dice(seed: seed)
        let order = DemoOrder(at: now, quick: 0.8, dice: &dice)
        let made = try makeDemoOrder(order, named: "web-\(now.seconds)", in: shop, key: key, words: words)
        let course = DemoCourse(of: order, due: try shop.promise(for: order).due, dice: &dice)
        for step in course.steps { putDemo(step, of: made.id) }
        putDemoOrder(at: now + .seconds(Int64(dice.number(40...150))), seed: dice.next())
    }
}

private enum DemoEvent {}
