import KeptDomain

/// A guarantee with uses that wait for a lead and are decided together.
package struct HeldGuarantee: Sendable, Hashable {
    package let guarantee: Guarantee
    package let count: Int
    /// What they would cost, by currency.
    package let costs: [Money]
    /// Since when the oldest waits.
    package let since: Instant
}

/// One use that is decided by itself, with its case in view: somebody typed its amount.
package struct HeldUse: Sendable, Hashable {
    package let use: GuaranteeUseRecord
    /// The name of the guarantee.
    package let guarantee: String
    package let caseNumber: Int?
    package let customer: String?
    /// The order's total; `nil` where nobody told it.
    package let total: Money?
}

extension Reading {
    /// Uses that a lead decides together: their amount is that of the rule.
    static let isDecidedTogether: SQL =
        "(held_because IS NULL OR held_because NOT IN ('authority', 'total-unknown'))"

    static func atPlaces(_ places: Set<ID<Place>>?) -> SQL {
        if let places { " AND place_id IN \(anyOf: places.sorted())" } else { "" }
    }

    /// What waits for a lead to be decided together, by guarantee.
    ///
    /// - Parameter places: only what waits there; `nil` for anywhere.
    package func heldGuarantees(at places: Set<ID<Place>>? = nil) throws -> [HeldGuarantee] {
        let waiting = try rows(
            """
            SELECT guarantee_id, gifts, count(*), min(used_at) FROM guarantee_uses
            WHERE state = 'held' AND \(Self.isDecidedTogether)\(Self.atPlaces(places))
            GROUP BY guarantee_id, gifts ORDER BY guarantee_id, gifts
            """
        ) { (id: $0.id(Guarantee.self), gifts: GiftText.read($0.text()), count: $0.int(), since: $0.instant()) }
        return try Dictionary(grouping: waiting, by: \.id).sorted { $0.key < $1.key }.map { id, parts in
            var costs = GuaranteeTrial()
            for part in parts {
                for gift in part.gifts {
                    costs.cost[gift.amount.currency.code, default: 0] += gift.amount.minor * Int64(part.count)
                }
            }
            return HeldGuarantee(
                guarantee: try knownGuarantee(id), count: parts.reduce(0) { $0 + $1.count }, costs: costs.costs,
                since: parts.map(\.since).min() ?? Instant(seconds: 0))
        }
    }

    /// What waits for a lead to be decided one by one, the oldest first.
    package func heldUses(
        of id: ID<Guarantee>? = nil, at places: Set<ID<Place>>? = nil, limit: Int
    ) throws -> [HeldUse] {
        let of: SQL = if let id { " AND guarantee_id = \(id)" } else { "" }
        let uses = try rows(
            """
            SELECT \(GuaranteeUseRecord.columns) FROM guarantee_uses
            WHERE state = 'held' AND held_because IN ('authority', 'total-unknown')\(of)\(Self.atPlaces(places))
            ORDER BY id LIMIT \(limit)
            """, GuaranteeUseRecord.init)
        return try uses.map { use in
            HeldUse(
                use: use, guarantee: try knownGuarantee(use.guarantee).rule.name,
                caseNumber: try use.case.map { try knownCase($0).number },
                customer: try use.customer.flatMap { try customer($0)?.name },
                total: try use.order.flatMap { try paid(forOrder: $0) })
        }
    }
}
