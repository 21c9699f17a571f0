import KeptDomain

extension RemedyKind {
    /// `moneyBack` as statements spell it, to the letter as the indices do that answer them.
    package static let moneyBackSpelled: SQL = "('refund', 'price-match')"
}

/// Money that goes back to customers: of one order never more than it cost, by whatever right it is given.
extension Reading {
    /// Minor units that went back on an order, less what was taken back, as a value in a statement.
    ///
    /// A line that names no order was given on a case that had none. It counts on every order by which that case is bound now
    /// (`boundingOrders`).
    ///
    /// - Parameters:
    ///   - order: its id. - Parameter currency: that in which it was paid.
    static func moneyBack(on order: SQL, in currency: SQL) -> SQL {
        """
        (coalesce((SELECT CAST(sum(b.amount_minor) AS BIGINT) FROM remedies b
          WHERE b.order_id = \(order) AND b.kind IN \(RemedyKind.moneyBackSpelled) AND b.currency = \(currency)), 0)
        + coalesce((WITH RECURSIVE up (base_id, id, into_id) AS (
            SELECT f.id, f.id, f.merged_into_id FROM cases f WHERE f.order_id = \(order) UNION
            SELECT up.base_id, f.id, f.merged_into_id FROM up JOIN cases f ON f.id = up.into_id AND f.order_id IS NULL),
          part (id) AS (
            SELECT up.id FROM up WHERE up.id = up.base_id OR up.into_id IS NULL UNION
            SELECT f.id FROM part JOIN cases f ON f.merged_into_id = part.id AND f.order_id IS NULL)
          SELECT CAST(sum(b.amount_minor) AS BIGINT) FROM remedies b WHERE b.case_id IN (SELECT id FROM part)
          AND b.order_id IS NULL AND b.kind IN \(RemedyKind.moneyBackSpelled) AND b.currency = \(currency)), 0))
        """
    }

    /// What an order cost and what of that can still go back; `nil` where nobody told what it cost.
    func refundable(onOrder id: ID<Order>?) throws -> (left: Money, total: Money)? {
        guard let id else { return nil }
        return try row(
            """
            SELECT o.total_minor, o.currency, \(Self.moneyBack(on: "o.id", in: "o.currency")) FROM orders o
            WHERE o.id = \(id)
            """
        ) { row in
            let total = row.optionalMoney()
            let back = row.int64()
            return total.map { ($0.less(back), $0) }
        } ?? nil
    }

    /// What of the price of several orders can still go back, where it is known.
    func refundable(onOrders ids: [ID<Order>]) throws -> [ID<Order>: Money] {
        let found = try rows(
            """
            SELECT o.id, o.total_minor, o.currency, \(Self.moneyBack(on: "o.id", in: "o.currency")) FROM orders o
            WHERE o.id IN \(anyOf: ids) ORDER BY o.id
            """
        ) { row in
            let (id, total) = (row.id(Order.self), row.optionalMoney())
            let back = row.int64()
            return (id, total.map { $0.less(back) })
        }
        return Dictionary(found.compactMap { id, left in left.map { (id, $0) } }) { first, _ in first }
    }

    /// The orders whose price bounds what goes back on cases: of each its own, else the first of the cases of which it became
    /// part. Where none of these has one, it is bound by each of those that became part of the case in which it goes on, until
    /// somebody says which of them it is about; `[]` where no case has an order.
    func boundingOrders(ofCases ids: [ID<Case>]) throws -> [ID<Case>: [ID<Order>]] {
        guard !ids.isEmpty else { return [:] }
        let found = try rows(
            """
            WITH RECURSIVE up (id, at_id) AS (
              SELECT id, id FROM cases WHERE id IN \(anyOf: ids) UNION
              SELECT up.id, f.merged_into_id FROM up JOIN cases f ON f.id = up.at_id
              WHERE f.order_id IS NULL AND f.merged_into_id IS NOT NULL),
            down (id, at_id) AS (
              SELECT up.id, up.at_id FROM up JOIN cases f ON f.id = up.at_id
              WHERE f.order_id IS NOT NULL OR f.merged_into_id IS NULL UNION
              SELECT down.id, f.id FROM down JOIN cases g ON g.id = down.at_id AND g.order_id IS NULL
              JOIN cases f ON f.merged_into_id = g.id)
            SELECT DISTINCT down.id, f.order_id FROM down JOIN cases f ON f.id = down.at_id
            WHERE f.order_id IS NOT NULL ORDER BY down.id, f.order_id
            """
        ) { (found: $0.id(Case.self), order: $0.id(Order.self)) }
        return Dictionary(grouping: found, by: \.found).mapValues { $0.map(\.order) }
    }

    func boundingOrders(of found: Case) throws -> [ID<Order>] {
        if let order = found.order { return [order] }
        return try boundingOrders(ofCases: [found.id])[found.id] ?? []
    }

    /// What a case's order cost and what of that can still go back; of several, that of which least is left. `nil` where nobody
    /// told what one cost.
    ///
    /// - Parameter currency: only of orders that were paid in it.
    func refundable(
        on found: Case, in currency: Currency? = nil
    ) throws -> (left: Money, total: Money)? {
        try boundingOrders(of: found).compactMap { try refundable(onOrder: $0) }
            .filter { currency == nil || $0.total.currency == currency }.min { $0.left.minor < $1.left.minor }
    }

    /// Refuses to give back what nobody paid. - Throws: `RemedyRefusal.moreBackThanPaid` with what is left.
    func checkMoneyBack(_ kind: RemedyKind, _ amount: Money?, on found: Case) throws {
        guard kind.isMoneyBack, let amount, let known = try refundable(on: found) else { return }
        guard let (left, total) = try refundable(on: found, in: amount.currency) else {
            throw InvalidInput(
                "currency", "problems.not-the-orders-currency", [Fact("currency", known.total.currency.code)])
        }
        if amount.minor > left.minor { throw RemedyRefusal.moreBackThanPaid(left: left, total: total) }
    }
}

extension Transaction {
    /// Counts a line of money back on an order: of two who give there at the same moment, one is run again after the other.
    ///
    /// - Parameter lines: none where lines of a case came to count on it.
    func noteMoneyBack(on order: ID<Order>, lines: Int = 1) {
        put(
            """
            INSERT INTO money_back_counts (order_id, given) VALUES (\(order), \(lines))
            ON CONFLICT (order_id) DO UPDATE SET given = money_back_counts.given + excluded.given
            """)
    }
}
