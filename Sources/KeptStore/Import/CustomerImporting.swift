import KeptDomain

/// A customer that an order of a file belongs to, with the address that the order takes where its row tells none.
struct FoundCustomer: Sendable {
    let id: ID<Customer>
    var city: String?
    var region: String?
    var postcode: String?
    var segment: String?
}

extension Transaction {
    /// The customer of each row, `nil` where it tells none. Found by (source, id there), else by e-mail address, else
    /// made anew.
    func findOrMakeCustomers(
        _ rows: [OrderRow], _ source: String, _ outcome: inout BatchOutcome
    ) throws -> [FoundCustomer?] {
        guard rows.contains(where: { $0.buyer != nil }) else { return Array(repeating: nil, count: rows.count) }
        if outcome.memo.followsReferences { return try referredCustomers(rows, source) }
        var found: [Pair: FoundCustomer] = [:]
        let pairs = rows.map { row in row.buyer.flatMap { Pair($0, source) } }
        for pairSource in Set(pairs.compactMap { $0?.source }) {
            let ids = Set(pairs.compactMap { $0?.source == pairSource ? $0?.externalID : nil })
            for (externalID, customer) in try storedCustomers(pairSource, Array(ids)) {
                found[Pair(source: pairSource, externalID: externalID)] = customer
            }
        }
        var made = NewRows(into: "customers")
        var contacts = NewRows(into: "contact_points")
        var names: [(id: ID<Customer>, name: String)] = []
        var result: [FoundCustomer?] = []
        for (row, pair) in zip(rows, pairs) {
            guard let buyer = row.buyer else {
                result.append(nil)
                continue
            }
            if let pair, let known = found[pair] {
                result.append(known)
                continue
            }
            let id = newID(Customer.self)
            // Its address is not lent to other orders: which of its rows comes first must not matter.
            let customer = FoundCustomer(id: id)
            if let pair { found[pair] = customer }
            if let name = buyer.name { names.append((id, name)) }
            made.begin()
            made.set("id", id)
            made.set("source", pair?.source)
            made.set("external_id", pair?.externalID)
            made.set("name", buyer.name ?? buyer.email ?? buyer.externalID ?? buyer.phone ?? "")
            made.set("city", row.city)
            made.set("region", row.region)
            made.set("postcode", row.postcode)
            made.set("segment", row.segment)
            made.set("created_at", now)
            for case let (kind, value?) in [("email", buyer.email?.lowercased()), ("phone", buyer.phone)] {
                contacts.begin()
                contacts.set("id", newID(ContactPoint.self))
                contacts.set("customer_id", id)
                contacts.set("kind", kind)
                contacts.set("value", value)
                contacts.set("created_at", now)
            }
            result.append(customer)
        }
        outcome.totals[.customers].imported += made.count
        outcome.totals[.customers].read += made.count
        try add(made)
        try add(contacts)
        var terms = NewRows(into: "customer_terms")
        for (id, name) in names {
            for term in SearchFolding.nameTerms(of: name) {
                terms.begin()
                terms.set("term", term)
                terms.set("customer_id", id)
            }
        }
        try add(terms)
        return result
    }

    /// What makes a customer unmistakable: the id in the source, or the e-mail address.
    private struct Pair: Hashable {
        let source: String
        let externalID: String

        init(source: String, externalID: String) { (self.source, self.externalID) = (source, externalID) }

        init?(_ buyer: OrderRow.Buyer, _ source: String) {
            if let id = buyer.externalID {
                self.init(source: source, externalID: id)
            } else if let email = buyer.email {
                self.init(source: "email", externalID: email.lowercased())
            } else {
                return nil
            }
        }
    }

    private func storedCustomers(_ source: String, _ ids: [String]) throws -> [(String, FoundCustomer)] {
        try rows(
            """
            SELECT external_id, id FROM customers WHERE id IN (SELECT (SELECT c.id FROM customers c
              WHERE c.source = \(source) AND c.external_id = n.name) FROM \(namesOf: ids) n)
            """
        ) { row in (row.text(), FoundCustomer(id: row.id())) }
    }

    /// Customers through the names that a customers file gave them for each order.
    private func referredCustomers(_ rows: [OrderRow], _ source: String) throws -> [FoundCustomer?] {
        let names = Set(rows.compactMap { $0.buyer?.externalID })
        let pairs = try self.rows(
            """
            SELECT r.external_id, c.id, c.city, c.region, c.postcode, c.segment FROM external_references r
            JOIN customers c ON c.source = r.source AND c.external_id = r.value
            WHERE r.source = \(source) AND r.kind = 'customer' AND r.external_id IN \(anyOf: Array(names))
            """
        ) { row in
            (
                row.text(),
                FoundCustomer(
                    id: row.id(), city: row.optionalText(), region: row.optionalText(), postcode: row.optionalText(),
                    segment: row.optionalText())
            )
        }
        let found = Dictionary(uniqueKeysWithValues: pairs)
        return rows.map { row in row.buyer?.externalID.flatMap { found[$0] } }
    }
}
