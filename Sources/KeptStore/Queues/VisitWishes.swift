import KeptDomain

extension Transaction {
    /// What whoever waits answers to the queue's questions, over what they answered before; an empty answer takes it back.
    /// It stands before whoever serves them.
    package func answerQuestions(_ key: TrackingKey, _ answers: [String: String]) throws -> Visit {
        let visit = try knownVisit(key)
        guard visit.state == .waiting || visit.state == .parked || visit.state == .called else {
            throw QueueRefusal.notInState(visit.state)
        }
        let queue = try knownQueue(visit.queue)
        var draft = VisitDraft(visit.queue, .counter, language: visit.language)
        draft.answers = answers
        // The party may have joined under other rules.
        draft.partySize = min(visit.partySize, queue.rules.largestParty)
        try draft.problems(for: queue).check()
        let asked = Set(queue.questions.map(\.key))
        let given = visit.answers.filter { !asked.contains($0.key) }.merging(draft.givenAnswers) { $1 }
        guard given != visit.answers else { return visit }
        put(
            """
            UPDATE visits SET answers = \(SaidTexts.write(given)), revision = revision + 1 WHERE id = \(visit.id)
            """)
        journal(
            JournalEntry(
                "visit.answered", of: visit.subject, customer: visit.customer,
                facts: visit.named + [Fact("count", draft.givenAnswers.count)]))
        return try knownVisit(visit.id)
    }

    /// Whether they would like company while they wait. - Throws: where the queue does not offer it.
    package func wishCompany(_ key: TrackingKey, _ isWished: Bool) throws -> Visit {
        let visit = try knownVisit(key)
        guard visit.state.isActive, visit.state != .serving else { throw QueueRefusal.notInState(visit.state) }
        guard try knownQueue(visit.queue).rules.offersCompany else {
            throw InvalidInput("wish", "problems.no-such-wish")
        }
        guard visit.wantsCompany != isWished else { return visit }
        put(
            """
            UPDATE visits SET wants_company = \(isWished), revision = revision + 1 WHERE id = \(visit.id)
            """)
        journal(
            JournalEntry(
                isWished ? "visit.wishes-company" : "visit.wishes-none", of: visit.subject, customer: visit.customer,
                facts: visit.named))
        return try knownVisit(visit.id)
    }
}
