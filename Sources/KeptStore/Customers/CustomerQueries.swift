import KeptDomain

extension Reading {
    package func customer(_ id: ID<Customer>) throws -> Customer? {
        try row("SELECT \(Customer.columns) FROM customers WHERE id = \(id)") { Customer(&$0) }
    }

    package func customerRevision(_ id: ID<Customer>) throws -> Int? {
        try row("SELECT revision FROM customers WHERE id = \(id)") { $0.int() }
    }

    /// E-mail addresses first, then phones, then postal addresses; each kind in the order we learnt them.
    package func contacts(of id: ID<Customer>) throws -> [CustomerContact] {
        try rows(
            """
            SELECT kind, value FROM contact_points WHERE customer_id = \(id)
            ORDER BY CASE kind WHEN 'email' THEN 0 WHEN 'phone' THEN 1 ELSE 2 END, id
            """
        ) { CustomerContact(&$0) }
    }

    /// Customers whose name has all words of `text`, or whose e-mail address or phone is `text`; newest first.
    ///
    /// - Parameter before: only customers with a lower id.
    package func customers(named text: String, before: ID<Customer>? = nil, limit: Int = 50) throws -> [Customer] {
        let ids = try customerIDs(named: text, before: before, limit: limit)
        return try rows(
            "SELECT \(Customer.columns) FROM customers WHERE id IN \(anyOf: ids) ORDER BY id DESC"
        ) { Customer(&$0) }
    }

    /// - Parameters:
    ///   - before: only customers with a lower id.
    ///   - since: only those known since then.
    func customerIDs(
        named text: String, before: ID<Customer>? = nil, since: Instant? = nil, limit: Int
    ) throws -> [ID<Customer>] {
        let exact = CustomerDraft.normalizedEmail(text) ?? text.trimmedOrNil ?? ""
        var ways: [SQL] = []
        // No engine stores this as text.
        if !exact.utf8.contains(0) {
            ways.append(
                "SELECT customer_id AS id FROM contact_points WHERE kind IN ('email', 'phone') AND value = \(exact)")
        }
        // Names are kept as they are written and without accents, so either way of asking finds either.
        let asked = [NameTerms.asked(text), NameTerms.asked(SearchFolding.folded(text))]
        ways += (asked[0].map(\.term) == asked[1].map(\.term) ? [asked[0]] : asked).compactMap(Self.customersWithTerms)
        guard !ways.isEmpty else { return [] }
        var conditions: [SQL] = []
        if let before { conditions.append("id < \(before)") }
        if let since { conditions.append("id IN (SELECT id FROM customers WHERE created_at >= \(since))") }
        let narrowed: SQL = conditions.isEmpty ? "" : " WHERE \(SQL.joined(conditions, by: " AND "))"
        let found: SQL = """
            SELECT id FROM (\(SQL.joined(ways, by: " UNION "))) found\(narrowed) ORDER BY id DESC LIMIT \(limit)
            """
        return try rows(found) { $0.id() }
    }

    /// Each asked term narrows the answer; the longest, which is the rarest as a rule, is looked up first.
    private static func customersWithTerms(_ terms: [(term: String, isBeginning: Bool)]) -> SQL? {
        let asked = terms.sorted { ($1.term.utf8.count, $0.term) < ($0.term.utf8.count, $1.term) }.prefix(6)
        guard let first = asked.first else { return nil }
        let rest = asked.dropFirst().map { term -> SQL in
            "EXISTS (SELECT 1 FROM customer_terms o WHERE o.customer_id = t.customer_id AND \(condition("o.term", term)))"
        }
        return "SELECT t.customer_id AS id FROM customer_terms t WHERE "
            + SQL.joined([condition("t.term", first)] + rest, by: " AND ")
    }

    private static func condition(_ column: SQL, _ asked: (term: String, isBeginning: Bool)) -> SQL {
        // U+10FFFF sorts behind everything that can follow.
        asked.isBeginning
            ? "\(column) >= \(asked.term) AND \(column) < \(asked.term + "\u{10FFFF}")" : "\(column) = \(asked.term)"
    }
}
