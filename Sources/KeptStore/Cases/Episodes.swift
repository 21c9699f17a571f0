import KeptDomain

extension Reading {
    /// The episodes of a case, the first first.
    package func episodes(of id: ID<Case>) throws -> [CaseEpisode] {
        try rows(
            "SELECT number, opened_at, closed_at, cause FROM case_episodes WHERE case_id = \(id) ORDER BY number"
        ) { row in
            CaseEpisode(
                number: row.int(), openedAt: row.instant(), closedAt: row.optionalInstant(), cause: row.optionalText())
        }
    }

    /// By kind of case.
    package func reopeningRules() throws -> [ReopeningRule] {
        try rows("SELECT \(ReopeningRule.columns) FROM reopening_rules ORDER BY kind", ReopeningRule.init)
    }

    /// Where none is stored a closed case of the kind is never opened again.
    package func reopeningRule(_ kind: Case.Kind) throws -> ReopeningRule {
        try row("SELECT \(ReopeningRule.columns) FROM reopening_rules WHERE kind = \(kind)", ReopeningRule.init)
            ?? ReopeningRule(kind: kind, windowDays: 0)
    }
}

extension ReopeningRule {
    static let columns: SQL = "kind, window_days, counts_gap, revision"

    init(_ row: inout Row) {
        self.init(kind: row.word(), windowDays: row.int(), countsGap: row.flag(), revision: row.int())
    }
}

extension Transaction {
    /// Cases that are closed already follow it from their next message on.
    package func setReopeningRule(_ rule: ReopeningRule, revision: Int) throws {
        try permit(.setStandards)
        try rule.problems().check()
        try runGuarded(
            """
            UPDATE reopening_rules SET window_days = \(rule.windowDays), counts_gap = \(rule.countsGap),
              revision = revision + 1 WHERE kind = \(rule.kind) AND revision = \(revision)
            """, current: try reopeningRule(rule.kind).revision)
        journal(
            JournalEntry(
                "business.reopening-set", of: .business,
                facts: [Fact("kind", rule.kind.rawValue), Fact("days", rule.windowDays)]))
    }

    func beginEpisode(of id: ID<Case>, number: Int) {
        put("INSERT INTO case_episodes (case_id, number, opened_at) VALUES (\(id), \(number), \(now))")
    }

    /// - Parameters:
    ///   - row: the cause that it counts under, where it has one.
    ///   - isOurs: `false` for no fault of ours.
    func endEpisode(of id: ID<Case>, cause: String, row: ID<Cause>? = nil, isOurs: Bool = true) {
        put(
            """
            UPDATE case_episodes SET closed_at = \(now), cause = \(cause), cause_id = \(row), is_ours = \(isOurs)
            WHERE case_id = \(id) AND closed_at IS NULL
            """)
    }

    /// Opens a closed case again: a new episode with new promises. What was kept or broken before stays so.
    @discardableResult
    package func reopenCase(_ id: ID<Case>, why: String, revision: Int? = nil) throws -> Case {
        let found = try workable(id, revision: revision)
        guard !why.allSatisfy(\.isWhitespace) else { throw CaseRefusal.noReason }
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        return try reopen(found, why: why, channel: nil, saying: why)
    }

    /// As `reopenCase`, for whoever may do that without working on cases: the customer by writing. What went wrong before, and
    /// was not answered as made good, was not made good: the recovery goes on in the new episode.
    ///
    /// - Parameter said: what was said of that.
    func reopen(
        _ found: Case, why: String?, channel: Message.Channel?, saying said: String? = nil
    ) throws -> Case {
        guard let closedAt = found.closedAt else { throw CaseRefusal.isOpen }
        var opened = try found.reopened()
        (opened.moveSaidBy, opened.moveWhy) = (actor.description, why)
        if try row("SELECT 1 FROM cases WHERE matter_id = \(found.matter) AND status = 'open'", { $0.int() }) != nil {
            throw CaseRefusal.matterHasCase
        }
        if try count("SELECT count(*) FROM people WHERE id = \(found.owner) AND left_at IS NULL") == 0 {
            var desk = try Desk(self)
            opened.owner = try desk.nextOwner(at: found.place)
        }
        let number = (try episodes(of: found.id).last?.number ?? 0) + 1
        try save(opened, as: "case.reopened", why: why, facts: [Fact("episode", number)])
        beginEpisode(of: found.id, number: number)
        // An answer that was on its way when the case was closed may not have arrived: its promise is ours again.
        try runOn(clocksOf: found.id, why: why)
        withdrawFollowUps(of: found.id)
        let rule = try reopeningRule(found.kind)
        let standing = try knownCase(found.id)
        try carryOn(found, on: standing, words: said)
        try promiseSolution(
            of: standing, by: solutionStandards(), channel: channel, from: rule.countsGap ? closedAt : now)
        return standing
    }

    /// Where a customer's word on this case goes: to the case itself, to the one that it is part of now, to the same one
    /// opened again, or to a new one that is linked with it.
    func caseAnswering(_ found: Case, channel: Message.Channel) throws -> (case: Case, isNew: Bool) {
        if let into = found.mergedInto { return try caseAnswering(knownCase(into), channel: channel) }
        guard let closedAt = found.closedAt else { return (found, false) }
        guard let matter = try matter(found.matter) else { throw StoreError.notFound("matter \(found.matter)") }
        if let open = try openCase(on: matter) { return (open, false) }
        if try reopeningRule(found.kind).reopens(closedAt: closedAt, at: now) {
            return (try reopen(found, why: nil, channel: channel), false)
        }
        let opened = try openOrJoinCase(
            on: matter, kind: found.kind, subject: found.subject, place: found.place, channel: channel)
        link(found.id, opened.id)
        try carryOn(found, on: opened, words: nil)
        return (opened, true)
    }
}
