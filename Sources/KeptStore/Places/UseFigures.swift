import KeptDomain

extension Reading {
    /// How many orders are under way with each carrier.
    package func openOrdersByCarrier() throws -> [ID<Carrier>: Int] { try openOrders(by: "carrier_id") }

    /// How many orders are under way at each place.
    package func openOrdersByPlace() throws -> [ID<Place>: Int] { try openOrders(by: "place_id") }

    /// How many people hold a role at just this place.
    package func peopleByPlace() throws -> [ID<Place>: Int] {
        let rows = try rows(
            """
            SELECT r.place_id, count(DISTINCT r.person_id) FROM person_roles r JOIN people p ON p.id = r.person_id
            WHERE p.left_at IS NULL AND r.place_id IS NOT NULL GROUP BY r.place_id
            """
        ) { ($0.id(Place.self), $0.int()) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// How often each window was chosen since `since`.
    package func choicesByWindow(since: Instant) throws -> [ID<DeliveryWindow>: Int] {
        let rows = try rows(
            "SELECT window_id, count(*) FROM window_choices WHERE chosen_at >= \(since) GROUP BY window_id"
        ) { ($0.id(DeliveryWindow.self), $0.int()) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private func openOrders<T>(by column: SQL) throws -> [ID<T>: Int] {
        let underWay = OrderStatus.allCases.filter { !$0.isFinal }.map(\.rawValue)
        // The first condition lets the index of what was not delivered serve.
        let rows = try rows(
            """
            SELECT \(column), count(*) FROM orders
            WHERE status <> 'delivered' AND status IN \(anyOf: underWay) AND \(column) IS NOT NULL GROUP BY \(column)
            """
        ) { ($0.id(T.self), $0.int()) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
