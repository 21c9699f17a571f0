import KeptDomain

extension Transaction {
    package func addStandard(_ draft: StandardDraft) throws -> Standard {
        try permit(.setStandards)
        let target = try checked(draft, besides: nil)
        let id = newID(Standard.self)
        put("INSERT INTO standards (id, name, current_version) VALUES (\(id), \(draft.name), 1)")
        let standard = addVersion(1, of: id, draft, target)
        journal(
            JournalEntry(
                "standard.added", of: .standard(id), facts: [Fact("name", draft.name), Fact("target", target.text)]))
        return standard
    }

    /// Makes a new version. Promises that stand open keep the version under which they were given, unless `repromise` is
    /// called; warnings already told under older versions are cleared.
    package func changeStandard(
        _ id: ID<Standard>, to draft: StandardDraft, revision: Int, why: String
    ) throws -> Standard {
        try permit(.setStandards)
        let known = try inForce(id)
        let target = try checked(draft, besides: id)
        let next = known.number + 1
        try runGuarded(
            """
            UPDATE standards SET name = \(draft.name), current_version = \(next), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try standard(id)?.revision)
        let standard = addVersion(next, of: id, draft, target)
        clearWarnings(under: id)
        journal(
            JournalEntry(
                "standard.changed", of: .standard(id), why: why,
                facts: [
                    Fact("version", next), Fact("target", target.text), Fact("target-before", known.standard.target),
                ]))
        return standard
    }

    /// It makes no more promises; those that stand go on until they are settled.
    package func endStandard(_ id: ID<Standard>, revision: Int, why: String) throws {
        try permit(.setStandards)
        _ = try inForce(id)
        try runGuarded(
            "UPDATE standards SET ended_at = \(now), revision = revision + 1 WHERE id = \(id) AND revision = \(revision)",
            current: try standard(id)?.revision)
        clearWarnings(under: id)
        journal(JournalEntry("standard.ended", of: .standard(id), why: why))
    }

    private func inForce(_ id: ID<Standard>) throws -> StandardRecord {
        guard let known = try standard(id) else { throw StoreError.notFound("standard \(id)") }
        guard known.endedAt == nil else { throw SetUpRefusal.standardEnded }
        return known
    }

    private func addVersion(
        _ number: Int, of id: ID<Standard>, _ draft: StandardDraft, _ target: ClockTarget
    ) -> Standard {
        let standard = Standard(
            id: id, version: newID(), name: draft.name, metric: draft.metric, scope: draft.scope, clock: target.clock,
            target: target.text, calendar: draft.calendar, tolerance: draft.tolerance, warnings: draft.warnings,
            said: draft.said)
        let scope = draft.scope
        put(
            """
            INSERT INTO standard_versions (id, standard_id, version, metric, place_id, carrier_id, segment, channel,
              region, product_group, line_id, same_city, clock, target, calendar_id, tolerance_seconds, warnings, said, created_at)
            VALUES (\(standard.version), \(id), \(number), \(draft.metric), \(scope.place), \(scope.carrier),
              \(scope.segment?.trimmedOrNil), \(scope.channel?.trimmedOrNil), \(scope.region?.trimmedOrNil),
              \(scope.productGroup?.trimmedOrNil), \(scope.line), \(scope.sameCity), \(standard.clock), \(standard.target),
              \(draft.calendar), \(draft.tolerance.seconds), \(WarningSteps.write(draft.warnings)),
              \(SaidTexts.write(draft.said)), \(now))
            """)
        return standard
    }

    private func checked(_ draft: StandardDraft, besides id: ID<Standard>?) throws -> ClockTarget {
        var problems = draft.problems()
        var target: ClockTarget?
        do { target = try ClockTarget(draft.target) } catch {
            problems.append(FieldProblem("target", "problems.no-such-target"))
        }
        if let place = draft.scope.place, try self.place(place).map({ $0.closedAt != nil }) ?? true {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let line = draft.scope.line, try self.line(line) == nil {
            problems.append(FieldProblem("line", "problems.no-such-line-of-work"))
        }
        if let carrier = draft.scope.carrier, try openCarrier(carrier) == nil {
            problems.append(FieldProblem("carrier", "problems.no-such-carrier"))
        }
        if let calendar = draft.calendar, try row("SELECT 1 FROM calendars WHERE id = \(calendar)", { $0.int() }) == nil
        {
            problems.append(FieldProblem("calendar", "problems.no-such-calendar"))
        }
        problems.append(try taken(by: "SELECT id FROM standards WHERE name = \(draft.name)", besides: id))
        try problems.check()
        guard let target else { preconditionFailure("a target without a problem") }
        return target
    }
}
