import KeptDomain

/// Everything that the page of one order shows.
package struct OrderPage: Sendable {
    /// A promise with why it replaced the one before it.
    package struct Word: Sendable {
        package let promise: Promise
        package let why: String?
        package let isAtRisk: Bool
    }

    package struct OpenCase: Sendable {
        package let id: ID<Case>
        package let number: Int
        package let subject: String
        package let owner: String
        package let lead: String?
    }

    package let order: Order
    package let place: Place
    package let carrier: Carrier?
    package let customer: Customer?
    package let contacts: [CustomerContact]
    package let lines: [OrderedLine]
    package let parcels: [OrderParcel]
    package let carriers: [ID<Carrier>: Carrier]
    package let events: [TrackingEvent]
    /// What was told on its matter, the oldest first: on the order, and on cases about it.
    package let words: [Word]
    package let openCase: OpenCase?
    package let chosenWindow: ChosenWindow?
    package let windows: [WindowOpening]
}

extension Reading {
    /// `nil` when there is no such order.
    package func orderPage(_ id: ID<Order>, _ warnings: ShownWarnings) throws -> OrderPage? {
        guard let order = try order(id) else { return nil }
        let customer = try order.customer.flatMap { try self.customer($0) }
        let parcels = try parcels(of: id)
        let needed = Set(parcels.compactMap(\.carrier) + [order.carrier].compactMap { $0 })
        let carriers = try rows(
            "SELECT \(Carrier.columns) FROM carriers WHERE id IN \(anyOf: needed.sorted()) ORDER BY id"
        ) { Carrier(&$0) }
        let byID = Dictionary(uniqueKeysWithValues: carriers.map { ($0.id, $0) })
        return OrderPage(
            order: order, place: try place(orDefault: order.place), carrier: order.carrier.flatMap { byID[$0] },
            customer: customer, contacts: try customer.map { try contacts(of: $0.id) } ?? [], lines: try lines(of: id),
            parcels: parcels, carriers: byID, events: try events(of: order),
            words: try words(toldOnMatterOf(id), warnings),
            openCase: try openCase(onOrder: id), chosenWindow: try chosenWindow(of: id),
            windows: try windowOpenings(for: order, now: warnings.now))
    }

    private func toldOnMatterOf(_ order: ID<Order>) throws -> [Promise] {
        try rows(
            """
            SELECT \(Promise.prefixedColumns) FROM matters m JOIN promises p ON p.matter_id = m.id
            WHERE m.order_id = \(order) AND p.is_told = 1 ORDER BY p.id
            """, Promise.init)
    }

    /// These promises with why each replaced the one before it, and whether it is at risk by these warnings.
    package func words(_ promises: [Promise], _ warnings: ShownWarnings) throws -> [OrderPage.Word] {
        guard !promises.isEmpty else { return [] }
        let warned = try warned(promises.filter(\.isOpen).map(\.id), warnings)
        let reasons = try rows(
            """
            SELECT subject_id, why FROM journal WHERE subject_kind = 'promise' AND why IS NOT NULL
              AND kind = 'promise.made' AND subject_id IN \(anyOf: promises.map(\.id)) ORDER BY number
            """
        ) { (id: $0.id(Promise.self), why: $0.text()) }
        let why = Dictionary(reasons.map { ($0.id, $0.why) }) { first, _ in first }
        return promises.map {
            OrderPage.Word(promise: $0, why: why[$0.id], isAtRisk: warned.contains($0.id))
        }
    }

    func openCase(onOrder id: ID<Order>) throws -> OrderPage.OpenCase? {
        try row(
            """
            SELECT c.id, c.number, c.subject, o.name, l.name FROM cases c
            JOIN people o ON o.id = c.owner_id LEFT JOIN people l ON l.id = c.lead_id
            WHERE c.order_id = \(id) AND c.status = 'open' ORDER BY c.id DESC LIMIT 1
            """
        ) { row in
            OrderPage.OpenCase(
                id: row.id(), number: row.int(), subject: row.text(), owner: row.text(), lead: row.optionalText())
        }
    }
}
