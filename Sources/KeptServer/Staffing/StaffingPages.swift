import KeptDomain
import KeptStore
import KeptWords

/// A plan, a what-if and how waits felt, as the address asks for them.
package struct StaffingView: Sendable {
    package struct Asked: Sendable {
        package var line: String?
        package var target = 0.8
        package var within = 300.0
        package var weekday: Weekday?
        package var change = 1

        package init() {}
    }

    package let asked: Asked
    package let lines: [String]
    /// Or why there is none.
    package let plan: Result<StaffingPlan, StaffingRefusal>
    package let whatIf: StaffingWhatIf?
    package let perceived: [PerceivedWaits]
    /// Whether the reader reaches all places, over which quotes are tested.
    package var showsQuotes = false

    package init(
        asked: Asked, lines: [String], plan: Result<StaffingPlan, StaffingRefusal>, whatIf: StaffingWhatIf?,
        perceived: [PerceivedWaits]
    ) {
        self.asked = asked
        self.lines = lines
        self.plan = plan
        self.whatIf = whatIf
        self.perceived = perceived
    }
}

package func staffingPage(_ view: StaffingView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("waits.page.title")
    let bar = staffingBar(view, words)
    let parts: HTML
    let sentence: HTML
    switch view.plan {
    case .failure(let refusal):
        sentence = "\(words("waits.page.sentence"))"
        parts = emptyState(words("waits.page.none"), words(refusal: refusal.key, refusal.facts))
    case .success(let plan):
        sentence = "\(planSentence(plan, words))"
        let day = plan.weekdays.first { $0.weekday == view.asked.weekday } ?? plan.weekdays[0]
        parts = """
            \(section(words.longWeekday(day.weekday), weekdayPart(day, words)))\(lackingPart(plan, words))\
            \(view.whatIf.map { section(words("waits.what-if.title"), whatIfPart($0, words)) })
            """
    }
    let quotes: HTML? = view.showsQuotes ? linkButton(words("waits.backtest.title"), to: Paths.waitQuotes) : nil
    let body: HTML = """
        \(pageHead(title, sentence: sentence, actions: quotes))\(bar)\(parts)\
        \(section(words("waits.perceived.title"), perceivedPart(view.perceived, words)))\
        \(section(words("waits.page.method"), "<p>\(words("waits.page.how"))</p>"))
        """
    return layout(title: title, context: context, body: body)
}

private func staffingBar(_ view: StaffingView, _ words: Words) -> HTML {
    let lines =
        [Field.Choice("", words("waits.page.all-lines"))] + view.lines.map { Field.Choice($0, $0) }
    let weekdays = Weekday.allCases.map { Field.Choice("\($0.rawValue + 1)", words.longWeekday($0)) }
    let shown: Weekday? =
        if case .success(let plan) = view.plan {
            (plan.weekdays.first { $0.weekday == view.asked.weekday } ?? plan.weekdays.first)?.weekday
        } else {
            view.asked.weekday
        }
    return filterBar(
        Paths.staffing,
        [
            filterChoice("line", words("waits.page.line"), lines, chosen: view.asked.line),
            filterChoice("weekday", words("waits.page.weekday"), weekdays, chosen: shown.map { "\($0.rawValue + 1)" }),
            filterText("target", words("waits.page.target"), "\(view.asked.target)"),
            filterText("within", words("waits.page.within"), words.plain(view.asked.within)),
            filterText("points", words("waits.page.change"), "\(view.asked.change)"),
        ], words, clear: nil)
}

private func planSentence(_ plan: StaffingPlan, _ words: Words) -> String {
    words(
        "waits.plan.rests",
        [
            "days": words.number(plan.dayCount), "from": words.longDay(plan.days.lowerBound),
            "to": words.longDay(plan.days.upperBound), "share": words.share(plan.target),
            "seconds": words.number(plan.withinSeconds, digits: 0),
        ])
}

private func weekdayPart(_ day: StaffingPlan.OfWeekday, _ words: Words) -> HTML {
    // Whole hours alone, so that they do not run into each other; the table has them all.
    let labels = day.quarters.map { $0.arrivals.number % 4 == 0 ? $0.from : "" }
    let points = Chart(
        .lines, title: words("waits.plan.columns.points"), labels: labels,
        series: [
            ChartSeries(words("waits.plan.columns.points"), day.quarters.map { Double($0.points) }),
            ChartSeries(words("waits.plan.columns.when-busy"), day.quarters.map { Double($0.pointsWhenBusy) }),
        ], format: { words.number($0, digits: 0) })
    let arrivals = Chart(
        .lines, title: words("waits.plan.columns.arrivals"), labels: labels,
        series: [
            ChartSeries(words("waits.plan.columns.arrivals"), day.quarters.map(\.arrivals.expected)),
            ChartSeries(words("waits.plan.low"), day.quarters.map(\.arrivals.low)),
            ChartSeries(words("waits.plan.high"), day.quarters.map(\.arrivals.high)),
        ], format: { words.number($0, digits: 0) })
    let quarters = quarterTable(day, words)
    return """
        <p>\(words("waits.plan.of-weekday", ["weekday": words.longWeekday(day.weekday), "days": words.number(day.days)]))</p>\
        \(chartWithTable(points, table: quarters, csv: nil, words))\
        \(chartWithTable(arrivals, table: quarters, csv: nil, words))
        """
}

private func quarterTable(_ day: StaffingPlan.OfWeekday, _ words: Words) -> HTML {
    let columns =
        StaffingPlan.Column.allCases.map { Column(words("waits.plan.columns", of: $0), isNumber: $0 != .from) }
    let rows = day.quarters.map { quarter in
        let spread =
            "\(words.number(quarter.arrivals.low, digits: 0))–\(words.number(quarter.arrivals.high, digits: 0))"
        return TableRow([
            "\(quarter.from)", "\(words.number(quarter.arrivals.expected, digits: 1))", "\(spread)",
            "\(words.number(quarter.points))", "\(words.number(quarter.pointsWhenBusy))",
            "\(words.share(quarter.servedWithin, digits: 1))",
        ])
    }
    return table(columns, rows, caption: words("waits.plan.columns.points"), isGrid: true)
}

private func lackingPart(_ plan: StaffingPlan, _ words: Words) -> HTML {
    let lines = plan.lacking.filter { $0.days > 0 }.map { lack -> HTML in
        let facts: KeyValuePairs = [
            "weekday": words.longWeekday(lack.weekday), "days": words.number(lack.days),
            "needed": words.number(ArrivalForecast.leastDays),
        ]
        return "<p class=\"quiet\">\(words("waits.plan.lacking", facts))</p>"
    }
    return "\(joined: lines)"
}

private func whatIfPart(_ answer: StaffingWhatIf, _ words: Words) -> HTML {
    let change = (answer.change < 0 ? "\u{2212}" : "+") + words.number(abs(answer.change))
    let named: [(String, StaffingWhatIf.Figures)] = [
        (words("waits.what-if.recorded"), answer.recorded), (words("waits.what-if.as-was"), answer.asWas),
        (words("waits.what-if.changed", ["change": change]), answer.changed),
    ]
    let columns = [
        Column(words("waits.what-if.title")),
        Column(
            words("waits.what-if.served", ["seconds": words.number(answer.withinSeconds, digits: 0)]), isNumber: true),
        Column(words("waits.what-if.wait"), isNumber: true), Column(words("waits.what-if.left"), isNumber: true),
    ]
    let rows = named.map { name, figures in
        TableRow([
            "\(name)", "\(words.share(figures.servedWithin, digits: 1))",
            "\(words.number(figures.meanWaitSeconds, digits: 1))", "\(words.share(figures.leftShare, digits: 1))",
        ])
    }
    let rests = words(
        "waits.what-if.rests",
        [
            "days": words.number(answer.dayCount), "from": words.longDay(answer.days.lowerBound),
            "to": words.longDay(answer.days.upperBound), "visits": words.number(answer.visits),
        ])
    return """
        <p>\(rests)</p>\(table(columns, rows, caption: words("waits.what-if.title")))\
        <p class="hint">\(words("waits.what-if.how"))</p>
        """
}

private func perceivedPart(_ perceived: [PerceivedWaits], _ words: Words) -> HTML {
    guard !perceived.isEmpty else { return "<p class=\"quiet\">\(words("waits.perceived.none"))</p>" }
    let columns =
        [Column(words("waits.page.line"))]
        + PerceivedColumn.allCases.map { Column(words("waits.perceived.columns", of: $0), isNumber: true) }
    let rows = perceived.map { line in
        TableRow([
            "\(line.line)", "\(words.number(line.count))", "\(words.number(line.shorter))",
            "\(words.number(line.asTold))", "\(words.number(line.longer))", minutes(line.meanPerceived, words),
            minutes(line.meanReal, words),
        ])
    }
    return table(columns, rows, caption: words("waits.perceived.title"))
}

private enum PerceivedColumn: String, CaseIterable {
    case count, shorter
    case asTold = "as-told"
    case longer, perceived, real
}

private func minutes(_ seconds: Double?, _ words: Words) -> HTML {
    "\(seconds.map { words.number($0 / 60, digits: 1) } ?? "\u{2013}")"
}

extension Words {
    /// As a field takes it back: `300`, `12.5`.
    fileprivate func plain(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
}
