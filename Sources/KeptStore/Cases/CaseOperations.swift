import KeptDomain

extension Transaction {
    /// Closes a case with its cause. What was still promised about the case itself is kept by the solution; a word on its
    /// order is not.
    @discardableResult
    package func closeCase(_ id: ID<Case>, cause: String, revision: Int? = nil) throws -> Case {
        try closeCase(id, because: .named(cause), revision: revision)
    }

    /// As `closeCase(_:cause:)`, with a cause that is known, one that is named, or as no fault of ours.
    ///
    /// A case that carries a failure closes with a cause that is a row, so that it is counted; its customer is asked later
    /// whether it was made good.
    @discardableResult
    package func closeCase(_ id: ID<Case>, because closing: ClosingCause, revision: Int? = nil) throws -> Case {
        let found = try workable(id, revision: revision)
        if case .named(let text) = closing {
            try [FieldProblem.optional(text, "cause", limit: 500)].compactMap(\.self).check()
        }
        try checkNothingIsAsked(on: id)
        let (cause, row, isOurs) = try resolved(closing, on: id)
        let closed = try found.closed(at: now, cause: cause)
        try save(closed, as: "case.closed", facts: [Fact("cause", cause)])
        endEpisode(of: id, cause: cause, row: row, isOurs: isOurs)
        try planFollowUp(of: closed)
        let owed = Set(try releaseAnswers(on: found).map(\.id))
        let waiting = try rows(
            "SELECT \(Promise.columns) FROM promises WHERE case_id = \(id) AND state = 'open' AND order_id IS NULL ORDER BY id",
            Promise.init)
        for promise in waiting where !owed.contains(promise.id) && (promise.isStopped || now <= promise.due) {
            try save(promise.kept(at: now, evidence: OwnSentence.caseClosed(found.number).text), as: "promise.kept")
            endWatch(on: [promise.id])
        }
        return closed
    }

    /// Gives a case to another owner, with a word of why. It has exactly one owner before, after, and in between.
    @discardableResult
    package func handOverCase(_ id: ID<Case>, to person: ID<Person>, why: String, revision: Int? = nil) throws -> Case {
        let found = try knownCase(id)
        try permit(.handOverCase, at: found.place, owner: found.owner)
        try check(revision, of: found)
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        try checkMayWork(person, on: found)
        let handed = try found.handedOver(to: person, why: why)
        try save(handed, as: "case.handed-over", why: why, facts: [Fact("from", found.owner), Fact("to", person)])
        return handed
    }

    /// Whoever is given a case must be able to work on it there.
    func checkMayWork(_ id: ID<Person>, on found: Case) throws {
        guard let person = try person(id), person.leftAt == nil else {
            throw InvalidInput("to", "refusals.no-such-person")
        }
        guard person.person.mayWork(on: found) else { throw CaseRefusal.mayNotWork(person.person.name) }
    }

    /// Writes a note for colleagues. It is told by its text and files alone, so there is nothing by which it could reach a
    /// customer: no channel, no address.
    @discardableResult
    package func addNote(
        to id: ID<Case>, text: String, attachments: [AttachmentDraft] = [], revision: Int? = nil
    ) throws -> ID<Message> {
        let found = try workable(id, revision: revision)
        guard !text.allSatisfy(\.isWhitespace) else { throw CaseRefusal.emptyNote }
        try
            ([FieldProblem.optional(text, "text", limit: Case.longestNote)].compactMap(\.self)
            + AttachmentDraft.problems(attachments, "files")).check()
        let note = Message(
            id: newID(), case: id, direction: .internal, channel: nil, author: actor.description, body: text,
            language: Self.unknownLanguage, zone: try place(orDefault: found.place).zone, writtenAt: now, learnedAt: now
        )
        put(note.insertion)
        attach(attachments, to: note.id)
        try mention(in: text, note.id)
        journal(JournalEntry("case.noted", of: .case(id), customer: found.customer))
        return note.id
    }

    /// Opens a case on a matter, or joins the one that stands open there, or in which one of its cases goes on.
    ///
    /// - Parameters:
    ///   - channel: the way it came, where it came from the customer.
    ///   - isHistory: told of the past, so that nothing is promised.
    ///   - line: where a case from a customer waits, in place of the place's own line for them.
    ///   - form: by which they wrote.
    ///   - language: BCP 47 of what they wrote; `nil` where nobody said.
    package func openOrJoinCase(
        on matter: Matter, kind: Case.Kind, subject: String, place: ID<Place>, why: String? = nil,
        channel: Message.Channel? = nil, isHistory: Bool = false, line: ID<Line>? = nil,
        form: ID<ContactForm>? = nil, language: String? = nil
    ) throws -> Case {
        if let open = try openCase(on: matter) {
            journal(
                JournalEntry(
                    "case.joined", of: .case(open.id), customer: open.customer, why: why,
                    facts: [Fact("subject", subject)]))
            try noteComplaint(kind, subject, on: open, isHistory: isHistory)
            return open
        }
        guard let number = try nextNumbers(.case).first else { preconditionFailure("no case number") }
        var desk = try Desk(self)
        let asked = SkillFacts(kind: kind, channel: channel, form: form, language: language)
        let opened = try openCase(
            number: number, on: matter, kind: kind, subject: subject, place: place, desk: &desk, why: why,
            isFromCustomer: channel != nil, line: line, skill: skill(asked: asked, customer: matter.customer))
        if !isHistory { try promiseSolution(of: opened, by: solutionStandards(), channel: channel) }
        try noteComplaint(kind, subject, on: opened, isHistory: isHistory)
        return opened
    }

    /// - Parameters:
    ///   - owner: who has it in hand; where left out, whoever at the place has the fewest.
    ///   - isFromCustomer: it waits in the place's line for what customers write, where there is one.
    ///   - skill: what whoever takes it must be able to do.
    ///   - whole: the case that it was a part of, whose order, line and wait it keeps.
    func openCase(
        number: Int, on matter: Matter, kind: Case.Kind, subject: String, place: ID<Place>, desk: inout Desk,
        owner: ID<Person>? = nil, why: String? = nil, isFromCustomer: Bool = false, line named: ID<Line>? = nil,
        partOf whole: Case? = nil, skill: String? = nil
    ) throws -> Case {
        let own = try named.flatMap { try self.line($0) }.flatMap { $0.closedAt == nil ? $0 : nil }
        let line = isFromCustomer ? try own ?? incomingLine(at: place) : nil
        let opened = Case(
            id: newID(), number: number, matter: matter.id, kind: kind, subject: subject, customer: matter.customer,
            order: matter.order ?? whole?.order, place: place,
            owner: try line?.keeper ?? owner ?? desk.nextOwner(at: place), moveSaidBy: actor.description,
            openedAt: now, line: line?.id ?? whole?.line, waitingSince: line == nil ? whole?.waitingSince : now,
            skill: skill ?? whole?.skill)
        put(opened.insertion)
        beginEpisode(of: opened.id, number: 1)
        journal(
            JournalEntry(
                "case.opened", of: .case(opened.id), customer: opened.customer, why: why,
                facts: [Fact("number", number), Fact("owner", opened.owner), Fact("kind", kind.rawValue)]
                    + (opened.order.map { [Fact("order", $0)] } ?? [])))
        return opened
    }

    func save(_ changed: Case, as kind: String, why: String? = nil, facts: [Fact] = []) throws {
        try runGuarded(
            changed.update, current: try row("SELECT revision FROM cases WHERE id = \(changed.id)") { $0.int() })
        journal(JournalEntry(kind, of: .case(changed.id), customer: changed.customer, why: why, facts: facts))
    }

    func workable(_ id: ID<Case>, revision: Int?) throws -> Case {
        let found = try knownCase(id)
        try permit(.workCase, at: found.place, owner: found.owner)
        try check(revision, of: found)
        return found
    }

    private func check(_ revision: Int?, of found: Case) throws {
        if let revision, revision != found.revision { throw StoreError.conflict(revision: found.revision) }
    }
}
