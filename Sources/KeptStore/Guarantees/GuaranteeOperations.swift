import KeptDomain

extension Transaction {
    /// Adds a guarantee. It is off until it was tried and switched on.
    package func addGuarantee(_ rule: GuaranteeRule) throws -> Guarantee {
        try permit(.setGuarantees)
        try check(rule, besides: nil)
        let id = newID(Guarantee.self)
        put("INSERT INTO guarantees (id, name, current_version) VALUES (\(id), \(rule.name), 1)")
        putVersion(1, of: id, rule)
        journal(JournalEntry("guarantee.added", of: .guarantee(id), facts: [Fact("name", rule.name)]))
        return try knownGuarantee(id)
    }

    /// Makes a new version, which is off until it was tried and switched on. What was given stays.
    package func changeGuarantee(
        _ id: ID<Guarantee>, to rule: GuaranteeRule, revision: Int, why: String
    ) throws -> Guarantee {
        try permit(.setGuarantees)
        let known = try knownGuarantee(id)
        try check(rule, besides: id)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        let next = known.number + 1
        try runGuarded(
            """
            UPDATE guarantees SET name = \(rule.name), current_version = \(next), is_on = 0, revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try guarantee(id)?.revision)
        putVersion(next, of: id, rule)
        journal(
            JournalEntry(
                "guarantee.changed", of: .guarantee(id), why: why,
                facts: [Fact("name", rule.name), Fact("version", next)]))
        return try knownGuarantee(id)
    }

    /// Remembers that the current version was tried: it may then be switched on.
    package func noteTrial(_ trial: GuaranteeTrial, of id: ID<Guarantee>, version: Int) throws {
        try permit(.setGuarantees)
        let changed = try run(
            """
            UPDATE guarantees SET tried_version = \(version), revision = revision + 1
            WHERE id = \(id) AND current_version = \(version) AND (tried_version IS NULL OR tried_version <> \(version))
            """)
        guard changed == 1 else { return }
        journal(
            JournalEntry(
                "guarantee.tried", of: .guarantee(id),
                facts: [Fact("applied", trial.applied)] + trial.costs.map { Fact("amount", $0) }))
    }

    /// - Throws: `GuaranteeRefusal.notTried` before this version was tried against the record.
    package func switchGuarantee(_ id: ID<Guarantee>, on isOn: Bool, revision: Int, why: String) throws {
        try permit(.setGuarantees)
        let known = try knownGuarantee(id)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        guard !isOn || known.isTried else { throw GuaranteeRefusal.notTried }
        try runGuarded(
            "UPDATE guarantees SET is_on = \(isOn), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)",
            current: try guarantee(id)?.revision)
        journal(JournalEntry(isOn ? "guarantee.switched-on" : "guarantee.switched-off", of: .guarantee(id), why: why))
    }

    private func putVersion(_ number: Int, of id: ID<Guarantee>, _ rule: GuaranteeRule) {
        put(
            """
            INSERT INTO guarantee_versions (id, guarantee_id, version, trigger_kind, definition, created_at)
            VALUES (\(newID(GuaranteeVersion.self)), \(id), \(number), \(rule.trigger),
              \(GuaranteeDefinition(rule).write()), \(now))
            """)
    }

    private func check(_ rule: GuaranteeRule, besides id: ID<Guarantee>?) throws {
        let standard = try rule.standard.flatMap { try self.standard($0) }
        var problems = rule.problems(metric: standard?.standard.metric)
        if let place = rule.scope.place, try self.place(place).map({ $0.closedAt != nil }) ?? true {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let carrier = rule.scope.carrier, try openCarrier(carrier) == nil {
            problems.append(FieldProblem("carrier", "problems.no-such-carrier"))
        }
        if rule.standard != nil, standard == nil {
            problems.append(FieldProblem("standard", "problems.no-such-standard"))
        }
        problems.append(try taken(by: "SELECT id FROM guarantees WHERE name = \(rule.name)", besides: id))
        try problems.check()
    }
}
