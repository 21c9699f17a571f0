import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Special requests on the page of a case: what was asked, whether we said yes, and whether it came true.
///
/// - Parameter opened: the form that was refused: `special`.
func specialRequests(_ view: CaseView, _ context: PageContext, values: FormValues, opened: String?) -> HTML? {
    let words = context.words
    let mayWork = context.may(.workCase)
    guard !view.special.isEmpty || view.row.closedAt == nil && mayWork else { return nil }
    let items = view.special.map { specialRequest($0, context, mayWork: mayWork) }
    let isOpen = opened == "special"
    return section(
        words("service.special.title"),
        """
        \("<ul class=\"amends\">\(joined: items)</ul>", if: !items.isEmpty)\
        \(disclosure(words("service.special.add"), isOpen: isOpen, specialForm(view, context, isOpen ? values : .fresh)), if: view.row.closedAt == nil && mayWork)
        """)
}

private func specialRequest(_ request: SpecialRequest, _ context: PageContext, mayWork: Bool) -> HTML {
    let words = context.words
    func button(_ to: String, _ name: String, _ value: String, _ label: WordKey) -> HTML {
        form(
            to, context, class: "inline",
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\"><button>\(words(label))</button>")
    }
    let (answer, settling) = (Paths.specialAnswer(request.id), Paths.specialSettling(request.id))
    let standing: (word: WordKey, buttons: [HTML]) =
        switch (request.answer, request.isMet) {
        case (nil, _):
            (
                "service.special.standings.open",
                [
                    button(answer, "answer", "agreed", "service.special.agree"),
                    button(answer, "answer", "declined", "service.special.decline"),
                ]
            )
        case (.declined, _): ("service.special.standings.declined", [])
        case (.agreed, nil):
            (
                "service.special.standings.agreed",
                [
                    button(settling, "met", "1", "service.special.met"),
                    button(settling, "met", "0", "service.special.not-met"),
                ]
            )
        case (.agreed, true?): ("service.special.standings.met", [])
        case (.agreed, false?): ("service.special.standings.missed", [])
        }
    let asked = words.html("service.special.asked", ["time": context.nearTime(request.askedAt)])
    return """
        <li><p>\(words.labelled(words("service.special.kinds", of: request.kind), request.words))</p>\
        <p class="small quiet">\(words(standing.word)) · \(asked)</p>\
        \("<div class=\"amends-buttons\">\(joined: standing.buttons)</div>", if: mayWork && !standing.buttons.isEmpty)</li>
        """
}

private func specialForm(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let kinds = SpecialRequest.Kind.allCases.map {
        Field.Choice($0.rawValue, words("service.special.kinds", of: $0))
    }
    let fields = [
        Field("kind", words("service.special.kind"), .choice(kinds), isRequired: true),
        Field("words", words("service.special.words"), isRequired: true),
    ]
    return form(
        Paths.caseSpecial(view.row.id), context,
        """
        \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "special-") })\
        <div class="form-foot"><button class="main">\(words("service.special.note"))</button></div>
        """)
}

/// What the customer said of the case by one tap.
func caseRatings(_ view: CaseView, _ context: PageContext) -> HTML? {
    guard !view.ratings.isEmpty else { return nil }
    let words = context.words
    let said = Rating.Question.allCases.compactMap { question -> HTML? in
        guard let rating = view.ratings[question] else { return nil }
        let points =
            question == .ease ? String(rating.value) : words(.of("service.points", named: String(rating.value)))
        return "<li>\(words("service.rated", of: question, ["points": points]))</li>"
    }
    return section(words("service.rated.title"), "<ul>\(joined: said)</ul>")
}

enum SpecialRequestRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.post, "/cases/{id}/special-requests", site) { page in
                let id = try page.id(of: Case.self)
                return try await page.submit { form in
                    let draft = SpecialRequestDraft(try form.choice("kind"), try form.required("words"))
                    try await page.write { _ = try $0.noteSpecialRequest(draft, on: id) }
                    return Paths.case(id)
                } orShow: { context, values in
                    try await CaseRoutes.show(id, page, context, values: values, opened: "special")
                }
            },
            .page(.post, "/special-requests/{id}/answer", site) { page in
                try await settle(page) { form in
                    let answer: SpecialRequest.Answer = try form.choice("answer")
                    return { try $0.answerSpecialRequest($1, answer) }
                }
            },
            .page(.post, "/special-requests/{id}/settling", site) { page in
                try await settle(page) { form in
                    let isMet = try form.whole("met", in: 0...1) == 1
                    return { try $0.settleSpecialRequest($1, isMet: isMet) }
                }
            },
        ]
    }

    private static func settle(
        _ page: PageRequest,
        _ read: (SubmittedForm) throws -> @Sendable (Transaction, ID<SpecialRequest>) throws -> SpecialRequest
    ) async throws -> Response {
        let id = try page.id(of: SpecialRequest.self)
        let found = try await page.read { try $0.knownSpecialRequest(id).case }
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { _ = try change($0, id) }
            return Paths.case(found)
        } orShow: { context, _ in
            try await CaseRoutes.show(found, page, context)
        }
    }
}
