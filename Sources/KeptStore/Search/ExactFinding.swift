import KeptDomain

extension Reading {
    /// What has the number or address that was typed. Few, whatever was typed.
    func exactly(_ asked: AskedNumber) throws -> [SearchHit.Subject] {
        var found: [SearchHit.Subject] = []
        if let number = asked.number {
            found += try rows("SELECT id FROM cases WHERE number = \(number)") { .case($0.id()) }
            found += try rows("SELECT id FROM orders WHERE number = \(number)") { .order($0.id()) }
        }
        found += try ordersElsewhere(asked).map { .order($0) }
        if let code = asked.code { found += try orders(ofParcel: code).map { .order($0) } }
        if let email = asked.email { found += try customers(reachedBy: email).map { .customer($0) } }
        if let phone = asked.phone { found += try customers(calledBy: phone).map { .customer($0) } }
        if let kind = asked.kind { found.removeAll { $0.kind != kind } }
        var seen = Set<SearchHit.Subject>()
        return found.filter { seen.insert($0).inserted }
    }

    func ordersElsewhere(_ asked: AskedNumber) throws -> [ID<Order>] {
        try ordersElsewhere(asked.text, asked.text.uppercased(), asked.text.lowercased(), asked.code ?? asked.text)
    }

    /// The unique key begins with the source: it is walked from source to source, of which there are few.
    func ordersElsewhere(_ names: String...) throws -> [ID<Order>] {
        let ways = Set(names.filter { !$0.utf8.contains(0) }).sorted()
        return try rows(
            """
            WITH RECURSIVE sources (source) AS (
              SELECT min(source) FROM orders
              UNION ALL SELECT (SELECT min(o.source) FROM orders o WHERE o.source > s.source) FROM sources s
              WHERE s.source IS NOT NULL)
            SELECT o.id FROM sources s JOIN orders o ON o.source = s.source WHERE o.external_id IN \(anyOf: ways)
            ORDER BY o.id DESC LIMIT 20
            """
        ) { $0.id() }
    }

    /// - Parameter code: in capitals, without blanks and hyphens.
    func orders(ofParcel code: String) throws -> [ID<Order>] {
        // As the index has it.
        let rows = try rows(
            """
            SELECT order_id FROM parcels WHERE tracking_code IS NOT NULL
            AND upper(replace(replace(tracking_code, ' ', ''), '-', '')) = \(code) ORDER BY id LIMIT 100
            """
        ) { $0.id(Order.self) }
        var seen = Set<ID<Order>>()
        return rows.filter { seen.insert($0).inserted }
    }

    private func customers(reachedBy email: String) throws -> [ID<Customer>] {
        try rows(
            """
            SELECT customer_id FROM contact_points WHERE kind = 'email' AND value >= \(email)
            AND value < \(email + "\u{10FFFF}") ORDER BY value, id LIMIT 20
            """
        ) { $0.id() }
    }

    /// As people type numbers, with a country's number in front or without, and with any signs in them.
    ///
    /// - Parameter phone: its digits (`AskedNumber.phone`).
    func customers(calledBy phone: String) throws -> [ID<Customer>] {
        let ending: SQL = """
            \(sqlite: "substr(", postgres: "right(")replace(replace(replace(replace(replace(value, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), \(sqlite: "-4)", postgres: "4)")
            """
        let named = try rows(
            """
            SELECT customer_id, value FROM contact_points WHERE kind = 'phone' AND \(ending) = \(String(phone.suffix(4)))
            ORDER BY id DESC LIMIT 2000
            """
        ) { (id: $0.id(Customer.self), digits: $0.text().filter { ("0"..."9").contains($0) }) }
        return named.filter { AskedNumber.isSamePhone(AskedNumber.significant($0.digits), as: phone) }.prefix(20).map(
            \.id)
    }
}
