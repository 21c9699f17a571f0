import KeptDomain

/// An open order that will probably be late.
package struct LikelyLate: Sendable {
    package let risk: StoredRisk
    package let number: Int
    package let customer: String?
    package let carrier: String?
    package let region: String?
    package let due: Instant
}

extension Reading {
    /// Open orders at the threshold or above, the likeliest first.
    ///
    /// - Parameter places: `nil` for anywhere.
    package func likelyLate(at places: Set<ID<Place>>? = nil, limit: Int) throws -> [LikelyLate] {
        let atPlace = SQL.and("o.place_id", in: places)
        return try rows(
            """
            SELECT \(StoredRisk.columns), o.number, c.name, k.name, o.region, p.due_at
            FROM order_risks r JOIN promises p ON p.id = r.promise_id JOIN orders o ON o.id = r.order_id
            LEFT JOIN customers c ON c.id = o.customer_id LEFT JOIN carriers k ON k.id = o.carrier_id
            WHERE r.over_since IS NOT NULL AND p.state = 'open'
              AND o.status IN ('ordered', 'approved', 'prepared', 'dispatched', 'in_transit', 'attempted')\(atPlace)
            ORDER BY r.risk DESC, r.order_id LIMIT \(limit)
            """
        ) { row in
            LikelyLate(
                risk: StoredRisk(&row), number: row.int(), customer: row.optionalText(), carrier: row.optionalText(),
                region: row.optionalText(), due: row.instant())
        }
    }

    /// How many open orders are at the threshold or above, counted no further than `most`.
    package func likelyLateCount(at places: Set<ID<Place>>? = nil, atMost most: Int) throws -> Int {
        let atPlace = SQL.and("o.place_id", in: places)
        return try count(
            """
            SELECT count(*) FROM (SELECT 1 FROM order_risks r JOIN promises p ON p.id = r.promise_id
              JOIN orders o ON o.id = r.order_id WHERE r.over_since IS NOT NULL AND p.state = 'open'
              AND o.status IN ('ordered', 'approved', 'prepared', 'dispatched', 'in_transit', 'attempted')\(atPlace)
              LIMIT \(most)) found
            """)
    }
}
