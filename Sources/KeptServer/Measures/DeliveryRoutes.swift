import Hummingbird
import KeptDomain
import KeptStore

/// How deliveries went: the page, and the same rows as CSV.
enum DeliveryRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/deliveries", site, deliveries),
            .page(.get, "/deliveries.csv", site, csv),
        ]
    }

    private static func deliveries(_ page: PageRequest) async throws -> Response {
        let asked = try question(page)
        let now = page.now
        let (rows, total, service, hasQuotes) = try await page.read { reading in
            let rows = try reading.deliveries(by: asked.split, from: asked.from, to: asked.to, at: asked.places)
            var tally = DeliveryTally()
            for day in try reading.deliveries(by: .month, from: asked.from, to: asked.to, at: asked.places) {
                tally.merge(day.tally)
            }
            let span = ServiceSpan(from: asked.from, to: asked.to, today: try reading.reportToday(at: now))
            let service = try reading.serviceReport(by: .month, span, at: asked.places).total
            return (rows, DeliveryRow(key: "", tally: tally), service, try reading.deliveryModelMark() != nil)
        }
        var view = DeliveryView(
            split: asked.split, from: asked.from, to: asked.to, total: total, rows: rows, splits: asked.splits)
        view.service = service
        view.hasQuotes = hasQuotes
        return try await page.page { [view] in deliveriesPage(view, $0) }
    }

    private static func csv(_ page: PageRequest) async throws -> Response {
        let asked = try question(page)
        let rows = try await page.read {
            try $0.deliveries(by: asked.split, from: asked.from, to: asked.to, at: asked.places)
        }
        return .csv(DeliveryText.csv(rows), named: "deliveries-\(asked.split.rawValue).csv")
    }

    private struct Question: Sendable {
        let split: DeliverySplit
        let from: Day?
        let to: Day?
        /// Those whose orders the reader reaches, `nil` for all.
        let places: Set<ID<Place>>?
        /// How the reader may split them.
        let splits: [DeliverySplit]
    }

    /// What the address asks for. - Throws: `BadFilters`.
    private static func question(_ page: PageRequest) throws -> Question {
        let places = try page.places(for: .seeMeasures, asked: nil)
        let splits = DeliverySplit.allCases.filter { places == nil || $0.isKnownByPlace }
        var query = try page.listQuery(["by", "from", "to"])
        let split = query.word("by", of: DeliverySplit.self) ?? .month
        let (from, to) = (query.day("from"), query.day("to"))
        try query.check(Paths.deliveries)
        guard splits.contains(split) else { throw NotPermitted(.seeMeasures) }
        return Question(
            split: split, from: from, to: to, places: places, splits: splits)
    }
}
