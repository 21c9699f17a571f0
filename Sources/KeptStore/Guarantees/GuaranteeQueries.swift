import KeptDomain

extension Reading {
    /// By name.
    package func guarantees() throws -> [Guarantee] {
        try rows("SELECT \(Guarantee.columns) FROM \(Guarantee.current) ORDER BY g.name, g.id", Guarantee.init)
    }

    package func guarantee(_ id: ID<Guarantee>) throws -> Guarantee? {
        try row("SELECT \(Guarantee.columns) FROM \(Guarantee.current) WHERE g.id = \(id)", Guarantee.init)
    }

    package func knownGuarantee(_ id: ID<Guarantee>) throws -> Guarantee {
        guard let found = try guarantee(id) else { throw StoreError.notFound("guarantee \(id)") }
        return found
    }

    /// Those that are on for one of these triggers, the oldest first.
    func guaranteesOn(_ triggers: [Guarantee.Trigger]) throws -> [Guarantee] {
        try rows(
            """
            SELECT \(Guarantee.columns) FROM \(Guarantee.current)
            WHERE g.is_on = 1 AND v.trigger_kind IN \(anyOf: triggers.map(\.rawValue)) ORDER BY g.id
            """, Guarantee.init)
    }

    /// The newest first, going on below `before`. - Parameter places: only what was used there; `nil` for anywhere.
    package func guaranteeUses(
        of id: ID<Guarantee>, at places: Set<ID<Place>>? = nil, state: GuaranteeUseRecord.State? = nil,
        before: ID<GuaranteeUse>? = nil, limit: Int
    ) throws -> [GuaranteeUseRecord] {
        let atPlace = SQL.and("place_id", in: places)
        let standing: SQL = if let state { " AND state = \(state)" } else { "" }
        return try rows(
            """
            SELECT \(GuaranteeUseRecord.columns) FROM guarantee_uses
            WHERE guarantee_id = \(id) AND id < \(before?.rawValue ?? .max)\(standing)\(atPlace) ORDER BY id DESC LIMIT \(limit)
            """, GuaranteeUseRecord.init)
    }

    package func guaranteeUse(_ id: ID<GuaranteeUse>) throws -> GuaranteeUseRecord {
        let found = try row(
            "SELECT \(GuaranteeUseRecord.columns) FROM guarantee_uses WHERE id = \(id)", GuaranteeUseRecord.init)
        guard let found else { throw StoreError.notFound("guarantee use \(id)") }
        return found
    }

    /// What each guarantee gave since an instant, and what waits: costs by currency, never summed across.
    ///
    /// - Parameter places: only of what was used there; `nil` for anywhere.
    package func guaranteeFigures(
        since: Instant, at places: Set<ID<Place>>? = nil
    ) throws -> [ID<Guarantee>: GuaranteeFigures] {
        let atPlace: SQL = if let places { "u.place_id IN \(anyOf: places.sorted())" } else { "1 = 1" }
        var figures: [ID<Guarantee>: GuaranteeFigures] = [:]
        let uses = try rows(
            """
            SELECT u.guarantee_id, sum(CASE WHEN u.state = 'given' AND u.used_at >= \(since) THEN 1 ELSE 0 END),
              sum(CASE WHEN u.state = 'held' THEN 1 ELSE 0 END) FROM guarantee_uses u WHERE \(atPlace)
            GROUP BY u.guarantee_id
            """
        ) { ($0.id(Guarantee.self), $0.int(), $0.int()) }
        for (id, given, held) in uses { figures[id] = GuaranteeFigures(given: given, held: held) }
        let costs = try rows(
            """
            SELECT u.guarantee_id, CAST(sum(r.amount_minor) AS BIGINT), r.currency FROM guarantee_uses u
            JOIN remedies r ON r.guarantee_use_id = u.id WHERE u.used_at >= \(since) AND \(atPlace)
            GROUP BY u.guarantee_id, r.currency ORDER BY u.guarantee_id, r.currency
            """
        ) { ($0.id(Guarantee.self), $0.optionalMoney()) }
        for (id, cost) in costs { if let cost { figures[id]?.costs.append(cost) } }
        return figures
    }
}

/// What a guarantee came to so far.
package struct GuaranteeFigures: Sendable, Hashable {
    package var given: Int
    /// Waiting for a lead.
    package var held: Int
    /// By currency.
    package var costs: [Money] = []

    package init(given: Int = 0, held: Int = 0, costs: [Money] = []) {
        self.given = given
        self.held = held
        self.costs = costs
    }
}
