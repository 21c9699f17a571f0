import KeptDomain
import KeptWords

/// The page of somebody who waits, from the ticket to what is still owed after the service.
///
/// Works without scripts: it is read anew now and then while nobody writes on it. With them it follows the queue by itself.
package func phonePage(_ view: PhoneView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let parts = phoneParts(view, context, values: values)
    let asks = view.visit.state == .waiting && !view.queue.questions.isEmpty
    let body: HTML = """
        <div data-queue-live="\(url: Paths.visitLive(view.key))" data-now="\(context.now.iso)" \
        \(liveWords(words))>
        \(joined: parts.map { "<div id=\"\($0.id)\">\($0.html)</div>" as HTML })
        \(announcing(words))
        <p class="queue-stale" role="status" data-queue-stale hidden></p>
        </div>
        <p class="small part"><a href="\(url: Paths.visit(view.key))">\(words("queue-pages.phone.look-again"))</a> \
        <span class="quiet">\(words("queue-pages.phone.keep"))</span></p>
        \(waysToUs(view.phone, view.email, words("queue-pages.phone.ask-us")))
        """
    return publicLayout(
        title: view.title(words), context: context, script: "queue-page.js", again: asks ? nil : 20, body: body)
}

/// The parts of the page that follow the queue, each replaced where it changed.
func phoneParts(_ view: PhoneView, _ context: PageContext, values: FormValues = .fresh) -> [LivePart] {
    [
        LivePart("visit-now", phoneNow(view, context)),
        LivePart("visit-doing", phoneDoing(view, context, values)),
    ]
}

extension PhoneView {
    /// In the window's title, so that it is seen from another tab.
    func title(_ words: Words) -> String {
        let ticket = visit.ticket ?? ""
        return switch visit.state {
        case .called: words("queue-pages.phone.title-called", ["ticket": ticket, "point": pointName(words)])
        case .waiting:
            words("queue-pages.phone.title-waiting", ["ticket": ticket, "ahead": words.number(ahead ?? 0)])
        default: words("queue-pages.phone.title", ["ticket": ticket])
        }
    }

    func pointName(_ words: Words) -> String { point?.text(in: words.language.tag) ?? "" }
}

/// What the script says while the network is away.
func liveWords(_ words: Words) -> HTML {
    """
    data-stale="\(words.template("queue-pages.phone.stale").filled { "{\($0)}" })" \
    data-minutes="\(words.template("durations.minutes").filled { "{\($0)}" })" \
    data-minute="\(words.template("durations.minutes", count: 1).filled { "{\($0)}" })"
    """
}

/// The switch for sound and shaking; shown by the script, since nothing announces without it.
private func announcing(_ words: Words) -> HTML {
    """
    <p data-queue-sound hidden><button type="button" aria-pressed="false" data-on="\(words("queue-pages.phone.sound-on"))" \
    data-off="\(words("queue-pages.phone.sound-off"))">\(words("queue-pages.phone.sound-off"))</button></p>
    """
}

private func phoneNow(_ view: PhoneView, _ context: PageContext) -> HTML {
    let words = context.words
    let ticket: HTML = """
        <p class="ticket\(" ticket-called", if: view.visit.state == .called)"><span class="hidden">\
        \(words("queue-pages.phone.ticket")) </span>\(view.visit.ticket)</p>
        """
    let call = view.visit.state == .called ? view.visit.call : nil
    return """
        <div\("data-call", call)\("data-title", call == nil ? nil : view.title(words)) \
        data-window="\(view.title(words)) · \(context.business)">\
        <p class="lead">\(view.queue.name(in: words.language.tag)) · \(view.place)</p>\(ticket)\
        <h1 class="now" aria-live="polite">\(phoneSentence(view, context))</h1>\(phoneBeneath(view, context))</div>
        """
}

/// What is true now.
private func phoneSentence(_ view: PhoneView, _ context: PageContext) -> HTML {
    let words = context.words
    let point = view.pointName(words)
    switch view.visit.state {
    case .waiting:
        guard view.ahead != 0 else { return "\(words("queue-pages.phone.next"))" }
        return view.outlook.map { "\(words.wait($0))" } ?? ""
    case .called: return words.html("queue-pages.phone.called", ["point": "<strong>\(point)</strong>"])
    case .serving: return words.html("queue-pages.phone.serving", ["point": "\(point)"])
    case .parked: return "\(words("queue-pages.phone.parked"))"
    case .noShow: return "\(words("queue-pages.phone.absent"))"
    case .served: return "\(words("queue-pages.phone.served"))"
    case .left: return "\(words("queue-pages.phone.left"))"
    case .closed: return "\(words("queue-pages.phone.closed"))"
    }
}

private func phoneBeneath(_ view: PhoneView, _ context: PageContext) -> HTML {
    let words = context.words
    let language = words.language.tag
    switch view.visit.state {
    case .waiting: return waitingBeneath(view, context)
    case .called:
        return "<p class=\"lead\">\(words("queue-pages.phone.called-hint"))</p>"
    case .noShow:
        guard let until = view.returnUntil else { return "<p class=\"lead\">\(words("queue-pages.phone.late"))</p>" }
        return
            "<p class=\"lead\">\(words.html("queue-pages.phone.return-until", ["time": context.clockTime(until)]))</p>"
    case .served:
        let owed = view.visit.isOwed ? view.visit.owed : nil
        let given: HTML? = view.visit.givenAt.map {
            "<p class=\"lead\">\(words.html("queue-pages.phone.given", ["owed": "\(view.visit.owed)", "time": context.clockTime($0)]))</p>"
        }
        return """
            \(owed.map { "<p class=\"queue-owed\">\(words("queue-pages.phone.owed", ["owed": $0]))</p>" as HTML })\(given)
            """
    case .left:
        return "\(view.queue.farewell.text(in: language).map { "<p class=\"lead\">\($0)</p>" as HTML })"
    case .closed:
        return "\(view.visit.endedWhy.map { "<p class=\"lead\">\(words.stored($0))</p>" as HTML })"
    case .serving, .parked: return ""
    }
}

private func waitingBeneath(_ view: PhoneView, _ context: PageContext) -> HTML {
    let words = context.words
    let ahead = view.ahead ?? 0
    let next: HTML? = ahead == 0 ? view.outlook.map { "<p class=\"lead\">\(words.wait($0))</p>" } : nil
    let before: HTML = "<p class=\"queue-ahead\">\(words("queue-pages.phone.ahead", count: ahead))</p>"
    let rests: HTML? = view.outlook?.quote.map { "<p class=\"hint\">\(words.basis($0))</p>" }
    return
        "\(next)\(toldBar(view, context))\(before, if: ahead > 0)\(delayed(view, context))\(calledNow(view, words))\(rests)"
}

/// The word that we gave, with the bar of its time used up; a word that was replaced stays readable.
private func toldBar(_ view: PhoneView, _ context: PageContext) -> HTML? {
    guard let told = view.told.last else { return nil }
    let words = context.words
    let late = told.due < context.now
    let earlier = view.told.dropLast().map { word -> HTML in
        "<s>\(words.html("queue-pages.phone.told", ["time": context.clockTime(word.due)]))</s> "
    }
    let key: WordKey = late ? "queue-pages.phone.told-late" : "queue-pages.phone.told"
    let total = told.due - told.at
    let used = total > .zero ? Double((context.now - told.at).microseconds) / Double(total.microseconds) : 1
    let standing: PromiseStanding = late ? .broken : view.isSlow ? .atRisk : .running
    return """
        <p class="queue-told">\(joined: Array(earlier))\(words.html(key, ["time": "<strong>\(context.clockTime(told.due))</strong>"])) \
        \(standingChip(standing, words), if: standing != .running)</p>\
        \(usedBar(min(max(used, 0), 1), standing, words))
        """
}

private func delayed(_ view: PhoneView, _ context: PageContext) -> HTML? {
    guard let said = view.explained?.text(in: context.words.language.tag) else { return nil }
    let since: HTML? = view.explainedAt.map { "<span class=\"quiet small\">\(context.clockTime($0))</span>" }
    return """
        <p class="queue-delay"><strong>\(context.words("queue-pages.phone.delayed"))</strong> \(said) \(since)</p>
        """
}

private func calledNow(_ view: PhoneView, _ words: Words) -> HTML? {
    guard !view.calledNow.isEmpty else { return nil }
    let items = view.calledNow.map { one -> HTML in
        "<li><strong>\(one.ticket)</strong> \(one.point.text(in: words.language.tag))</li>"
    }
    return """
        <div class="queue-called"><h2 class="small">\(words("queue-pages.phone.called-now"))</h2>\
        <ul>\(joined: items)</ul></div>
        """
}
