import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Making it good on a case, and saying of a word that it will be late.
enum RecoveryRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.post, "/cases/{id}/recovery-messages", site, send),
            .page(.post, "/cases/{id}/steps-left-out", site) { page in
                let id = try page.id(of: Case.self)
                return try await page.submit { form in
                    let (step, reason): (RecoveryStep, String) = (try form.choice("step"), try form.required("reason"))
                    try await page.write { try $0.leaveOutStep(step, on: id, reason: reason) }
                    return Paths.case(id) + "#recovery"
                } orShow: { context, values in
                    try await CaseRoutes.show(id, page, context, values: values, opened: "step-left-out")
                }
            },
            .page(.post, "/cases/{id}/follow-up-answer", site) { page in
                let id = try page.id(of: Case.self)
                return try await page.submit { form in
                    let (answer, said): (FollowUp.Answer, String?) = (try form.choice("answer"), form["words"])
                    let key = TrackingKey.random()
                    try await page.write { _ = try $0.noteFollowUpAnswer(on: id, answer, words: said, key: key) }
                    return Paths.case(id) + "#recovery"
                } orShow: { context, values in
                    try await CaseRoutes.show(id, page, context, values: values, opened: "follow-up-answer")
                }
            },
            .page(.get, "/promises/{id}/lateness", site) { page in
                let id = try page.id(of: Promise.self)
                return try await page.page { try await late(id, page, $0) }
            },
            .page(.post, "/promises/{id}/lateness", site, foresee),
        ]
    }

    private static func send(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Case.self)
        let (words, address) = (page.site.vocabulary, page.site.publicAddress(for: page.request))
        return try await page.submit { form in
            guard let template = try form.id("template", of: RecoveryTemplate.self) else {
                throw InvalidInput("template", "problems.required")
            }
            let draft = RecoveryMessageDraft(
                template: template, reason: form["reason"], cause: try form.id("cause", of: Cause.self))
            _ = try await page.write {
                try $0.sendRecoveryMessage(on: id, draft, words: words, address: address).message.id
            }
            return Paths.case(id) + "#recovery"
        } orShow: { context, values in
            try await CaseRoutes.show(id, page, context, values: values, opened: "recovery-message")
        }
    }

    private static func late(
        _ id: ID<Promise>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let words = context.words
        let now = page.now
        let (promise, templates, causes, quote) = try await page.read { reading in
            let promise = try reading.knownPromise(id)
            return (
                promise, try reading.recoveryTemplates().map { Field.Choice("\($0.id)", $0.name) },
                try reading.causeChoices(words),
                try promise.order.flatMap { try reading.quoteBesideForm(of: $0, at: now, words) }
            )
        }
        try page.see(.renegotiatePromise, at: promise.place)
        var view = LateView(
            promise: id, said: promise.said, due: promise.due, templates: templates, causes: causes)
        view.quote = quote
        // What can be kept stands there first; who takes an earlier time takes a wish.
        let first = values.isFresh ? quote?.expected(in: context.zone, after: promise.due) : nil
        return latePage(view, context, values: first.map { FormValues(["expected": $0]) } ?? values)
    }

    private static func foresee(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Promise.self)
        let (words, address) = (page.site.vocabulary, page.site.publicAddress(for: page.request))
        let zone = try await page.zone()
        return try await page.submit { form in
            let draft = LatenessDraft(
                reason: form["reason"], cause: try form.id("cause", of: Cause.self),
                expectedAt: try form.moment("expected", in: zone),
                template: try form.id("template", of: RecoveryTemplate.self))
            let found = try await page.write {
                try $0.foreseeLateness(of: id, draft, words: words, address: address).case.id
            }
            return Paths.case(found) + "#recovery"
        } orShow: { context, values in
            try await late(id, page, context, values: values)
        }
    }
}

/// A word that will not be kept, with what can be said of it.
package struct LateView: Sendable {
    package let promise: ID<Promise>
    package let said: String
    package let due: Instant
    package let templates: [Field.Choice]
    package let causes: [Field.Choice]
    /// `nil` where nothing is quoted.
    package var quote: QuoteView?

    package init(
        promise: ID<Promise>, said: String, due: Instant, templates: [Field.Choice], causes: [Field.Choice]
    ) {
        self.promise = promise
        self.said = said
        self.due = due
        self.templates = templates
        self.causes = causes
    }
}

/// Before the time comes: why it will be late, until when, and whether the customer is told at once.
package func latePage(_ view: LateView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let title = words("recovery.late.title")
    let fields = [
        Field(
            "reason", words("recovery.timeline.reason"), .area(rows: 2), hint: words("recovery.timeline.reason-hint"),
            isRequired: view.causes.isEmpty),
        Field(
            "cause", words("recovery.timeline.cause"),
            .choice([Field.Choice("", words("recovery.timeline.cause-none"))] + view.causes)),
        Field("expected", words("recovery.late.expected"), .moment, hint: words("recovery.late.expected-hint")),
        Field(
            "template", words("recovery.late.tell"),
            .choice([Field.Choice("", words("recovery.late.tell-none"))] + view.templates)),
    ]
    let body: HTML = """
        \(pageHead(title, sentence: "\(words.stored(view.said)) \(context.timeWithRelative(view.due))"))\
        <p class="hint">\(words("recovery.late.hint"))</p>\(view.quote.map { quoteSection($0, context) })\
        \(form(Paths.lateness(view.promise), context, """
            \(formProblems(values, words))\(joined: fields.map { formField($0, values, words) })\
            <div class="form-foot"><button class="main">\(words("recovery.late.say"))</button></div>
            """))
        """
    return layout(title: title, context: context, body: body)
}
