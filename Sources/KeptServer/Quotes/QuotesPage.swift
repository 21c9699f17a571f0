import KeptDomain
import KeptStore
import KeptWords

/// What the page of quotes shows.
package struct QuotesView: Sendable {
    package let held: QuoteAnswer.Held
    /// `nil` before the record was learned from.
    package let model: ModelMark?
    package let late: [LikelyLate]
    /// Warnings that wait for a person.
    package let hold: ForesightHold?
    package let rule: QuoteRule
    /// The newest first.
    package let backtests: [BacktestRecord]
}

/// How quotes held, what will probably be late, how quotes are made, and how they would have held on the record.
package func quotesPage(
    _ view: QuotesView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let title = words("quotes.page.title")
    let learned =
        view.model.map {
            words("quotes.page.learned", count: $0.delivered, ["day": words.day($0.learnedDay, today: context.today)])
        } ?? words("quotes.page.not-learned")
    let sentence: HTML = "\(learned) \(QuoteText.held(view.held, words))"
    let rule: HTML? =
        context.may(.setStandards)
        ? ruleSection(view.rule, context, values: opened == "rule" ? values : nil) : nil
    let body: HTML = """
        \(pageHead(title, sentence: sentence))\(formProblems(opened == nil ? values : .fresh, words))
        \(lateSection(view, context))
        \(backtestSection(view.backtests.first, context, values: opened == "backtest" ? values : .fresh))
        \(rule)
        """
    return layout(title: title, context: context, body: body)
}

private func lateSection(_ view: QuotesView, _ context: PageContext) -> HTML {
    let words = context.words
    let release: HTML =
        context.may(.approveRemedy)
        ? form(
            Paths.quoteWarnings, context,
            "<div class=\"form-foot\"><button class=\"main\">\(words("quotes.risk.release"))</button></div>") : ""
    let hold: HTML? = view.hold.map { "<p>\(words("quotes.risk.held", count: $0.orders))</p>\(release)" }
    guard !view.late.isEmpty else {
        return section(words("quotes.risk.title"), id: "late", "<p class=\"quiet\">\(words("quotes.risk.none"))</p>")
    }
    let columns = [
        Column(words("orders.title")), Column(words("quotes.page.chance"), isNumber: true),
        Column(words("quotes.page.why")), Column(words("quotes.page.due")),
        Column(words("quotes.page.quoted"), isSecondary: true),
    ]
    let rows = view.late.map { late -> TableRow in
        let name = [late.customer, late.region, late.carrier].compactMap(\.self).joined(separator: " · ")
        return TableRow(
            [
                "\(words("orders.numbered", ["number": String(late.number)]))<br><span class=\"quiet small\">\(name)</span>",
                "\(words.chance(Double(late.risk.chance) / 1_000))",
                "\(words.standing(of: late.risk.stage, days: late.risk.stageDays))", context.timeText(late.due),
                late.risk.quoted.map { "\(words.day($0, today: context.today))" } ?? "\u{2013}",
            ], link: Paths.order(late.risk.order))
    }
    return section(
        words("quotes.risk.title"), id: "late",
        """
        <p>\(words("quotes.risk.list", count: view.late.count))</p>\(hold)\
        \(table(columns, rows, caption: words("quotes.risk.title")))
        """)
}

private func ruleSection(_ rule: QuoteRule, _ context: PageContext, values: FormValues?) -> HTML {
    let words = context.words
    func share(_ thousandths: Int) -> String { words.plainShare(thousandths) }
    var stored = ["confidence": share(rule.confidence), "threshold": share(rule.threshold)]
    if rule.promises { stored["promises"] = "1" }
    if rule.foresees { stored["foresees"] = "1" }
    let shown = values ?? FormValues(stored)
    let fields = [
        Field(
            "confidence", words("quotes.page.confidence"), hint: words("quotes.page.confidence-hint"), isRequired: true),
        Field("promises", words("quotes.page.promises"), .check),
        Field("foresees", words("quotes.page.foresees"), .check),
        Field("threshold", words("quotes.page.threshold"), hint: words("quotes.page.threshold-hint"), isRequired: true),
    ]
    return section(
        words("quotes.page.rule"), id: "rule",
        form(
            Paths.quoteRule, context,
            """
            \(formProblems(shown, words))\(joined: fields.map { formField($0, shown, words, scope: "rule-") })\
            <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
            """))
}

extension Words {
    /// `0.95`, as a form takes it in any language.
    fileprivate func plainShare(_ thousandths: Int) -> String {
        var text = "0." + padded(thousandths, 3)
        while text.hasSuffix("0"), text.utf8.count > 3 { text.removeLast() }
        return text
    }
}

/// Orders that will probably be late, on the first screen of the day; `nil` for none.
func todayLikelyLate(_ late: [LikelyLate], _ context: PageContext) -> HTML? {
    guard !late.isEmpty else { return nil }
    let words = context.words
    let items = late.map { late -> HTML in
        let number = words("orders.numbered", ["number": String(late.number)])
        return """
            <li><a href="\(url: Paths.order(late.risk.order))">\(number)</a> · \
            \(words.chance(Double(late.risk.chance) / 1_000))<br><span class="quiet small">\
            \(words.standing(of: late.risk.stage, days: late.risk.stageDays))</span></li>
            """
    }
    let more: HTML? =
        context.may(.seeMeasures) ? "<p>\(linkButton(words("quotes.page.title"), to: Paths.quotes))</p>" : nil
    return section(words("quotes.risk.title"), "<ul class=\"contact\">\(joined: items)</ul>\(more)")
}
