import KeptDomain

extension Transaction {
    package func addPlace(_ draft: PlaceDraft) throws -> Place {
        try permit(.setPlaces)
        try check(draft, besides: nil)
        let id = newID(Place.self)
        put(
            """
            INSERT INTO places (id, name, city, region, zone, calendar_id, phone, email) VALUES (\(id), \(draft.name),
              \(draft.city?.trimmedOrNil), \(draft.region?.trimmedOrNil), \(draft.zone), \(draft.calendar),
              \(draft.phone?.trimmedOrNil), \(draft.email?.trimmedOrNil))
            """)
        journal(JournalEntry("place.added", of: .place(id), facts: [Fact("name", draft.name)]))
        return Place(
            id: id, name: draft.name, city: draft.city?.trimmedOrNil, region: draft.region?.trimmedOrNil,
            zone: draft.zone, calendar: draft.calendar, isDefault: false, revision: 1, phone: draft.phone?.trimmedOrNil,
            email: draft.email?.trimmedOrNil)
    }

    /// Promises that stand keep the zone and calendar version under which they were made.
    package func changePlace(_ id: ID<Place>, to draft: PlaceDraft, revision: Int, why: String? = nil) throws {
        try permit(.setPlaces)
        if try isClosed(id) { throw SetUpRefusal.closedAlready }
        try check(draft, besides: id)
        try runGuarded(
            """
            UPDATE places SET name = \(draft.name), city = \(draft.city?.trimmedOrNil), region = \(draft.region?.trimmedOrNil),
              zone = \(draft.zone), calendar_id = \(draft.calendar), phone = \(draft.phone?.trimmedOrNil),
              email = \(draft.email?.trimmedOrNil), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try place(id)?.revision)
        journal(JournalEntry("place.changed", of: .place(id), why: why, facts: [Fact("name", draft.name)]))
    }

    /// Makes this the place of everything for which none is named.
    package func makeDefault(_ id: ID<Place>) throws {
        try permit(.setPlaces)
        guard let place = try place(id), try !isClosed(id) else { throw StoreError.notFound("place \(id)") }
        guard !place.isDefault else { return }
        put("UPDATE places SET is_default = 0, revision = revision + 1 WHERE is_default = 1")
        put("UPDATE places SET is_default = 1, revision = revision + 1 WHERE id = \(id)")
        journal(JournalEntry("place.made-default", of: .place(id), facts: [Fact("name", place.name)]))
    }

    /// Nothing new begins at a closed place; what stands there goes on. The default place cannot be closed.
    package func closePlace(_ id: ID<Place>, revision: Int, why: String? = nil) throws {
        try permit(.setPlaces)
        guard let place = try place(id) else { throw StoreError.notFound("place \(id)") }
        if place.isDefault { throw SetUpRefusal.defaultPlace }
        if place.closedAt != nil { throw SetUpRefusal.closedAlready }
        try runGuarded(
            "UPDATE places SET closed_at = \(now), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)",
            current: try self.place(id)?.revision)
        journal(JournalEntry("place.closed", of: .place(id), why: why, facts: [Fact("name", place.name)]))
    }

    private func check(_ draft: PlaceDraft, besides id: ID<Place>?) throws {
        var problems = draft.problems()
        if problems.isEmpty {
            problems.append(try zoneProblem(draft.zone, "zone"))
            problems.append(try taken(by: "SELECT id FROM places WHERE name = \(draft.name)", besides: id))
            if try row("SELECT 1 FROM calendars WHERE id = \(draft.calendar)", { $0.int() }) == nil {
                problems.append(FieldProblem("calendar", "problems.no-such-calendar"))
            }
        }
        try problems.check()
    }
}

/// Why something that is set up once is not changed.
package enum SetUpRefusal: Refusal, Hashable {
    /// The default place stays open; another must be made the default first.
    case defaultPlace
    /// A standard that ended makes no promises and is not changed.
    case standardEnded
    /// A carrier, window or place that was closed is neither changed nor closed again.
    case closedAlready

    package var key: String {
        switch self {
        case .defaultPlace: "refusals.default-place"
        case .standardEnded: "refusals.standard-ended"
        case .closedAlready: "refusals.closed-already"
        }
    }
    package var facts: [Fact] { [] }
}
