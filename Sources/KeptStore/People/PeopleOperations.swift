import KeptDomain

/// What is told of a person when they are added or changed.
package struct PersonFacts: Sendable {
    package var name: String
    package var email: String?
    package var language: String
    package var zone: String?
    package var grants: [Grant]

    package init(name: String, email: String?, language: String, zone: String? = nil, grants: [Grant]) {
        self.name = name
        self.email = email
        self.language = language
        self.zone = zone
        self.grants = grants
    }
}

extension PersonFacts {
    package static let mostGrants = 50

    /// What is wrong with it by itself; what depends on other rows is found where it is stored.
    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        if let email, CustomerDraft.normalizedEmail(email) == nil {
            problems.append(FieldProblem("email", "problems.no-such-email"))
        }
        if !CustomerDraft.isLanguageTag(language) {
            problems.append(FieldProblem("language", "problems.no-such-language"))
        }
        if grants.count > Self.mostGrants {
            problems.append(FieldProblem("roles", "problems.too-many", [Fact("limit", Self.mostGrants)]))
        }
        return problems
    }
}

extension Transaction {
    package func addPerson(_ facts: PersonFacts) throws -> ID<Person> {
        try permit(.setPeople)
        let email = try checked(facts, besides: nil)
        let id = newID(Person.self)
        put(
            """
            INSERT INTO people (id, name, email, language, zone, created_at)
            VALUES (\(id), \(facts.name), \(email), \(facts.language), \(facts.zone), \(now))
            """)
        write(facts.grants, of: id)
        journal(JournalEntry("person.added", of: .person(id), facts: [Fact("name", facts.name)]))
        return id
    }

    /// - Parameter revision: that which the change was made from, `nil` to change whatever stands.
    package func changePerson(_ id: ID<Person>, to facts: PersonFacts, revision: Int? = nil) throws {
        try permit(.setPeople)
        let email = try checked(facts, besides: id)
        try runGuarded(
            """
            UPDATE people SET name = \(facts.name), email = \(email), language = \(facts.language), zone = \(facts.zone),
                revision = revision + 1
            WHERE id = \(id) AND (CAST(\(revision) AS BIGINT) IS NULL OR revision = \(revision))
            """, current: try row("SELECT revision FROM people WHERE id = \(id)") { $0.int() })
        put("DELETE FROM person_roles WHERE person_id = \(id)")
        write(facts.grants, of: id)
        try keepAnAdministrator()
        journal(JournalEntry("person.changed", of: .person(id), facts: [Fact("name", facts.name)]))
    }

    /// Somebody stops working here: no sign-in any more; what they did stays theirs.
    package func letPersonGo(_ id: ID<Person>, why: String?) throws {
        try permit(.setPeople)
        let cases = try count("SELECT count(*) FROM cases WHERE owner_id = \(id) AND status = 'open'")
        guard cases == 0 else { throw PeopleRefusal.ownsOpenCases(cases) }
        let lines = try count("SELECT count(*) FROM lines WHERE keeper_id = \(id) AND closed_at IS NULL")
        guard lines == 0 else { throw PeopleRefusal.keepsLines(lines) }
        put("DELETE FROM line_members WHERE person_id = \(id)")
        let changed = try run(
            "UPDATE people SET left_at = \(now), revision = revision + 1 WHERE id = \(id) AND left_at IS NULL")
        guard changed == 1 else { throw StoreError.notFound("person") }
        put("DELETE FROM sessions WHERE person_id = \(id)")
        put("DELETE FROM sign_in_links WHERE person_id = \(id)")
        try keepAnAdministrator()
        journal(JournalEntry("person.left", of: .person(id), why: why))
    }

    /// What one may change of oneself.
    package func setOwnLanguage(_ language: String, of id: ID<Person>) throws {
        put("UPDATE people SET language = \(language), revision = revision + 1 WHERE id = \(id)")
        journal(JournalEntry("person.language-chosen", of: .person(id), facts: [Fact("language", language)]))
    }

    /// - Returns: the e-mail address as it is stored.
    private func checked(_ facts: PersonFacts, besides id: ID<Person>?) throws -> String? {
        var problems = facts.problems()
        if let zone = facts.zone { problems.append(try zoneProblem(zone, "zone")) }
        for (index, grant) in facts.grants.enumerated() {
            guard let place = grant.place else { continue }
            if try self.place(place) == nil || isClosed(place) {
                problems.append(FieldProblem("roles[\(index)].place", "problems.no-such-place"))
            }
        }
        try problems.check()
        guard let email = facts.email.map({ Self.plain(email: $0) }), !email.isEmpty else { return nil }
        let other = try row("SELECT id FROM people WHERE email = \(email)") { $0.id(Person.self) }
        guard other == nil || other == id else { throw PeopleRefusal.emailTaken }
        return email
    }

    func write(_ grants: [Grant], of id: ID<Person>) {
        for grant in Set(grants).sorted(by: { $0.role.rawValue < $1.role.rawValue }) {
            put(
                """
                INSERT INTO person_roles (id, person_id, role, place_id)
                VALUES (\(newID(Grant.self)), \(id), \(grant.role), \(grant.place))
                """)
        }
    }

    private func keepAnAdministrator() throws {
        let left = try count(
            """
            SELECT count(*) FROM person_roles r JOIN people p ON p.id = r.person_id
            WHERE r.role IN (\(Role.owner), \(Role.administrator)) AND r.place_id IS NULL AND p.left_at IS NULL
            """)
        guard left > 0 else { throw PeopleRefusal.lastAdministrator }
    }
}
