import KeptDomain

extension Transaction {
    /// Puts a case out of sight until `instant`: it then comes back to its owner's Today by itself, and at once when the
    /// customer writes.
    @discardableResult
    package func snoozeCase(_ id: ID<Case>, until instant: Instant, why: String? = nil, revision: Int? = nil) throws
        -> Case
    {
        let found = try workable(id, revision: revision)
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        let snoozed = try found.snoozed(until: instant, at: now)
        try save(snoozed, as: "case.snoozed", why: why, facts: [Fact("until", instant.iso)])
        return try knownCase(id)
    }

    /// Before its time. One that is awake stays as it is.
    @discardableResult
    package func wakeCase(_ id: ID<Case>, revision: Int? = nil) throws -> Case {
        try wake(workable(id, revision: revision))
    }

    /// As `wakeCase`, for whoever may do that without working on cases: the customer by writing.
    func wake(_ found: Case) throws -> Case {
        guard found.snoozedUntil != nil else { return found }
        var woken = found
        woken.snoozedUntil = nil
        try save(woken, as: "case.woken")
        return try knownCase(found.id)
    }

    /// Lays a case into a line, with a word of why. What was promised of answers stays; news that the line before
    /// promised, and this one does not, is withdrawn.
    @discardableResult
    package func transferCase(
        _ id: ID<Case>, to line: ID<Line>, why: String, skill: String? = nil, revision: Int? = nil
    ) throws -> Case {
        let found = try workable(id, revision: revision)
        try permit(.handOverCase, at: found.place, owner: found.owner)
        try [
            FieldProblem.optional(why, "why", limit: 500), FieldProblem.optional(skill, "skill", limit: 60),
        ].compactMap(\.self).check()
        guard let line = try self.line(line) else { throw InvalidInput("line", "requests.unknown-id") }
        var moved = try found.transferred(to: line, why: why, at: now)
        try checkMayWork(line.keeper, on: found)
        moved.skill = skill?.trimmedOrNil ?? found.skill
        try save(
            moved, as: "case.transferred", why: why,
            facts: [Fact("from", found.owner), Fact("to", line.keeper), Fact("line", line.name)])
        let standing = try knownCase(id)
        try changeNews(of: standing, to: line)
        return standing
    }

    private func changeNews(of found: Case, to line: Line) throws {
        let standard = try fitting(.keepPosted, for: found, channel: nil)
        let news = try openPromises(of: found.id, for: [.keepPosted])
        let foreign = news.filter { $0.standardVersion != standard?.version }
        guard !foreign.isEmpty else { return }
        try release(foreign, because: .transferred(line.name))
        if let standard, foreign.count == news.count { _ = try aim(standard, on: found, from: now) }
    }

    /// Two cases that have to do with each other.
    package func linkCases(_ id: ID<Case>, with other: ID<Case>) throws {
        let (found, _) = (try workable(id, revision: nil), try workable(other, revision: nil))
        guard id != other else { throw CaseRefusal.mergedWithItself }
        link(id, other)
        journal(
            JournalEntry("case.linked", of: .case(id), customer: found.customer, facts: [Fact("case", other)]))
    }

    /// - Throws: `notFound` where they are not linked.
    package func unlinkCases(_ id: ID<Case>, from other: ID<Case>) throws {
        let (found, _) = (try workable(id, revision: nil), try workable(other, revision: nil))
        let (first, second) = (min(id, other), max(id, other))
        guard try run("DELETE FROM case_links WHERE first_id = \(first) AND second_id = \(second)") == 1 else {
            throw StoreError.notFound("link of case \(id) with \(other)")
        }
        journal(
            JournalEntry("case.unlinked", of: .case(id), customer: found.customer, facts: [Fact("case", other)]))
    }

    func link(_ id: ID<Case>, _ other: ID<Case>) {
        put(
            """
            INSERT INTO case_links (first_id, second_id, made_at) VALUES (\(min(id, other)), \(max(id, other)), \(now))
            ON CONFLICT (first_id, second_id) DO NOTHING
            """)
    }
}

extension Reading {
    /// Cases linked with this one, those that became part of it, and the one it became part of; the oldest first.
    package func relatives(of found: Case) throws -> [Case] {
        let merged: SQL = if let into = found.mergedInto { " OR id = \(into)" } else { "" }
        return try rows(
            """
            SELECT \(Case.columns) FROM cases WHERE id IN (
              SELECT second_id FROM case_links WHERE first_id = \(found.id) UNION
              SELECT first_id FROM case_links WHERE second_id = \(found.id) UNION
              SELECT id FROM cases WHERE merged_into_id = \(found.id))\(merged) ORDER BY id LIMIT 100
            """, Case.init)
    }
}
