import KeptDomain
import KeptWords

extension Transaction {
    /// Gives a remedy on an open case within the giver's authority: booked, told to the customer, and in the journal of
    /// the case, all at once.
    ///
    /// - Parameter known: how many lines the ledger of the case had where the giver looked. - Throws: `conflict` when
    ///   somebody gave something since; `RemedyRefusal.beyondAuthority` for what must be asked of a lead.
    @discardableResult
    package func giveRemedy(
        _ draft: RemedyDraft, on id: ID<Case>, known: Int? = nil, words: Vocabulary
    ) throws -> Remedy {
        let found = try remediable(id, draft)
        try check(known, on: found)
        switch try verdict(on: draft, found) {
        case .house: return try book(draft, on: found, by: .house, words: words)
        case .within(let grounds): return try book(draft, on: found, by: .limit, grounds: grounds, words: words)
        case .beyond(let refusal): throw refusal
        }
    }

    /// Gives the remedy where the giver's authority reaches, else asks a lead for it: what a page's form does.
    ///
    /// - Returns: the request where one was made.
    package func giveOrAskForRemedy(
        _ draft: RemedyDraft, on id: ID<Case>, known: Int? = nil, words: Vocabulary
    ) throws -> RemedyRequest? {
        let found = try remediable(id, draft)
        // What they did not know of may be why it is beyond them now.
        try check(known, on: found)
        if case .beyond = try verdict(on: draft, found) {
            return try askForRemedy(draft, on: id, known: known, words: words)
        }
        try giveRemedy(draft, on: id, known: known, words: words)
        return nil
    }

    private enum Verdict {
        /// No limit binds the giver.
        case house
        case within(Authority.Grounds)
        case beyond(RemedyRefusal)
    }

    private func verdict(on draft: RemedyDraft, _ found: Case) throws -> Verdict {
        guard let amount = draft.amount else {
            return actor.remedyRoles(at: found.place) == nil ? .house : .within(.free)
        }
        guard let authority = try authority(of: actor, on: found, in: amount.currency, at: now) else { return .house }
        if let grounds = authority.grounds(for: draft.kind, minor: amount.minor) { return .within(grounds) }
        let room = authority.room(for: draft.kind)
        if room > 0 { return .beyond(.beyondAuthority(upTo: Money(minor: room, currency: amount.currency))) }
        return .beyond(try hasLimits(in: amount.currency) ? .noAuthority : .noLimits(amount.currency))
    }

    /// Takes a remedy back with a line of its own.
    @discardableResult
    package func reverseRemedy(_ id: ID<Remedy>, why: String, words: Vocabulary) throws -> Remedy {
        guard let given = try remedy(id) else { throw StoreError.notFound("remedy \(id)") }
        try permit(.reverseRemedy, at: given.place, owner: given.giver)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        guard given.reverses == nil else { throw RemedyRefusal.isReversal }
        guard !given.isReversed else { throw RemedyRefusal.reversedAlready }
        try takeBackCoupon(of: given)
        let back = Remedy(
            id: newID(), case: given.case, order: given.order, customer: given.customer, place: given.place,
            promise: given.promise, kind: given.kind,
            amount: given.amount.map { Money(minor: -$0.minor, currency: $0.currency) }, right: given.right,
            givenBy: actor.description, givenAt: now, reverses: id, request: given.request, use: given.use, why: why)
        if let found = given.case { noteGiving(on: found) }
        if given.kind.isMoneyBack, let order = given.order { noteMoneyBack(on: order) }
        put(back.insertion(day: try day(at: given.place, now), grounds: try grounds(of: id)))
        journal(
            JournalEntry(
                "remedy.reversed", of: given.subject, customer: given.customer, why: why,
                facts: given.facts + [Fact("given", given.givenAt.iso)]))
        try tellTakenBack(given, words: words)
        return back
    }

    /// An open case on which the actor may give, and a remedy without fault that gives back no more than was paid.
    func remediable(_ id: ID<Case>, _ draft: RemedyDraft) throws -> Case {
        let found = try knownCase(id)
        try permit(.giveRemedy, at: found.place, owner: found.owner)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        var problems = draft.problems()
        if let promise = draft.promise, try self.promise(promise)?.matter != found.matter {
            problems.append(FieldProblem("promise", "requests.unknown-id"))
        }
        try problems.check()
        try checkMoneyBack(draft.kind, draft.amount, on: found)
        return found
    }

    /// - Parameter known: how many lines the ledger of the case had where the actor looked; `nil` where they did not.
    func check(_ known: Int?, on found: Case) throws {
        guard let known else { return }
        let now = try remedyCount(onCase: found.id)
        if known != now { throw StoreError.conflict(revision: now) }
    }

    /// Counts a line on the case: of two who give there at the same moment, one is run again after the other.
    func noteGiving(on found: ID<Case>, lines: Int = 1) {
        put(
            """
            INSERT INTO remedy_counts (case_id, given) VALUES (\(found), \(lines))
            ON CONFLICT (case_id) DO UPDATE SET given = remedy_counts.given + excluded.given
            """)
    }

    /// Counts what one person gave on one day, for the same reason. - Parameter lines: of the ledger by their own limits.
    func noteDay(_ day: Day, lines: Int = 1) {
        put(
            """
            INSERT INTO remedy_day_counts (given_by, given_day, given) VALUES (\(actor.description), \(day), \(lines))
            ON CONFLICT (given_by, given_day) DO UPDATE SET given = remedy_day_counts.given + excluded.given
            """)
    }

    private func grounds(of id: ID<Remedy>) throws -> Authority.Grounds? {
        try row("SELECT limit_role, limit_case_minor, limit_day_minor FROM remedies WHERE id = \(id)") { row in
            let role = row.optionalWord(Role.self)
            let (perCase, perDay) = (row.optionalInt64(), row.optionalInt64())
            return role.map { Authority.Grounds(role: $0, perCase: perCase, perDay: perDay) }
        } ?? nil
    }

    /// Writes a line of the ledger, what the customer is told, and the journal of the case.
    func book(
        _ draft: RemedyDraft, on found: Case, by right: Remedy.Right, grounds: Authority.Grounds? = nil,
        request: ID<RemedyRequest>? = nil, words: Vocabulary
    ) throws -> Remedy {
        let given = Remedy(
            id: newID(), case: found.id, order: found.order, customer: found.customer, place: found.place,
            promise: draft.promise, kind: draft.kind, amount: draft.amount, right: right,
            givenBy: actor.description, givenAt: now, request: request, why: draft.why?.trimmedOrNil)
        let day = try day(at: found.place, now)
        noteGiving(on: found.id)
        if given.kind.isMoneyBack {
            for order in try boundingOrders(of: found) { noteMoneyBack(on: order, lines: order == given.order ? 1 : 0) }
        }
        if right == .limit, given.amount != nil { noteDay(day) }
        put(given.insertion(day: day, grounds: grounds))
        let coupon = try given.kind == .coupon ? makeCoupon(of: given) : nil
        journal(
            JournalEntry(
                "remedy.given", of: .case(found.id), customer: found.customer, why: given.why,
                facts: given.facts + [Fact("right", right.rawValue)]))
        try tell(given, coupon: coupon, words: words)
        return given
    }
}

extension Authority.Grounds {
    /// What no limit is needed for.
    static let free = Authority.Grounds(role: .frontLine, perCase: nil, perDay: nil)
}

extension Remedy {
    /// The colleague who gave it; `nil` for a program or Kept itself.
    var giver: ID<Person>? { givenBy.hasPrefix("person:") ? ID(givenBy.dropFirst("person:".count)) : nil }

    /// Whose journal tells of it.
    var subject: Subject { `case`.map { .case($0) } ?? order.map { .order($0) } ?? .business }
}
