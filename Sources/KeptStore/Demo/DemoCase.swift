import KeptDomain

/// A case of the demonstration's past, as those who make good what broke need it.
struct DemoCase {
    let found: ID<Case>
    let order: ID<Order>?
    let customer: ID<Customer>?
    let owner: ID<Person>
    /// The first broken word on it, `nil` where something else went wrong.
    let promise: ID<Promise>?
    let openedAt: Instant
    let closedAt: Instant?
    /// The customer's, else English.
    let language: String
    /// What the order cost, in minor units.
    let total: Int64?
}

extension Reading {
    /// Cases that were opened half a day ago or before, by number.
    ///
    /// - Parameter condition: on the case `c`.
    func demoCases(where condition: SQL, now: Instant) throws -> [DemoCase] {
        try rows(
            """
            SELECT c.id, c.order_id, c.customer_id, c.owner_id,
              (SELECT min(p.id) FROM promises p WHERE p.case_id = c.id AND p.state = 'broken'),
              c.opened_at, c.closed_at, coalesce(u.language, 'en'), o.total_minor
            FROM cases c LEFT JOIN customers u ON u.id = c.customer_id LEFT JOIN orders o ON o.id = c.order_id
            WHERE c.opened_at < \(now - .hours(12)) AND \(condition) ORDER BY c.number
            """
        ) { row in
            DemoCase(
                found: row.id(), order: row.optionalID(), customer: row.optionalID(), owner: row.id(),
                promise: row.optionalID(), openedAt: row.instant(), closedAt: row.optionalInstant(),
                language: row.text(), total: row.optionalInt64())
        }
    }
}
