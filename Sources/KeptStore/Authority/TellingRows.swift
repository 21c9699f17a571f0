import KeptDomain

/// What a customer was told of a remedy, in the language they read.
package struct TellingRecord: Sendable, Hashable {
    package let id: ID<Telling>
    /// As it stands on the tracking page; `Words.stored` words what Kept said itself.
    package let said: String
    /// BCP 47.
    package let language: String
    package let toldAt: Instant
    /// The remedy, or the request, that it is about; neither for a guarantee, which gives several at once.
    package let remedy: ID<Remedy>?
    package let request: ID<RemedyRequest>?
    /// By which they were told; `nil` where it stands on the tracking page alone.
    package let message: ID<Message>?
    /// Why there is no message; `nil` for what was told before there were any.
    package let untold: Untold?
    /// Who told them themselves, as `Actor.description`, and when; `nil` while nobody has.
    package let saidBy: String?
    package let saidAt: Instant?

    static let columns: SQL = "id, said, language, told_at, remedy_id, request_id, message_id, untold, said_by, said_at"

    init(_ row: inout Row) {
        id = row.id()
        said = row.text()
        language = row.text()
        toldAt = row.instant()
        remedy = row.optionalID()
        request = row.optionalID()
        message = row.optionalID()
        untold = row.optionalWord()
        saidBy = row.optionalText()
        saidAt = row.optionalInstant()
    }
}

extension Reading {
    /// What the customer of an order was told of remedies, the oldest first.
    package func tellings(ofOrder order: ID<Order>) throws -> [TellingRecord] {
        try rows(
            "SELECT \(TellingRecord.columns) FROM tellings WHERE order_id = \(order) ORDER BY id", TellingRecord.init)
    }

    /// What the customer of a case, and of those that became part of it, was told of remedies, the oldest first.
    package func tellings(ofCase id: ID<Case>) throws -> [TellingRecord] {
        try rows(
            "SELECT \(TellingRecord.columns) FROM tellings WHERE case_id IN (\(Self.parts(of: [id]))) ORDER BY id",
            TellingRecord.init)
    }

    package func telling(_ id: ID<Telling>) throws -> TellingRecord? {
        try row("SELECT \(TellingRecord.columns) FROM tellings WHERE id = \(id)", TellingRecord.init)
    }

    /// The case on which it was told, or of which that became part; `nil` where it is about none.
    package func caseOfTelling(_ id: ID<Telling>) throws -> Case? {
        let known = try row("SELECT case_id FROM tellings WHERE id = \(id)") { $0.optionalID(Case.self) }
        guard var found = try known.flatMap({ $0 }).map({ try knownCase($0) }) else { return nil }
        while let into = found.mergedInto { found = try knownCase(into) }
        return found
    }

    /// When the customer was told of a remedy or request, on a page or by a message; `nil` where nobody was.
    ///
    /// - Parameter subject: what of the table `tellings` is about it.
    func told(_ subject: SQL, case found: ID<Case>?, order: ID<Order>?) throws -> Instant? {
        try row(
            """
            SELECT told_at FROM tellings WHERE (case_id = \(found) OR order_id = \(order)) AND (\(subject))
            AND (message_id IS NOT NULL OR order_id IS NOT NULL) ORDER BY id LIMIT 1
            """
        ) { $0.instant() }
    }
}

extension Transaction {
    /// Notes that the actor told the customer themselves what no message could tell them. Noted twice it stands as it was first.
    ///
    /// - Throws: `notFound` for what was told by a message, or is about no case.
    @discardableResult
    package func noteTold(_ id: ID<Telling>) throws -> TellingRecord {
        guard let known = try telling(id), known.untold != nil, let found = try caseOfTelling(id) else {
            throw StoreError.notFound("telling \(id)")
        }
        try permit(.workCase, at: found.place, owner: found.owner)
        let noted = try run(
            """
            UPDATE tellings SET said_by = \(actor.description), said_at = \(now) WHERE id = \(id) AND said_by IS NULL
            """)
        if noted == 1 {
            journal(JournalEntry("case.told-by-hand", of: .case(found.id), customer: found.customer, why: known.said))
        }
        return try telling(id) ?? known
    }
}
