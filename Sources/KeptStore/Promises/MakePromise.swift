import KeptDomain

extension Transaction {
    /// Makes a promise: the instant, the sentence and the versions it rests on are stored now and never rewritten.
    ///
    /// A told word on a matter also keeps the matter's sundown promise: the customer has heard what happens next and when.
    package func makePromise(_ draft: PromiseDraft) throws -> Promise {
        try makePromise(draft, in: context(of: draft))
    }

    /// As `makePromise(_:)`, where what it is about is at hand.
    func makePromise(_ draft: PromiseDraft, in context: PromiseContext) throws -> Promise {
        try permit(draft.askedByCustomer ? .chooseWindow : .makePromise, at: context.place)
        return try make(draft, in: context)
    }

    /// Makes an aim of our own, which follows from what was permitted already: a customer's question opens a case, and the
    /// case has its standard.
    func makeAim(_ draft: PromiseDraft) throws -> Promise { try make(draft, in: context(of: draft)) }

    /// Makes a word that follows from what was permitted already: whoever joins a queue is told the wait.
    func makeWord(_ draft: PromiseDraft, in context: PromiseContext) throws -> Promise { try make(draft, in: context) }

    /// The next word on a matter: answers the last told word where that is broken and unanswered, else stands by itself.
    ///
    /// - Parameter known: all words on the matter, the oldest first.
    package func giveWord(_ draft: PromiseDraft, after known: [Promise]) throws -> Promise {
        guard let last = known.last(where: \.isTold), last.state == .broken else { return try makePromise(draft) }
        return try renegotiatePromise(last.id, with: draft, why: nil)
    }

    /// The next word on a case: answers the word whose breaking is made good there, also where that failure came over from
    /// another matter; else stands by itself.
    package func giveWord(_ draft: PromiseDraft, on found: Case) throws -> Promise {
        guard let broken = try unansweredBreak(on: found) else { return try makePromise(draft) }
        return try renegotiatePromise(broken.id, with: draft, why: nil)
    }

    private func make(_ draft: PromiseDraft, in context: PromiseContext) throws -> Promise {
        let (promise, timing) = try prepared(draft, in: context, replacing: nil)
        try insert(promise, timing: timing)
        if promise.isTold, !draft.isSaidByMachine, !context.isNewMatter { try keepSundown(on: promise) }
        if !context.isNewMatter { try keepChance(of: promise) }
        return promise
    }

    /// Replaces an open promise by another word, or answers a broken one with the next word. Only an open promise becomes
    /// renegotiated; a broken one stays broken and the new word points to it. It is about what the old one is about.
    package func renegotiatePromise(_ id: ID<Promise>, with draft: PromiseDraft, why: String?) throws -> Promise {
        let old = try knownPromise(id)
        try permit(draft.askedByCustomer ? .chooseWindow : .renegotiatePromise, at: old.place)
        return try renegotiate(old, with: draft, why: why)
    }

    /// As `renegotiatePromise`, where it follows from what was permitted already: who comes back to a queue is told the wait
    /// anew.
    func renegotiateWord(_ id: ID<Promise>, with draft: PromiseDraft) throws -> Promise {
        try renegotiate(knownPromise(id), with: draft, why: nil)
    }

    private func renegotiate(_ old: Promise, with draft: PromiseDraft, why: String?) throws -> Promise {
        let id = old.id
        if try count("SELECT count(*) FROM promises WHERE replaces_id = \(id)") > 0 {
            throw PromiseRefusal.alreadyReplaced
        }
        switch old.state {
        case .open:
            try save(old.renegotiated(at: now), as: "promise.renegotiated", why: why)
            endWatch(on: [id])
        case .broken: break
        case .kept, .released, .renegotiated: throw PromiseRefusal.notOpen(old.state)
        }
        let (promise, timing) = try prepared(draft, in: context(of: old), replacing: old)
        try insert(promise, timing: timing, why: why)
        if promise.isTold { try keepSundown(on: promise) }
        try keepChance(of: promise)
        return promise
    }

    private func prepared(
        _ draft: PromiseDraft, in context: PromiseContext, replacing old: Promise?
    ) throws -> (Promise, PromiseTiming) {
        guard !draft.said.allSatisfy(\.isWhitespace) else { throw PromiseRefusal.nothingSaid }
        try draft.problems().check()
        let started = draft.startsAt ?? now
        let target: ClockTarget?
        let version: ID<CalendarVersion>
        let calendar: CompiledCalendar
        switch draft.due {
        case .at:
            target = nil
            (version, calendar) = try context.calendar ?? self.calendar(of: context.place)
        case .target(let wanted, let named):
            target = wanted
            (version, calendar) =
                try named.map { try self.calendar(current: $0) } ?? context.calendar
                ?? self.calendar(of: context.place)
        }
        let named: Instant = if case .at(let instant) = draft.due { instant } else { started }
        let timing = PromiseTiming(
            target: target, calendar: calendar, zone: try zones.zone(draft.zone), started: started, pauses: .none,
            due: named, warnings: draft.warnings)
        guard let due = try timing.due() else { preconditionFailure("stopped without a pause") }
        guard due > now else { throw PromiseRefusal.dueInThePast(due) }
        try [RecordedTime.problem(due, "due_at")].compactMap(\.self).check()
        let id: ID<Promise> = newID()
        let promise = Promise(
            id: id, matter: context.matter.id, order: context.order, case: context.case, customer: context.customer,
            place: context.place, said: draft.said, language: draft.language, zone: draft.zone, toldDue: due,
            isTold: draft.isTold, clock: target?.clock ?? .date, target: target?.text, startsAt: started,
            calendarVersion: version, standardVersion: draft.standardVersion, madeBy: actor.description, madeAt: now,
            warnings: draft.warnings, replaces: old?.id, first: old?.first ?? id,
            askedByCustomer: draft.askedByCustomer)
        return (promise, timing)
    }

    private func insert(_ promise: Promise, timing: PromiseTiming, why: String? = nil) throws {
        put(promise.insertion)
        try putDeadlines(of: promise, timing: timing, isNew: true)
        journal(
            JournalEntry(
                "promise.made", of: .promise(promise.id), customer: promise.customer, why: why,
                facts: [Fact("said", promise.said), Fact("due", promise.toldDue.iso)]
                    + (promise.replaces.map { [Fact("replaces", $0)] } ?? [])
                    + (promise.order.map { [Fact("order", $0)] } ?? [])))
    }

    /// The sundown rule is met when the customer has heard by closing time what happens next and when.
    private func keepSundown(on word: Promise) throws {
        let waiting = try rows(
            """
            SELECT \(Promise.columns) FROM promises
            WHERE matter_id = \(word.matter) AND state = 'open' AND is_told = 0 AND clock = 'sundown' AND id <> \(word.id)
            """, Promise.init)
        for promise in waiting where now <= promise.due {
            try save(promise.kept(at: now, evidence: OwnSentence.told(word.said).text), as: "promise.kept")
            endWatch(on: [promise.id])
        }
    }
}
