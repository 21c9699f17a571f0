import KeptDomain
import KeptStore
import KeptWords

/// One guarantee of the list, with the sentence that it says.
package struct GuaranteeRow: Sendable {
    package let guarantee: Guarantee
    package let sentence: String
    package let figures: GuaranteeFigures

    package init(guarantee: Guarantee, sentence: String, figures: GuaranteeFigures) {
        self.guarantee = guarantee
        self.sentence = sentence
        self.figures = figures
    }
}

/// What is owed when it is not so: each with its sentence, whether it is on, and what it gave.
package func guaranteeListPage(_ rows: [GuaranteeRow], _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("guarantees.title")
    let ready = ReadyGuarantee.allCases.map { kind in
        linkButton(
            words("guarantees.ready-made", of: kind), to: Paths.with(Paths.newGuarantee, ["ready": kind.rawValue]))
    }
    let begin: HTML = """
        <p class="hint">\(words("guarantees.ready"))</p><div class="amends-buttons">\(joined: ready)\
        \(linkButton(words("guarantees.new"), to: Paths.newGuarantee))</div>
        """
    let columns = [
        Column(words("guarantees.columns.name")), Column(words("guarantees.columns.state")),
        Column(words("guarantees.columns.given"), isNumber: true),
        Column(words("guarantees.columns.cost"), isNumber: true),
        Column(words("guarantees.columns.held"), isNumber: true),
    ]
    let lines = rows.map { row -> TableRow in
        let link = Paths.guarantee(row.guarantee.id)
        return TableRow(
            [
                "<a href=\"\(url: link)\">\(row.guarantee.rule.name)</a><br><span class=\"quiet small\">\(row.sentence)</span>",
                "\(words(row.guarantee.isOn ? "guarantees.on" : "guarantees.off"))",
                "\(words.number(row.figures.given))", "\(words.list(row.figures.costs.map { words.money($0) }))",
                "\(words.number(row.figures.held))",
            ], link: link)
    }
    let empty = emptyState(words("guarantees.empty.title"), words("guarantees.empty.text"))
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("guarantees.sentence"))"))\
        \(rows.isEmpty ? empty : table(columns, lines, caption: title))\(begin, if: context.may(.setGuarantees))
        """
    return layout(title: title, context: context, body: body)
}

package struct GuaranteeView: Sendable {
    /// `nil` for a new one.
    package let guarantee: Guarantee?
    /// What the form begins with.
    package let rule: GuaranteeRule?
    /// The rule as a sentence, by language.
    package let said: [(language: String, sentence: String)]
    package let places: [Field.Choice]
    package let carriers: [Field.Choice]
    package let standards: [Field.Choice]
    package let currency: Currency?
    package var trial: GuaranteeTrial?
    package var uses: [GuaranteeUseRecord]
    package var held: HeldGuarantee?
    /// What waits to be decided one by one.
    package var single: [HeldUse]
    /// Of what waited, how many the reader has decided in the parts before; `nil` where they have not begun.
    package var done: Int?

    package init(
        guarantee: Guarantee?, rule: GuaranteeRule?, said: [(language: String, sentence: String)],
        places: [Field.Choice], carriers: [Field.Choice], standards: [Field.Choice], currency: Currency?,
        trial: GuaranteeTrial? = nil, uses: [GuaranteeUseRecord] = [], held: HeldGuarantee? = nil,
        single: [HeldUse] = [], done: Int? = nil
    ) {
        self.guarantee = guarantee
        self.rule = rule
        self.said = said
        self.places = places
        self.carriers = carriers
        self.standards = standards
        self.currency = currency
        self.trial = trial
        self.uses = uses
        self.held = held
        self.single = single
        self.done = done
    }
}

/// Which form of the page was refused.
package enum GuaranteeFormName: String, Sendable { case rule, switching }

/// One guarantee: what it says in each language, trying it, switching it, what it gave, and its form.
package func guaranteePage(
    _ view: GuaranteeView, _ context: PageContext, values: FormValues = .fresh, refused: GuaranteeFormName? = nil
) -> HTML {
    let words = context.words
    let title = view.guarantee?.rule.name ?? words("guarantees.new")
    let said = view.said.map { one -> HTML in
        "<p class=\"answer\" lang=\"\(one.language)\">\(one.sentence)</p>"
    }
    let may = context.may(.setGuarantees)
    let isNew = view.guarantee == nil
    let rule = guaranteeForm(view, context, refused == .rule ? values : .fresh)
    let standing: HTML? = view.guarantee.map { words($0.isOn ? "guarantees.on" : "guarantees.off") }.map { "\($0)" }
    let journal = view.guarantee.map { linkButton(words("page.history"), to: Paths.journal(of: .guarantee($0.id))) }
    let body: HTML = """
        \(pageHead(title, sentence: standing, actions: journal))\(heldPart(view, context))\
        \(heldUses(view.single, context))\(joined: said)\
        \(view.guarantee.map { trialAndSwitch(view, $0, context, refused == .switching ? values : .fresh) })\
        \(usesPart(view, context), if: !view.uses.isEmpty)\
        \(may ? (isNew ? rule : disclosure(words("guarantees.change"), isOpen: refused == .rule, rule)) : HTML())
        """
    return layout(title: title, context: context, body: body)
}

private func trialAndSwitch(
    _ view: GuaranteeView, _ guarantee: Guarantee, _ context: PageContext, _ values: FormValues
) -> HTML {
    let words = context.words
    guard context.may(.setGuarantees) else { return HTML() }
    let trial: HTML? = view.trial.map { "<p class=\"answer\" role=\"status\">\(words.trial($0))</p>" }
    let tryIt = form(
        Paths.guaranteeTrial(guarantee.id), context,
        "<button\(" class=\"main\"", if: !guarantee.isTried)>\(words("guarantees.try"))</button>")
    let label = words(guarantee.isOn ? "guarantees.switch-off" : "guarantees.switch-on")
    let switching = form(
        Paths.guaranteeSwitching(guarantee.id), context,
        """
        \(revisionField(guarantee.revision))\(formProblems(values, words))\
        <input type="hidden" name="on" value="\(guarantee.isOn ? "0" : "1")">\
        \(formField(Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true), values, words, scope: "switch-"))\
        <div class="form-foot"><button class="main">\(label)</button></div>
        """)
    let maySwitch = guarantee.isOn || guarantee.isTried
    return section(
        words("guarantees.tried"),
        """
        \(trial)\(tryIt)\
        \(maySwitch ? disclosure(label, isOpen: !values.problems.isEmpty, switching) : "<p class=\"hint\">\(words("guarantees.not-tried"))</p>")
        """)
}

private func usesPart(_ view: GuaranteeView, _ context: PageContext) -> HTML {
    let words = context.words
    let lines = view.uses.map { use -> HTML in
        let gifts = use.gifts.map { words("authority.given", of: $0.kind, ["amount": words.money($0.amount)]) }
        let link = use.case.map { Paths.case($0) } ?? use.order.map { Paths.order($0) }
        let what: HTML = link.map { "<a href=\"\(url: $0)\">\(words.list(gifts))</a>" } ?? "\(words.list(gifts))"
        return """
            <li><p>\(what)</p><p class="small quiet">\(context.nearTime(use.usedAt)) · \
            \(words("guarantees.states", of: use.state))</p></li>
            """
    }
    return section(words("guarantees.uses"), "<ul class=\"amends\">\(joined: lines)</ul>")
}
