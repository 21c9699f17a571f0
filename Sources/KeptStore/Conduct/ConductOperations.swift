import KeptDomain

extension Transaction {
    /// Writes down what was said or done on a case. After a threat a lead is told at once.
    ///
    /// It changes nothing about the case: neither its state nor what is promised, owed or given on it.
    @discardableResult
    package func noteConduct(_ draft: ConductDraft, on id: ID<Case>) throws -> ConductFact {
        let found = try knownCase(id)
        try permit(.workCase, at: found.place, owner: found.owner)
        var problems = draft.problems(at: now)
        if let message = draft.message, try !holds(message, id) {
            problems.append(FieldProblem("message", "requests.unknown-id"))
        }
        try problems.check()
        let fact = ConductFact(
            id: newID(), kind: draft.kind, evidence: draft.evidence, words: draft.words, isThreat: draft.isThreat,
            happenedAt: draft.happenedAt ?? now, case: id, message: draft.message, customer: try whose(found),
            place: found.place, writtenBy: actor.description, writtenAt: now)
        put(fact.insertion)
        // The words stay in the fact alone, so that they leave with it.
        journal(
            JournalEntry(
                "case.conduct-noted", of: .case(id), customer: found.customer,
                facts: [Fact("threat", draft.isThreat)]))
        if draft.isThreat { try tellOfThreat(fact) }
        return fact
    }

    /// Whose conduct was written down on these cases became known.
    func nameConduct(on cases: [ID<Case>], of customer: ID<Customer>) {
        put(
            """
            UPDATE conduct_facts SET customer_id = \(customer) WHERE case_id IN \(anyOf: cases) AND customer_id IS NULL
            """)
    }

    /// Whose it was is open again.
    func unnameConduct(on cases: [ID<Case>]) {
        put(
            """
            UPDATE conduct_facts SET customer_id = NULL WHERE case_id IN \(anyOf: cases) AND customer_id IS NOT NULL
            """)
    }

    private func holds(_ message: ID<Message>, _ id: ID<Case>) throws -> Bool {
        try count("SELECT count(*) FROM messages WHERE id = \(message) AND case_id = \(id)") == 1
    }

    private func tellOfThreat(_ fact: ConductFact) throws {
        let call = Call(
            id: newID(), kind: .threat, case: fact.case, place: fact.place, fact: fact.id,
            askedBy: actor.description, askedAt: now)
        insert(call)
        let letters = try writeToLeads(of: call)
        journal(
            JournalEntry(
                "case.threat-told", of: .case(fact.case), customer: fact.customer, facts: [Fact("letters", letters)]))
    }

    func insert(_ call: Call) {
        put(
            """
            INSERT INTO calls (id, kind, case_id, place_id, fact_id, why, asked_by, asked_at) VALUES
            (\(call.id), \(call.kind), \(call.case), \(call.place), \(call.fact), \(call.why), \(call.askedBy), \(call.askedAt))
            """)
    }

    /// Takes back what was written down: it was no fact, or about somebody else. Whoever wrote it may, and a lead.
    package func strikeConduct(_ id: ID<ConductFact>, why: String) throws {
        let fact = try knownConductFact(id)
        if fact.writtenBy != actor.description { try permit(.seeConduct, at: fact.place) }
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        guard fact.struckAt == nil else { throw ConductRefusal.struckAlready }
        put(
            """
            UPDATE conduct_facts SET struck_at = \(now), struck_by = \(actor.description), struck_why = \(why)
            WHERE id = \(id) AND struck_at IS NULL
            """)
        journal(JournalEntry("case.conduct-struck", of: .case(fact.case), customer: fact.customer, why: why))
    }

    /// For how many days facts are shown, counted from when it happened; at once for those that stand.
    package func setConductDays(_ days: Int, why: String? = nil) throws {
        try permit(.setDesk, .anyPlace)
        guard (1...ConductFact.longestDays).contains(days) else {
            throw InvalidInput(
                "days", "problems.out-of-range", [Fact("from", 1), Fact("to", ConductFact.longestDays)])
        }
        set(.conductDays, to: String(days))
        journal(JournalEntry("business.conduct-days-set", of: .business, why: why, facts: [Fact("days", days)]))
    }

    /// Writes a playbook anew in one language: the versions before stay readable.
    @discardableResult
    package func changePlaybook(_ draft: PlaybookDraft, why: String? = nil) throws -> Playbook {
        try permit(.setDesk, .anyPlace)
        var problems = draft.problems()
        problems.append(.optional(why, "why", limit: 500))
        try problems.check()
        let last = try count(
            """
            SELECT coalesce(max(version), 0) FROM playbooks WHERE kind = \(draft.kind) AND language = \(draft.language)
            """)
        let made = Playbook(
            kind: draft.kind, language: draft.language, version: last + 1, lines: draft.lines, madeAt: now)
        put(
            """
            INSERT INTO playbooks (id, \(Playbook.columns), made_by, why) VALUES (\(newID(Playbook.self)), \
            \(made.kind), \(made.language), \(made.version), \(Playbook.text(made[.steps])), \
            \(Playbook.text(made[.phrases])), \(Playbook.text(made[.avoid])), \(Playbook.text(made[.handOver])), \
            \(Playbook.text(made[.protection])), \(now), \(actor.description), \(why))
            """)
        journal(
            JournalEntry(
                "business.playbook-changed", of: .business, why: why,
                facts: [
                    Fact("name", draft.kind.rawValue), Fact("language", draft.language), Fact("version", made.version),
                ]))
        return made
    }
}
