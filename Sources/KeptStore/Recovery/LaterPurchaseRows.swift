import KeptDomain

/// What customers bought after something went wrong, beside others for whom nothing had.
extension Reading {
    /// - Parameter answered: the first failure of each customer that they answered for, and how.
    func laterPurchases(
        after answered: [ID<Customer>: RecoveryTally.Answered], _ from: Instant, _ to: Instant,
        _ places: Set<ID<Place>>?, _ within: LaterPurchases.Within, now: Instant
    ) throws -> LaterPurchases {
        let known = now - within.span
        let all = answered.filter { $0.value.at <= known }
        guard !all.isEmpty else { return LaterPurchases(within: within) }
        var again: Set<ID<Customer>> = []
        let ids = all.keys.sorted()
        for start in stride(from: 0, to: ids.count, by: Self.customersAtOnce) {
            let part = Array(ids[start..<min(start + Self.customersAtOnce, ids.count)])
            // What was foreseen may have begun before the first day of the report.
            let first = part.compactMap { all[$0]?.at }.min() ?? from
            for (id, at) in try rows(
                """
                SELECT customer_id, ordered_at FROM orders WHERE customer_id IN \(anyOf: part) AND ordered_at > \(first)
                ORDER BY customer_id, ordered_at, id
                """, { ($0.id(Customer.self), $0.instant()) })
            {
                if let began = all[id]?.at, at > began, at <= began + within.span { again.insert(id) }
            }
        }
        func customers(_ fits: (FollowUp.Answer) -> Bool) -> [LaterPurchases.Customer] {
            ids.compactMap { id in
                guard let found = all[id], fits(found.answer) else { return nil }
                return LaterPurchases.Customer(id: id, at: found.at, boughtAgain: again.contains(id))
            }
        }
        return try LaterPurchases(
            well: customers { $0 == .yes }, badly: customers { $0 != .yes }, within: within
        ) { start, end in
            try notFailed(from: max(start, from), before: min(end, to, known), since: from, places, within)
        }
    }

    /// How many customers' orders are read at once.
    private static let customersAtOnce = 1_000

    /// Customers for whom nothing had gone wrong up to the end of the time in which their purchases count, by their first
    /// order since `since`, where that lies in `from ..< before`. What goes wrong later says nothing of that time.
    private func notFailed(
        from: Instant, before: Instant, since: Instant, _ places: Set<ID<Place>>?, _ within: LaterPurchases.Within
    ) throws -> [LaterPurchases.Customer] {
        guard from < before else { return [] }
        let own = SQL.and("o.place_id", in: places)
        let earlier = SQL.and("e.place_id", in: places)
        let window = within.span.microseconds
        return try rows(
            """
            SELECT o.customer_id, o.ordered_at, CASE WHEN EXISTS (SELECT 1 FROM orders n WHERE n.customer_id = o.customer_id
                AND n.ordered_at > o.ordered_at AND n.ordered_at <= o.ordered_at + \(window)) THEN 1 ELSE 0 END
            FROM orders o
            WHERE o.ordered_at >= \(from) AND o.ordered_at < \(before) AND o.customer_id IS NOT NULL\(own)
            AND NOT EXISTS (SELECT 1 FROM orders e WHERE e.customer_id = o.customer_id AND e.ordered_at >= \(since)
              AND (e.ordered_at < o.ordered_at OR e.ordered_at = o.ordered_at AND e.id < o.id)\(earlier))
            AND NOT EXISTS (SELECT 1 FROM \(Failure.tables) WHERE f.customer_id = o.customer_id
              AND f.learned_at <= o.ordered_at + \(window) AND \(Failure.counts))
            ORDER BY o.ordered_at, o.id
            """
        ) { LaterPurchases.Customer(id: $0.id(), at: $0.instant(), boughtAgain: $0.flag()) }
    }
}
