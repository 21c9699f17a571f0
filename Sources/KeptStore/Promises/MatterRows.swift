import KeptDomain

extension Matter {
    static let columns: SQL = """
        id, customer_id, order_id, subject,
        (SELECT c.id FROM cases c WHERE c.matter_id = matters.id AND c.status = 'open'), breaks, escalated_at
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), customer: row.optionalID(), order: row.optionalID(), subject: row.text(),
            openCase: row.optionalID(), breaks: row.int(), escalatedAt: row.optionalInstant())
    }
}

extension Reading {
    package func matter(_ id: ID<Matter>) throws -> Matter? {
        try row("SELECT \(Matter.columns) FROM matters WHERE id = \(id)", Matter.init)
    }
}

extension Transaction {
    /// The matter of an order: made with its first promise or case.
    package func matter(ofOrder order: ID<Order>, customer: ID<Customer>?, subject: String) throws -> Matter {
        if let known = try row("SELECT \(Matter.columns) FROM matters WHERE order_id = \(order)", Matter.init) {
            return known
        }
        return addMatter(customer: customer, order: order, subject: subject)
    }

    /// The matter of a customer and a subject where no order is meant. - Throws: `notFound` for an unknown customer.
    package func matter(ofCustomer customer: ID<Customer>?, subject: String) throws -> Matter {
        if let customer {
            let known = try row(
                """
                SELECT \(Matter.columns) FROM matters
                WHERE customer_id = \(customer) AND subject = \(subject) AND order_id IS NULL
                """, Matter.init)
            if let known { return known }
            guard try count("SELECT count(*) FROM customers WHERE id = \(customer)") == 1 else {
                throw StoreError.notFound("customer \(customer)")
            }
        }
        return addMatter(customer: customer, order: nil, subject: subject)
    }

    /// A matter of which it is known that there is none yet.
    func addMatter(customer: ID<Customer>?, order: ID<Order>?, subject: String) -> Matter {
        let matter = Matter(id: newID(), customer: customer, order: order, subject: subject)
        put(
            """
            INSERT INTO matters (id, customer_id, order_id, subject)
            VALUES (\(matter.id), \(customer), \(order), \(subject))
            """)
        return matter
    }
}
