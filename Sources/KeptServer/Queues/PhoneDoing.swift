import KeptDomain
import KeptWords

/// What whoever waits can do: something useful, wait together, step away, go.
func phoneDoing(_ view: PhoneView, _ context: PageContext, _ values: FormValues) -> HTML {
    switch view.visit.state {
    case .waiting:
        "\(companyOffer(view, context))\(readyForUs(view, context, values))\(offers(view, context.words))\(stepAway(view, context))"
    case .called: "\(stepAway(view, context))"
    case .parked: "\(comeBack("queue-pages.phone.here", view, context))\(leaving(view, context))"
    case .noShow: "\(comeBack("queue-pages.phone.here", view, context))"
    case .serving: "\(offers(view, context.words))"
    case .served, .left: "\(perceivedWait(view, context))"
    case .closed: ""
    }
}

private func comeBack(_ label: WordKey, _ view: PhoneView, _ context: PageContext) -> HTML {
    form(Paths.visitReturn(view.key), context, "<button class=\"main\">\(context.words(label))</button>")
}

private func stepAway(_ view: PhoneView, _ context: PageContext) -> HTML {
    let words = context.words
    let park = form(
        Paths.visitParking(view.key), context,
        "<button>\(words("queue-pages.phone.park"))</button><p class=\"hint\">\(words("queue-pages.phone.park-hint"))</p>"
    )
    return
        "<section class=\"part queue-away\"><h2 class=\"hidden\">\(words("queue-pages.phone.away"))</h2>\(park)\(leaving(view, context))</section>"
}

/// Two taps, so that nobody loses their place by a slip.
private func leaving(_ view: PhoneView, _ context: PageContext) -> HTML {
    let words = context.words
    return disclosure(
        words("queue-pages.phone.leave"),
        form(
            Paths.visitLeaving(view.key), context,
            "<p>\(words("queue-pages.phone.leave-hint"))</p><button class=\"danger\">\(words("queue-pages.phone.leave-yes"))</button>"
        ))
}

private func offers(_ view: PhoneView, _ words: Words) -> HTML? {
    guard !view.queue.offers.isEmpty else { return nil }
    let links = view.queue.offers.map { offer -> HTML in
        let outside = !offer.address.hasPrefix("/")
        return """
            <li><a class="button" href="\(url: offer.address)" target="_blank"\
            \("rel", outside ? "noopener noreferrer" : "noopener")>\(offer.label.text(in: words.language.tag))</a></li>
            """
    }
    return section(words("queue-pages.phone.offers"), "<ul class=\"queue-offers\">\(joined: links)</ul>")
}

/// The queue's questions: what is answered stands before whoever serves them.
private func readyForUs(_ view: PhoneView, _ context: PageContext, _ values: FormValues) -> HTML? {
    let questions = view.queue.questions
    guard !questions.isEmpty else { return nil }
    let words = context.words
    let answers = view.visit.answers
    let isDone = questions.allSatisfy { answers[$0.key] != nil }
    let fields = questions.map { questionField($0, answers[$0.key], values, words) }
    let asking = form(
        Paths.visitAnswers(view.key), context,
        "\(formProblems(values, words))\(joined: fields)<button class=\"main\">\(words("page.save"))</button>")
    let label = words(isDone ? "queue-pages.phone.change-answers" : "queue-pages.phone.answer")
    let hint = words(isDone ? "queue-pages.phone.answered" : "queue-pages.phone.questions-hint")
    return section(
        words("queue-pages.phone.questions"),
        "<p class=\"hint\">\(hint)</p>\(disclosure(label, isOpen: !values.problems.isEmpty, asking))")
}

/// One question of a queue as a field named `answers.<key>`.
func questionField(
    _ question: QueueQuestion, _ answer: String?, _ values: FormValues, _ words: Words, scope: String = ""
) -> HTML {
    let label = question.label.text(in: words.language.tag) ?? question.key
    let kind: Field.Kind =
        switch question.kind {
        case .text: .area(rows: 2)
        case .choice:
            .choice(
                [Field.Choice("", words("queue-pages.no-answer"))]
                    + question.choices.enumerated().map { place, choice in
                        Field.Choice(String(place + 1), choice.text(in: words.language.tag) ?? String(place + 1))
                    })
        case .yesNo:
            .choice([
                Field.Choice("", words("queue-pages.no-answer")), Field.Choice("yes", words("queue-pages.yes")),
                Field.Choice("no", words("queue-pages.no")),
            ])
        }
    let name = "answers." + question.key
    var field = Field(name, label, kind, value: values[name] ?? answer ?? "")
    // At the counter the clerk asks what was not said.
    field.isRequired = question.isRequired && scope.isEmpty
    return formField(field, values, words, scope: scope)
}

/// For those who wait alone and would like company: a shared table.
private func companyOffer(_ view: PhoneView, _ context: PageContext) -> HTML? {
    guard view.queue.rules.offersCompany else { return nil }
    let words = context.words
    if let company = view.company {
        return section(
            words("queue-pages.phone.company"), "<p>\(words("queue-pages.phone.company-with", ["ticket": company]))</p>"
        )
    }
    let wants = view.visit.wantsCompany
    let state: HTML? = wants ? "<p>\(words("queue-pages.phone.company-wished", count: view.others))</p>" : nil
    let hint: HTML? =
        wants ? nil : "<p class=\"hint\">\(words("queue-pages.phone.company-hint", count: view.others))</p>"
    let button = words(wants ? "queue-pages.phone.company-withdraw" : "queue-pages.phone.company-wish")
    return section(
        words("queue-pages.phone.company"),
        """
        \(state)\(hint)\(form(
            Paths.visitCompany(view.key), context,
            "\("<input type=\"hidden\" name=\"wish\" value=\"1\">", if: !wants)<button>\(button)</button>"))
        """)
}

/// One tap: how long it felt.
private func perceivedWait(_ view: PhoneView, _ context: PageContext) -> HTML? {
    let words = context.words
    guard view.visit.calledAt != nil || view.visit.state == .left else { return nil }
    if let perceived = view.visit.perceived {
        return section(
            words("queue-pages.phone.felt"),
            "<p>\(words("queue-pages.phone.felt-said", ["felt": words("queues.perceived", of: perceived)]))</p>")
    }
    guard view.visit.perceivedSeconds == nil else { return nil }
    let hasTold = !view.told.isEmpty
    let choices = Visit.Perceived.allCases.map { one -> HTML in
        let label = hasTold ? words("queues.perceived", of: one) : words("queue-pages.phone.felt-plain", of: one)
        return "<button name=\"felt\" value=\"\(one.rawValue)\">\(label)</button>"
    }
    return section(
        words("queue-pages.phone.felt"),
        form(
            Paths.visitRating(view.key), context,
            "<p class=\"hint\">\(words("queue-pages.phone.felt-hint"))</p><div class=\"amends-buttons\">\(joined: choices)</div>"
        ))
}
