import KeptDomain
import KeptWords

extension Transaction {
    /// Asks a lead for a remedy beyond the asker's authority. The customer is told by when they hear from us: a promise on
    /// the case, with its own clock.
    @discardableResult
    package func askForRemedy(
        _ draft: RemedyDraft, on id: ID<Case>, known: Int? = nil, words: Vocabulary
    ) throws -> RemedyRequest {
        let found = try remediable(id, draft)
        guard let why = draft.why?.trimmedOrNil else { throw InvalidInput("why", "problems.required") }
        try check(known, on: found)
        let promise = try promiseAnswer(on: found, draft, words: words)
        let request = RemedyRequest(
            id: newID(), case: id, place: found.place, kind: draft.kind, amount: draft.amount, why: why,
            askedBy: actor.description, askedAt: now, promise: promise.id, about: draft.promise, dueAt: promise.due)
        put(request.insertion)
        let asked = TellingAbout(customer: found.customer, found: id, order: found.order, request: request.id)
        if let message = try tell(asked, words: words, { _ in promise.said }) { note(message, telling: promise.id) }
        journal(
            JournalEntry(
                "remedy.asked", of: .case(id), customer: found.customer, why: why,
                facts: request.facts + [Fact("due", promise.due.iso)]))
        return request
    }

    private func promiseAnswer(on found: Case, _ draft: RemedyDraft, words: Vocabulary) throws -> Promise {
        let about = PromiseDraft.About.case(found.id)
        let reader = try customerWords(
            TellingAbout(customer: found.customer, found: found.id, order: found.order), words)
        let target = try approvalTarget()
        let due = try dueOfAnswer(target, at: found.place, zone: reader.zone)
        let said = reader.words(
            "authority.told.asked", of: draft.kind,
            ["amount": reader.words.money(draft.amount), "time": reader.moment(due)])
        // Where it reaches nobody, by no message and on no page of an order, it is an aim of our own.
        return try makeAim(
            PromiseDraft(
                about: about, said: said, language: reader.words.language.tag, zone: reader.zone.name,
                due: .target(target, calendar: nil), place: found.place,
                warnings: [WarningStep(.share(0.5), to: .lead), WarningStep(.share(0.8), to: .lead, isUrgent: true)],
                isTold: found.order != nil || hears(on: found.id)))
    }

    /// Whether what the customer of a case is told goes out to them.
    private func hears(on id: ID<Case>) throws -> Bool {
        guard let recipient = try recipients(of: [id])[id] else { return false }
        return !recipient.isHistory && recipient.reach.untold == nil
    }

    /// When a lead has answered by a clock that starts now.
    func dueOfAnswer(_ target: ClockTarget, at place: ID<Place>, zone: Zone) throws -> Instant {
        let calendar = try calendar(of: place).calendar
        guard case .due(let due) = try RunningClock(calendar, target: target, started: now, zone: zone).end() else {
            preconditionFailure("a clock that stands still without a pause")
        }
        return due
    }

    /// Says yes, to what was asked or to less; the remedy is booked and told with it. Of several leads who answer at once
    /// one does.
    @discardableResult
    package func approveRemedy(
        _ id: ID<RemedyRequest>, amount: Money? = nil, word: String? = nil, words: Vocabulary
    ) throws -> Remedy {
        let (request, found) = try decidable(id)
        try [FieldProblem.optional(word, "word", limit: 500)].compactMap(\.self).check()
        let approved = try request.approval(of: amount, by: actor)
        if let approved,
            let authority = try authority(of: actor, on: found, in: approved.currency, at: now, decides: true)
        {
            let most = authority.approvable(request.kind)
            guard approved.minor <= most else {
                guard try most > 0 || hasLimits(in: approved.currency) else {
                    throw RemedyRefusal.noLimits(approved.currency)
                }
                throw RemedyRefusal.beyondApproval(upTo: Money(minor: most, currency: approved.currency))
            }
        }
        // Others may have given something back while it waited.
        try checkMoneyBack(request.kind, approved, on: found)
        try settle(request, as: .approved, word: word, approved: approved)
        return try book(
            RemedyDraft(request.kind, amount: approved, promise: request.about, why: request.why), on: found,
            by: .approval, request: id, words: words)
    }

    /// Says no, with a word of why; the customer is told.
    package func refuseRemedy(_ id: ID<RemedyRequest>, word: String, words: Vocabulary) throws {
        let (request, found) = try decidable(id)
        try [FieldProblem.required(word, "word", limit: 500)].compactMap(\.self).check()
        guard request.state == .waiting else { throw RemedyRefusal.requestDecided(request.state) }
        try settle(request, as: .refused, word: word, approved: nil)
        let about = TellingAbout(customer: found.customer, found: found.id, order: found.order, request: id)
        try tell(about, words: words) { reader in
            reader.words("authority.told.refused", of: request.kind, ["amount": reader.words.money(request.amount)])
        }
    }

    /// Takes a request back before it is decided: whoever asked, or who may decide.
    package func withdrawRequest(_ id: ID<RemedyRequest>, why: String, words: Vocabulary) throws {
        guard let request = try remedyRequest(id) else { throw StoreError.notFound("request \(id)") }
        try permit(.reverseRemedy, at: request.place, owner: request.asker)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        guard request.state == .waiting else { throw RemedyRefusal.requestDecided(request.state) }
        try settle(request, as: .withdrawn, word: why, approved: nil)
        let found = try knownCase(request.case)
        // Whoever was told by when they hear from us does not wait for it any longer.
        guard let told = try told("request_id = \(id)", case: found.id, order: found.order) else { return }
        let about = TellingAbout(customer: found.customer, found: found.id, order: found.order, request: id)
        try tell(about, words: words) { reader in
            reader.words("tellings.withdrawn", ["day": reader.day(told), "time": reader.moment(request.dueAt)])
        }
    }

    /// The customer was told that they hear from us: a case is closed after that, not instead of it.
    func checkNothingIsAsked(on id: ID<Case>) throws {
        let waiting = try count("SELECT count(*) FROM remedy_requests WHERE case_id = \(id) AND state = 'waiting'")
        if waiting > 0 { throw RemedyRefusal.requestWaiting }
    }

    /// A lead decides with the whole case in view: where it became part of another, that one is what they would see.
    func checkNoTypedUseWaits(on id: ID<Case>) throws {
        let waiting = try count(
            "SELECT count(*) FROM guarantee_uses WHERE case_id = \(id) AND state = 'held' AND paid_minor IS NOT NULL")
        if waiting > 0 { throw RemedyRefusal.requestWaiting }
    }

    private func decidable(_ id: ID<RemedyRequest>) throws -> (RemedyRequest, Case) {
        guard let request = try remedyRequest(id) else { throw StoreError.notFound("request \(id)") }
        try permit(.approveRemedy, at: request.place)
        return (request, try knownCase(request.case))
    }

    private func settle(
        _ request: RemedyRequest, as state: RemedyRequest.State, word: String?, approved: Money?
    ) throws {
        let changed = try run(
            """
            UPDATE remedy_requests SET state = \(state), decided_by = \(actor.description), decided_at = \(now),
              word = \(word?.trimmedOrNil), approved_minor = \(approved?.minor), revision = revision + 1
            WHERE id = \(request.id) AND state = 'waiting'
            """)
        if changed == 0 { throw RemedyRefusal.requestDecided(try remedyRequest(request.id)?.state ?? state) }
        try endWord(of: request, as: state)
        let kind =
            switch state {
            case .approved: "remedy.approved"
            case .refused: "remedy.refused"
            case .withdrawn, .waiting: "remedy.withdrawn"
            }
        let found = try knownCase(request.case)
        journal(
            JournalEntry(
                kind, of: .case(request.case), customer: found.customer, why: word?.trimmedOrNil,
                facts: request.facts + (approved.map { [Fact("approved", $0)] } ?? [])))
    }

    /// The word of when the customer hears from us is kept by the answer; a request that is withdrawn needs none.
    private func endWord(of request: RemedyRequest, as state: RemedyRequest.State) throws {
        guard let id = request.promise, let promise = try promise(id), promise.isOpen else { return }
        let evidence = OwnSentence.decided(state).text
        if state == .withdrawn {
            try save(promise.released(at: now, because: evidence), as: "promise.released")
        } else if promise.isStopped || now <= promise.due {
            try save(promise.kept(at: now, evidence: evidence), as: "promise.kept")
        } else {
            return
        }
        endWatch(on: [id])
    }
}

extension RemedyRequest {
    var asker: ID<Person>? { askedBy.hasPrefix("person:") ? ID(askedBy.dropFirst("person:".count)) : nil }

    var facts: [Fact] { [Fact("remedy", kind.rawValue)] + (amount.map { [Fact("amount", $0)] } ?? []) }
}
