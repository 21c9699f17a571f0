import KeptDomain
import KeptStore
import KeptWords

/// How quoted waits would have held on the record: the figures, by day and line, and against simpler forecasts.
package func waitQuotesPage(_ backtest: WaitBacktest?, at: Instant?, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("waits.backtest.title")
    guard let backtest, let at else {
        let empty = emptyState(words("waits.backtest.none"), words("waits.backtest.none-text"))
        return layout(title: title, context: context, body: "\(pageHead(title))\(empty)")
    }
    let sentence = words(
        "waits.backtest.sentence",
        [
            "from": words.longDay(backtest.days.lowerBound), "to": words.longDay(backtest.days.upperBound),
            "at": words.longDay(context.zone.day(of: at)),
        ])
    let lines = backtest.byLine.count > 1 ? section(words("waits.backtest.by-line"), lineTable(backtest, words)) : nil
    let body: HTML = """
        \(pageHead(title, sentence: "\(sentence)", actions: linkButton(words("waits.page.title"), to: Paths.staffing)))\
        \(quoteFigures(backtest, words))\
        \(section(words("waits.backtest.errors"), errorTable(backtest, words)))\
        \(section(words("waits.backtest.by-day"), dayChart(backtest, words)))\
        \(section(words("waits.backtest.by-month"), partTable(backtest.byMonth, words("waits.backtest.month"), words) { month in Day(month + "-01").map { words.month($0) } ?? month }))\
        \(lines)<p class="hint">\(words("waits.backtest.how"))</p>
        """
    return layout(title: title, context: context, body: body)
}

private func quoteFigures(_ backtest: WaitBacktest, _ words: Words) -> HTML {
    let confidence = words.share(backtest.confidence)
    return facts([
        (words("waits.backtest.visits"), "\(words.number(backtest.visits))"),
        (words("waits.backtest.abandoned"), "\(words.number(backtest.abandoned))"),
        (words("waits.backtest.told"), "\(words.number(backtest.quoted))"),
        (
            words("waits.backtest.share", ["confidence": confidence]),
            backtest.keptShare.map { "\(words.share($0, digits: 1))" }
        ),
        (words("waits.backtest.mean"), backtest.meanQuotedSeconds.map { "\(words.number($0, digits: 1))" }),
    ])
}

private func errorTable(_ backtest: WaitBacktest, _ words: Words) -> HTML {
    let named: [(String, Double?)] = [
        (words("waits.backtest.foretold.median"), backtest.medianError),
        (words("waits.backtest.foretold.queue-length"), backtest.baselines.queueLength),
        (words("waits.backtest.foretold.mean-of-day"), backtest.baselines.meanOfDay),
        (words("waits.backtest.foretold.last-to-enter-service"), backtest.baselines.lastToEnterService),
    ]
    let rows = named.map { name, error in
        TableRow(["\(name)", "\(error.map { words.number($0, digits: 1) } ?? "\u{2013}")"])
    }
    let columns = [
        Column(words("waits.backtest.errors")), Column(words("waits.backtest.error"), isNumber: true),
    ]
    return table(columns, rows, caption: words("waits.backtest.errors"))
}

private func dayChart(_ backtest: WaitBacktest, _ words: Words) -> HTML {
    // Days of few waits swing by chance alone; the table has them all.
    let shown = backtest.byDay.suffix(60)
    let day = { (name: String) in Day(name).map { words.shortDay($0) } ?? name }
    let chart = Chart(
        .lines, title: words("waits.backtest.by-day"), labels: shown.map { $0.name.map(day) ?? "" },
        series: [
            ChartSeries(
                words("waits.backtest.share", ["confidence": words.share(backtest.confidence)]),
                shown.map(\.keptShare)),
            ChartSeries(words("waits.backtest.wanted"), shown.map { _ in backtest.confidence }),
        ], top: 1, axisFrom: { words("deliveries.axis-from", ["share": $0]) }, format: { words.share($0) })
    let days = partTable(backtest.byDay, words("waits.backtest.day"), words, name: day)
    return chartWithTable(chart, table: days, csv: nil, words)
}

private func lineTable(_ backtest: WaitBacktest, _ words: Words) -> HTML {
    partTable(backtest.byLine, words("waits.backtest.line"), words) { $0 }
}

private func partTable(
    _ parts: [WaitBacktest.Part], _ head: String, _ words: Words, name: (String) -> String
) -> HTML {
    let columns = [
        Column(head), Column(words("waits.backtest.served"), isNumber: true),
        Column(words("backtest.deliveries.kept"), isNumber: true),
        Column(words("waits.backtest.seconds"), isNumber: true),
    ]
    let rows = parts.map { part in
        TableRow([
            "\(part.name.map(name) ?? words("page.unknown"))", "\(words.number(part.visits))",
            "\(words.share(part.keptShare, digits: 1))", "\(words.number(part.meanSeconds, digits: 1))",
        ])
    }
    return table(columns, rows, caption: head)
}
