import KeptDomain

extension Transaction {
    /// The customer that `draft` speaks of, made when there is none.
    ///
    /// Found by (source, id there), else by e-mail address. What the draft tells and we did not know yet is
    /// added; what we know is not overwritten. Where neither pair nor address is given, a new customer is made.
    package func findOrMakeCustomer(_ draft: CustomerDraft) throws -> Customer { try takeCustomer(draft).customer }

    /// The same, with whether it was made.
    package func takeCustomer(_ draft: CustomerDraft) throws -> (customer: Customer, isMade: Bool) {
        try draft.problems().check()
        let email = draft.email.flatMap(CustomerDraft.normalizedEmail)
        guard let known = try findCustomer(draft, email: email) else {
            return (try makeCustomer(draft, email: email), true)
        }
        return (try complete(known, with: draft, email: email), false)
    }

    private func findCustomer(_ draft: CustomerDraft, email: String?) throws -> Customer? {
        var ways: [SQL] = []
        func addPair(_ source: String, _ externalID: String) {
            ways.append("(SELECT id FROM customers WHERE source = \(source) AND external_id = \(externalID))")
        }
        if let source = draft.source, let externalID = draft.externalID { addPair(source, externalID) }
        if let email {
            ways.append(
                """
                (SELECT customer_id FROM contact_points WHERE kind = 'email' AND value = \(email) ORDER BY id LIMIT 1)
                """)
            // A program may have named a customer by the pair that an address makes without telling the address itself.
            if draft.externalID == nil { addPair(Self.addressSource, email) }
        }
        guard let first = ways.first else { return nil }
        let id = ways.count == 1 ? first : "coalesce(\(SQL.joined(ways, by: ", ")))"
        return try row("SELECT \(Customer.columns) FROM customers WHERE id = \(id)") { Customer(&$0) }
    }

    /// The source of customers that are known by their e-mail address alone.
    static let addressSource = "email"

    private func makeCustomer(_ draft: CustomerDraft, email: String?) throws -> Customer {
        let id = newID(Customer.self)
        // Without a pair of its own the address serves as one, so that two orders at the same moment make one customer.
        let source = draft.externalID == nil ? email.map { _ in Self.addressSource } : draft.source
        let externalID = draft.externalID ?? email
        let zone = try checkedZone(draft)
        let name = draft.name.trimmedOrNil ?? draft.name
        // On PostgreSQL a pair made meanwhile by somebody else ends here as a lost race, and this runs again.
        put(
            """
            INSERT INTO customers (id, source, external_id, name, language, zone, city, region, postcode, segment, created_at)
            VALUES (\(id), \(source), \(externalID), \(name), \(draft.language), \(zone), \(draft.address.city),
              \(draft.address.region), \(draft.address.postcode), \(draft.segment), \(now))
            ON CONFLICT (source, external_id) DO NOTHING
            """)
        try addContacts(of: id, draft, email: email)
        addTerms(of: id, name: name)
        journal(JournalEntry("customer.made", of: .customer(id), customer: id))
        return Customer(
            id: id, name: name, language: draft.language, zone: zone, city: draft.address.city,
            region: draft.address.region, segment: draft.segment)
    }

    /// Adds what is new and tells the journal which fields that were.
    private func complete(_ known: Customer, with draft: CustomerDraft, email: String?) throws -> Customer {
        let zone = try known.zone ?? checkedZone(draft)
        let result = Customer(
            id: known.id, name: known.name, language: known.language ?? draft.language, zone: zone,
            city: known.city ?? draft.address.city, region: known.region ?? draft.address.region,
            segment: known.segment ?? draft.segment)
        if result != known {
            put(
                """
                UPDATE customers SET language = \(result.language), zone = \(result.zone), city = \(result.city),
                  region = \(result.region), segment = \(result.segment), revision = revision + 1 WHERE id = \(known.id)
                """)
            journal(JournalEntry("customer.completed", of: .customer(known.id), customer: known.id))
        }
        try addContacts(of: known.id, draft, email: email)
        return result
    }

    private func addContacts(of id: ID<Customer>, _ draft: CustomerDraft, email: String?) throws {
        let contacts = [
            ("email", email), ("phone", draft.phone?.trimmedOrNil), ("address", draft.address.street?.trimmedOrNil),
        ]
        for case let (kind, value?) in contacts {
            put(
                """
                INSERT INTO contact_points (id, customer_id, kind, value, created_at)
                VALUES (\(newID(ContactPoint.self)), \(id), \(kind), \(value), \(now))
                ON CONFLICT (customer_id, kind, value) DO NOTHING
                """)
        }
    }

    func addTerms(of id: ID<Customer>, name: String) {
        for term in SearchFolding.nameTerms(of: name) {
            put("INSERT INTO customer_terms (term, customer_id) VALUES (\(term), \(id)) ON CONFLICT DO NOTHING")
        }
    }

    /// The told zone once it is known to exist, else that of the address.
    private func checkedZone(_ draft: CustomerDraft) throws -> String? {
        guard let told = draft.zone?.trimmedOrNil else { return draft.address.zone }
        try [zoneProblem(told, "customer.zone")].compactMap { $0 }.check()
        return told
    }

    /// Changes what is known of a customer. The name, language, zone, segment and address are as in `draft` afterwards;
    /// contact points are only added.
    package func changeCustomer(_ id: ID<Customer>, to draft: CustomerDraft, revision: Int) throws {
        try permit(.makeOrder, .anyPlace)
        try draft.problems().check()
        let zone = try checkedZone(draft)
        try runGuarded(
            """
            UPDATE customers SET name = \(draft.name), language = \(draft.language), zone = \(zone),
              city = \(draft.address.city), region = \(draft.address.region), postcode = \(draft.address.postcode),
              segment = \(draft.segment), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try row("SELECT revision FROM customers WHERE id = \(id)") { $0.int() })
        put("DELETE FROM customer_terms WHERE customer_id = \(id)")
        addTerms(of: id, name: draft.name)
        try addContacts(of: id, draft, email: draft.email.flatMap(CustomerDraft.normalizedEmail))
        journal(JournalEntry("customer.changed", of: .customer(id), customer: id))
    }
}

extension Reading {
    /// What is wrong with the name of a zone, with those that look like it.
    package func zoneProblem(_ name: String, _ field: String) throws -> FieldProblem? {
        do {
            _ = try zones.zone(name)
            return nil
        } catch .unknownZone(let name, let near) {
            return FieldProblem(
                field, near.isEmpty ? "problems.no-such-zone" : "problems.no-such-zone-but",
                [Fact("zone", name), Fact("near", near.joined(separator: ", "))])
        }
    }
}
