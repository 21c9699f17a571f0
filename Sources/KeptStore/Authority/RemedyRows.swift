import KeptDomain

extension Remedy {
    /// Of the table under the name `r`.
    static let columns: SQL = """
        r.id, r.case_id, r.order_id, r.customer_id, r.place_id, r.promise_id, r.kind, r.amount_minor, r.currency, \
        r.right_by, r.given_by, r.given_at, r.reverses_id, r.request_id, r.guarantee_use_id, r.why, \
        CASE WHEN EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id) THEN 1 ELSE 0 END
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), case: row.optionalID(), order: row.optionalID(), customer: row.optionalID(),
            place: row.id(), promise: row.optionalID(), kind: row.word(), amount: row.optionalMoney(),
            right: row.word(), givenBy: row.text(), givenAt: row.instant(), reverses: row.optionalID(),
            request: row.optionalID(), use: row.optionalID(), why: row.optionalText(), isReversed: row.flag())
    }

    func insertion(day: Day, grounds: Authority.Grounds?) -> SQL {
        """
        INSERT INTO remedies (id, case_id, order_id, customer_id, place_id, promise_id, kind, amount_minor, currency, \
        right_by, given_by, given_at, given_day, limit_role, limit_case_minor, limit_day_minor, request_id, guarantee_use_id, \
        reverses_id, why) VALUES (\(id), \(`case`), \(order), \(customer), \(place), \(promise), \(kind), \
        \(amount?.minor), \(amount?.currency.code), \(right), \(givenBy), \(givenAt), \(day), \
        \(grounds?.role), \(grounds?.perCase), \(grounds?.perDay), \(request), \(use), \(reverses), \(why))
        """
    }

    /// As the journal tells it.
    var facts: [Fact] {
        [Fact("remedy", kind.rawValue)] + (amount.map { [Fact("amount", $0)] } ?? [])
            + (promise.map { [Fact("promise", $0)] } ?? [])
    }
}

extension RemedyRequest {
    static let columns: SQL = """
        id, case_id, place_id, kind, amount_minor, currency, why, asked_by, asked_at, promise_id, about_id, due_at, \
        state, decided_by, decided_at, word, approved_minor, revision
        """

    init(_ row: inout Row) {
        let (id, found, place, kind): (ID<RemedyRequest>, ID<Case>, ID<Place>, RemedyKind) = (
            row.id(), row.id(), row.id(), row.word()
        )
        let amount = row.optionalMoney()
        self.init(
            id: id, case: found, place: place, kind: kind, amount: amount, why: row.text(), askedBy: row.text(),
            askedAt: row.instant(), promise: row.optionalID(), about: row.optionalID(), dueAt: row.instant(),
            state: row.word(), decidedBy: row.optionalText(), decidedAt: row.optionalInstant(),
            word: row.optionalText(),
            approved: row.optionalInt64().flatMap { minor in
                amount.map { Money(minor: minor, currency: $0.currency) }
            }, revision: row.int())
    }

    var insertion: SQL {
        """
        INSERT INTO remedy_requests (id, case_id, place_id, kind, amount_minor, currency, why, asked_by, asked_at, \
        promise_id, about_id, due_at) VALUES (\(id), \(`case`), \(place), \(kind), \(amount?.minor), \
        \(amount?.currency.code), \(why), \(askedBy), \(askedAt), \(promise), \(about), \(dueAt))
        """
    }
}
