import KeptDomain

extension Transaction {
    /// What they fill in while they wait: it stands on the screen of whoever serves them. Answers that are not told stay.
    ///
    /// - Parameter need: `nil` leaves it as it is; blank takes it back.
    package func fillIn(
        _ handle: VisitHandle, answers: [String: String], need: String? = nil
    ) throws -> Visit {
        let visit = try handled(handle)
        guard visit.state.isActive else { throw QueueRefusal.notInState(visit.state) }
        let queue = try knownQueue(visit.queue)
        var problems = queue.questions.problems(answers, needsAll: false)
        problems.append(.optional(need, "need", limit: 300))
        try problems.check()
        let all = visit.answers.merging(answers) { $1 }.compactMapValues(\.trimmedOrNil)
        let wanted = need.map { $0.trimmedOrNil } ?? visit.need
        guard all != visit.answers || wanted != visit.need else { return visit }
        put(
            """
            UPDATE visits SET answers = \(SaidTexts.write(all)), need = \(wanted), revision = revision + 1
            WHERE id = \(visit.id)
            """)
        journal(JournalEntry("visit.filled-in", of: visit.subject, customer: visit.customer, facts: visit.named))
        return try knownVisit(visit.id)
    }

    /// They wish to wait together with others, or no longer do.
    package func wishForCompany(_ handle: VisitHandle, _ wants: Bool) throws -> Visit {
        let visit = try handled(handle)
        guard visit.state == .waiting || visit.state == .parked else { throw QueueRefusal.notInState(visit.state) }
        guard try knownQueue(visit.queue).rules.offersCompany else {
            throw InvalidInput("wants_company", "problems.no-company-here")
        }
        guard wants != visit.wantsCompany else { return visit }
        put("UPDATE visits SET wants_company = \(wants), revision = revision + 1 WHERE id = \(visit.id)")
        journal(
            JournalEntry(
                wants ? "visit.wished-company" : "visit.no-company", of: visit.subject, customer: visit.customer,
                facts: visit.named))
        return try knownVisit(visit.id)
    }
}
