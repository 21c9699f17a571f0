import KeptDomain
import KeptStore
import KeptWords

/// One queue for those who keep it: who waits, what departed from the order today, its addresses, opening and shutting.
package func queuePage(_ view: QueuePageView, _ context: PageContext) -> HTML {
    let words = context.words
    let queue = view.line.queue
    let title = "\(queue.letter) · \(queue.name(in: words.language.tag))"
    let links: [HTML] = [
        linkButton(words("queue-pages.staff.board"), to: Paths.queueBoard(queue.slug)),
        linkButton(words("queue-pages.staff.kiosk"), to: Paths.queueKiosk(queue.slug)),
        linkButton(words("queue-pages.staff.sheet"), to: Paths.queueSheet(queue.id)),
        context.may(.setQueues)
            ? linkButton(words("queue-pages.staff.settings"), to: Paths.queueSettings(queue.id)) : "",
    ]
    let points = view.points.map { point -> HTML in
        "<a class=\"button\" href=\"\(url: Paths.point(point.id))\">\(point.name(in: words.language.tag))</a>"
    }
    let sentence = words("queue-pages.desk.sentence", count: view.line.waiting.count)
    return layout(
        title: title, context: context,
        body: """
            \(pageHead(title, sentence: "\(sentence)", actions: .joined(links)))\
            \(section(words("queue-pages.points.title"), "<div class=\"actions\">\(joined: points)</div>"), if: !points.isEmpty)\
            <div id="queue-now" data-live-topics="visit queue" data-live-at-once>\(waitingTable(view.line, context))\
            \(exceptionsTable(view.line.exceptions, context))</div>\
            \(context.may(.runQueue) ? openOrShut(queue, view, context) : nil)\(addresses(queue, view.site, words))
            """)
}

package struct QueuePageView: Sendable {
    package let line: PointDeskView.Line
    package let points: [ServicePoint]
    /// Where this site is reached.
    package let site: String

    package init(line: PointDeskView.Line, points: [ServicePoint], site: String) {
        self.line = line
        self.points = points
        self.site = site
    }
}

private func waitingTable(_ line: PointDeskView.Line, _ context: PageContext) -> HTML {
    let words = context.words
    let rows = line.waiting.map { one -> TableRow in
        let told: HTML =
            one.told.map { due in
                let standing: PromiseStanding = due < context.now ? .broken : one.isSlow ? .atRisk : .running
                return "\(context.clockTime(due)) \(standingChip(standing, words))"
            } ?? "<span class=\"quiet\">\(words("queue-pages.desk.not-told"))</span>"
        return TableRow([
            "<strong class=\"num\">\(one.visit.ticket)</strong>", "\(one.visit.name)",
            "\(words.number(one.visit.partySize))", "\(context.clockTime(one.visit.joinedAt))",
            "\(words.duration(one.visit.waited(until: context.now)))", told,
            "\(words("queues.ways", of: one.visit.way))",
        ])
    }
    let columns = [
        Column(words("queue-pages.desk.ticket")), Column(words("queue-pages.desk.who")),
        Column(words("queue-pages.desk.party-label"), isNumber: true), Column(words("queue-pages.staff.since")),
        Column(words("queue-pages.desk.waited")), Column(words("queue-pages.desk.told")),
        Column(words("queue-pages.staff.way"), isSecondary: true),
    ]
    let title = words("queue-pages.staff.waiting-list")
    return section(
        title,
        rows.isEmpty
            ? "<p class=\"quiet\">\(words("queue-pages.desk.nobody-waits"))</p>" : table(columns, rows, caption: title))
}

/// The order is seen to be fair: whatever departed from it today, with its reason.
private func exceptionsTable(_ exceptions: [QueueException], _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("queue-pages.staff.exceptions-today")
    guard !exceptions.isEmpty else {
        return section(title, "<p class=\"quiet\">\(words("queue-pages.staff.no-exceptions"))</p>")
    }
    let columns = [
        Column(words("queue-pages.staff.when")), Column(words("queue-pages.desk.ticket")),
        Column(words("queue-pages.staff.what")), Column(words("page.reason")),
        Column(words("queue-pages.staff.passed"), isNumber: true),
    ]
    let rows = exceptions.map { one -> TableRow in
        TableRow([
            context.clockTime(one.at), "\(one.ticket)", "\(words("queues.exceptions", of: one.kind))",
            "\(words.labelled(words("queues.reasons", of: one.reason), one.why))", "\(words.number(one.passed))",
        ])
    }
    return section(title, table(columns, rows, caption: title))
}

private func openOrShut(_ queue: Queue, _ view: QueuePageView, _ context: PageContext) -> HTML {
    let words = context.words
    let open = form(Paths.queueOpening(queue.id), context, "<button>\(words("queue-pages.staff.open"))</button>")
    let shut = foldedForm(words("queue-pages.staff.shut"), to: Paths.queueShutting(queue.id), context) { values in
        let why = Field(
            "why", words("queue-pages.staff.shut-why"), hint: words("queue-pages.staff.shut-hint"), isRequired: true)
        return "\(formField(why, values, words))<button class=\"main\">\(words("queue-pages.staff.shut"))</button>"
    }
    let late = foldedForm(words("queue-pages.staff.open-late"), to: Paths.queueOpening(queue.id), context) { values in
        let until = Field("until", words("queue-pages.staff.open-until"), .moment, isRequired: true)
        return "\(formField(until, values, words))<button class=\"main\">\(words("queue-pages.staff.open"))</button>"
    }
    return section(
        words("queue-pages.staff.opening"), queue.shutAt == nil ? "\(shut)\(late, if: !view.line.isTaking)" : open)
}

private func addresses(_ queue: Queue, _ site: String, _ words: Words) -> HTML {
    let all: [(WordKey, String)] = [
        ("queue-pages.staff.join-address", Paths.queueJoining(queue.slug)),
        ("queue-pages.staff.kiosk", Paths.queueKiosk(queue.slug)),
        ("queue-pages.staff.board", Paths.queueBoard(queue.slug)),
    ]
    return section(
        words("queue-pages.staff.addresses"),
        facts(all.map { label, path in (label: words(label), value: "<a href=\"\(url: path)\">\(site)\(path)</a>") }))
}

/// A sheet to print and hang up: the picture that phones read, and how it goes on.
package func queueSheetPage(_ queue: Queue, place: String, site: String, _ context: PageContext) -> HTML {
    let words = context.words
    let address = site + Paths.queueJoining(queue.slug)
    let parts = context.languages.map { language -> HTML in
        let tag = language.language.tag
        return """
            <div lang="\(tag)"><h2>\(queue.name(in: tag))</h2><p>\(language("queue-pages.sheet.text"))</p></div>
            """
    }
    return layout(
        title: words("queue-pages.staff.sheet"), context: context,
        body: """
            \(pageHead(words("queue-pages.staff.sheet"), actions: linkButton(words("queue-pages.staff.back"), to: Paths.queue(queue.id))))
            <p class="hint sheet-hint">\(words("queue-pages.sheet.hint"))</p>
            <article class="sheet"><p class="sheet-letter">\(queue.letter)</p>\
            \(qrPicture(address, label: words("queue-pages.board.join")))\(joined: parts)\
            <p class="quiet">\(place) · \(address)</p></article>
            """)
}
