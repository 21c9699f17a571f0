import KeptDomain

/// Who can own a case, and how much each has in hand: cases go to whoever has the fewest.
struct Desk {
    private struct Colleague {
        let id: ID<Person>
        let grants: [Grant]
        var cases: Int
    }

    private var colleagues: [Colleague]

    init(_ reading: Reading) throws {
        let loads = try reading.rows("SELECT owner_id, CAST(sum(open) AS BIGINT) FROM case_loads GROUP BY owner_id") {
            ($0.id(Person.self), $0.int())
        }
        let load = Dictionary(loads) { first, _ in first }
        let grants = try reading.rows(
            """
            SELECT r.person_id, r.role, r.place_id FROM person_roles r JOIN people p ON p.id = r.person_id
            WHERE p.left_at IS NULL ORDER BY r.person_id, r.id
            """
        ) { (person: $0.id(Person.self), grant: Grant(role: $0.word(), place: $0.optionalID())) }
        colleagues = Dictionary(grouping: grants, by: \.person).map { id, held in
            Colleague(id: id, grants: held.map(\.grant), cases: load[id] ?? 0)
        }.sorted { $0.id < $1.id }
    }

    /// The owner of the next case at a place: of its front line whoever has the fewest open cases, else a lead, else an
    /// owner of the business.
    mutating func nextOwner(at place: ID<Place>) throws -> ID<Person> {
        for role in [Role.frontLine, .lead, .owner, .administrator] {
            if let index = leastBusy(role, at: place) {
                colleagues[index].cases += 1
                return colleagues[index].id
            }
        }
        throw StoreError.notFound("a person who can own a case")
    }

    /// The lead to whom a matter is escalated: the place's, else an owner of the business.
    func lead(at place: ID<Place>) -> ID<Person>? {
        (leastBusy(.lead, at: place) ?? leastBusy(.owner, at: place)).map { colleagues[$0].id }
    }

    private func leastBusy(_ role: Role, at place: ID<Place>) -> Int? {
        colleagues.indices.filter { index in
            colleagues[index].grants.contains { $0.role == role && ($0.place == nil || $0.place == place) }
        }.min { (colleagues[$0].cases, colleagues[$0].id) < (colleagues[$1].cases, colleagues[$1].id) }
    }
}
