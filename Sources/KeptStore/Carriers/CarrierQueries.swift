import KeptDomain

extension Reading {
    package func carrier(_ id: ID<Carrier>) throws -> Carrier? {
        try row("SELECT \(Carrier.columns) FROM carriers WHERE id = \(id)") { Carrier(&$0) }
    }

    /// As `carrier(_:)`, `nil` also for one that was closed: nothing new goes with it.
    package func openCarrier(_ id: ID<Carrier>) throws -> Carrier? {
        try carrier(id).flatMap { $0.closedAt == nil ? $0 : nil }
    }

    /// Those that still work for us, by name.
    package func carriers() throws -> [Carrier] {
        try rows("SELECT \(Carrier.columns) FROM carriers WHERE closed_at IS NULL ORDER BY name, id") { Carrier(&$0) }
    }

    package func window(_ id: ID<DeliveryWindow>) throws -> DeliveryWindow? {
        try row("SELECT \(DeliveryWindow.columns) FROM delivery_windows WHERE id = \(id)") { DeliveryWindow(&$0) }
    }

    /// Windows that can be chosen, by place, start and name.
    package func windows() throws -> [DeliveryWindow] {
        try rows(
            """
            SELECT \(DeliveryWindow.columns) FROM delivery_windows WHERE closed_at IS NULL
            ORDER BY place_id NULLS FIRST, starts_minute, name, id
            """
        ) { DeliveryWindow(&$0) }
    }
}
