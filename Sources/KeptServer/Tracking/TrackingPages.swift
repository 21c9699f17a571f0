import KeptDomain
import KeptWords

/// The public page of one order: the present word in one large sentence, the way so far, what changed and why, what the
/// customer can choose, and who answers. Its times are read in the context's zone, which is the customer's.
package func trackingPage(_ view: TrackingView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let title = words("tracking.title", ["number": String(view.number)])
    let body: HTML = """
        <p class="lead">\(title)</p>
        <h1 class="now">\(presentWord(view, context))</h1>
        \(beneath(view, context))\(fromTheRecord(view, context))
        \(amends(view, context))
        \(journey(view, context))
        \(whyItChanged(view, context))
        \(attempts(view, context))
        \(chooseWindow(view, context, values))
        \(ratingQuestion(.ease, view.ease, to: Paths.trackingRating(view.token), context), if: view.status == .delivered)
        \(conversation(view, context))\
        \(whoAnswers(view, context, values))
        <p class="quiet small part">\(words.html("tracking.updated", ["time": context.nearTime(view.updatedAt), "zone": "\(context.zone.name)"]))</p>
        """
    return publicLayout(title: title, context: context, body: body)
}

/// One sentence: what is true now and when it ends.
private func presentWord(_ view: TrackingView, _ context: PageContext) -> HTML {
    let words = context.words
    let ended = view.stages.last(where: { $0.at != nil })?.at
    switch view.status {
    case .delivered:
        let (timed, plain): (WordKey, WordKey) =
            view.isPickUp
            ? ("tracking.now.collected-at", "tracking.now.collected")
            : ("tracking.now.delivered-at", "tracking.now.delivered")
        return ended.map { words.html(timed, ["time": strong(context.nearTime($0))]) } ?? "\(words(plain))"
    case .cancelled: return "\(words("tracking.now.cancelled"))"
    case .returned: return "\(words("tracking.now.returned"))"
    case .lost: return "\(words("tracking.now.lost"))"
    case .unavailable: return "\(words("tracking.now.unavailable"))"
    default: break
    }
    guard let promise = view.holding else { return "\(words("tracking.now.no-word"))" }
    switch promise.standing {
    case .running, .atRisk:
        return view.isPickUp
            ? arrival("tracking.now.ready-by", "tracking.now.ready-on", promise.due, context)
            : arrival("tracking.now.arrives-by", "tracking.now.arrives-on", promise.due, context)
    case .paused: return "\(words("tracking.now.paused"))"
    case .broken:
        return view.isPickUp
            ? arrival("tracking.now.unready-by", "tracking.now.unready-on", promise.due, context)
            : arrival("tracking.now.late-by", "tracking.now.late-on", promise.due, context)
    case .kept, .released, .renegotiated: return "\(words("tracking.now.no-word"))"
    }
}

/// "by tomorrow, 12:00", or "on Fri 6 Nov" for a word that holds until the end of that day.
private func arrival(_ timed: WordKey, _ dated: WordKey, _ due: Instant, _ context: PageContext) -> HTML {
    let local = context.zone.local(due)
    guard local.secondsOfDay == 86_399 else {
        return context.words.html(timed, ["time": strong(context.nearTime(due))])
    }
    let day = context.words.nearDay(local.day, today: context.today)
    return context.words.html(
        dated, ["day": strong("<time datetime=\"\(local.day.description)\">\(day)</time>")])
}

private func strong(_ part: HTML) -> HTML { "<strong>\(part)</strong>" }

/// What is left and how sure we are, or that we are sorry.
private func beneath(_ view: TrackingView, _ context: PageContext) -> HTML? {
    guard let promise = view.holding, !view.status.isFinal else { return nil }
    let words = context.words
    switch promise.standing {
    case .running, .paused:
        return
            "\(promise.used.map { usedBar($0, promise.standing, words) })<p class=\"lead\">\(context.relativeTime(promise.due))</p>"
    case .atRisk:
        return """
            \(promise.used.map { usedBar($0, promise.standing, words) })<p class="lead">\(standingChip(.atRisk, words)) \
            \(words("tracking.at-risk"))</p>
            """
    case .broken: return "<p class=\"lead\">\(words("tracking.sorry", ["name": view.answeredBy]))</p>"
    default: return nil
    }
}

/// What the word rests on in plain words, and what is seen now where it broke or is at risk.
private func fromTheRecord(_ view: TrackingView, _ context: PageContext) -> HTML? {
    guard !view.status.isFinal else { return nil }
    let words = context.words
    if let day = view.expected {
        let time: HTML = "<time datetime=\"\(day.description)\">\(words.nearDay(day, today: context.today))</time>"
        return "<p>\(words.html("quotes.tracking.expected", ["day": strong(time)]))</p>"
    }
    return view.basis.map { basis in
        """
        <p class="quiet small">\(words("quotes.told.by", ["share": words.share(inWords: basis.confidence)])) \
        \(words.basis(of: basis, region: view.region, carrier: view.carrier))</p>
        """
    }
}

/// What we do to make it good, as it was told. What Kept said itself is worded for the reader.
private func amends(_ view: TrackingView, _ context: PageContext) -> HTML? {
    guard !view.amends.isEmpty else { return nil }
    let items = view.amends.map { telling -> HTML in
        let said = context.words.stored(telling.said)
        let language = said == telling.said && telling.language != context.words.language.tag ? telling.language : nil
        return """
            <li\("lang", language)>\(said) <span class="quiet small">\(context.nearTime(telling.at))</span></li>
            """
    }
    return section(context.words("tracking.amends"), "<ul class=\"contact\">\(joined: items)</ul>")
}

private func journey(_ view: TrackingView, _ context: PageContext) -> HTML {
    let words = context.words
    let items = view.stages.map { stage -> HTML in
        let style = [stage.at != nil ? "done" : nil, stage.isHere ? "here" : nil].compactMap { $0 }.joined(
            separator: " ")
        return """
            <li class="\(style)"\("aria-current", stage.isHere ? "step" : nil)><strong>\(words(stage.key(in: "tracking.stages")))\
            </strong>\(stage.at.map { context.nearTime($0) })</li>
            """
    }
    return section(
        words("tracking.journey"), "<ol class=\"stages\">\(joined: items)</ol>\(broughtBy(view, words))")
}

/// Who brings it, with the carrier's own page of each parcel.
private func broughtBy(_ view: TrackingView, _ words: Words) -> HTML? {
    let parcels = view.parcels.map { parcel -> HTML in
        let name = parcel.carrier ?? view.carrier
        let link: HTML? = parcel.link.map {
            " · <a href=\"\(url: $0)\" rel=\"noreferrer\">\(words("tracking.carrier-page"))</a>"
        }
        let by: HTML? = name.map { "\(words("tracking.carrier", ["name": $0])) · " }
        return "<li>\(by)\(parcel.code)\(link)</li>"
    }
    if parcels.isEmpty {
        return view.carrier.map { "<p class=\"quiet\">\(words("tracking.carrier", ["name": $0]))</p>" }
    }
    return "<ul class=\"contact quiet\">\(joined: parcels)</ul>"
}

/// Every word that was given, with the reasons, when there was more than one.
private func whyItChanged(_ view: TrackingView, _ context: PageContext) -> HTML? {
    guard view.chains.joined().count > 1 else { return nil }
    return section(context.words("tracking.why"), .joined(view.chains.map { promiseChain($0, context) }))
}

private func attempts(_ view: TrackingView, _ context: PageContext) -> HTML? {
    let failed = view.attempts.filter { !$0.isDelivered }
    guard !failed.isEmpty else { return nil }
    let words = context.words
    let items = failed.map { attempt -> HTML in
        "<li>\(context.nearTime(attempt.at)) <span>\(attempt.reason ?? words("tracking.attempt-no-reason"))</span></li>"
    }
    return section(words("tracking.attempts"), "<ol class=\"events\">\(joined: items)</ol>")
}

/// A renegotiation that the customer asks for.
private func chooseWindow(_ view: TrackingView, _ context: PageContext, _ values: FormValues) -> HTML? {
    guard !view.windows.isEmpty, !view.status.isFinal else { return nil }
    let words = context.words
    let choices = view.windows.map { window -> HTML in
        let isChosen = values["window"].map { $0 == window.value } ?? window.isChosen
        return """
            <label class="choice"><input type="radio" name="window" value="\(window.value)" required\(flag: "checked", isChosen)>\
            <span>\(windowLabel(window, context))</span></label>
            """
    }
    let problem: HTML? = values.problem("window").map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" }
    let body: HTML = """
        <fieldset><legend class="hidden">\(words("tracking.choose"))</legend>\(joined: choices)</fieldset>\(problem)\
        <button class="main">\(words("tracking.choose-this"))</button>
        """
    return section(
        words("tracking.choose"), id: "choose",
        "<p class=\"lead\">\(words("tracking.choose-hint"))</p>\(form(Paths.trackingWindow(view.token), context, body))"
    )
}

/// What was asked here, and the answers to those who left no address.
private func conversation(_ view: TrackingView, _ context: PageContext) -> HTML? {
    guard !view.conversation.isEmpty else { return nil }
    let words = context.words
    let items = view.conversation.map { said -> HTML in
        """
        <li class="talk-\(said.isOurs ? "ours" : "theirs")"><p class="talk-head"><strong>\(said.isOurs ? view.answeredBy : words("tracking.you"))\
        </strong> <span class="quiet small">\(context.nearTime(said.at))</span></p>\
        <p class="talk-text"\("lang", said.language)>\(said.body)</p></li>
        """
    }
    return section(words("tracking.conversation"), id: "conversation", "<ol class=\"talk\">\(joined: items)</ol>")
}

private func whoAnswers(_ view: TrackingView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let ways: [HTML] = [
        view.phone.map { "<a href=\"\(url: "tel:" + $0)\">\($0)</a>" },
        view.email.map { "<a href=\"\(url: "mailto:" + $0)\">\($0)</a>" },
        view.carrierPhone.map { phone in
            "<span>\(view.carrier): <a href=\"\(url: "tel:" + phone)\">\(phone)</a></span>"
        },
    ].compactMap { $0 }
    let question: HTML = """
        \(formField(Field("question", words("tracking.question"), .area(rows: 3), isRequired: true), values, words))\
        \(formField(Field("reply_to", words("tracking.reply-to"), hint: words("tracking.reply-to-hint")), values, words))\
        <button>\(words("tracking.ask"))</button>
        """
    return section(
        words("tracking.who", ["name": view.answeredBy]), id: "ask",
        "<ul class=\"contact\">\(joined: ways.map { "<li>\($0)</li>" as HTML })</ul>\(form(Paths.trackingQuestion(view.token), context, question))"
    )
}
