import KeptDomain
import KeptWords

/// The page of a service point: who is there, one large "call next", and the lines in order.
package func pointDeskPage(_ view: PointDeskView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let name = view.point.name(in: words.language.tag)
    let body: HTML = """
        <div id="desk-now" data-live-topics="visit queue" data-live-at-once>\(deskHead(view, context))\
        \(deskCurrent(view, context))</div>
        <div class="desk-tools">\(delayTaps(view, context))\(joinAtCounter(view, context))</div>
        <div id="desk-lines" data-live-topics="visit queue" data-live-at-once>\
        \(joined: view.lines.map { deskLine($0, view, context) })\(handOvers(view, context))</div>
        """
    return layout(title: name, context: context, body: body)
}

private func deskHead(_ view: PointDeskView, _ context: PageContext) -> HTML {
    let words = context.words
    let waiting = view.lines.reduce(0) { $0 + $1.waiting.count }
    let name = view.point.name(in: words.language.tag)
    let sentence: HTML =
        view.point.isOpen
        ? "\(words("queue-pages.desk.sentence", count: waiting))"
        : "\(words("queue-pages.desk.closed", count: waiting))"
    let action =
        view.point.isOpen
        ? form(Paths.pointLeaving(view.point.id), context, "<button>\(words("queue-pages.desk.leave"))</button>")
        : form(
            Paths.pointOpening(view.point.id), context,
            "<button class=\"main\" data-key=\"o\">\(words("queue-pages.desk.open"))</button>")
    let who: HTML? = view.person.map {
        "<p class=\"quiet\">\(words("queue-pages.desk.person", ["name": $0])) · \(view.place)</p>"
    }
    return "\(pageHead(name, sentence: sentence, actions: context.may(.runQueue) ? action : nil))\(who)"
}

private func deskCurrent(_ view: PointDeskView, _ context: PageContext) -> HTML {
    guard view.point.isOpen else { return "" }
    let here = view.current.map { currentVisit($0, view, context) }
    return
        "<div class=\"desk\">\(here ?? deskEmpty(context.words))\(context.may(.runQueue) ? callNext(view, context) : nil)</div>"
}

private func deskEmpty(_ words: Words) -> HTML {
    "<section class=\"desk-here desk-empty\"><h2>\(words("queue-pages.desk.nobody-here"))</h2></section>"
}

/// Ends with whoever is served and calls whoever is next.
private func callNext(_ view: PointDeskView, _ context: PageContext) -> HTML {
    let words = context.words
    let seen: HTML? = view.current.map { "<input type=\"hidden\" name=\"seen\" value=\"\($0.visit.id)\">" }
    let isCalled = view.current?.visit.state == .called
    guard let next = view.next else {
        return "<section class=\"desk-next\"><p>\(words("queue-pages.desk.nobody-waits"))</p></section>"
    }
    let over: HTML? =
        view.invites
        ? "<p class=\"hint\">\(words("queue-pages.desk.invites", ["queue": view.nextQueue?.name(in: words.language.tag) ?? ""]))</p>"
        : nil
    let ends: HTML? =
        view.current?.visit.state == .serving
        ? "<p class=\"hint\">\(words("queue-pages.desk.next-ends", ["ticket": view.current?.visit.ticket ?? ""]))</p>"
        : nil
    let waits: HTML? = isCalled ? "<p class=\"hint\">\(words("queue-pages.desk.called-first"))</p>" : nil
    return """
        <section class="desk-next">\(form(
            Paths.pointNext(view.point.id), context,
            """
            \(seen)<button class="main desk-call" data-key="n"\(flag: "disabled", isCalled)><span>\(words("queue-pages.desk.call-next"))</span> \
            <strong>\(next.ticket)</strong> <kbd>n</kbd></button>
            """))\(who(next, words))\(over)\(ends)\(waits)</section>
        """
}

private func who(_ visit: Visit, _ words: Words) -> HTML {
    var parts: [HTML] = []
    if let name = visit.name { parts.append("\(name)") }
    if visit.partySize > 1 { parts.append("\(words("queue-pages.desk.party", count: visit.partySize))") }
    if let need = visit.need { parts.append("\(need)") }
    return parts.isEmpty ? "" : "<p>\(joined: parts, by: " · ")</p>"
}

private func currentVisit(_ current: PointDeskView.Current, _ view: PointDeskView, _ context: PageContext) -> HTML {
    let words = context.words
    let visit = current.visit
    let since = visit.state == .serving ? visit.servedAt : visit.recalledAt
    let state: HTML =
        visit.state == .serving
        ? words.html("queue-pages.desk.serving", ["time": since.map { context.relativeTime($0) } ?? ""])
        : words.html(
            "queue-pages.desk.called", count: visit.recalled + 1, ["time": since.map { context.relativeTime($0) } ?? ""]
        )
    return """
        <section class="desk-here"><h2><span class="desk-ticket num">\(visit.ticket)</span> \(visit.name)</h2>\
        <p>\(state)</p>\(currentFacts(current, context))\
        \(context.may(.runQueue) ? currentActions(visit, view, context) : nil)</section>
        """
}

private func currentFacts(_ current: PointDeskView.Current, _ context: PageContext) -> HTML {
    let words = context.words
    let (visit, language) = (current.visit, words.language.tag)
    let waited = words.duration(visit.waited(until: context.now))
    let told: HTML? = current.told.map { due in
        let standing: PromiseStanding = current.isToldBroken || (visit.calledAt ?? context.now) > due ? .broken : .kept
        return "\(context.clockTime(due)) \(standingChip(standing, words))"
    }
    let customer: HTML? = visit.customer.flatMap { id -> HTML? in
        current.customer.map { name -> HTML in "<a href=\"\(url: Paths.customer(id))\">\(name)</a>" }
    }
    let order: HTML? = visit.order.flatMap { id -> HTML? in
        current.order.map { number -> HTML in "<a href=\"\(url: Paths.order(id))\">\(String(number))</a>" }
    }
    func text(_ text: String?) -> HTML? { text.map { "\($0)" } }
    var pairs: [(label: String, value: HTML?)] = []
    pairs.append((words("queue-pages.desk.party-label"), text(words.number(visit.partySize))))
    pairs.append((words("queue-pages.desk.waited"), text(waited)))
    pairs.append((words("queue-pages.desk.told"), told))
    pairs.append((words("queue-pages.desk.queue"), text(current.queue?.name(in: language))))
    pairs.append((words("queue-pages.desk.language"), visit.language == language ? nil : text(visit.language)))
    pairs.append((words("queue-pages.join.need"), text(visit.need)))
    pairs.append((words("queue-pages.desk.customer"), customer))
    pairs.append((words("queue-pages.desk.order"), order))
    pairs.append((words("queue-pages.join.phone"), text(visit.phone)))
    for question in current.queue?.questions ?? [] {
        guard let answer = visit.answers[question.key] else { continue }
        let shown =
            question.shown(answer, in: language) ?? words(answer == "yes" ? "queue-pages.yes" : "queue-pages.no")
        pairs.append((question.label.text(in: language) ?? question.key, text(shown)))
    }
    return facts(pairs)
}
