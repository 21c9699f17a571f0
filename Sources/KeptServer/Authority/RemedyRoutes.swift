import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Giving, asking, deciding and taking back from pages.
enum RemedyRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.post, "/cases/{id}/remedies", site, give),
            .page(.post, "/remedies/{id}/reversal", site, reverse),
            .page(.post, "/tellings/{id}/told", site, told),
            .page(.get, "/remedies", site, ledger),
            .page(.get, "/approvals", site) { page in
                try page.permit(.seeCases)
                return try await page.page { try await approvals(page, $0) }
            },
            .page(.post, "/approvals/{id}/approval", site) { page in
                try await decide(page) { form, words in
                    let (text, word) = (form["amount"], form["word"])
                    return { tx, id in
                        guard let request = try tx.remedyRequest(id) else { throw StoreError.notFound("request \(id)") }
                        var amount: Money?
                        if let text, let asked = request.amount {
                            guard let less = Money(written: text, in: asked.currency) else {
                                throw InvalidInput("amount", "problems.no-such-amount")
                            }
                            amount = less
                        }
                        _ = try tx.approveRemedy(id, amount: amount, word: word, words: words)
                    }
                }
            },
            .page(.post, "/approvals/{id}/refusal", site) { page in
                try await decide(page) { form, words in
                    let word = try form.required("word")
                    return { try $0.refuseRemedy($1, word: word, words: words) }
                }
            },
            .page(.post, "/approvals/{id}/withdrawal", site) { page in
                try await decide(page) { form, words in
                    let why = try form.required("why")
                    return { try $0.withdrawRequest($1, why: why, words: words) }
                }
            },
            .page(.post, "/approvals/answers", site, answer),
        ]
    }

    private static func give(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Case.self)
        return try await page.submit { form in
            let (draft, known) = (try form.remedyDraft(), try form.whole("known", in: 0...Int.max))
            let words = page.site.vocabulary
            _ = try await page.write { try $0.giveOrAskForRemedy(draft, on: id, known: known, words: words) }
            return Paths.case(id) + "#amends"
        } orShow: { context, values in
            try await CaseRoutes.show(id, page, context, values: values, opened: "remedies")
        }
    }

    private static func reverse(_ page: PageRequest) async throws -> Response {
        let id: ID<Remedy> = try page.id()
        guard let remedy = try await page.read({ try $0.remedy(id) }), let found = remedy.case else {
            throw StoreError.notFound("remedy \(id)")
        }
        return try await page.submit { form in
            let (why, words) = (try form.required("why"), page.site.vocabulary)
            _ = try await page.write { try $0.reverseRemedy(id, why: why, words: words) }
            return Paths.case(found) + "#amends"
        } orShow: { context, values in
            try await CaseRoutes.show(found, page, context, values: values)
        }
    }

    private static func told(_ page: PageRequest) async throws -> Response {
        let id: ID<Telling> = try page.id()
        guard let found = try await page.read({ try $0.caseOfTelling(id) })?.id else {
            throw StoreError.notFound("telling \(id)")
        }
        return try await page.submit { _ in
            _ = try await page.write { try $0.noteTold(id) }
            return Paths.case(found) + "#amends"
        } orShow: { context, values in
            try await CaseRoutes.show(found, page, context, values: values)
        }
    }

    /// Back to where the lead looked: the case, the list, or Today.
    private static func decide(
        _ page: PageRequest,
        _ read: (SubmittedForm, Vocabulary) throws -> @Sendable (Transaction, ID<RemedyRequest>) throws -> Void
    ) async throws -> Response {
        let id: ID<RemedyRequest> = try page.id()
        let from = page.cameFrom
        return try await page.submit { form in
            let change = try read(form, page.site.vocabulary)
            try await page.write { try change($0, id) }
            return from.flatMap { $0 == Paths.today || $0.hasPrefix(Paths.cases + "/") ? $0 : nil } ?? Paths.approvals
        } orShow: { context, _ in
            try await approvals(page, context)
        }
    }

    private static func answer(_ page: PageRequest) async throws -> Response {
        try await page.submit { form in
            let (key, answer) = (try form.required("question"), try form.required("answer"))
            guard let place: ID<Place> = try form.id("place") else { throw InvalidInput("place", "problems.required") }
            try await page.write { try $0.answerQuestion(key, at: place, answer: answer) }
            return page.cameFrom == Paths.today ? Paths.today : Paths.approvals
        } orShow: { context, _ in
            try await approvals(page, context)
        }
    }

    static func approvals(_ page: PageRequest, _ context: PageContext) async throws -> HTML {
        let places = try page.places(for: .seeCases, asked: page.query.id("place"))
        let (actor, words, now) = (try page.actor(), context.words, page.now)
        let mayAnswer = actor.person.map { _ in context.may(.approveRemedy) } ?? false
        let view = try await page.read { reading in
            let waiting = try reading.waitingRequests(at: places, limit: 50)
            let lately = try reading.remedyRequests(nil, at: places, limit: 30).filter { $0.state != .waiting }
            return ApprovalsView(
                waiting: try reading.requestLines(waiting, for: actor, words: words),
                lately: try reading.requestLines(Array(lately.prefix(10)), for: actor, words: words),
                questions: mayAnswer ? try reading.authorityQuestions(at: places, now: now) : [],
                held: mayAnswer ? try reading.heldGuarantees(at: places) : [],
                single: mayAnswer ? try reading.heldUses(at: places, limit: 50) : [])
        }
        return approvalsPage(view, context)
    }

    private static func ledger(_ page: PageRequest) async throws -> Response {
        let places = try page.places(for: .seeCases, asked: page.query.id("place"))
        let trail = ListTrail(page.query)
        let size = 50
        let (rows, hasMore) = try await page.read { reading in
            let found = try reading.remedies(at: places, before: trail.after.flatMap { ID($0) }, limit: size + 1)
            return (try reading.ledgerRows(Array(found.prefix(size))), found.count > size)
        }
        let last = hasMore ? rows.last?.remedy.id.description : nil
        let links = (
            trail.previous(Paths.remedies, []), trail.next(Paths.remedies, [], cursor: last)
        )
        return try await page.page { ledgerPage(rows, previous: links.0, next: links.1, $0) }
    }
}

extension Reading {
    fileprivate func ledgerRows(_ given: [Remedy]) throws -> [LedgerRow] {
        let names = try names(
            of: given.flatMap { remedy in
                [remedy.customer.map { Subject.customer($0) }, remedy.case.map { Subject.case($0) }].compactMap(\.self)
            }, actors: [])
        return given.map { remedy in
            LedgerRow(
                remedy: remedy, customer: remedy.customer.flatMap { names.subjects[.customer($0)] },
                caseNumber: remedy.case.flatMap { names.subjects[.case($0)] })
        }
    }
}
