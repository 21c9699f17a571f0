import KeptDomain

/// Whose the ledger of a case is: what was given, told and noted on it names the customer of the case, or of the case that it
/// went on in where nobody was known before.
extension Reading {
    /// The customer of a case, else of the first case that it goes on in which has one.
    func whose(_ found: Case) throws -> ID<Customer>? {
        var here = found
        while here.customer == nil, let into = here.mergedInto { here = try knownCase(into) }
        return here.customer
    }

    /// A case, and those that became part of it before anybody knew whose they are.
    fileprivate func partsOfNobody(in id: ID<Case>) throws -> [ID<Case>] {
        try rows(
            """
            WITH RECURSIVE part (id) AS (
              SELECT id FROM cases WHERE id = \(id) UNION
              SELECT c.id FROM part JOIN cases c ON c.merged_into_id = part.id WHERE c.customer_id IS NULL)
            SELECT id FROM part ORDER BY id
            """
        ) { $0.id() }
    }
}

extension Transaction {
    private static var ledgers: [SQL] { ["remedies", "coupons", "tellings"] }

    /// What was given, told and noted before anybody knew whose the case is belongs to them.
    func giveLedger(of id: ID<Case>, to customer: ID<Customer>) throws {
        let parts = try partsOfNobody(in: id)
        for table in Self.ledgers {
            put(
                "UPDATE \(table) SET customer_id = \(customer) WHERE case_id IN \(anyOf: parts) AND customer_id IS NULL"
            )
        }
        nameConduct(on: parts, of: customer)
    }

    /// A case that comes back out of another is nobody's again where nobody was known: what is on it goes to whoever it turns
    /// out to be, and not to the other's customer.
    func takeLedgerBack(with found: Case) throws {
        guard try whose(found) == nil else { return }
        let parts = try partsOfNobody(in: found.id)
        for table in Self.ledgers {
            put("UPDATE \(table) SET customer_id = NULL WHERE case_id IN \(anyOf: parts) AND customer_id IS NOT NULL")
        }
        unnameConduct(on: parts)
    }
}
