import KeptDomain

/// An order of history, with what the record says was billed for it.
struct BilledOrder: Sendable {
    let id: ID<Order>
    let externalID: String
    let totalMinor: Int64?
    let currency: String?
    let isBilledRight: Bool?

    /// Whether what was paid is what goods and freight cost, to within two cents: the layout rounds each line by itself.
    static func isRight(cost: Int64, paid: Int64) -> Bool { abs(cost - paid) <= 2 }
}

extension Transaction {
    func billedOrders(_ names: [String]) throws -> [String: BilledOrder] {
        let found = try rows(
            """
            SELECT id, external_id, total_minor, currency, billed FROM orders
            WHERE is_history = 1 AND id IN (SELECT (SELECT o.id FROM orders o
              WHERE o.source = \(OlistFile.source) AND o.external_id = n.name) FROM \(namesOf: Array(Set(names))) n)
            """
        ) { row in
            BilledOrder(
                id: row.id(), externalID: row.text(), totalMinor: row.optionalInt64(), currency: row.optionalText(),
                isBilledRight: row.optionalFlag())
        }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.externalID, $0) })
    }

    /// Works out what was paid for each order, and whether that is what goods and freight cost. Items and payments may
    /// come in any order; without payments nothing is told.
    func bill(_ orders: [String: BilledOrder]) throws {
        let paid = try payments(of: Array(orders.keys))
        guard !paid.isEmpty else { return }
        let costs = try costs(of: orders.values.map(\.id))
        var changes: [(order: BilledOrder, paid: Int64, isBilledRight: Bool?)] = []
        for (name, order) in orders {
            guard let paid = paid[name] else { continue }
            let isBilledRight = costs[order.id].map { BilledOrder.isRight(cost: $0, paid: paid) }
            let isSame =
                order.totalMinor == paid && order.isBilledRight == isBilledRight
                && order.currency == OlistFile.currency.code
            if !isSame { changes.append((order, paid, isBilledRight)) }
        }
        changes.sort { $0.order.id < $1.order.id }
        let ids = changes.map(\.order.id)
        let before = try deliveryFacts(of: ids)
        for (order, paid, isBilledRight) in changes {
            put(
                """
                UPDATE orders SET total_minor = \(paid), currency = \(OlistFile.currency.code),
                  billed = \(isBilledRight), revision = revision + 1 WHERE id = \(order.id)
                """)
        }
        try noteDeliveries(of: ids, before: before)
    }
}

extension Reading {
    /// What was paid for each of these orders, in minor units; nothing for those without payments. Payments stand under
    /// the order's id, a slash and their number.
    func payments(of orders: [String]) throws -> [String: Int64] {
        let sums = try rows(
            """
            SELECT n.name, (
              SELECT CAST(sum(CAST(r.value AS BIGINT)) AS BIGINT) FROM external_references r
              WHERE r.source = \(OlistFile.source) AND r.kind = 'payment'
                AND r.external_id >= n.name || '/' AND r.external_id < n.name || '0')
            FROM \(namesOf: orders) n
            """
        ) { row in (row.text(), row.optionalInt64()) }
        return Dictionary(uniqueKeysWithValues: sums.compactMap { sum in sum.1.map { (sum.0, $0) } })
    }

    /// What goods and freight of each of these orders cost, in minor units; nothing for those without lines.
    func costs(of orders: [ID<Order>]) throws -> [ID<Order>: Int64] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT order_id, CAST(sum(price_minor * quantity) AS BIGINT) FROM order_lines
                WHERE order_id IN \(anyOf: orders) GROUP BY order_id
                """
            ) { ($0.id(Order.self), $0.int64()) })
    }
}
