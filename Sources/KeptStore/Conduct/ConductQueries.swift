import KeptDomain
import KeptWords

/// A fact or call with the names that stand beside it.
package struct ConductLine: Sendable {
    package let fact: ConductFact
    package let number: Int
    /// The colleague who wrote it; `nil` where a program did.
    package let writtenBy: String?
}

package struct CallLine: Sendable {
    package let call: Call
    package let number: Int
    package let subject: String
    package let askedBy: String?
}

/// What stands beside the conversation of one case.
package struct ConductBeside: Sendable {
    /// Of the case, and of the same customer elsewhere; the latest first, at most 20.
    package let facts: [ConductLine]
    /// One for each kind that stands among the facts, in the reader's language.
    package let playbooks: [Playbook]
    /// Those that stand.
    package let calls: [CallLine]
    package let apart: ApartPlace
    package let apartLine: String?
}

extension Reading {
    /// For how many days a fact of conduct is shown beside a case.
    package func conductDays() throws -> Int {
        guard let text = try setting(.conductDays) else { return ConductFact.usualDays }
        guard let days = Int(text) else { throw StoreError.defect("the days of conduct are stored as \(text)") }
        return days
    }

    package func knownConductFact(_ id: ID<ConductFact>) throws -> ConductFact {
        let found = try row("SELECT \(ConductFact.columns) FROM conduct_facts WHERE id = \(id)", ConductFact.init)
        guard let found else { throw StoreError.notFound("conduct fact \(id)") }
        return found
    }

    /// Facts in view, the latest written first, going on below `before`.
    package func conductFacts(
        at places: Set<ID<Place>>?, kind: ConductKind? = nil, case id: ID<Case>? = nil, before: ID<ConductFact>? = nil,
        now: Instant, limit: Int
    ) throws -> [ConductLine] {
        var conditions: [SQL] = [try inView(now)]
        if let places { conditions.append("place_id IN \(anyOf: places.sorted())") }
        if let kind { conditions.append("kind = \(kind)") }
        if let id { conditions.append("case_id = \(id)") }
        if let before { conditions.append("id < \(before)") }
        return try lines(
            rows(
                """
                SELECT \(ConductFact.columns) FROM conduct_facts WHERE \(SQL.joined(conditions, by: " AND "))
                ORDER BY id DESC LIMIT \(limit)
                """, ConductFact.init))
    }

    /// What a colleague who goes on with this case sees beside the conversation.
    package func conductBeside(_ found: Case, words: Words, now: Instant) throws -> ConductBeside {
        let same: SQL =
            if let customer = found.customer { "(case_id = \(found.id) OR customer_id = \(customer))" } else {
                "case_id = \(found.id)"
            }
        let facts = try rows(
            """
            SELECT \(ConductFact.columns) FROM conduct_facts WHERE \(same) AND \(inView(now))
            ORDER BY happened_at DESC, id DESC LIMIT 20
            """, ConductFact.init)
        let kinds = ConductKind.allCases.filter { kind in facts.contains { $0.kind == kind } }
        let apart = try apartPlace(found.place)
        return ConductBeside(
            facts: try lines(facts), playbooks: try kinds.map { try playbook($0, words: words) },
            calls: try callLines(calls(onCase: found.id).filter(\.stands)), apart: apart,
            apartLine: try apart.line.flatMap { try line($0)?.name })
    }

    private func inView(_ now: Instant) throws -> SQL {
        "struck_at IS NULL AND happened_at > \(now - .days(Int64(try conductDays())))"
    }

    private func lines(_ facts: [ConductFact]) throws -> [ConductLine] {
        let cases = Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT id, number FROM cases WHERE id IN \(anyOf: Set(facts.map(\.case)).sorted()) ORDER BY id"
            ) { ($0.id(Case.self), $0.int()) })
        let names = try namesOfActors(facts.map(\.writtenBy))
        return facts.map {
            ConductLine(fact: $0, number: cases[$0.case] ?? 0, writtenBy: names[$0.writtenBy])
        }
    }

    private func namesOfActors(_ actors: [String]) throws -> [String: String] {
        let ids = Set(actors.compactMap { $0.hasPrefix("person:") ? ID<Person>($0.dropFirst(7)) : nil }).sorted()
        return Dictionary(
            uniqueKeysWithValues: try rows("SELECT id, name FROM people WHERE id IN \(anyOf: ids) ORDER BY id") {
                ("person:\($0.id(Person.self))", $0.text())
            })
    }

    // MARK: - Playbooks

    /// The playbook in use, in the language of these words: the business's own, else as delivered.
    package func playbook(_ kind: ConductKind, words: Words) throws -> Playbook {
        try playbookVersions(kind, language: words.language.tag, limit: 1).first ?? words.deliveredPlaybook(kind)
    }

    /// What the business wrote of one kind in one language, the latest version first.
    package func playbookVersions(_ kind: ConductKind, language: String, limit: Int = 50) throws -> [Playbook] {
        try rows(
            """
            SELECT \(Playbook.columns) FROM playbooks WHERE kind = \(kind) AND language = \(language)
            ORDER BY version DESC, id LIMIT \(limit)
            """, Playbook.init)
    }

    // MARK: - Calls

    package func knownCall(_ id: ID<Call>) throws -> Call {
        guard let call = try row("SELECT \(Call.columns) FROM calls WHERE id = \(id)", Call.init) else {
            throw StoreError.notFound("call \(id)")
        }
        return call
    }

    /// The first asked first, answered ones included.
    package func calls(onCase id: ID<Case>) throws -> [Call] {
        try rows("SELECT \(Call.columns) FROM calls WHERE case_id = \(id) ORDER BY asked_at, id", Call.init)
    }

    /// Calls that somebody may answer: for relief where they take cases, but not their own; after a threat where they see
    /// conduct. The longest standing first.
    ///
    /// - Parameters:
    ///   - taking: places where they take cases, `nil` inside for all; `.none` for nowhere.
    ///   - leading: the same for answering after a threat.
    package func standingCalls(
        taking: ReachedPlaces?, leading: ReachedPlaces?, besides actor: Actor, limit: Int = 50
    ) throws -> [CallLine] {
        let parts: [SQL] = [
            Self.reached(taking, "kind = 'relief' AND asked_by <> \(actor.description)"),
            Self.reached(leading, "kind = 'threat'"),
        ].compactMap(\.self)
        guard !parts.isEmpty else { return [] }
        return try callLines(
            rows(
                """
                SELECT \(Call.columns) FROM calls WHERE answered_at IS NULL AND (\(SQL.joined(parts, by: " OR ")))
                ORDER BY asked_at, id LIMIT \(limit)
                """, Call.init))
    }

    private static func reached(_ places: ReachedPlaces?, _ condition: SQL) -> SQL? {
        guard let places else { return nil }
        guard let these = places.places else { return "(\(condition))" }
        return "(\(condition) AND place_id IN \(anyOf: these.sorted()))"
    }

    private func callLines(_ calls: [Call]) throws -> [CallLine] {
        let cases = Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT id, number, subject FROM cases WHERE id IN \(anyOf: Set(calls.map(\.case)).sorted()) ORDER BY id"
            ) { ($0.id(Case.self), (number: $0.int(), subject: $0.text())) })
        let names = try namesOfActors(calls.map(\.askedBy))
        return calls.map { call in
            CallLine(
                call: call, number: cases[call.case]?.number ?? 0, subject: cases[call.case]?.subject ?? "",
                askedBy: names[call.askedBy])
        }
    }

    /// Where a matter of a place goes on away from other customers; nothing is named until somebody does.
    package func apartPlace(_ place: ID<Place>) throws -> ApartPlace {
        try row("SELECT place_id, line_id, room, revision FROM apart_places WHERE place_id = \(place)") { row in
            ApartPlace(place: row.id(), line: row.optionalID(), room: row.optionalText(), revision: row.int())
        } ?? ApartPlace(place: place)
    }
}
