import KeptDomain
import KeptFigures
import KeptStore
import KeptWords

/// How failures of a span were mended.
package struct RecoveryReportView: Sendable {
    package let span: ReportSpan
    package let report: RecoveryReport
    /// In the reader's language.
    package let causeNames: [ID<Cause>: String]

    package init(span: ReportSpan, report: RecoveryReport, causeNames: [ID<Cause>: String]) {
        self.span = span
        self.report = report
        self.causeNames = causeNames
    }

    var within: LaterPurchases.Within { report.purchases.within }
    var csv: String { Paths.with(Paths.recoveryCSV, ["from": span.from.description, "to": span.to.description]) }
}

/// Sentence, figures, charts with their tables: what went wrong, how fast it was mended, and what became of it.
package func recoveryReportPage(_ view: RecoveryReportView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("recovery.report.title")
    let bar = filterBar(
        Paths.recovery,
        [
            filterText("from", words("recovery.report.from"), view.span.from.description, type: "date"),
            filterText("to", words("recovery.report.to"), view.span.to.description, type: "date"),
            filterChoice(
                "within", words("recovery.report.within"),
                LaterPurchases.Within.allCases.map {
                    Field.Choice($0.rawValue, words("recovery.report.within-days", ["days": words.number($0.days)]))
                }, chosen: view.within.rawValue),
        ], words, clear: Paths.recovery)
    guard view.report.recoveries > 0 else {
        let empty = emptyState(title, words("recovery.report.none"), icon: .clock)
        return layout(title: title, context: context, body: "\(pageHead(title))\(bar)\(empty)")
    }
    let body: HTML = """
        \(pageHead(title, sentence: sentence(view.report, words)))\(bar)\(reportFigures(view.report, words))\
        \(section(words("recovery.report.by-kind"), kindChart(view, words)))\
        \(section(words("recovery.report.times"), timesChart(view, words)))\
        \(section(words("recovery.report.purchases"), recoveryPurchases(view, words)))\
        \(section(words("recovery.report.causes"), recoveryCauses(view, words)), if: !view.report.causes.isEmpty)\
        \(section(words("recovery.report.cost"), recoveryCosts(view.report, words)), if: !view.report.costs.isEmpty)\
        \(section(words("recovery.report.definitions"), definitions(words)))
        """
    return layout(title: title, context: context, body: body)
}

private func sentence(_ report: RecoveryReport, _ words: Words) -> HTML {
    guard let share = report.madeGood.share, let interval = report.madeGood.interval() else {
        return "\(words("recovery.report.sentence.unasked"))"
    }
    return words.html(
        "recovery.report.sentence.asked",
        [
            "share": "<strong>\(words.share(share))</strong>", "low": "\(words.share(interval.lowerBound))",
            "high": "\(words.share(interval.upperBound))",
        ])
}

/// `4 h`; a dash where nothing is known.
private func length(_ seconds: Double?, _ words: Words) -> String {
    seconds.map { words.shortDuration(.seconds(Int64($0.rounded()))) } ?? "\u{2013}"
}

private func reportFigures(_ report: RecoveryReport, _ words: Words) -> HTML {
    let solved = report.steps.first { $0.step == .solve }
    let foreseen = report.kinds.reduce(0) { $0 + $1.foreseen }
    let answered = report.madeGood.trials
    return figures([
        Figure(
            words.number(report.failures), words("recovery.report.failures"),
            note: "\(words.number(foreseen)) \(words("recovery.report.foreseen"))"),
        Figure(length(report.firstStep.median, words), words("recovery.report.first-step")),
        Figure(length(solved?.median, words), words("recovery.report.solved")),
        Figure(
            words.number(answered), words("recovery.report.answered"),
            note: words("recovery.report.asked-of", ["count": words.number(report.asked)])),
        Figure(
            report.madeGood.share.map { words.share($0) } ?? "\u{2013}", words("recovery.report.made-good"),
            note: "\(words.number(report.madeGood.successes)) / \(words.number(answered))"),
    ])
}

private func kindChart(_ view: RecoveryReportView, _ words: Words) -> HTML {
    let kinds = view.report.kinds
    let chart = Chart(
        .bars, title: words("recovery.report.by-kind"), labels: kinds.map { words("recovery.kinds", of: $0.kind) },
        series: [
            ChartSeries(words("recovery.report.count"), kinds.map { Double($0.count) }),
            ChartSeries(words("recovery.report.foreseen-count"), kinds.map { Double($0.foreseen) }),
        ], format: { words.number(Int($0)) })
    let columns =
        [Column(words("recovery.report.kind"))]
        + ["recovery.report.count", "recovery.report.foreseen-count", "recovery.report.told-before"].map {
            (key: WordKey) in Column(words(key), isNumber: true)
        }
    let rows = kinds.map { kind in
        TableRow([
            "\(words("recovery.kinds", of: kind.kind))", "\(words.number(kind.count))",
            "\(words.number(kind.foreseen))", "\(words.number(kind.toldBefore))",
        ])
    }
    return chartWithTable(
        chart, table: table(columns, rows, caption: words("recovery.report.by-kind"), isGrid: true), csv: nil, words)
}

private func timesChart(_ view: RecoveryReportView, _ words: Words) -> HTML {
    let steps = view.report.steps
    let chart = Chart(
        .bars, title: words("recovery.report.times"), labels: steps.map { words("recovery.steps", of: $0.step) },
        series: [
            ChartSeries(words("recovery.report.median"), steps.map { $0.median.map { $0 / 3_600 } }),
            ChartSeries(words("recovery.report.p90"), steps.map { $0.p90.map { $0 / 3_600 } }),
        ], axis: .hours(words), format: { words.shortDuration(.seconds(Int64(($0 * 3_600).rounded()))) })
    let columns =
        [Column(words("recovery.report.step"))]
        + ["recovery.report.done", "recovery.report.left-out", "recovery.report.median", "recovery.report.p90"].map {
            (key: WordKey) in Column(words(key), isNumber: true)
        }
    let rows = steps.map { times in
        TableRow([
            "\(words("recovery.steps", of: times.step))", "\(words.number(times.done))",
            "\(words.number(times.leftOut))", "\(length(times.median, words))", "\(length(times.p90, words))",
        ])
    }
    let followUps = facts([
        (words("recovery.report.sent"), "\(words.number(view.report.asked))"),
        (words("recovery.report.waiting"), "\(words.number(view.report.waiting))"),
        (words("recovery.report.unreachable"), "\(words.number(view.report.unreachable))"),
    ])
    return """
        \(chartWithTable(chart, table: table(columns, rows, caption: words("recovery.report.times"), isGrid: true), csv: view.csv, words))\
        <h3>\(words("recovery.report.follow-ups"))</h3>\(followUps)
        """
}

private func definitions(_ words: Words) -> HTML {
    let pairs: [(WordKey, WordKey)] = [
        ("recovery.report.failures", "recovery.report.meaning.failure"),
        ("recovery.report.foreseen-count", "recovery.report.meaning.foreseen"),
        ("recovery.report.times", "recovery.report.meaning.time"),
        ("recovery.report.made-good", "recovery.report.meaning.made-good"),
        ("recovery.report.purchases", "recovery.report.meaning.purchases"),
    ]
    return definitionList(pairs.map { (words($0), words($1)) })
}
