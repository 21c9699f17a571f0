import KeptDomain
import KeptWords

/// One queue as it waits: in the order in which they are called, with what each was told.
func deskLine(_ line: PointDeskView.Line, _ view: PointDeskView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = "\(line.queue.letter) · \(line.queue.name(in: words.language.tag))"
    let note: HTML = line.isTaking ? "" : "<span class=\"quiet\">\(words("queue-pages.desk.not-taking"))</span>"
    let rows = line.waiting.map { waitingRow($0, line, view, context) }
    let columns = [
        Column(words("queue-pages.desk.ticket")), Column(words("queue-pages.desk.who")),
        Column(words("queue-pages.desk.waited")), Column(words("queue-pages.desk.told")),
        Column(words("queue-pages.desk.expected"), isSecondary: true), Column(words("queue-pages.desk.doing")),
    ]
    let body: HTML =
        rows.isEmpty
        ? "<p class=\"quiet\">\(words("queue-pages.desk.nobody-waits"))</p>"
        : table(columns, rows, caption: title)
    let exceptions: HTML? =
        line.exceptions.isEmpty
        ? nil
        : "<p class=\"hint\"><a href=\"\(url: Paths.queue(line.queue.id))\">\(words("queue-pages.board.exceptions", count: line.exceptions.count))</a></p>"
    return section(
        title, aside: note,
        """
        \(body)\(exceptions)\(besides("queue-pages.desk.parked", line.parked, .unpark, view, context))\
        \(besides("queue-pages.desk.absent", line.absent, .back, view, context))
        """)
}

private func waitingRow(
    _ waiting: PointDeskView.Waiting, _ line: PointDeskView.Line, _ view: PointDeskView, _ context: PageContext
) -> TableRow {
    let words = context.words
    let visit = waiting.visit
    var who: [HTML] = []
    if let name = visit.name { who.append("\(name)") }
    if visit.partySize > 1 { who.append("\(words("queue-pages.desk.party", count: visit.partySize))") }
    if let need = visit.need { who.append("\(need)") }
    if visit.wantsCompany, visit.company == nil { who.append("\(words("queue-pages.desk.wants-company"))") }
    let told: HTML =
        waiting.told.map { due in
            let standing: PromiseStanding = due < context.now ? .broken : waiting.isSlow ? .atRisk : .running
            return "\(context.clockTime(due)) \(standingChip(standing, words), if: standing != .running)"
        } ?? "<span class=\"quiet\">\(words("queue-pages.desk.not-told"))</span>"
    let first: HTML = "<span class=\"quiet small\">\(words("queue-pages.desk.put-first"))</span>"
    return TableRow([
        "<strong class=\"num\">\(visit.ticket)</strong> \(first, if: visit.firstAt != nil)",
        .joined(who, by: " · "), "\(words.duration(visit.waited(until: context.now)))", told,
        "\(words.shortWait(waiting.outlook))",
        context.may(.runQueue) ? rowActions(waiting, line, view, context) : "",
    ])
}

/// Whoever departs from the order says why; it is counted where everybody sees it.
private func rowActions(
    _ waiting: PointDeskView.Waiting, _ line: PointDeskView.Line, _ view: PointDeskView, _ context: PageContext
) -> HTML {
    let words = context.words
    let visit = waiting.visit
    return foldedForm(words("queue-pages.desk.more"), to: Paths.visitWork(visit.id), context) { values in
        let reasons = QueueException.Reason.allCases.map {
            Field.Choice($0.rawValue, words("queues.reasons", of: $0))
        }
        let fields = [
            Field("reason", words("queue-pages.desk.exception"), .choice(reasons)),
            Field("why", words("queue-pages.desk.in-words"), hint: words("queue-pages.desk.exception-hint")),
        ]
        let canCall = view.point.isOpen && view.current == nil
        var actions: [VisitAction] = canCall ? [.call, .first] : [.first]
        actions += [.park, .left, .end, .requote]
        let buttons = actions.map { action -> HTML in
            "<button name=\"do\" value=\"\(action.rawValue)\">\(words("queue-pages.actions", of: action))</button>"
        }
        return """
            \(pointField(view))\(joined: fields.map { formField($0, values, words, scope: "v\(visit.id)-") })\
            <div class="desk-actions">\(joined: buttons)</div>\(together(visit, line, words))
            """
    }
}

/// Those who would like company too, to be brought together.
private func together(_ visit: Visit, _ line: PointDeskView.Line, _ words: Words) -> HTML? {
    guard visit.wantsCompany, visit.company == nil else { return nil }
    let others = line.waiting.map(\.visit).filter { $0.wantsCompany && $0.company == nil && $0.id != visit.id }
    guard !others.isEmpty else { return nil }
    let choices = others.map { Field.Choice("\($0.id)", $0.ticket ?? "") }
    return """
        \(formField(Field("with", words("queue-pages.desk.together-with"), .choice(choices)), .fresh, words, scope: "c\(visit.id)-"))\
        <button name="do" value="\(VisitAction.together.rawValue)">\(words("queue-pages.actions", of: VisitAction.together))</button>
        """
}

/// Those passed over for a while, or not there when called, with the one thing to do.
private func besides(
    _ title: WordKey, _ visits: [Visit], _ action: VisitAction, _ view: PointDeskView, _ context: PageContext
) -> HTML? {
    guard !visits.isEmpty else { return nil }
    let words = context.words
    let items = visits.map { visit -> HTML in
        let button = form(
            Paths.visitWork(visit.id), context,
            "\(deskFields(action, view))<button>\(words("queue-pages.actions", of: action))</button>")
        let since = (action == .unpark ? visit.parkedAt : visit.endedAt).map { context.relativeTime($0) }
        return """
            <li><strong class="num">\(visit.ticket)</strong> \(visit.name) <span class="quiet small">\(since)</span> \
            \(context.may(.runQueue) ? button : nil)</li>
            """
    }
    return "<h3>\(words(title))</h3><ul class=\"desk-besides\">\(joined: items)</ul>"
}

/// What is still to be given to whoever was served: they are looked after until it is in their hands.
func handOvers(_ view: PointDeskView, _ context: PageContext) -> HTML? {
    let owed = view.lines.flatMap(\.owed)
    guard !owed.isEmpty else { return nil }
    let words = context.words
    let items = owed.map { visit -> HTML in
        let button = form(
            Paths.visitWork(visit.id), context,
            "\(deskFields(.given, view))<button>\(words("queue-pages.actions", of: VisitAction.given))</button>")
        return """
            <li><strong class="num">\(visit.ticket)</strong> \(visit.name) <span>\(visit.owed)</span> \
            <span class="quiet small">\(visit.endedAt.map { context.relativeTime($0) })</span> \
            \(context.may(.runQueue) ? button : nil)</li>
            """
    }
    return section(words("queue-pages.desk.hand-overs"), "<ul class=\"desk-besides\">\(joined: items)</ul>")
}
