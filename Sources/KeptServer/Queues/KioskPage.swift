import KeptDomain
import KeptFigures
import KeptWords

/// What a kiosk hands out.
package struct KioskTicket: Sendable, Hashable {
    package let ticket: String
    /// Until when they were told to wait.
    package let due: Instant?
    /// Of the phone page, for the picture that a phone reads.
    package let address: String

    package init(ticket: String, due: Instant?, address: String) {
        self.ticket = ticket
        self.due = due
        self.address = address
    }
}

/// A screen in the room by which people join: large targets, and then the number with the picture of the phone page. It goes
/// back to its beginning by itself.
package func kioskPage(
    _ view: JoinView, ticket: KioskTicket?, _ context: PageContext, values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let name = view.queue.name(in: words.language.tag)
    let body = ticket.map { kioskTicket($0, view, context) } ?? kioskForm(view, context, values)
    return publicLayout(
        title: words("queue-pages.join.title", ["name": name]), context: context, script: "queue-page.js",
        style: "kiosk", again: ticket == nil ? nil : kioskRest, to: Paths.queueKiosk(view.queue.slug), body: body)
}

/// Seconds for which a number stays on the screen.
private let kioskRest = 25

private func kioskForm(_ view: JoinView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let language = words.language.tag
    let isOpen = view.isTaking && view.queue.rules.ways.contains(.kiosk)
    let all = ([view.queue] + view.others).sorted { ($0.letter, $0.id) < ($1.letter, $1.id) }
    let tabs = all.map { queue -> HTML in
        """
        <li><a href="\(url: Paths.queueKiosk(queue.slug))"\("aria-current", queue.id == view.queue.id ? "page" : nil)>\
        <strong>\(queue.letter)</strong> \(queue.name(in: language))</a></li>
        """
    }
    let sentence: HTML = isOpen ? "\(words.wait(view.outlook))" : closedSentence(view, context)
    return """
        \("<nav class=\"kiosk-queues\" aria-label=\"\(words("queue-pages.kiosk.queues"))\"><ul>\(joined: tabs)</ul></nav>", if: all.count > 1)\
        <p class="lead">\(view.queue.name(in: language)) · \(view.place)</p>\
        <h1 class="now">\(sentence)</h1>\
        \("<p class=\"lead\">\(words("queue-pages.join.waiting", count: view.waiting))</p>", if: isOpen)\
        \(form(Paths.queueKiosk(view.queue.slug), context, "\(formProblems(values, words))\(joinFields(view, .kiosk, values, words))"), if: isOpen)
        """
}

private func kioskTicket(_ ticket: KioskTicket, _ view: JoinView, _ context: PageContext) -> HTML {
    let words = context.words
    let told: HTML? = ticket.due.map {
        "<p class=\"lead\">\(words.html("queue-pages.phone.told", ["time": "<strong>\(context.clockTime($0))</strong>"]))</p>"
    }
    return """
        <div class="kiosk-ticket" data-kiosk-rest="\(kioskRest)" data-home="\(url: Paths.queueKiosk(view.queue.slug))">
        <p class="lead">\(view.queue.name(in: words.language.tag)) · \(view.place)</p>
        <h1 class="ticket"><span class="hidden">\(words("queue-pages.phone.ticket")) </span>\(ticket.ticket)</h1>
        \(told)
        \(qrPicture(ticket.address, label: words("queue-pages.kiosk.code")))
        <p>\(words("queue-pages.kiosk.read"))</p>
        <p class="small quiet kiosk-link">\(ticket.address)</p>
        <p class="form-foot"><button type="button" data-print hidden>\(words("queue-pages.kiosk.print"))</button>\
        \(linkButton(words("queue-pages.kiosk.done"), to: Paths.queueKiosk(view.queue.slug), isMain: true))</p>
        </div>
        """
}
