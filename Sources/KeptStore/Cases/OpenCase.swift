import KeptDomain

extension Transaction {
    /// Opens a case on an order, else on a customer and a subject, or joins the one that stands open there.
    package func openCase(
        kind: Case.Kind, subject: String, customer: ID<Customer>?, order: ID<Order>?, place: ID<Place>?,
        why: String? = nil
    ) throws -> Case {
        guard !subject.allSatisfy(\.isWhitespace) else { throw InvalidInput("subject", "refusals.field-required") }
        if let order {
            let found = try row("SELECT customer_id, place_id, number FROM orders WHERE id = \(order)") { row in
                (customer: row.optionalID(Customer.self), place: row.id(Place.self), number: row.int())
            }
            guard let found else { throw StoreError.notFound("order \(order)") }
            try permit(.workCase, at: found.place)
            let matter = try matter(ofOrder: order, customer: found.customer, subject: "order \(found.number)")
            return try openOrJoinCase(on: matter, kind: kind, subject: subject, place: found.place, why: why)
        }
        let at = try place ?? defaultPlace()
        try permit(.workCase, at: at)
        let matter = try matter(ofCustomer: customer, subject: subject)
        return try openOrJoinCase(on: matter, kind: kind, subject: subject, place: at, why: why)
    }
}
