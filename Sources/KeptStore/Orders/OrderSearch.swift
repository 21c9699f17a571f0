import KeptDomain

/// Finds which orders stand on one page of a list, each way of asking through the index that serves it.
struct OrderSearch {
    struct Found {
        let key: Int64
        let id: Int64
        let order: ID<Order>

        init(_ row: inout Row) {
            key = row.int64()
            id = row.int64()
            order = row.id()
        }
    }

    let filter: OrderFilter
    /// Those that put a word at risk.
    let warnings: ShownWarnings
    let cursor: ListCursor?
    let limit: Int

    func found(in reading: Reading) throws -> [Found] {
        switch filter.word {
        case .open: return try byDue("", reading)
        case .atRisk:
            // Few are at risk, so their ids are found first and then put in order.
            return try byDue(
                """
                 AND \(ShownWarnings.running) AND p.id IN (SELECT w.promise_id FROM warnings w WHERE \(warnings.condition))
                """, reading)
        case .broken: return try byBreak(reading)
        case nil: break
        }
        if let text = filter.text?.trimmedOrNil { return try byText(text, reading) }
        if let customer = filter.customer { return try newest("o.customer_id = \(customer)", reading) }
        if !filter.statuses.isEmpty, !filter.statuses.contains(.delivered) {
            // One short walk along the index for each status, put together here.
            let each = try filter.statuses.sorted { $0.rawValue < $1.rawValue }.flatMap { status in
                try newest("o.status = \(status) AND o.status <> 'delivered'", reading)
            }
            return Array(each.sorted { ($0.key, $0.id) > ($1.key, $1.id) }.prefix(limit))
        }
        return try newest(nil, reading)
    }

    /// Orders with an open word, each once, by the word that is due first.
    private func byDue(_ more: SQL, _ reading: Reading) throws -> [Found] {
        let after: SQL = cursor.map { " AND (p.due_at, p.id) > (\($0.key), \($0.id))" } ?? ""
        return try reading.rows(
            """
            SELECT p.due_at, p.id, p.order_id FROM promises p JOIN orders o ON o.id = p.order_id
            WHERE p.state = 'open' AND p.is_told = 1\(more)\(after)\(restrictions(try candidates(reading))) AND NOT EXISTS (
              SELECT 1 FROM promises e WHERE e.order_id = p.order_id AND e.state = 'open' AND e.is_told = 1 AND (e.due_at, e.id) < (p.due_at, p.id))
            ORDER BY p.due_at, p.id LIMIT \(limit)
            """
        ) { Found(&$0) }
    }

    /// Orders with a broken word that no other answered, each once, the latest break first.
    private func byBreak(_ reading: Reading) throws -> [Found] {
        let after: SQL = cursor.map { " AND (p.settled_at, p.id) < (\($0.key), \($0.id))" } ?? ""
        return try reading.rows(
            """
            SELECT p.settled_at, p.id, p.order_id FROM promises p JOIN orders o ON o.id = p.order_id
            WHERE p.state = 'broken' AND p.state <> 'open' AND p.is_told = 1\(after)\(restrictions(try candidates(reading)))
              AND NOT EXISTS (SELECT 1 FROM promises n WHERE n.replaces_id = p.id)
              AND NOT EXISTS (SELECT 1 FROM promises e WHERE e.order_id = p.order_id AND e.state = 'broken' AND e.is_told = 1
                AND (e.settled_at, e.id) > (p.settled_at, p.id) AND NOT EXISTS (SELECT 1 FROM promises n WHERE n.replaces_id = e.id))
            ORDER BY p.settled_at DESC, p.id DESC LIMIT \(limit)
            """
        ) { Found(&$0) }
    }

    private func newest(_ condition: SQL?, _ reading: Reading) throws -> [Found] {
        let after: SQL = cursor.map { " AND (o.ordered_at, o.id) < (\($0.key), \($0.id))" } ?? ""
        return try reading.rows(
            """
            SELECT o.ordered_at, o.id, o.id FROM orders o WHERE \(condition ?? "1 = 1")\(after)\(restrictions(nil))
            ORDER BY o.ordered_at DESC, o.id DESC LIMIT \(limit)
            """
        ) { Found(&$0) }
    }

    private func byText(_ text: String, _ reading: Reading) throws -> [Found] {
        let after: SQL = cursor.map { " AND (o.ordered_at, o.id) < (\($0.key), \($0.id))" } ?? ""
        return try reading.rows(
            """
            SELECT o.ordered_at, o.id, o.id FROM orders o
            WHERE o.id IN \(anyOf: Self.orders(of: text, in: reading))\(after)\(restrictions(nil))
            ORDER BY o.ordered_at DESC, o.id DESC LIMIT \(limit)
            """
        ) { Found(&$0) }
    }

    private func candidates(_ reading: Reading) throws -> [ID<Order>]? {
        try filter.text?.trimmedOrNil.map { try Self.orders(of: $0, in: reading) }
    }

    /// Orders that a text may mean: by number, by id elsewhere, by a parcel's code, by customer. Of a name that many share, the newest 2,000.
    private static func orders(of text: String, in reading: Reading) throws -> [ID<Order>] {
        var ids: [ID<Order>] = []
        if let asked = AskedNumber(SearchFolding.folded(text)) {
            if let number = asked.number {
                ids += try reading.rows("SELECT id FROM orders WHERE number = \(number)") { $0.id() }
            }
            ids += try reading.ordersElsewhere(asked)
            if let code = asked.code { ids += try reading.orders(ofParcel: code) }
        } else {
            ids += try reading.ordersElsewhere(text)
        }
        let customers = try reading.customerIDs(named: text, limit: 1_000)
        if !customers.isEmpty {
            ids += try reading.rows(
                "SELECT id FROM orders WHERE customer_id IN \(anyOf: customers) ORDER BY id DESC LIMIT 2000"
            ) { $0.id() }
        }
        return ids
    }

    /// What every way of asking has in common.
    private func restrictions(_ among: [ID<Order>]?) -> SQL {
        var all: [SQL] = []
        if let among { all.append("o.id IN \(anyOf: among)") }
        if !filter.statuses.isEmpty { all.append("o.status IN \(anyOf: filter.statuses.map(\.rawValue).sorted())") }
        if let place = filter.place { all.append("o.place_id = \(place)") }
        if let places = filter.places { all.append("o.place_id IN \(anyOf: places.sorted())") }
        if let carrier = filter.carrier { all.append("o.carrier_id = \(carrier)") }
        if let customer = filter.customer { all.append("o.customer_id = \(customer)") }
        if let region = filter.region { all.append("o.region = \(region)") }
        // Zones differ from UTC by less than a day: instants narrow along the index, days decide.
        if let from = filter.from {
            all.append("o.ordered_at >= \(Zone.utc.startOfDay(from.advanced(by: -1))) AND o.ordered_day >= \(from)")
        }
        if let to = filter.to {
            all.append("o.ordered_at <= \(Zone.utc.endOfDay(to.advanced(by: 1))) AND o.ordered_day <= \(to)")
        }
        return all.isEmpty ? "" : " AND \(SQL.joined(all, by: " AND "))"
    }
}
