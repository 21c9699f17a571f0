import KeptDomain

extension Transaction {
    /// Takes in a batch of one of the Olist files beside the orders.
    func importOlist(_ file: OlistFile, _ rows: [OlistRow], memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        switch file {
        case .translation: try importTranslations(rows, &outcome)
        case .products: try importProducts(rows, &outcome)
        case .customers: try importOlistCustomers(rows, &outcome)
        case .items: try importItems(rows, &outcome)
        case .payments: try importPayments(rows, &outcome)
        case .orders: preconditionFailure("orders are imported by their map")
        }
        return outcome
    }

    private func importTranslations(_ rows: [OlistRow], _ outcome: inout BatchOutcome) throws {
        var pairs: [String: String] = [:]
        for case .translation(let name, let english) in rows { pairs[name] = english }
        _ = try refer("group", pairs)
    }

    private func importProducts(_ rows: [OlistRow], _ outcome: inout BatchOutcome) throws {
        let groups = Set(rows.compactMap { if case .product(_, let group) = $0 { group } else { nil } })
        let english = try references("group", Array(groups))
        var pairs: [String: String] = [:]
        for case .product(let id, let group) in rows {
            if let group { pairs[id] = english[group] ?? group }
        }
        outcome.totals[.products] = try refer("product", pairs)
        outcome.totals[.products].read = rows.count
        // Products without a category say nothing that is kept.
        outcome.totals[.products].unchanged += rows.count - pairs.count
    }

    /// The layout gives each order a customer of its own and says which person that is.
    private func importOlistCustomers(_ rows: [OlistRow], _ outcome: inout BatchOutcome) throws {
        var persons: [String: String] = [:]
        var addresses: [(person: String, postcode: String?, city: String?, region: String?)] = []
        var seen = Set<String>()
        for case .customer(let id, let person, let postcode, let city, let region) in rows {
            persons[id] = person
            if seen.insert(person).inserted { addresses.append((person, postcode, city, region)) }
        }
        let known = Set(
            try self.rows(
                """
                SELECT n.name FROM \(namesOf: Array(seen)) n WHERE (SELECT c.id FROM customers c
                  WHERE c.source = \(OlistFile.source) AND c.external_id = n.name) IS NOT NULL
                """
            ) { $0.text() })
        var made = NewRows(into: "customers")
        for address in addresses where !known.contains(address.person) {
            made.begin()
            made.set("id", newID(Customer.self))
            made.set("source", OlistFile.source)
            made.set("external_id", address.person)
            made.set("name", String(address.person.prefix(8)))
            made.set("zone", OlistFile.zone)
            made.set("city", address.city)
            made.set("region", address.region)
            made.set("postcode", address.postcode)
            made.set("created_at", now)
        }
        try add(made)
        outcome.totals[.customers] = try refer("customer", persons)
        outcome.totals[.customers].read = rows.count
    }

    private func importItems(_ rows: [OlistRow], _ outcome: inout BatchOutcome) throws {
        let products = Set(rows.compactMap { if case .item(_, _, _, let product, _, _) = $0 { product } else { nil } })
        let groups = try references("product", Array(products))
        var lines: [LineRow] = []
        var freights: [(order: String, number: Int64, minor: Int64)] = []
        for case .item(let line, let order, let number, let product, let price, let freight) in rows {
            lines.append(
                LineRow(
                    line: line, order: order,
                    goods: OrderRow.Line(
                        number: number, name: groups[product] ?? String(product.prefix(8)), sku: product,
                        productGroup: groups[product], quantity: 1, priceMinor: price,
                        currency: OlistFile.currency.code)))
            freights.append((order, number, freight))
        }
        outcome = try importLines(lines, source: OlistFile.source, memo: outcome.memo)
        let orders = try billedOrders(lines.map(\.order))
        try setFreights(freights, of: orders)
        try bill(orders)
    }

    /// Freight stands behind the goods, as lines that are none. What a file tells of it now is what it costs.
    private func setFreights(
        _ freights: [(order: String, number: Int64, minor: Int64)], of orders: [String: BilledOrder]
    ) throws {
        for freight in freights {
            guard let order = orders[freight.order] else { continue }
            let position = Self.freightPosition + freight.number
            if freight.minor == 0 {
                put(
                    """
                    UPDATE order_lines SET price_minor = 0 WHERE order_id = \(order.id) AND position = \(position)
                      AND price_minor <> 0
                    """)
                continue
            }
            put(
                """
                INSERT INTO order_lines (id, order_id, position, name, quantity, price_minor, currency, is_goods)
                VALUES (\(newID(OrderLine.self)), \(order.id), \(position), 'freight', 1, \(freight.minor),
                  \(OlistFile.currency.code), 0)
                ON CONFLICT (order_id, position) DO UPDATE SET price_minor = excluded.price_minor
                  WHERE order_lines.price_minor <> excluded.price_minor
                """)
        }
    }

    private static let freightPosition: Int64 = 1_000

    private func importPayments(_ rows: [OlistRow], _ outcome: inout BatchOutcome) throws {
        let names = Set(rows.compactMap { if case .payment(_, let order, _, _) = $0 { order } else { nil } })
        let known = Set(
            try self.rows(
                """
                SELECT n.name FROM \(namesOf: Array(names)) n WHERE (
                  SELECT o.id FROM orders o WHERE o.source = \(OlistFile.source) AND o.external_id = n.name) IS NOT NULL
                """
            ) { $0.text() })
        var pairs: [String: String] = [:]
        var rejected = 0
        for case .payment(let line, let order, let number, let value) in rows {
            if known.contains(order) {
                pairs["\(order)/\(number)"] = String(value)
            } else {
                outcome.rejects.append(RowFault(line: line, column: "order_id", reason: .unknownOrder, value: order))
                rejected += 1
            }
        }
        outcome.totals[.payments] = try refer("payment", pairs)
        outcome.totals[.payments].read = rows.count
        outcome.totals[.payments].rejected = rejected
        try bill(billedOrders(Array(known)))
    }

    // MARK: references

    private func references(_ kind: String, _ names: [String]) throws -> [String: String] {
        let values = try rows(
            """
            SELECT n.name, (SELECT r.value FROM external_references r WHERE r.source = \(OlistFile.source)
              AND r.kind = \(kind) AND r.external_id = n.name) FROM \(namesOf: names) n
            """
        ) { ($0.text(), $0.optionalText()) }
        return Dictionary(uniqueKeysWithValues: values.compactMap { name, value in value.map { (name, $0) } })
    }

    /// Keeps what names stand for, for rows of later files and imports.
    private func refer(_ kind: String, _ pairs: [String: String]) throws -> ImportCounts {
        var counts = ImportCounts()
        let known = try references(kind, Array(pairs.keys))
        var added = NewRows(into: "external_references")
        for (name, value) in pairs.sorted(by: { $0.key < $1.key }) {
            switch known[name] {
            case nil:
                added.begin()
                added.set("source", OlistFile.source)
                added.set("kind", kind)
                added.set("external_id", name)
                added.set("value", value)
            case value: counts.unchanged += 1
            default:
                counts.changed += 1
                put(
                    """
                    UPDATE external_references SET value = \(value) WHERE source = \(OlistFile.source)
                      AND kind = \(kind) AND external_id = \(name)
                    """)
            }
        }
        counts.imported = added.count
        try add(added)
        return counts
    }
}
