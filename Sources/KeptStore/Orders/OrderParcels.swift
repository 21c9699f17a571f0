import KeptDomain

extension Transaction {
    /// Adds a parcel to an order that is under way.
    ///
    /// - Parameter lines: positions of the lines that it brings; empty where nobody says.
    /// - Returns: the parcel of this tracking code where the order has it already.
    package func addParcel(
        to id: ID<Order>, carrier: ID<Carrier>? = nil, trackingCode: String? = nil, lines: [Int] = []
    ) throws -> OrderParcel {
        let order = try knownOrder(id)
        try permit(.recordEvent, at: order.place)
        var problems: [FieldProblem] = []
        problems.append(.optional(trackingCode, "tracking_code"))
        if let carrier, try openCarrier(carrier) == nil {
            problems.append(FieldProblem("carrier", "problems.no-such-carrier"))
        }
        let known = Set(try self.lines(of: id).map(\.position))
        for line in lines where !known.contains(line) {
            problems.append(FieldProblem("lines", "problems.no-such-line", [Fact("line", line)]))
        }
        try problems.check()
        let code = trackingCode?.trimmedOrNil
        if let code, let known = try parcels(of: id).first(where: { $0.trackingCode == code }) { return known }
        guard !order.status.isFinal else { throw OrderRefusal.ended(order.status) }
        let parcel: ID<Parcel> = newID()
        put(
            """
            INSERT INTO parcels (id, order_id, carrier_id, tracking_code, created_at)
            VALUES (\(parcel), \(id), \(carrier ?? order.carrier), \(code), \(now))
            """)
        for line in lines {
            put("UPDATE order_lines SET parcel_id = \(parcel) WHERE order_id = \(id) AND position = \(line)")
        }
        // Orders and events that come at the same moment must see it.
        try run("UPDATE orders SET revision = revision + 1 WHERE id = \(id)")
        journal(
            JournalEntry(
                "order.parcel-added", of: .order(id), customer: order.customer,
                facts: [Fact("parcel", parcel)] + (code.map { [Fact("code", $0)] } ?? [])))
        guard let made = try parcels(of: id).first(where: { $0.id == parcel }) else {
            throw StoreError.notFound("parcel")
        }
        return made
    }

    /// Gives what is still under way of an order to another carrier.
    @discardableResult
    package func assignCarrier(_ carrier: ID<Carrier>, to id: ID<Order>, why: String) throws -> Order {
        let order = try knownOrder(id)
        try permit(.recordEvent, at: order.place)
        guard !order.status.isFinal else { throw OrderRefusal.ended(order.status) }
        guard let known = try openCarrier(carrier) else {
            throw InvalidInput("carrier", "problems.no-such-carrier")
        }
        guard order.carrier != carrier else { return order }
        let facts = try deliveryFacts(of: id)
        try run(
            "UPDATE orders SET carrier_id = \(carrier), revision = revision + 1 WHERE id = \(id)")
        put(
            """
            UPDATE parcels SET carrier_id = \(carrier) WHERE order_id = \(id) AND NOT EXISTS (
              SELECT 1 FROM tracking_events e
              WHERE e.order_id = parcels.order_id AND e.parcel_id = parcels.id AND e.kind = 'delivered')
            """)
        journal(
            JournalEntry(
                "order.carrier-assigned", of: .order(id), customer: order.customer, why: why,
                facts: [Fact("carrier", known.name)]))
        try noteDelivery(of: id, before: facts)
        return try knownOrder(id)
    }

    /// Notes how many of each line were there when the order was filled.
    ///
    /// - Parameter filled: quantities by the position of the line.
    package func noteFilling(of id: ID<Order>, _ filled: [Int: Int]) throws {
        let order = try knownOrder(id)
        try permit(.recordEvent, at: order.place)
        let lines = try lines(of: id)
        for (position, quantity) in filled {
            guard lines.contains(where: { $0.position == position }), (0...1_000_000).contains(quantity) else {
                throw InvalidInput("lines", "problems.no-such-line", [Fact("line", position)])
            }
        }
        let facts = try deliveryFacts(of: id)
        for (position, quantity) in filled.sorted(by: { $0.key < $1.key }) {
            put(
                """
                UPDATE order_lines SET filled_quantity = \(quantity) WHERE order_id = \(id) AND position = \(position)
                """)
        }
        let complete = OrderLine.isComplete(try self.lines(of: id).map(\.line))
        // Whoever counted the goods knows better than a file that only said so.
        try run(
            """
            UPDATE orders SET complete = \(complete), told_complete = NULL, revision = revision + 1 WHERE id = \(id)
            """)
        journal(JournalEntry("order.filled", of: .order(id), customer: order.customer))
        try noteDelivery(of: id, before: facts)
    }

    /// Notes whether what came is what was ordered, and whether the bill was right; `nil` leaves what is known.
    package func noteOutcome(of id: ID<Order>, filledRight: Bool? = nil, billedRight: Bool? = nil, why: String? = nil)
        throws
    {
        let order = try knownOrder(id)
        try permit(.recordEvent, at: order.place)
        let facts = try deliveryFacts(of: id)
        try run(
            """
            UPDATE orders SET filled = coalesce(CAST(\(filledRight) AS SMALLINT), filled),
              billed = coalesce(CAST(\(billedRight) AS SMALLINT), billed), revision = revision + 1 WHERE id = \(id)
            """)
        journal(
            JournalEntry(
                "order.outcome-noted", of: .order(id), customer: order.customer, why: why,
                facts: (filledRight.map { [Fact("filled", $0)] } ?? [])
                    + (billedRight.map { [Fact("billed", $0)] } ?? [])))
        try noteDelivery(of: id, before: facts)
    }
}
