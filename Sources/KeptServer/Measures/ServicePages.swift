import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

package struct ServiceView: Sendable {
    package let split: ServiceSplit
    package let from: Day
    package let to: Day
    package let rows: [ServiceRow]
    package let total: ServiceRow

    package init(split: ServiceSplit, from: Day, to: Day, rows: [ServiceRow], total: ServiceRow) {
        self.split = split
        self.from = from
        self.to = to
        self.rows = rows
        self.total = total
    }

    var csv: String {
        Paths.with(
            Paths.serviceCSV, ["by": split.rawValue, "from": from.description, "to": to.description])
    }
}

/// The measures that cases carry, for a span, with the same by period or group beneath.
package func servicePage(_ view: ServiceView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("service.title")
    let splits = ServiceSplit.allCases.map { Field.Choice($0.rawValue, words("service.splits", of: $0)) }
    let bar = filterBar(
        Paths.service,
        [
            filterChoice("by", words("service.by"), splits, chosen: view.split.rawValue),
            filterText("from", words("service.from"), view.from.description, type: "date"),
            filterText("to", words("service.to"), view.to.description, type: "date"),
        ], words, clear: nil)
    let sentence: HTML = """
        \(words("service.sentence", ["from": words.longDay(view.from), "to": words.longDay(view.to), "count": words.number(ServiceMeasure.fewest)]))
        """
    let parts = ServiceMeasure.Factor.allCases.map { factor in
        section(words("service.factors", of: factor), factorTable(view, factor, context))
    }
    let body: HTML = """
        \(pageHead(title, sentence: sentence, actions: linkButton(words("service.csv"), to: view.csv)))\(bar)\(joined: parts)\
        \(section(words("service.definitions"), serviceDefinitions(words)))
        """
    return layout(title: title, context: context, body: body)
}

/// What each measure counts, beside the numbers.
private func serviceDefinitions(_ words: Words) -> HTML {
    definitionList(
        ServiceMeasure.allCases.map { (words("service.measures", of: $0), words("service.meaning", of: $0)) })
}

/// On the deliveries page: the figures of the span, and the way to more.
func serviceSummary(_ total: ServiceRow, _ words: Words, more: String) -> HTML {
    let rows = ServiceMeasure.allCases.filter { !total[$0].isEmpty }.map { measure in
        TableRow(["\(words("service.measures", of: measure))"] + figureCells(total[measure], measure, words))
    }
    let none: HTML = "<p class=\"quiet\">\(words("service.nothing"))</p>"
    let figures = table(figureColumns(words), rows, caption: words("service.title"))
    return """
        \(rows.isEmpty ? none : figures)<p>\(linkButton(words("service.more"), to: more))</p>
        """
}

private func figureColumns(_ words: Words) -> [Column] {
    [
        Column(words("service.columns.measure")), Column(words("service.columns.count"), isNumber: true),
        Column(words("service.columns.value"), isNumber: true),
        Column(words("service.columns.interval"), isNumber: true),
        Column(words("service.columns.ninth"), isNumber: true),
    ]
}

private func factorTable(_ view: ServiceView, _ factor: ServiceMeasure.Factor, _ context: PageContext) -> HTML {
    let words = context.words
    let measures = ServiceMeasure.allCases.filter { $0.factor == factor && !view.total[$0].isEmpty }
    guard !measures.isEmpty else { return "<p class=\"quiet\">\(words("service.nothing"))</p>" }
    let whole = measures.map { measure in
        TableRow(["\(words("service.measures", of: measure))"] + figureCells(view.total[measure], measure, words))
    }
    let columns =
        [Column(words("service.splits", of: view.split))]
        + measures.map { Column(words("service.measures", of: $0), isNumber: true) }
    let rows = view.rows.filter { row in measures.contains { !row[$0].isEmpty } }.map { row in
        TableRow(
            ["\(serviceKey(row, view.split, words))"]
                + measures.map { measure -> HTML in
                    let figure = row[measure]
                    guard !figure.isEmpty else { return "\u{2013}" }
                    return """
                        \(figureText(figure, measure, words))<br><span class="quiet small">\(words.number(figure.count))\
                        \(openText(figure, words).map { " · \($0)" })</span>
                        """
                })
    }
    let caption = words("service.factors", of: factor)
    return """
        \(table(figureColumns(words), whole, caption: caption))\(table(columns, rows, caption: caption, isGrid: true))
        """
}

private func serviceKey(_ row: ServiceRow, _ split: ServiceSplit, _ words: Words) -> String {
    switch split {
    case .month: Day(row.key + "-01").map { words.month($0) } ?? row.key
    case .day: Day(row.key).map { words.shortDay($0) } ?? row.key
    case .week: row.key
    case .segment, .productGroup, .region, .carrier, .place:
        row.key == DeliveryRow.unknownKey ? words("page.unknown") : row.key
    }
}

private func figureCells(_ figure: ServiceFigure, _ measure: ServiceMeasure, _ words: Words) -> [HTML] {
    let known =
        figure.met.map {
            words("service.met-of", ["met": words.number($0), "count": words.number(figure.count)])
        } ?? words.number(figure.count)
    let between = figure.interval.map { range in
        words(
            "service.between",
            ["low": text(range.lowerBound, measure, words), "high": text(range.upperBound, measure, words)])
    }
    return [
        "\(known)\(openText(figure, words).map { " · \($0)" })", "\(figureText(figure, measure, words))",
        "\(between ?? "\u{2013}")",
        "\(figure.ninth.map { text($0, measure, words) } ?? "\u{2013}")",
    ]
}

/// `3 open` of what was asked and is not known yet; `nil` where nothing is.
private func openText(_ figure: ServiceFigure, _ words: Words) -> String? {
    guard let open = figure.open, open > 0 else { return nil }
    return words("service.open", ["count": words.number(open)])
}

private func figureText(_ figure: ServiceFigure, _ measure: ServiceMeasure, _ words: Words) -> String {
    figure.value.map { text($0, measure, words) } ?? words("service.few")
}

private func text(_ value: Double, _ measure: ServiceMeasure, _ words: Words) -> String {
    switch measure.scale {
    case .share: words.share(value)
    case .time: days(value / 86_400, words)
    case .score: words.number(value, digits: 2)
    }
}

enum ServiceRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/service", site) { page in
                let view = try await view(page)
                return try await page.page { servicePage(view, $0) }
            },
            .page(.get, "/service.csv", site) { page in
                let view = try await view(page)
                return .csv(ServiceText.csv(view.rows), named: "service-\(view.split.rawValue).csv")
            },
        ]
    }

    private static func view(_ page: PageRequest) async throws -> ServiceView {
        let places = try page.places(for: .seeMeasures, asked: nil)
        var query = try page.listQuery(["by", "from", "to"])
        let split = query.word("by", of: ServiceSplit.self) ?? .month
        let (from, to) = (query.day("from"), query.day("to"))
        try query.check(Paths.service)
        let now = page.now
        return try await page.read { reading in
            let span = ServiceSpan(from: from, to: to, today: try reading.reportToday(at: now))
            let report = try reading.serviceReport(by: split, span, at: places)
            return ServiceView(split: split, from: span.from, to: span.to, rows: report.rows, total: report.total)
        }
    }
}
