import KeptDomain
import KeptStore
import KeptWords

/// The last back-test and the form that asks for the next.
func backtestSection(_ last: BacktestRecord?, _ context: PageContext, values: FormValues) -> HTML {
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
    case .done: result = last.flatMap { backtestResult($0, context) } ?? ""
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
