import KeptDomain

extension SpecialRequest {
    static let columns: SQL = """
        id, case_id, order_id, place_id, kind, words, asked_at, answer, answered_at, is_met, settled_at
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), case: row.id(), order: row.optionalID(), place: row.id(), kind: row.word(),
            words: row.text(), askedAt: row.instant(), answer: row.optionalWord(), answeredAt: row.optionalInstant(),
            isMet: row.optionalFlag(), settledAt: row.optionalInstant())
    }
}

extension Reading {
    /// What was asked beyond the usual on a case, the oldest first.
    package func specialRequests(on id: ID<Case>) throws -> [SpecialRequest] {
        try rows(
            "SELECT \(SpecialRequest.columns) FROM special_requests WHERE case_id = \(id) ORDER BY asked_at, id",
            SpecialRequest.init)
    }

    package func knownSpecialRequest(_ id: ID<SpecialRequest>) throws -> SpecialRequest {
        let found = try row(
            "SELECT \(SpecialRequest.columns) FROM special_requests WHERE id = \(id)", SpecialRequest.init)
        guard let found else { throw StoreError.notFound("special request \(id)") }
        return found
    }
}

extension Transaction {
    /// Notes what a customer asks for beyond the usual on a case.
    @discardableResult
    package func noteSpecialRequest(_ draft: SpecialRequestDraft, on id: ID<Case>) throws -> SpecialRequest {
        let found = try workable(id, revision: nil)
        try draft.problems(at: now).check()
        let made = newID(SpecialRequest.self)
        put(
            """
            INSERT INTO special_requests (id, case_id, order_id, place_id, kind, words, asked_at, noted_by) VALUES
            (\(made), \(id), \(found.order), \(found.place), \(draft.kind), \(draft.words), \(draft.askedAt ?? now),
             \(actor.description))
            """)
        journal(
            JournalEntry(
                "case.special-asked", of: .case(id), customer: found.customer,
                facts: [Fact("request", draft.kind.rawValue), Fact("said", draft.words)]))
        return try knownSpecialRequest(made)
    }

    /// Says yes or no to it: from here on the customer knows.
    @discardableResult
    package func answerSpecialRequest(_ id: ID<SpecialRequest>, _ answer: SpecialRequest.Answer) throws
        -> SpecialRequest
    {
        let known = try knownSpecialRequest(id)
        let found = try workable(known.case, revision: nil)
        guard known.answer == nil else { throw SpecialRequestRefusal.answeredAlready }
        put(
            """
            UPDATE special_requests SET answer = \(answer), answered_at = \(now), answered_by = \(actor.description)
            WHERE id = \(id) AND answer IS NULL
            """)
        journal(
            JournalEntry(
                "case.special-answered", of: .case(found.id), customer: found.customer,
                facts: [Fact("request", known.kind.rawValue), Fact("answer", answer.rawValue)]))
        return try knownSpecialRequest(id)
    }

    /// Says whether what was agreed came true.
    @discardableResult
    package func settleSpecialRequest(_ id: ID<SpecialRequest>, isMet: Bool) throws -> SpecialRequest {
        let known = try knownSpecialRequest(id)
        let found = try workable(known.case, revision: nil)
        guard known.answer == .agreed else { throw SpecialRequestRefusal.notAgreed }
        guard known.isMet == nil else { throw SpecialRequestRefusal.settledAlready }
        put(
            "UPDATE special_requests SET is_met = \(isMet), settled_at = \(now) WHERE id = \(id) AND is_met IS NULL")
        journal(
            JournalEntry(
                "case.special-settled", of: .case(found.id), customer: found.customer,
                facts: [Fact("request", known.kind.rawValue), Fact("met", isMet)]))
        return try knownSpecialRequest(id)
    }
}
