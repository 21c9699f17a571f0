import KeptDomain

extension Line {
    static let columns: SQL = "id, name, place_id, keeper_id, takes_incoming, most_in_hand, closed_at, revision"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), name: row.text(), place: row.id(), keeper: row.id(), takesIncoming: row.flag(),
            mostInHand: row.int(), closedAt: row.optionalInstant(), revision: row.int())
    }
}

/// A line with who may take from it, and how much waits there.
package struct LineListing: Sendable {
    package let line: Line
    package let members: [ID<Person>]
    package let waiting: Int

    package init(line: Line, members: [ID<Person>], waiting: Int) {
        self.line = line
        self.members = members
        self.waiting = waiting
    }
}

extension Reading {
    package func line(_ id: ID<Line>) throws -> Line? {
        try row("SELECT \(Line.columns) FROM lines WHERE id = \(id)", Line.init)
    }

    package func knownLine(_ id: ID<Line>) throws -> Line {
        guard let found = try line(id) else { throw StoreError.notFound("line \(id)") }
        return found
    }

    /// Lines that are not closed, by name.
    package func lines() throws -> [LineListing] {
        let lines = try rows("SELECT \(Line.columns) FROM lines WHERE closed_at IS NULL ORDER BY name, id", Line.init)
        let members = try rows("SELECT line_id, person_id FROM line_members ORDER BY line_id, person_id") {
            (line: $0.id(Line.self), person: $0.id(Person.self))
        }
        let waiting = try rows(
            "SELECT line_id, count(*) FROM cases WHERE waiting_since IS NOT NULL GROUP BY line_id ORDER BY line_id"
        ) { (line: $0.id(Line.self), count: $0.int()) }
        let counts = Dictionary(waiting.map { ($0.line, $0.count) }) { first, _ in first }
        return lines.map { line in
            LineListing(
                line: line, members: members.filter { $0.line == line.id }.map(\.person), waiting: counts[line.id] ?? 0)
        }
    }

    /// Where what customers write at a place waits, if anywhere.
    func incomingLine(at place: ID<Place>) throws -> Line? {
        try row(
            "SELECT \(Line.columns) FROM lines WHERE place_id = \(place) AND takes_incoming = 1 AND closed_at IS NULL",
            Line.init)
    }
}

extension Transaction {
    package func addLine(_ draft: LineDraft) throws -> Line {
        try permit(.setDesk, at: draft.place)
        try check(draft, besides: nil)
        let id = newID(Line.self)
        put(
            """
            INSERT INTO lines (id, name, place_id, keeper_id, takes_incoming, most_in_hand) VALUES
            (\(id), \(draft.name), \(draft.place), \(draft.keeper), \(draft.takesIncoming), \(draft.mostInHand))
            """)
        write(members: draft.members, of: id)
        journal(JournalEntry("line.added", of: .line(id), facts: [Fact("name", draft.name)]))
        return try knownLine(id)
    }

    /// What waits in it goes to the new keeper where that changes.
    package func changeLine(_ id: ID<Line>, to draft: LineDraft, revision: Int) throws -> Line {
        let known = try knownLine(id)
        try permit(.setDesk, at: known.place)
        try permit(.setDesk, at: draft.place)
        guard known.closedAt == nil else { throw SetUpRefusal.closedAlready }
        try check(draft, besides: id)
        try runGuarded(
            """
            UPDATE lines SET name = \(draft.name), place_id = \(draft.place), keeper_id = \(draft.keeper),
              takes_incoming = \(draft.takesIncoming), most_in_hand = \(draft.mostInHand), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """, current: try line(id)?.revision)
        put("DELETE FROM line_members WHERE line_id = \(id)")
        write(members: draft.members, of: id)
        if draft.keeper != known.keeper { try giveWaiting(in: known, to: draft.keeper) }
        journal(JournalEntry("line.changed", of: .line(id), facts: [Fact("name", draft.name)]))
        return try knownLine(id)
    }

    private func giveWaiting(in line: Line, to keeper: ID<Person>) throws {
        let waiting = try rows(
            "SELECT \(Case.columns) FROM cases WHERE line_id = \(line.id) AND waiting_since IS NOT NULL ORDER BY id",
            Case.init)
        for found in waiting {
            var given = found
            given.owner = keeper
            try save(given, as: "case.handed-over", facts: [Fact("from", found.owner), Fact("to", keeper)])
        }
    }

    /// Nothing waits in it any more, and nothing new comes.
    package func closeLine(_ id: ID<Line>, revision: Int, why: String? = nil) throws {
        let line = try knownLine(id)
        try permit(.setDesk, at: line.place)
        guard line.closedAt == nil else { throw SetUpRefusal.closedAlready }
        let waiting = try count("SELECT count(*) FROM cases WHERE line_id = \(id) AND waiting_since IS NOT NULL")
        guard waiting == 0 else { throw CaseRefusal.lineHasCases(waiting) }
        try runGuarded(
            "UPDATE lines SET closed_at = \(now), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)",
            current: try self.line(id)?.revision)
        journal(JournalEntry("line.closed", of: .line(id), why: why, facts: [Fact("name", line.name)]))
    }

    private func write(members: [ID<Person>], of id: ID<Line>) {
        for person in Set(members).sorted() {
            put("INSERT INTO line_members (line_id, person_id) VALUES (\(id), \(person))")
        }
    }

    private func check(_ draft: LineDraft, besides id: ID<Line>?) throws {
        var problems = draft.problems()
        if try place(draft.place) == nil || isClosed(draft.place) {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        let people = Set(draft.members + [draft.keeper])
        let here = try count("SELECT count(*) FROM people WHERE id IN \(anyOf: people.sorted()) AND left_at IS NULL")
        if here != people.count { problems.append(FieldProblem("members", "refusals.no-such-person")) }
        problems.append(try taken(by: "SELECT id FROM lines WHERE name = \(draft.name)", besides: id))
        if draft.takesIncoming, let other = try incomingLine(at: draft.place), other.id != id {
            problems.append(FieldProblem("takes_incoming", "problems.other-incoming-line", [Fact("name", other.name)]))
        }
        try problems.check()
    }
}
