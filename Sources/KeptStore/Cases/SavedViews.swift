import KeptDomain

/// Filters of the case list under a name.
package struct SavedView: Sendable, Hashable {
    package let id: ID<SavedView>
    /// `nil` for everybody's.
    package let person: ID<Person>?
    package let name: String
    /// As it stands in the address, `state=open&tag=vip`.
    package let query: String
}

extension Transaction {
    /// - Parameter isForAll: seen by everybody, which whoever sets up the desk decides.
    @discardableResult
    package func saveView(_ name: String, query: String, isForAll: Bool = false) throws -> SavedView {
        guard let person = actor.person else { throw NotPermitted(.seeCases) }
        if isForAll { try permit(.setDesk, .anyPlace) }
        try [FieldProblem.required(name, "name", limit: 60), FieldProblem.optional(query, "query", limit: 1_000)]
            .compactMap(\.self).check()
        if try savedViews(of: person).count >= 50 {
            throw InvalidInput("name", "problems.too-many", [Fact("limit", 50)])
        }
        let view = SavedView(id: newID(), person: isForAll ? nil : person, name: name, query: query)
        put(
            """
            INSERT INTO saved_views (id, person_id, name, query, made_at)
            VALUES (\(view.id), \(view.person), \(name), \(query), \(now))
            """)
        return view
    }

    /// Everybody's is forgotten by whoever sets up the desk.
    package func forgetView(_ id: ID<SavedView>) throws {
        guard let person = actor.person else { throw NotPermitted(.seeCases) }
        let owner = try row("SELECT person_id FROM saved_views WHERE id = \(id)") { $0.optionalID(Person.self) }
        guard let owner else { throw StoreError.notFound("view \(id)") }
        if owner != person { try permit(.setDesk, .anyPlace) }
        put("DELETE FROM saved_views WHERE id = \(id)")
    }
}

extension Reading {
    /// A person's own and everybody's, by name.
    package func savedViews(of person: ID<Person>) throws -> [SavedView] {
        try rows(
            """
            SELECT id, person_id, name, query FROM saved_views WHERE person_id IS NULL OR person_id = \(person)
            ORDER BY name, id
            """
        ) { SavedView(id: $0.id(), person: $0.optionalID(), name: $0.text(), query: $0.text()) }
    }
}
