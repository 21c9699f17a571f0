import KeptDomain

/// Whose a case is, all on it names: what was written, given, told and noted there names the customer of the case, or of the
/// case that it went on in where nobody was known before.
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

/// What is recorded on cases beside the ledger, each row with the customer whose it is.
private enum Recorded: CaseIterable {
    case message, failure, promise, use

    var table: SQL {
        switch self {
        case .message: "messages"
        case .failure: "failures"
        case .promise: "promises"
        case .use: "guarantee_uses"
        }
    }

    /// As the record of a merge calls it.
    var kind: SQL {
        switch self {
        case .message: "'message'"
        case .failure: "'failure'"
        case .promise: "'promise'"
        case .use: "'guarantee-use'"
        }
    }

    /// Which of them are anybody's: what colleagues write to each other is not.
    var isNamed: SQL { self == .message ? "direction <> 'internal'" : "1 = 1" }

    var revised: SQL { self == .message ? ", revision = revision + 1" : "" }
}

extension Transaction {
    private static var ledgers: [SQL] { ["remedies", "coupons", "tellings"] }

    /// What was written, given, told and noted before anybody knew whose the case is belongs to them.
    func giveWhole(_ id: ID<Case>, to customer: ID<Customer>) throws {
        let parts = try partsOfNobody(in: id)
        for all in Recorded.allCases {
            put(
                """
                UPDATE \(all.table) SET customer_id = \(customer)\(all.revised)
                WHERE case_id IN \(anyOf: parts) AND customer_id IS NULL AND \(all.isNamed)
                """)
        }
        for table in Self.ledgers {
            put(
                "UPDATE \(table) SET customer_id = \(customer) WHERE case_id IN \(anyOf: parts) AND customer_id IS NULL"
            )
        }
        nameConduct(on: parts, of: customer)
    }

    /// Keeps what names nobody as a case becomes part of another, before anything of it goes over.
    func noteUnnamed(on id: ID<Case>, before merge: ID<CaseMerge>) throws {
        let parts = try partsOfNobody(in: id)
        for all in Recorded.allCases {
            put(
                """
                INSERT INTO merged_unnamed (merge_id, kind, row_id)
                SELECT \(merge), \(all.kind), id FROM \(all.table)
                WHERE case_id IN \(anyOf: parts) AND customer_id IS NULL AND \(all.isNamed)
                """)
        }
    }

    /// What was filled in since a merge is taken out of what comes back with its undoing. A case is nobody's again where nobody
    /// was known: what is on it goes to whoever it turns out to be, and not to the other's customer.
    ///
    /// - Parameters:
    ///   - found: the case that comes back, with its conversation and its failures.
    ///   - holders: where its promises of answers are still owed. One that broke there stays there, with its failure.
    func takeNamesBack(with found: Case, of merge: ID<CaseMerge>, from holders: [ID<Case>]) throws {
        let parts = try partsOfNobody(in: found.id)
        for all in Recorded.allCases {
            let owed: SQL =
                all == .promise
                ? """
                 OR case_id IN \(anyOf: holders) AND state <> 'broken'
                AND id IN (SELECT promise_id FROM merged_promises WHERE merge_id = \(merge))
                """ : ""
            put(
                """
                UPDATE \(all.table) SET customer_id = NULL\(all.revised)
                WHERE customer_id IS NOT NULL AND (case_id IN \(anyOf: parts)\(owed))
                AND id IN (SELECT row_id FROM merged_unnamed WHERE merge_id = \(merge) AND kind = \(all.kind))
                """)
        }
        guard try whose(found) == nil else { return }
        for table in Self.ledgers {
            put("UPDATE \(table) SET customer_id = NULL WHERE case_id IN \(anyOf: parts) AND customer_id IS NOT NULL")
        }
        unnameConduct(on: parts)
    }
}
