import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import NIOCore

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
        let (rows, total) = try await page.read { reading in
            let rows = try reading.deliveries(by: asked.split, from: asked.from, to: asked.to)
            var tally = DeliveryTally()
            for day in try reading.deliveries(by: .month, from: asked.from, to: asked.to) { tally.merge(day.tally) }
            return (rows, DeliveryRow(key: "", tally: tally))
        }
        return try await page.page {
            deliveriesPage(
                DeliveryView(split: asked.split, from: asked.from, to: asked.to, total: total, rows: rows), $0)
        }
    }

    private static func csv(_ page: PageRequest) async throws -> Response {
        let asked = try question(page)
        let rows = try await page.read { try $0.deliveries(by: asked.split, from: asked.from, to: asked.to) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"deliveries-\(asked.split.rawValue).csv\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: DeliveryText.csv(rows))))
    }

    /// What the address asks for. A day that does not exist is as if it were not asked.
    private static func question(_ page: PageRequest) throws -> (split: DeliverySplit, from: Day?, to: Day?) {
        try page.permit(.seeMeasures)
        let query = page.query
        return (
            query["by"].flatMap(DeliverySplit.init(rawValue:)) ?? .month, query["from"].flatMap { Day($0) },
            query["to"].flatMap { Day($0) }
        )
    }
}
