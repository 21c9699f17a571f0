import KeptDomain

extension Transaction {
    /// - Throws: `InvalidInput` where the role has one for this kind and currency already.
    package func addRemedyLimit(_ draft: RemedyLimitDraft, why: String? = nil) throws -> RemedyLimit {
        try permit(.setLimits)
        try draft.problems().check()
        let name = draft.remedy?.rawValue ?? RemedyLimit.all
        let known = try count(
            """
            SELECT count(*) FROM remedy_limits
            WHERE role = \(draft.role) AND remedy = \(name) AND currency = \(draft.currency.code)
            """)
        if known > 0 { throw InvalidInput("remedy", "problems.limit-taken") }
        return put(draft, why: why)
    }

    private func put(_ draft: RemedyLimitDraft, why: String?) -> RemedyLimit {
        let limit = RemedyLimit(
            id: newID(), role: draft.role, remedy: draft.remedy, currency: draft.currency, perCase: draft.perCase,
            perDay: draft.perDay)
        put(
            """
            INSERT INTO remedy_limits (id, role, remedy, currency, per_case_minor, per_day_minor) VALUES
            (\(limit.id), \(limit.role), \(limit.remedy?.rawValue ?? RemedyLimit.all), \(limit.currency.code),
             \(limit.perCase), \(limit.perDay))
            """)
        journal(JournalEntry("limit.added", of: .business, why: why, facts: limit.facts))
        return limit
    }

    /// Sets the two amounts anew; which role, remedy and currency it is for stays.
    package func changeRemedyLimit(
        _ id: ID<RemedyLimit>, perCase: Int64?, perDay: Int64?, revision: Int, why: String
    ) throws -> RemedyLimit {
        try permit(.setLimits)
        guard let before = try remedyLimit(id) else { throw StoreError.notFound("limit \(id)") }
        let draft = RemedyLimitDraft(
            role: before.role, remedy: before.remedy, currency: before.currency, perCase: perCase, perDay: perDay)
        var problems = draft.problems()
        problems.append(.required(why, "why", limit: 500))
        try problems.check()
        try runGuarded(
            """
            UPDATE remedy_limits SET per_case_minor = \(perCase), per_day_minor = \(perDay), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """,
            current: try remedyLimit(id)?.revision)
        let after = RemedyLimit(
            id: id, role: before.role, remedy: before.remedy, currency: before.currency, perCase: perCase,
            perDay: perDay, revision: revision + 1)
        journal(
            JournalEntry(
                "limit.changed", of: .business, why: why,
                facts: after.facts + [
                    Fact("per-case-before", RemedyLimit.text(before.perCase, before.currency)),
                    Fact("per-day-before", RemedyLimit.text(before.perDay, before.currency)),
                ]))
        return after
    }

    /// The limits that a business begins with in a currency, where it has none there yet.
    package func addUsualLimits(in currency: Currency) throws {
        try permit(.setLimits)
        guard try count("SELECT count(*) FROM remedy_limits WHERE currency = \(currency.code)") == 0 else { return }
        if try businessCurrency() == nil { set(.currency, to: currency.code) }
        for draft in RemedyLimit.usual(in: currency) { _ = put(draft, why: nil) }
    }

    /// Once after the tables of authority came to be: first limits in the currencies that the record already has.
    func addFirstLimits() throws {
        guard try setting(.limitsBegunAt) == nil else { return }
        let known = try rows(
            """
            SELECT currency FROM orders WHERE currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 10
            """
        ) { $0.text() }
        guard !known.isEmpty else { return }
        set(.limitsBegunAt, to: now.iso)
        for currency in known.compactMap({ Currency($0) }) { try addUsualLimits(in: currency) }
    }

    /// How fast a lead answers: the clock of the word that a customer is told when something is asked.
    package func setApprovalTarget(_ target: ClockTarget, why: String?) throws {
        try permit(.setLimits)
        let due = try dueOfAnswer(target, at: defaultPlace(), zone: zones.zone(businessZone()))
        guard due > now, due <= now + .days(31) else { throw InvalidInput("target", "problems.no-such-answer-time") }
        let before = try approvalTarget()
        set(.approvalTarget, to: target.text)
        journal(
            JournalEntry(
                "limit.answer-time-set", of: .business, why: why,
                facts: [Fact("target", target.text), Fact("target-before", before.text)]))
    }
}

extension Reading {
    /// Two opening hours, until the business says otherwise.
    package func approvalTarget() throws -> ClockTarget {
        guard let text = try setting(.approvalTarget) else { return .open(.hours(2)) }
        do { return try ClockTarget(text) } catch {
            throw StoreError.defect("the time for approvals is stored as \(text): \(error)")
        }
    }
}

extension RemedyLimit {
    fileprivate var facts: [Fact] {
        [
            Fact("role", role.rawValue), Fact("remedy", remedy?.rawValue ?? Self.all),
            Fact("per-case", Self.text(perCase, currency)), Fact("per-day", Self.text(perDay, currency)),
        ]
    }

    fileprivate static func text(_ minor: Int64?, _ currency: Currency) -> String {
        minor.map { Money(minor: $0, currency: currency).description } ?? "any"
    }
}
