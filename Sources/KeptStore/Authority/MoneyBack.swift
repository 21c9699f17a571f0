import KeptDomain

/// Money that goes back to customers: of one order never more than it cost, by whatever right it is given.
extension Reading {
    /// Minor units that went back on an order, less what was taken back, as a value in a statement.
    ///
    /// - Parameters:
    ///   - order: its id. - Parameter currency: that in which it was paid.
    static func moneyBack(on order: SQL, in currency: SQL) -> SQL {
        """
        coalesce((SELECT CAST(sum(b.amount_minor) AS BIGINT) FROM remedies b
          WHERE b.order_id = \(order) AND b.kind IN ('refund', 'price-match') AND b.currency = \(currency)), 0)
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
    func noteMoneyBack(on order: ID<Order>, lines: Int = 1) {
        put(
            """
            INSERT INTO money_back_counts (order_id, given) VALUES (\(order), \(lines))
            ON CONFLICT (order_id) DO UPDATE SET given = money_back_counts.given + excluded.given
            """)
    }
}
