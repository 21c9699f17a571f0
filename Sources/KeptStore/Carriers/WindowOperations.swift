import KeptDomain

extension Transaction {
    package func addWindow(_ draft: WindowDraft) throws -> DeliveryWindow {
        try permit(.setCarriers)
        try check(draft)
        let id = newID(DeliveryWindow.self)
        put(
            """
            INSERT INTO delivery_windows
              (id, name, place_id, carrier_id, weekdays, starts_minute, ends_minute, notice_minutes)
            VALUES (\(id), \(draft.name), \(draft.place), \(draft.carrier), \(draft.weekdays.bits), \(draft.starts),
              \(draft.ends), \(draft.noticeMinutes))
            """)
        journal(JournalEntry("window.added", of: .window(id), facts: [Fact("name", draft.name)]))
        return DeliveryWindow(
            id: id, name: draft.name, place: draft.place, carrier: draft.carrier, weekdays: draft.weekdays,
            starts: draft.starts, ends: draft.ends, noticeMinutes: draft.noticeMinutes, revision: 1)
    }

    /// Windows chosen already stay as they were told.
    package func changeWindow(_ id: ID<DeliveryWindow>, to draft: WindowDraft, revision: Int, why: String? = nil) throws
    {
        try permit(.setCarriers)
        try mustBeOpen(id)
        try check(draft)
        try runGuarded(
            """
            UPDATE delivery_windows SET name = \(draft.name), place_id = \(draft.place), carrier_id = \(draft.carrier),
              weekdays = \(draft.weekdays.bits), starts_minute = \(draft.starts), ends_minute = \(draft.ends),
              notice_minutes = \(draft.noticeMinutes), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try window(id)?.revision)
        journal(JournalEntry("window.changed", of: .window(id), why: why, facts: [Fact("name", draft.name)]))
    }

    /// It can no longer be chosen.
    package func closeWindow(_ id: ID<DeliveryWindow>, revision: Int, why: String? = nil) throws {
        try permit(.setCarriers)
        try mustBeOpen(id)
        try runGuarded(
            """
            UPDATE delivery_windows SET closed_at = \(now), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try window(id)?.revision)
        journal(JournalEntry("window.closed", of: .window(id), why: why))
    }

    private func mustBeOpen(_ id: ID<DeliveryWindow>) throws {
        guard let known = try window(id) else { throw StoreError.notFound("window \(id)") }
        if known.closedAt != nil { throw SetUpRefusal.closedAlready }
    }

    private func check(_ draft: WindowDraft) throws {
        var problems = draft.problems()
        if let place = draft.place, try self.place(place).map({ $0.closedAt != nil }) ?? true {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let carrier = draft.carrier, try openCarrier(carrier) == nil {
            problems.append(FieldProblem("carrier", "problems.no-such-carrier"))
        }
        try problems.check()
    }
}
