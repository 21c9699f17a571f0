import KeptDomain

/// A guarantee with uses that wait for a lead and are decided together.
package struct HeldGuarantee: Sendable, Hashable {
    package let guarantee: Guarantee
    package let count: Int
    /// What they would cost, by currency.
    package let costs: [Money]
    /// Since when the oldest waits.
    package let since: Instant
    /// The oldest, with which the next part begins.
    package let first: ID<GuaranteeUse>
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
    /// Uses that a lead decides together: their amount is that of the rule. What somebody typed is decided by itself, whyever
    /// it waits.
    static let isDecidedTogether: SQL = "paid_minor IS NULL"

    static func atPlaces(_ places: Set<ID<Place>>?) -> SQL {
        if let places { " AND place_id IN \(anyOf: places.sorted())" } else { "" }
    }

    /// What waits for a lead to be decided together, by guarantee.
    ///
    /// - Parameter places: only what waits there; `nil` for anywhere.
    package func heldGuarantees(at places: Set<ID<Place>>? = nil) throws -> [HeldGuarantee] {
        let waiting = try rows(
            """
            SELECT guarantee_id, gifts, count(*), min(used_at), min(id) FROM guarantee_uses
            WHERE state = 'held' AND \(Self.isDecidedTogether)\(Self.atPlaces(places))
            GROUP BY guarantee_id, gifts ORDER BY guarantee_id, gifts
            """
        ) {
            (
                id: $0.id(Guarantee.self), gifts: GiftText.read($0.text()), count: $0.int(), since: $0.instant(),
                first: $0.id(GuaranteeUse.self)
            )
        }
        return try Dictionary(grouping: waiting, by: \.id).sorted { $0.key < $1.key }.compactMap { id, parts in
            guard let first = parts.map(\.first).min() else { return nil }
            var costs = GuaranteeTrial()
            for part in parts {
                for gift in part.gifts {
                    costs.cost[gift.amount.currency.code, default: 0] += gift.amount.minor * Int64(part.count)
                }
            }
            return HeldGuarantee(
                guarantee: try knownGuarantee(id), count: parts.reduce(0) { $0 + $1.count }, costs: costs.costs,
                since: parts.map(\.since).min() ?? Instant(seconds: 0), first: first)
        }
    }

    /// What waits for a lead to be decided one by one, the oldest first.
    package func heldUses(
        of id: ID<Guarantee>? = nil, at places: Set<ID<Place>>? = nil, limit: Int
    ) throws -> [HeldUse] {
        let of: SQL = if let id { " AND guarantee_id = \(id)" } else { "" }
        return try rows(
            """
            SELECT u.*, g.name, c.number, k.name, o.total_minor, o.currency FROM (
              SELECT \(GuaranteeUseRecord.columns) FROM guarantee_uses
              WHERE state = 'held' AND paid_minor IS NOT NULL\(of)\(Self.atPlaces(places)) ORDER BY id LIMIT \(limit)) u
            JOIN guarantees g ON g.id = u.guarantee_id LEFT JOIN cases c ON c.id = u.case_id
            LEFT JOIN customers k ON k.id = u.customer_id LEFT JOIN orders o ON o.id = coalesce(u.order_id, c.order_id)
            ORDER BY u.id
            """
        ) { row in
            HeldUse(
                use: GuaranteeUseRecord(&row), guarantee: row.text(), caseNumber: row.optionalInt(),
                customer: row.optionalText(), total: row.optionalMoney())
        }
    }
}
