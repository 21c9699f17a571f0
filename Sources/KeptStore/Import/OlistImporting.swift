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
        let made: [[Value]] = addresses.filter { !known.contains($0.person) }.map { address in
            [
                .int(newID(Customer.self).rawValue), .text(OlistFile.source), .text(address.person),
                .text(String(address.person.prefix(8))), .text(OlistFile.zone), .optional(address.city),
                .optional(address.region), .optional(address.postcode), .int(now.microseconds),
            ]
        }
        if !made.isEmpty {
            try add(
                into: "customers",
                columns: ["id", "source", "external_id", "name", "zone", "city", "region", "postcode", "created_at"],
                rows: made)
        }
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
            if freight > 0 { freights.append((order, number, freight)) }
        }
        outcome = try importLines(lines, source: OlistFile.source, memo: outcome.memo)
        let known = try storedOrders(OlistFile.source, Array(Set(freights.map(\.order))))
        for freight in freights {
            guard let order = known[freight.order], order.isHistory else { continue }
            try run(
                """
                INSERT INTO order_lines (id, order_id, position, name, quantity, price_minor, currency, is_goods)
                VALUES (\(newID(OrderLine.self)), \(order.id), \(Self.freightPosition + freight.number), 'freight', 1,
                  \(freight.minor), \(OlistFile.currency.code), 0)
                ON CONFLICT (order_id, position) DO NOTHING
                """)
        }
    }

    /// Freight stands behind the goods, as lines that are none.
    private static let freightPosition: Int64 = 1_000

    private func importPayments(_ rows: [OlistRow], _ outcome: inout BatchOutcome) throws {
        let names = Set(rows.compactMap { if case .payment(_, let order, _, _) = $0 { order } else { nil } })
        let known = try storedOrders(OlistFile.source, Array(names))
        var pairs: [String: String] = [:]
        var rejected = 0
        for case .payment(let line, let order, let number, let value) in rows {
            if known[order] == nil {
                outcome.rejects.append(RowFault(line: line, column: "order_id", reason: .unknownOrder, value: order))
                rejected += 1
            } else {
                pairs["\(order)/\(number)"] = String(value)
            }
        }
        outcome.totals[.payments] = try refer("payment", pairs)
        outcome.totals[.payments].read = rows.count
        outcome.totals[.payments].rejected = rejected
        for order in known.values.sorted(by: { $0.id < $1.id }) where order.isHistory { try bill(order) }
    }

    /// Works out what was paid for an order, and whether that is what goods and freight cost, to within two cents: the
    /// layout rounds each line by itself.
    private func bill(_ order: StoredOrder) throws {
        let (low, high) = (order.externalID + "/", order.externalID + "0")
        let paid =
            try row(
                """
                SELECT CAST(sum(CAST(value AS BIGINT)) AS BIGINT) FROM external_references WHERE source = \(OlistFile.source)
                  AND kind = 'payment' AND external_id >= \(low) AND external_id < \(high)
                """
            ) { $0.optionalInt64() } ?? nil
        let cost =
            try row(
                "SELECT CAST(sum(price_minor * quantity) AS BIGINT) FROM order_lines WHERE order_id = \(order.id)"
            ) { $0.optionalInt64() } ?? nil
        guard let paid else { return }
        let billed = cost.map { abs($0 - paid) <= 2 }
        let before = try deliveryFacts(of: order.id)
        let changed = try run(
            """
            UPDATE orders SET total_minor = \(paid), currency = \(OlistFile.currency.code),
              billed = \(billed), revision = revision + 1
            WHERE id = \(order.id) AND (total_minor IS DISTINCT FROM \(paid) OR billed IS DISTINCT FROM \(billed.map { $0 ? 1 : 0 }))
            """)
        if changed > 0 { try noteDelivery(of: order.id, before: before) }
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
        var added: [[Value]] = []
        for (name, value) in pairs.sorted(by: { $0.key < $1.key }) {
            switch known[name] {
            case nil: added.append([.text(OlistFile.source), .text(kind), .text(name), .text(value)])
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
        if !added.isEmpty {
            try add(into: "external_references", columns: ["source", "kind", "external_id", "value"], rows: added)
        }
        return counts
    }
}
