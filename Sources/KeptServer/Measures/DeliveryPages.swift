import KeptDomain
import KeptWords

/// How deliveries went, split and narrowed as the address says.
package struct DeliveryView: Sendable {
    package let split: DeliverySplit
    package let from: Day?
    package let to: Day?
    /// All orders of the span.
    package let total: DeliveryRow
    package let rows: [DeliveryRow]
    /// What the reader may split them by.
    package let splits: [DeliverySplit]
    /// The measures that cases carry, of the same span; `nil` where they are not shown.
    package var service: ServiceRow?
    /// Whether the record was learned from, so that the page of quotes has something to say.
    package var hasQuotes = false

    package init(
        split: DeliverySplit, from: Day?, to: Day?, total: DeliveryRow, rows: [DeliveryRow],
        splits: [DeliverySplit] = DeliverySplit.allCases
    ) {
        self.split = split
        self.from = from
        self.to = to
        self.total = total
        self.rows = rows
        self.splits = splits
    }

    /// The address of the same numbers as CSV.
    var csv: String {
        Paths.with(
            Paths.deliveriesCSV, ["by": split.rawValue, "from": from?.description, "to": to?.description])
    }
}

/// Sentence, chart, table: the measures of a span, each with how far it is known.
package func deliveriesPage(_ view: DeliveryView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("deliveries.title")
    let splits = view.splits.map { Field.Choice($0.rawValue, words("deliveries.splits", of: $0)) }
    let bar = filterBar(
        Paths.deliveries,
        [
            filterChoice("by", words("deliveries.by"), splits, chosen: view.split.rawValue),
            filterText("from", words("deliveries.from"), view.from?.description, type: "date"),
            filterText("to", words("deliveries.to"), view.to?.description, type: "date"),
        ], words, clear: view.from == nil && view.to == nil ? nil : Paths.deliveries)
    guard view.total.orders > 0 else {
        let empty = emptyState(
            words("deliveries.empty.title"), words("deliveries.empty.text"), icon: .parcel,
            action: linkButton(words("today.first.import"), to: Paths.imports))
        return layout(title: title, context: context, body: "\(pageHead(title))\(bar)\(empty)")
    }
    let body: HTML = """
        \(pageHead(title, sentence: deliverySentence(view.total, words), actions: view.hasQuotes ? linkButton(words("quotes.page.title"), to: Paths.quotes) : nil))
        \(bar)
        \(deliveryFigures(view, words))
        \(section(words("deliveries.quality"), qualityChart(view, context)))
        \(section(words("deliveries.times"), timesChart(view, context)))
        \(view.service.map { section(words("service.title"), serviceSummary($0, words, more: Paths.with(Paths.service, ["from": view.from?.description, "to": view.to?.description]))) })
        \(section(words("deliveries.definitions"), deliveryDefinitions(words)))
        """
    return layout(title: title, context: context, body: body)
}

private func deliverySentence(_ total: DeliveryRow, _ words: Words) -> HTML {
    guard let onTime = total.onTimeShare else {
        return "\(words("deliveries.sentence.nothing-known", count: Int(total.orders)))"
    }
    return words.html(
        "deliveries.sentence.on-time", count: Int(total.orders),
        [
            "share": "<strong>\(words.share(onTime, digits: 1))</strong>",
            "coverage": "\(words.share(total.coverage.onTime))",
        ])
}

/// A share with what it is known for: `known for 82 % of orders`.
private func known(_ coverage: Double, _ words: Words) -> String {
    words("deliveries.known", ["share": words.share(coverage)])
}

private func deliveryFigures(_ view: DeliveryView, _ words: Words) -> HTML {
    let total = view.total
    let none = "\u{2013}"
    let span = [("from", view.from?.description ?? ""), ("to", view.to?.description ?? "")]
    let delivered = Paths.query(Paths.orders, [("state", "delivered")] + span)
    let cycle = total.cycleDays
    let spread = cycle.p90.map { words("deliveries.nine-of-ten", ["length": days($0, words)]) }
    return figures([
        Figure(words.number(Int(total.delivered)), words("deliveries.delivered"), link: delivered),
        Figure(
            total.onTimeShare.map { words.share($0, digits: 1) } ?? none, words("deliveries.measures.on-time"),
            note: known(total.coverage.onTime, words)),
        Figure(
            total.perfectShare.map { words.share($0, digits: 1) } ?? none, words("deliveries.measures.perfect"),
            note: known(perfectCoverage(total), words)),
        Figure(
            total.availabilityShare.map { words.share($0, digits: 1) } ?? none,
            words("deliveries.measures.availability"),
            note: known(total.coverage.filled, words)),
        Figure(cycle.p50.map { days($0, words) } ?? none, words("deliveries.cycle"), note: spread),
    ])
}

/// For which share of orders all that makes an order perfect is known.
private func perfectCoverage(_ row: DeliveryRow) -> Double {
    row.orders > 0 ? Double(row.tally.perfect.known) / Double(row.orders) : 0
}

/// `1.5 d`, `4 h`; the end of an axis is a bare 0.
func days(_ days: Double, _ words: Words) -> String {
    days == 0 ? words.number(0) : words.shortDuration(.seconds(Int64(days * 86_400)))
}

/// What each measure counts, beside the numbers.
private func deliveryDefinitions(_ words: Words) -> HTML {
    definitionList(
        DeliveryMeasure.allCases.map { (words("deliveries.measures", of: $0), words("deliveries.meaning", of: $0)) })
}

/// The measures that a page names, in the order in which it shows them.
package enum DeliveryMeasure: String, CaseIterable, Sendable {
    case onTime = "on-time"
    case complete, undamaged, filled, billed, perfect, availability
    case firstAttempt = "first-attempt"
    case cycle
}
