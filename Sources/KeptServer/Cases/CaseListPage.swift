import KeptDomain
import KeptWords

package func caseListPage(
    _ view: CaseListView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let title = words("cases.title")
    let empty = emptyState(words("cases.empty.title"), words("cases.empty.text"))
    let list = view.rows.isEmpty ? empty : caseTable(view, context)
    let open = context.may(.workCase) ? linkButton(words("cases.open"), to: Paths.newCase) : nil
    let next = form(Paths.nextCase, context, class: "inline", "<button>\(words("desk.take-next"))</button>")
    let total: HTML? = view.total.map { "\(words.total($0, "cases.found", more: "cases.found-more"))" }
    let nothing: HTML = "<p class=\"flash flash-answering\" role=\"status\">\(words("cases.nothing-waits"))</p>"
    let body: HTML = """
        \(pageHead(title, sentence: total, actions: "\(next, if: view.takes)\(open)"))
        \(nothing, if: view.nothingWaits)\(caseViews(view, context, opened == "view" ? values : .fresh))\(caseFilters(view, words))\
        <div id="case-list" data-live-topics="case" data-fresh-one="\(words("page.fresh", count: 1))" \
        data-fresh-other="\(words.template("page.fresh").filled { _ in "%s" })">\(list)</div>\
        \(pager(previous: view.previous, next: view.next, words))\
        \(bulkForm(view, context, opened == "bulk" ? values : .fresh), if: !view.rows.isEmpty && context.may(.workCase))
        """
    return layout(title: title, context: context, body: body)
}

private func caseFilters(_ view: CaseListView, _ words: Words) -> HTML {
    let states = CaseListView.Filter.allCases.map { Field.Choice($0.rawValue, words("cases.filters", of: $0)) }
    let any = Field.Choice("", words("cases.filter.any"))
    let kinds = [any] + Case.Kind.allCases.map { Field.Choice($0.rawValue, words("cases.kinds", of: $0)) }
    let moves = [any] + Case.Move.allCases.map { Field.Choice($0.rawValue, words("cases.moves", of: $0)) }
    var fields = [
        filterText("q", words("cases.search"), view.query, type: "search"),
        filterChoice("state", words("cases.state"), states, chosen: view.filter.rawValue),
        filterChoice("kind", words("cases.filter.kind"), kinds, chosen: view.asked["kind"]),
        filterChoice("move", words("cases.filter.move"), moves, chosen: view.asked["move"]),
    ]
    if !view.lines.isEmpty {
        fields.append(filterChoice("line", words("cases.filter.line"), [any] + view.lines, chosen: view.asked["line"]))
    }
    if !view.tags.isEmpty {
        // The one that is looked for may be none of the usual ones.
        let other = view.asked["tag"].flatMap { view.tags.contains($0) ? nil : $0 }
        let tags = [any] + (view.tags + [other].compactMap(\.self)).map { Field.Choice($0, $0) }
        fields.append(filterChoice("tag", words("cases.filter.tag"), tags, chosen: view.asked["tag"]))
    }
    if let customer = view.asked["customer"] {
        let kept: HTML = "<input type=\"hidden\" name=\"customer\" value=\"\(customer)\">"
        fields.append("\(kept)<span class=\"filter quiet\">\(words("cases.filter.customer"))</span>")
    }
    let isNarrowed = view.query != nil || !view.asked.isEmpty
    return filterBar(Paths.cases, fields, words, clear: isNarrowed ? Paths.cases : nil)
}

/// Views by name, and the form that keeps the present one.
private func caseViews(_ view: CaseListView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let links = view.views.map { saved -> HTML in
        let forget = form(
            Paths.caseViewEnding(saved.id), context, class: "tag-remove",
            "<button class=\"plain\" aria-label=\"\(words("cases.views.forget", ["name": saved.name]))\">×</button>")
        return """
            <li class="tag"><a href="\(url: Paths.cases + "?" + saved.query)">\(saved.name)</a>\
            \(forget, if: saved.isOwn || context.may(.setDesk))</li>
            """
    }
    let unknown = values.problems.filter { $0.field.hasPrefix("query") }.map {
        "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" as HTML
    }
    let save = form(
        Paths.caseViews, context,
        """
        \(formProblems(values, words))\(joined: unknown)<input type="hidden" name="query" value="\(view.address)">\
        \(formField(Field("name", words("cases.views.name"), isRequired: true), values, words, scope: "view-"))\
        \(formField(Field("for_all", words("cases.views.for-all"), .check), values, words, scope: "view-"), if: context.may(.setDesk))\
        <div class="form-foot"><button>\(words("cases.views.save"))</button></div>
        """)
    return """
        <nav class="views" aria-label="\(words("cases.views.title"))">\("<ul class=\"tags\">\(joined: links)</ul>", if: !links.isEmpty)\
        \(disclosure(words("cases.views.save"), isOpen: !values.problems.isEmpty, save))</nav>
        """
}

private func caseTable(_ view: CaseListView, _ context: PageContext) -> HTML {
    let words = context.words
    let columns = [
        Column(words("cases.columns.case")), Column(words("cases.columns.customer")),
        Column(words("cases.columns.move")), Column(words("cases.columns.owner")),
        Column(words("cases.columns.opened"), isSecondary: true),
    ]
    return table(
        columns, view.rows.map { caseRow($0, isChosen: view.chosen.contains($0.id), context) },
        caption: words("cases.title"))
}

private func caseRow(_ row: CaseRow, isChosen: Bool, _ context: PageContext) -> TableRow {
    let words = context.words
    let link = Paths.case(row.id)
    let box: HTML = """
        <input type="checkbox" form="bulk" name="case" value="\(row.id)"\(flag: "checked", isChosen) \
        aria-label="\(words("cases.bulk.choose", ["number": String(row.number)]))">
        """
    let tags = row.tags.map { " <span class=\"tag\">\($0)</span>" as HTML }
    let subject: HTML = """
        \(box, if: context.may(.workCase))<a href="\(url: link)">\(words.stored(row.subject))</a>\(joined: tags)<br>\
        <span class="quiet small">\(words("cases.numbered", ["number": String(row.number)])) \
        · \(words("cases.kinds", of: row.kind))\(" · \(words("cases.escalated"))", if: row.isEscalated)\
        \(" · \(words("cases.waits"))", if: row.isWaiting)</span>
        """
    let move: HTML =
        row.closedAt.map { "\(words("cases.closed")) \(context.nearTime($0))" }
        ?? "\(words("cases.moves", of: row.whoseMove))"
    return TableRow(
        [
            subject, "\(row.customer ?? words("page.unknown"))", move, personChip(row.owner),
            context.timeText(row.openedAt),
        ], link: link)
}

/// What is done to the chosen rows; their boxes belong to this form.
private func bulkForm(_ view: CaseListView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    var kinds = [Field.Choice("tag", words("cases.bulk.tag"))]
    if context.may(.handOverCase) { kinds.append(Field.Choice("hand-over", words("cases.bulk.hand-over"))) }
    if !view.lines.isEmpty { kinds.append(Field.Choice("transfer", words("cases.bulk.transfer"))) }
    kinds.append(Field.Choice("sort", words("cases.bulk.sort")))
    kinds.append(Field.Choice("close", words("cases.bulk.close")))
    let none = Field.Choice("", words("page.none"))
    var fields = [Field("do", words("cases.bulk.do"), .choice(kinds))]
    if context.may(.handOverCase) {
        fields.append(Field("person", words("cases.bulk.person"), .choice([none] + view.people)))
    }
    if !view.lines.isEmpty {
        fields.append(Field("line", words("cases.bulk.line"), .choice([none] + view.lines)))
    }
    let sorts = CaseSorting.kinds.map { Field.Choice($0.rawValue, words("cases.kinds", of: $0)) }
    fields.append(Field("kind", words("cases.bulk.kind"), .choice([none] + sorts)))
    fields.append(Field("with", words("cases.bulk.with"), isRequired: true))
    let body: HTML = """
        \(formProblems(values, words))<input type="hidden" name="list" value="\(view.here)"><div class="fields">\
        \(joined: fields.map { formField($0, values, words, scope: "bulk-") })</div>\
        \(values.problem("case").map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" as HTML })\
        <div class="form-foot"><button>\(words("cases.bulk.apply"))</button></div>
        """
    return section(
        words("cases.bulk.title"), form(Paths.caseBulk, context, id: "bulk", body))
}
