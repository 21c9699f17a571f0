import KeptDomain

extension Reading {
    package func order(_ id: ID<Order>) throws -> Order? {
        try row("SELECT \(Order.columns) FROM orders WHERE id = \(id)") { Order(&$0) }
    }

    package func knownOrder(_ id: ID<Order>) throws -> Order {
        guard let order = try order(id) else { throw StoreError.notFound("order \(id)") }
        return order
    }

    /// As `knownOrder(_:)`, where the reader saw this `revision` of it. - Throws: `conflict` when it changed since.
    package func knownOrder(_ id: ID<Order>, revision: Int?) throws -> Order {
        let order = try knownOrder(id)
        if let revision, revision != order.revision { throw StoreError.conflict(revision: order.revision) }
        return order
    }

    /// Whether the right goods came in the right number, and whether the bill was right, as far as somebody noted it.
    package func notedOutcome(of id: ID<Order>) throws -> (filledRight: Bool?, billedRight: Bool?) {
        let noted = try row("SELECT filled, billed FROM orders WHERE id = \(id)") { row in
            (row.optionalInt().map { $0 == 1 }, row.optionalInt().map { $0 == 1 })
        }
        return noted ?? (nil, nil)
    }

    package func order(source: String, externalID: String) throws -> Order? {
        try row("SELECT \(Order.columns) FROM orders WHERE source = \(source) AND external_id = \(externalID)") {
            Order(&$0)
        }
    }

    package func order(numbered number: Int) throws -> Order? {
        try row("SELECT \(Order.columns) FROM orders WHERE number = \(number)") { Order(&$0) }
    }

    package func order(tracking key: TrackingKey) throws -> Order? {
        try row("SELECT \(Order.columns) FROM orders WHERE tracking_key = \(key.bytes)") { Order(&$0) }
    }

    package func lines(of order: ID<Order>) throws -> [OrderedLine] {
        try rows("SELECT \(OrderedLine.columns) FROM order_lines WHERE order_id = \(order) ORDER BY position") {
            OrderedLine(&$0)
        }
    }

    package func parcels(of order: ID<Order>) throws -> [OrderParcel] {
        try rows("SELECT \(OrderParcel.columns) FROM parcels WHERE order_id = \(order) ORDER BY id") {
            OrderParcel(&$0)
        }
    }

    /// In order of when they happened.
    package func events(of order: Order) throws -> [TrackingEvent] {
        try rows("SELECT \(TrackingEvent.columns) FROM tracking_events WHERE order_id = \(order.id) ORDER BY at, id") {
            TrackingEvent(&$0, of: order)
        }
    }
}
