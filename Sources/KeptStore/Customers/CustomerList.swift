import KeptDomain

/// One line of a list of customers.
package struct CustomerListing: Sendable {
    package let customer: Customer
    /// E-mail addresses and phones, at most three.
    package let reachedBy: [String]
    /// Since when they are written down here.
    package let knownSince: Instant

    package init(customer: Customer, reachedBy: [String] = [], knownSince: Instant) {
        self.customer = customer
        self.reachedBy = reachedBy
        self.knownSince = knownSince
    }
}

extension Reading {
    /// Customers, those who came last first, going on below `before`.
    ///
    /// - Parameter text: words of their name, an e-mail address or phone, or their id in another system; `nil` for all.
    package func customerList(
        _ text: String?, before: ID<Customer>? = nil, limit: Int
    ) throws -> [CustomerListing] {
        let ids: [ID<Customer>]
        if let text = text?.trimmedOrNil {
            let named = try customerIDs(named: text, before: before, limit: limit)
            let known = try customersElsewhere(text).filter { id in before.map { id < $0 } ?? true }
            ids = Array(Set(named + known).sorted(by: >).prefix(limit))
        } else {
            ids = try rows(
                "SELECT id FROM customers WHERE id < \(before?.rawValue ?? .max) ORDER BY id DESC LIMIT \(limit)"
            ) { $0.id() }
        }
        let contacts = Dictionary(
            grouping: try rows(
                """
                SELECT customer_id, value FROM contact_points WHERE customer_id IN \(anyOf: ids) AND kind <> 'address'
                ORDER BY customer_id, kind, id
                """
            ) { (id: $0.id(Customer.self), value: $0.text()) }, by: \.id)
        return try rows(
            """
            SELECT \(Customer.columns), created_at FROM customers WHERE id IN \(anyOf: ids) ORDER BY id DESC
            """
        ) { row in
            let customer = Customer(&row)
            return CustomerListing(
                customer: customer, reachedBy: (contacts[customer.id] ?? []).prefix(3).map(\.value),
                knownSince: row.instant())
        }
    }

    /// Those whose id in another system this is. The unique key begins with the source: it is walked from source to source,
    /// of which there are few.
    private func customersElsewhere(_ text: String) throws -> [ID<Customer>] {
        // No engine stores this as text.
        guard !text.utf8.contains(0) else { return [] }
        return try rows(
            """
            WITH RECURSIVE sources (source) AS (
              SELECT min(source) FROM customers
              UNION ALL SELECT (SELECT min(u.source) FROM customers u WHERE u.source > s.source) FROM sources s
              WHERE s.source IS NOT NULL)
            SELECT u.id FROM sources s JOIN customers u ON u.source = s.source WHERE u.external_id = \(text)
            ORDER BY u.id DESC LIMIT 20
            """
        ) { $0.id() }
    }
}
