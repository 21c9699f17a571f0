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

    static let columns: SQL = "id, said, language, told_at, remedy_id, request_id, message_id, untold"

    init(_ row: inout Row) {
        id = row.id()
        said = row.text()
        language = row.text()
        toldAt = row.instant()
        remedy = row.optionalID()
        request = row.optionalID()
        message = row.optionalID()
        untold = row.optionalWord()
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
