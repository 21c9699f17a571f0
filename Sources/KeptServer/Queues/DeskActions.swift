import KeptDomain
import KeptWords

/// What can be done with whoever is at the point, each by its letter.
func currentActions(_ visit: Visit, _ view: PointDeskView, _ context: PageContext) -> HTML {
    let words = context.words
    func tap(_ action: VisitAction, key: String? = nil, isMain: Bool = false) -> HTML {
        form(
            Paths.visitWork(visit.id), context,
            """
            \(deskFields(action, view))<button\("class", isMain ? "main" : nil)\("data-key", key)>\
            \(words("queue-pages.actions", of: action))\(key.map { " <kbd>\($0)</kbd>" as HTML })</button>
            """)
    }
    let isCalled = visit.state == .called
    let first: [HTML] =
        isCalled
        ? [tap(.start, key: "s", isMain: true), tap(.recall, key: "r"), tap(.absent, key: "x"), tap(.park)]
        : [tap(.finish, key: "f", isMain: true)]
    return """
        <div class="desk-actions">\(joined: first)</div>\
        \(finishOwing(visit, view, context))\(transfer(visit, view, context))
        """
}

/// Which action a form means, and the point whose page it stands on.
func deskFields(_ action: VisitAction, _ view: PointDeskView) -> HTML {
    """
    <input type="hidden" name="do" value="\(action.rawValue)"><input type="hidden" name="point" value="\(view.point.id)">
    """
}

private func finishOwing(_ visit: Visit, _ view: PointDeskView, _ context: PageContext) -> HTML {
    let words = context.words
    return foldedForm(
        words("queue-pages.desk.finish-owing"), to: Paths.visitWork(visit.id), context,
        isMeant: { $0["do"] == VisitAction.finish.rawValue }
    ) { values in
        let field = Field(
            "owed", words("queue-pages.desk.owed"), hint: words("queue-pages.desk.owed-hint"), isRequired: true)
        return """
            \(deskFields(.finish, view))\(formField(field, values, words, scope: "current-"))\
            <button class="main">\(words("queue-pages.actions", of: VisitAction.finish))</button>
            """
    }
}

private func transfer(_ visit: Visit, _ view: PointDeskView, _ context: PageContext) -> HTML? {
    let others = view.queues.filter { $0.id != visit.queue }
    guard !others.isEmpty else { return nil }
    let words = context.words
    return foldedForm(
        words("queue-pages.actions", of: VisitAction.transfer), to: Paths.visitWork(visit.id), context,
        isMeant: { $0["do"] == VisitAction.transfer.rawValue }
    ) { values in
        let choices = others.map { Field.Choice("\($0.id)", "\($0.letter) · \($0.name(in: words.language.tag))") }
        let fields = [
            Field("queue", words("queue-pages.desk.queue"), .choice(choices)),
            Field("why", words("page.reason"), isRequired: true),
        ]
        return """
            \(deskFields(.transfer, view))<p class="hint">\(words("queue-pages.desk.transfer-hint"))</p>\
            \(joined: fields.map { formField($0, values, words, scope: "transfer-") })\
            <button class="main">\(words("queue-pages.actions", of: VisitAction.transfer))</button>
            """
    }
}

/// What can be done with a visit at a point; also what the forms there send.
package enum VisitAction: String, Sendable, CaseIterable {
    case start, recall, absent, park, finish, transfer, given, call, first, unpark, back, end, left, together
    case requote
}

/// A delay is told in two taps: open, and choose the reason.
func delayTaps(_ view: PointDeskView, _ context: PageContext) -> HTML? {
    guard context.may(.runQueue), !view.lines.isEmpty else { return nil }
    let words = context.words
    let language = words.language.tag
    let lines = view.lines.map { line -> HTML in
        let standing: HTML? = line.explanation.map { told in
            """
            <p class="hint">\(told.said.text(in: language)) \(words.html("queue-pages.desk.until", ["time": context.clockTime(told.until)]))</p>\
            \(form(
                Paths.queueDelayEnd(line.queue.id), context,
                "\(pointField(view))<button class=\"plain\">\(words("queue-pages.desk.delay-over"))</button>"))
            """
        }
        let reasons = view.reasons.map { reason -> HTML in
            "<button name=\"reason\" value=\"\(reason.id)\" title=\"\(reason.said.text(in: language))\">\(reason.name.text(in: language))</button>"
        }
        return """
            <h3>\(line.queue.letter) · \(line.queue.name(in: language))</h3>\(standing)\
            \(form(Paths.queueDelay(line.queue.id), context, "\(pointField(view))<div class=\"desk-actions\">\(joined: reasons)</div>"))
            """
    }
    let none: HTML =
        "<p>\(words("queue-pages.desk.no-reasons")) <a href=\"\(url: Paths.delayReasons)\">\(words("queue-pages.reasons.title"))</a></p>"
    return disclosure(
        words("queue-pages.desk.explain"), key: "d", view.reasons.isEmpty ? none : .joined(lines))
}

func pointField(_ view: PointDeskView) -> HTML { "<input type=\"hidden\" name=\"point\" value=\"\(view.point.id)\">" }

/// Somebody at the counter without a phone.
func joinAtCounter(_ view: PointDeskView, _ context: PageContext) -> HTML? {
    guard context.may(.joinQueue) else { return nil }
    let words = context.words
    let open = view.lines.filter { $0.queue.rules.ways.contains(.counter) && $0.isTaking }
    let forms = open.map { line -> HTML in
        let join = JoinView(
            queue: line.queue, place: view.place, isTaking: true, sending: "\(view.sending).\(line.queue.id)")
        return foldedForm(
            words("queue-pages.desk.join", ["queue": line.queue.name(in: words.language.tag)]),
            to: Paths.queueVisits(line.queue.id), context
        ) { values in
            "\(pointField(view))\(joinFields(join, .counter, values, words, scope: "join-\(line.queue.id)-"))"
        }
    }
    return .joined(forms)
}
