import KeptDomain
import KeptWords

/// How a row is headed: a month, week or day as the reader says it, or the group's name.
func deliveryKey(_ row: DeliveryRow, _ split: DeliverySplit, _ words: Words) -> String {
    switch split {
    case .month: Day(row.key + "-01").map { words.month($0) } ?? row.key
    case .day: Day(row.key).map { words.shortDay($0) } ?? row.key
    case .week: row.key
    case .carrier, .region, .productGroup, .segment, .place:
        row.key == DeliveryRow.unknownKey ? words("page.unknown") : row.key
    }
}

/// Kept in time and perfect, over time as lines or by group as bars.
func qualityChart(_ view: DeliveryView, _ context: PageContext) -> HTML {
    let words = context.words
    let shown = view.split.isTime ? view.rows : Array(view.rows.prefix(24))
    let chart = Chart(
        view.split.isTime ? .lines : .bars, title: words("deliveries.quality"),
        labels: shown.map { deliveryKey($0, view.split, words) },
        series: [
            ChartSeries(words("deliveries.measures.on-time"), shown.map(\.onTimeShare)),
            ChartSeries(words("deliveries.measures.perfect"), shown.map(\.perfectShare)),
        ], top: 1, axisFrom: { words("deliveries.axis-from", ["share": $0]) }, format: { words.share($0) })
    return chartWithTable(chart, table: qualityTable(view, words), csv: view.csv, words)
}

private func qualityTable(_ view: DeliveryView, _ words: Words) -> HTML {
    func share(_ value: Double?, _ coverage: Double) -> HTML {
        guard let value else { return "\u{2013}" }
        let note: HTML = "<br><span class=\"quiet small\">\(words.share(coverage))</span>"
        return "\(words.share(value, digits: 1))\(note, if: coverage < 1)"
    }
    let columns =
        [Column(words("deliveries.splits", of: view.split)), Column(words("orders.title"), isNumber: true)]
        + [DeliveryMeasure.onTime, .complete, .undamaged, .filled, .billed, .perfect, .availability, .firstAttempt]
        .map { Column(words("deliveries.measures", of: $0), isNumber: true) }
    let rows = (view.rows + [view.total]).enumerated().map { index, row -> TableRow in
        let coverage = row.coverage
        let tally = row.tally
        let head = index == view.rows.count ? words("page.all") : deliveryKey(row, view.split, words)
        return TableRow(
            [
                "\(head)", "\(words.number(Int(row.orders)))", share(row.onTimeShare, coverage.onTime),
                share(tally.complete.value, coverage.complete), share(tally.undamaged.value, coverage.undamaged),
                share(tally.filled.value, coverage.filled), share(tally.billed.value, coverage.billed),
                share(row.perfectShare, row.orders > 0 ? Double(tally.perfect.known) / Double(row.orders) : 0),
                share(row.availabilityShare, coverage.filled), share(row.firstAttemptShare, coverage.attempts),
            ], style: index == view.rows.count ? "total" : nil)
    }
    return
        "\(table(columns, rows, caption: words("deliveries.quality"), isGrid: true))<p class=\"hint\">\(words("deliveries.coverage-note"))</p>"
}

/// Mean time in each stage, on top of each other, with the order cycle's spread in the table.
func timesChart(_ view: DeliveryView, _ context: PageContext) -> HTML {
    let words = context.words
    let shown = Array(view.rows.suffix(view.split.isTime ? 60 : 24))
    let series = Stage.allCases.map { stage in
        ChartSeries(words("deliveries.stages", of: stage), shown.map { $0.stageDays(stage).mean })
    }
    let chart = Chart(
        .stacked, title: words("deliveries.times"), labels: shown.map { deliveryKey($0, view.split, words) },
        series: series, format: { days($0, words) })
    return chartWithTable(chart, table: timesTable(view, words), csv: view.csv, words)
}

private func timesTable(_ view: DeliveryView, _ words: Words) -> HTML {
    func length(_ value: Double?) -> HTML { value.map { "\(days($0, words))" } ?? "\u{2013}" }
    let columns =
        [
            Column(words("deliveries.splits", of: view.split)), Column(words("deliveries.mean"), isNumber: true),
            Column(words("deliveries.p50"), isNumber: true), Column(words("deliveries.p90"), isNumber: true),
            Column(words("deliveries.variation"), isNumber: true),
            Column(words("deliveries.known-for"), isNumber: true),
        ] + Stage.allCases.map { Column(words("deliveries.stages", of: $0), isNumber: true) }
    let rows = (view.rows + [view.total]).enumerated().map { index, row -> TableRow in
        let cycle = row.cycleDays
        let head = index == view.rows.count ? words("page.all") : deliveryKey(row, view.split, words)
        let variation: HTML = cycle.variation.map { "\(words.number($0, digits: 2))" } ?? "\u{2013}"
        return TableRow(
            [
                "\(head)", length(cycle.mean), length(cycle.p50), length(cycle.p90), variation,
                "\(words.share(row.coverage.cycle))",
            ] + Stage.allCases.map { length(row.stageDays($0).mean) }, style: index == view.rows.count ? "total" : nil)
    }
    return table(columns, rows, caption: words("deliveries.times"), isGrid: true)
}

extension DeliverySplit {
    var isTime: Bool {
        switch self {
        case .month, .week, .day: true
        case .carrier, .region, .productGroup, .segment, .place: false
        }
    }
}
