import KeptDomain

extension RemedyKind {
    /// `moneyBack` as statements spell it, to the letter as the indices do that answer them.
    package static let moneyBackSpelled: SQL = "('refund', 'price-match')"
}

/// Money that goes back to customers: of one order never more than it cost, by whatever right it is given.
extension Reading {
    /// Minor units that went back on an order, less what was taken back, as a value in a statement.
    ///
    /// A line that names no order was given on a case that had none. It counts on the order of that case as it stands now: its
    /// own since it was sorted, else the first that the cases have of which it became part.
    ///
    /// - Parameters:
    ///   - order: its id. - Parameter currency: that in which it was paid.
    static func moneyBack(on order: SQL, in currency: SQL) -> SQL {
        """
        (coalesce((SELECT CAST(sum(b.amount_minor) AS BIGINT) FROM remedies b
          WHERE b.order_id = \(order) AND b.kind IN \(RemedyKind.moneyBackSpelled) AND b.currency = \(currency)), 0)
        + coalesce((WITH RECURSIVE part (id) AS (
            SELECT f.id FROM cases f WHERE f.order_id = \(order) UNION
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

    /// The orders of cases: each its own, else the first of the cases of which it became part; none where no case has one.
    func standingOrders(ofCases ids: [ID<Case>]) throws -> [ID<Case>: ID<Order>] {
        guard !ids.isEmpty else { return [:] }
        let found = try rows(
            """
            WITH RECURSIVE up (id, at_id) AS (
              SELECT id, id FROM cases WHERE id IN \(anyOf: ids) UNION
              SELECT up.id, f.merged_into_id FROM up JOIN cases f ON f.id = up.at_id
              WHERE f.order_id IS NULL AND f.merged_into_id IS NOT NULL)
            SELECT up.id, f.order_id FROM up JOIN cases f ON f.id = up.at_id WHERE f.order_id IS NOT NULL ORDER BY up.id
            """
        ) { ($0.id(Case.self), $0.id(Order.self)) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Refuses to give back what nobody paid. - Throws: `RemedyRefusal.moreBackThanPaid` with what is left.
    func checkMoneyBack(_ kind: RemedyKind, _ amount: Money?, on order: ID<Order>?) throws {
        guard kind.isMoneyBack, let amount, let (left, total) = try refundable(onOrder: order) else { return }
        guard amount.currency == total.currency else {
            throw InvalidInput(
                "currency", "problems.not-the-orders-currency", [Fact("currency", total.currency.code)])
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
