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

extension SavedView {
    fileprivate static let columns: SQL = "id, person_id, name, query"

    fileprivate init(_ row: inout Row) {
        self.init(id: row.id(), person: row.optionalID(), name: row.text(), query: row.text())
    }
}

extension Transaction {
    /// - Parameters:
    ///   - query: filters of the case list as they stand in its address, without the question mark.
    ///   - isForAll: seen by everybody, which whoever sets up the desk decides.
    ///   - person: whose it is, where a program saves it for them; a person's is always their own.
    @discardableResult
    package func saveView(
        _ name: String, query: String, isForAll: Bool = false, of person: ID<Person>? = nil
    ) throws -> SavedView {
        if isForAll { try permit(.setDesk, .anyPlace) }
        let person = isForAll ? nil : try owner(named: person, or: .seeCases)
        try [FieldProblem.required(name, "name", limit: 60), FieldProblem.optional(query, "query", limit: 1_000)]
            .compactMap(\.self).check()
        // Everybody's count against nobody's own, and nobody's own against everybody's.
        let kept = try count("SELECT count(*) FROM saved_views WHERE person_id IS NOT DISTINCT FROM \(person)")
        if kept >= 50 {
            throw InvalidInput("name", "problems.too-many", [Fact("limit", 50)])
        }
        let view = SavedView(id: newID(), person: person, name: name, query: query)
        put(
            """
            INSERT INTO saved_views (id, person_id, name, query, made_at)
            VALUES (\(view.id), \(view.person), \(name), \(query), \(now))
            """)
        if isForAll { journal(JournalEntry("business.view-saved", of: .business, facts: [Fact("name", name)])) }
        return view
    }

    /// Everybody's is forgotten by whoever sets up the desk; a person's by themselves, or by a program that may work.
    package func forgetView(_ id: ID<SavedView>) throws {
        let known = try row("SELECT person_id, name FROM saved_views WHERE id = \(id)") {
            (owner: $0.optionalID(Person.self), name: $0.text())
        }
        guard let known else { throw StoreError.notFound("view \(id)") }
        if let own = known.owner, actor.person == nil {
            _ = try owner(named: own, or: .workCase)
        } else if known.owner == nil || known.owner != actor.person {
            try permit(.setDesk, .anyPlace)
        }
        put("DELETE FROM saved_views WHERE id = \(id)")
        if known.owner == nil {
            journal(JournalEntry("business.view-forgotten", of: .business, facts: [Fact("name", known.name)]))
        }
    }

    /// Whose a thing is that everybody has for themselves: the person who acts, or whom a program names.
    ///
    /// - Throws: `NotPermitted` for somebody who names another, and for a program that may not do it.
    func owner(named person: ID<Person>?, or operation: Operation) throws -> ID<Person> {
        if let own = actor.person {
            guard person == nil || person == own else { throw NotPermitted(operation) }
            return own
        }
        guard actor.may(.workCase, .anyPlace) else { throw NotPermitted(operation) }
        guard let person else { throw InvalidInput("person", "problems.required") }
        guard try count("SELECT count(*) FROM people WHERE id = \(person) AND left_at IS NULL") == 1 else {
            throw InvalidInput("person", "refusals.no-such-person")
        }
        return person
    }
}

extension Reading {
    package func savedView(_ id: ID<SavedView>) throws -> SavedView? {
        try row("SELECT \(SavedView.columns) FROM saved_views WHERE id = \(id)", SavedView.init)
    }

    /// A person's own and everybody's, by name; everybody's alone for `nil`.
    package func savedViews(of person: ID<Person>?) throws -> [SavedView] {
        try rows(
            """
            SELECT \(SavedView.columns) FROM saved_views WHERE person_id IS NULL OR person_id = \(person)
            ORDER BY name, id
            """, SavedView.init)
    }
}
