import KeptDomain

extension Transaction {
    package func addCarrier(_ draft: CarrierDraft) throws -> Carrier {
        try permit(.setCarriers)
        try check(draft, besides: nil)
        let id = newID(Carrier.self)
        put(
            """
            INSERT INTO carriers (id, name, phone, tracking_url)
            VALUES (\(id), \(draft.name), \(draft.phone?.trimmedOrNil), \(draft.trackingURL?.trimmedOrNil))
            """)
        journal(JournalEntry("carrier.added", of: .carrier(id), facts: [Fact("name", draft.name)]))
        return Carrier(
            id: id, name: draft.name, phone: draft.phone?.trimmedOrNil, trackingURL: draft.trackingURL?.trimmedOrNil,
            revision: 1)
    }

    package func changeCarrier(_ id: ID<Carrier>, to draft: CarrierDraft, revision: Int, why: String? = nil) throws {
        try permit(.setCarriers)
        try mustBeOpen(id)
        try check(draft, besides: id)
        try runGuarded(
            """
            UPDATE carriers SET name = \(draft.name), phone = \(draft.phone?.trimmedOrNil),
              tracking_url = \(draft.trackingURL?.trimmedOrNil), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try carrier(id)?.revision)
        journal(JournalEntry("carrier.changed", of: .carrier(id), why: why, facts: [Fact("name", draft.name)]))
    }

    /// No new order goes with a closed carrier; its parcels under way go on.
    package func closeCarrier(_ id: ID<Carrier>, revision: Int, why: String? = nil) throws {
        try permit(.setCarriers)
        try mustBeOpen(id)
        try runGuarded(
            "UPDATE carriers SET closed_at = \(now), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)",
            current: try carrier(id)?.revision)
        journal(JournalEntry("carrier.closed", of: .carrier(id), why: why))
    }

    private func mustBeOpen(_ id: ID<Carrier>) throws {
        guard let known = try carrier(id) else { throw StoreError.notFound("carrier \(id)") }
        if known.closedAt != nil { throw SetUpRefusal.closedAlready }
    }

    private func check(_ draft: CarrierDraft, besides id: ID<Carrier>?) throws {
        var problems = draft.problems()
        if problems.isEmpty {
            problems.append(try taken(by: "SELECT id FROM carriers WHERE name = \(draft.name)", besides: id))
        }
        try problems.check()
    }
}
