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

private func backtestSection(_ last: BacktestRecord?, _ context: PageContext, values: FormValues) -> HTML {
    let words = context.words
    let shown = values.isFresh ? FormValues(["confidence": "0.9"]) : values
    let fields = [
        Field("confidence", words("quotes.page.confidence"), isRequired: true),
        Field("from", words("deliveries.from"), .day, hint: words("quotes.page.from-hint")),
        Field("to", words("deliveries.to"), .day),
    ]
    let ask = disclosure(
        words("quotes.page.test"), isOpen: !values.problems.isEmpty,
        form(
            Paths.quoteBacktests, context,
            """
            \(formProblems(shown, words))\(joined: fields.map { formField($0, shown, words, scope: "test-") })\
            <div class="form-foot"><button class="main">\(words("quotes.page.run"))</button></div>
            """))
    let result: HTML
    switch last?.state {
    case nil: result = "<p class=\"quiet\">\(words("quotes.page.no-test"))</p>"
    case .waiting: result = "<p>\(words("quotes.page.running"))</p>"
    case .refused: result = "<p>\(words("quotes.page.refused"))</p>"
    case .done: result = last.map { backtestResult($0, context) } ?? ""
    }
    return section(
        words("quotes.page.backtest"), id: "backtest", "<p>\(words("quotes.page.backtest-lead"))</p>\(result)\(ask)")
}

/// Sentence, charts, tables: what quotes would have been worth.
private func backtestResult(_ record: BacktestRecord, _ context: PageContext) -> HTML? {
    guard let found = BacktestFigures(record), let first = record.first, let last = record.last else { return nil }
    let words = context.words
    let none = "\u{2013}"
    func share(_ value: Double?) -> String { value.map { words.share($0, digits: 1) } ?? none }
    func days(_ value: Double?) -> String { value.map { words.number($0, digits: 1) } ?? none }
    let confidence = words.share(Double(record.confidence) / 1_000)
    let lines: [(String, BacktestFigures.Kept)] = [
        (words("backtest.deliveries.ours", ["confidence": confidence]), found.ours),
        (words("backtest.deliveries.practice"), found.practice),
        (words("backtest.deliveries.rolling", ["confidence": confidence]), found.rolling),
    ]
    let overall = table(
        [
            Column(""), Column(words("backtest.deliveries.kept"), isNumber: true),
            Column(words("backtest.deliveries.days"), isNumber: true),
        ],
        lines.map { name, kept in TableRow(["\(name)", "\(share(kept.share))", "\(days(kept.days))"]) },
        caption: words("quotes.page.backtest"))
    let span = words(
        "backtest.deliveries.span",
        [
            "from": words.day(first, today: context.today), "to": words.day(last, today: context.today),
            "orders": words.number(found.orders), "undelivered": words.number(found.undelivered),
        ])
    let at: HTML? = found.atPracticeShare.map {
        "<p>\(words("quotes.page.at-practice", ["share": share(found.practice.share), "ours": days($0), "practice": days(found.practice.days)]))</p>"
    }
    return """
        <p>\(span)</p>\(at)\(overall)\
        \(partsChart(words("quotes.page.by-month"), found.months, .lines, record, context))\
        \(partsChart(words("quotes.page.by-region"), Array(found.regions.prefix(24)), .bars, record, context))\
        \(riskChart(found, context), if: !found.curve.isEmpty)
        """
}

/// Kept shares against the wanted one.
private func partsChart(
    _ title: String, _ parts: [BacktestFigures.Part], _ kind: Chart.Kind, _ record: BacktestRecord,
    _ context: PageContext
) -> HTML {
    let words = context.words
    let wanted = Double(record.confidence) / 1_000
    let labels = parts.map { part in
        Day(part.name + "-01").map { words.month($0) }
            ?? (part.name == DeliveryRow.unknownKey ? words("page.unknown") : part.name)
    }
    let chart = Chart(
        kind, title: title, labels: labels,
        series: [
            ChartSeries(words("backtest.deliveries.kept"), parts.map(\.share)),
            ChartSeries(words("quotes.page.wanted"), parts.map { _ in wanted }),
        ], top: 1, axisFrom: { words("deliveries.axis-from", ["share": $0]) }, format: { words.share($0) })
    let rows = zip(labels, parts).map { label, part in
        TableRow(
            [
                "\(label)", "\(words.number(part.orders))", "\(words.share(part.share, digits: 1))",
                "\(words.number(part.days, digits: 1))",
            ])
    }
    let columns = [
        Column(title), Column(words("backtest.deliveries.orders"), isNumber: true),
        Column(words("backtest.deliveries.kept"), isNumber: true),
        Column(words("backtest.deliveries.days"), isNumber: true),
    ]
    return """
        <h3>\(title)</h3>\
        \(chartWithTable(chart, table: table(columns, rows, caption: title, isGrid: true), csv: Paths.quoteCSV, words))
        """
}

private func riskChart(_ found: BacktestFigures, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("quotes.page.risk-curve")
    let points = found.curve
    let chart = Chart(
        .lines, title: title, labels: points.map { words.number($0.threshold, digits: 2) },
        series: [
            ChartSeries(words("backtest.risk.precision"), points.map(\.precision)),
            ChartSeries(words("backtest.risk.recall"), points.map(\.recall)),
        ], top: 1, format: { words.share($0) })
    func share(_ value: Double?) -> HTML { value.map { "\(words.share($0))" } ?? "\u{2013}" }
    let rows = points.map { point in
        TableRow(
            [
                "\(words.number(point.threshold, digits: 2))", share(point.precision), share(point.recall),
                point.warning.map { "\(words.number($0, digits: 1))" } ?? "\u{2013}",
            ])
    }
    let columns = [
        Column(words("backtest.risk.threshold")), Column(words("backtest.risk.precision"), isNumber: true),
        Column(words("backtest.risk.recall"), isNumber: true), Column(words("backtest.risk.warning"), isNumber: true),
    ]
    return """
        <h3>\(title)</h3>\
        \(chartWithTable(chart, table: table(columns, rows, caption: title, isGrid: true), csv: Paths.quoteCSV, words))
        """
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
