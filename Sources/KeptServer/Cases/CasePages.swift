import KeptDomain
import KeptStore
import KeptWords

/// One case.
///
/// - Parameter opened: the form that was refused: `reply`, `note`, `said`, `closing`, `handover`, `move`, `promise`, `remedies` or `<promise id>/keeping`.
package func casePage(
    _ view: CaseView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let row = view.row
    let title = words("cases.numbered", ["number": String(row.number)])
    let journal = linkButton(words("page.history"), to: Paths.journal(of: .case(row.id)))
    let body: HTML = """
        \(pageHead("\(title) · \(words.stored(row.subject))", sentence: caseSentence(view, context), actions: journal))
        \(answeringLine(view, context))\(caseTalks(view.talks, on: view.row.id, context))\
        \(caseNotices(view, context))\(conductNotices(view, context))
        <div class="columns">
        <div>
        \(caseWords(view, context, values: values, opened: opened))
        \(caseRecovery(view, context, values: values, opened: opened))
        \(caseThread(view, context, values: values, opened: opened))
        \(view.amends.map { remedyPanel($0, context, values: values, opened: opened) })
        </div>
        <aside>
        \(conductBeside(view, context))
        \(section(words("cases.about"), caseFacts(view, context)))
        \(caseForms(view, context, values: values, opened: opened))
        \(specialRequests(view, context, values: values, opened: opened))
        \(caseRatings(view, context))
        \(caseMacros(view, context))
        \(caseCustomer(view, context))
        \(caseTags(view, context, opened == "tags" ? values : .fresh))
        \(caseLifeForms(view, context, values: values, opened: opened))
        \(conductForms(view, context, values: values, opened: opened))
        </aside>
        </div>
        """
    return layout(title: title, context: context, body: body)
}

private func caseRecovery(
    _ view: CaseView, _ context: PageContext, values: FormValues, opened: String?
) -> HTML? {
    guard let panel = view.recovery else { return struckPanel(view.struck, context) }
    return recoveryPanel(panel, on: view.row.id, context, struck: view.struck, values: values, opened: opened)
}

/// Whose move it is, since when, and until when.
private func caseSentence(_ view: CaseView, _ context: PageContext) -> HTML {
    let words = context.words
    if view.row.closedAt != nil {
        var cause = view.row.cause.map(words.stored) ?? words("page.unknown")
        // A cause may be a sentence of its own: it stands inside another here.
        if let end = cause.last, ".。".contains(end) { cause.removeLast() }
        return "\(words("cases.sentence.closed", ["cause": cause]))"
    }
    let owner: HTML = "\(view.row.owner)"
    switch view.row.whoseMove {
    case .us:
        guard let due = view.chain.last(where: { [.running, .atRisk].contains($0.standing) })?.due else {
            return words.html("cases.sentence.ours", ["owner": owner])
        }
        return words.html("cases.sentence.ours-by", ["owner": owner, "time": context.timeWithRelative(due)])
    case .customer: return words.html("cases.sentence.customers", ["owner": owner])
    case .thirdParty: return words.html("cases.sentence.third-party", ["owner": owner])
    }
}

private func caseWords(_ view: CaseView, _ context: PageContext, values: FormValues, opened: String?) -> HTML {
    let words = context.words
    let isOpen = view.row.closedAt == nil
    let last = view.chain.last { [.running, .atRisk, .paused].contains($0.standing) }
    let forms = (last ?? view.chain.last { $0.standing == .broken }).map { promise -> HTML in
        let prefix = "\(promise.id)/"
        let own = opened.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
        return
            "<div class=\"promise-forms\">\(promiseForms(promise, context, values: own == nil ? .fresh : values, opened: own))</div>"
    }
    let make = newPromiseForm(
        Paths.casePromises(view.row.id), context, values: opened == "promise" ? values : .fresh)
    let nothing: HTML = "<p class=\"quiet\">\(words("orders.nothing-said"))</p>"
    return section(
        words("promises.what-we-said"), id: "said",
        """
        \(view.chain.isEmpty ? nothing : promiseChain(view.chain, context))\(forms)\
        \(settleReplyForm(view, context))\(make, if: last == nil && isOpen && context.may(.makePromise))
        """)
}

private func caseFacts(_ view: CaseView, _ context: PageContext) -> HTML {
    let words = context.words
    let row = view.row
    let order: HTML? = view.order.map {
        "<a href=\"\(url: Paths.order($0.id))\">\(words("orders.numbered", ["number": String($0.number)]))</a>"
    }
    let waits: HTML = " · \(words("cases.waits"))"
    let line: HTML? = view.lineName.map { "\($0)\(waits, if: view.isWaiting)" }
    let move = view.moveSaid.map { said -> HTML in
        let why: HTML? = said.why.map { "<br><span class=\"quiet\">\(words.stored($0))</span>" }
        let key: WordKey = "cases.move-said"
        return "\(words(key, ["move": words("cases.moves", of: row.whoseMove), "name": said.by]))\(why)"
    }
    let episodes: HTML? = view.episodes > 1 ? context.numberText(view.episodes) : nil
    return facts([
        (words("cases.columns.owner"), personChip(row.owner)),
        (words("cases.lead"), view.lead.map { personChip($0) }),
        (words("cases.columns.customer"), row.customer.map { customerLink("\($0)", view.customer) }),
        (words("cases.order"), order),
        (words("cases.kind"), "\(words("cases.kinds", of: row.kind))"),
        (words("cases.columns.move"), row.closedAt == nil ? move : nil),
        (words("standards.line"), line), (words("cases.life.skill"), view.skill.map { "\($0)" }),
        (words("cases.episodes"), episodes),
        (words("cases.origin"), view.origin.map { "\($0.source) · \($0.externalID)" }),
        (words("cases.columns.opened"), context.timeWithRelative(row.openedAt)),
        (words("cases.closed"), row.closedAt.map { context.timeText($0) }),
        (words("cases.cause"), row.cause.map { "\(words.stored($0))" }),
    ])
}

/// What a reader must know before anything else: it is put off, or a note names them.
private func caseNotices(_ view: CaseView, _ context: PageContext) -> HTML {
    let words = context.words
    let id = view.row.id
    let asleep = view.snoozedUntil.map { until -> HTML in
        let wake = form(Paths.caseWaking(id), context, class: "inline", "<button>\(words("cases.life.wake"))</button>")
        return """
            <div class="flash flash-answering"><p>\(words.html("cases.asleep", ["time": context.timeWithRelative(until)]))</p> \
            \(wake, if: context.may(.workCase))</div>
            """
    }
    let named: HTML = """
        <div class="flash flash-answering">\(words("cases.named"))\
        \(form(Paths.caseSeen(id), context, class: "inline", "<button>\(words("cases.seen"))</button>"))</div>
        """
    return "\(asleep)\(named, if: view.namesReader)"
}

/// The customer at the side: how they are reached, and what else there was with them.
private func caseCustomer(_ view: CaseView, _ context: PageContext) -> HTML? {
    let words = context.words
    let shown = Set(view.related.map(\.id))
    let others = view.others.filter { !shown.contains($0.id) }.map { caseLink($0, context) }
    let id = view.row.id
    let related = view.related.map { caseLink($0, unlinking: id, context) }
    guard view.row.customer != nil || !related.isEmpty else { return nil }
    let reached = view.contacts.map { "<div><dd>\(breakable($0))</dd></div>" as HTML }
    return section(
        words("cases.columns.customer"),
        """
        \(view.row.customer.map { "<p>\(customerLink(personChip($0), view.customer))</p>" as HTML })\("<dl class=\"facts\">\(joined: reached)</dl>", if: !reached.isEmpty)\
        \("<h3>\(words("cases.related"))</h3><ul class=\"case-lines\">\(joined: related)</ul>", if: !related.isEmpty)\
        \("<h3>\(words("cases.others"))</h3><ul class=\"case-lines\">\(joined: others)</ul>", if: !others.isEmpty)
        """)
}

/// What a customer is called, leading to their page where they are known.
func customerLink(_ name: HTML, _ id: ID<Customer>?) -> HTML {
    id.map { "<a href=\"\(url: Paths.customer($0))\">\(name)</a>" } ?? name
}

/// - Parameter unlinking: the case from whose page a link to the other can be taken away.
private func caseLink(_ other: CaseView.Other, unlinking: ID<Case>? = nil, _ context: PageContext) -> HTML {
    let words = context.words
    let unlink: HTML? = unlinking.flatMap { id in
        guard other.isLinked, context.may(.workCase) else { return nil }
        return form(
            Paths.caseUnlinking(id), context, class: "inline",
            """
            <input type="hidden" name="case" value="\(other.number)">\
            <button class="plain">\(words("cases.life.unlink", ["number": String(other.number)]))</button>
            """)
    }
    let closed: HTML? = other.closedAt.map { " · \(words("cases.closed")) \(context.nearTime($0))" }
    return """
        <li><a href="\(url: Paths.case(other.id))">\(words.stored(other.subject))</a> \
        <span class="quiet small">\(words("cases.numbered", ["number": String(other.number)]))\(closed)</span>\(unlink)</li>
        """
}
