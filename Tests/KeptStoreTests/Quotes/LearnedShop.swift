import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords

/// A bookshop whose record came by import: eight orders a day for 120 days, near ones with the customer on day 3, far ones on
/// day 8, each tenth never.
struct LearnedShop {
    static let start = "2026-05-05T10:00:00+02:00"
    let shop: Bookshop

    private static let map = ColumnMap(
        columns: [
            "order": "id", "ordered_at": "at", "promised_by": "due", "dispatched_at": "sent", "delivered_at": "got",
            "status": "status", "region": "region", "line_name": "what", "quantity": "n", "price": "price",
        ], currency: "EUR")

    private static var file: String {
        var lines = ["id,at,due,sent,got,status,region,what,n,price"]
        for number in 0..<960 {
            let day = Day("2026-01-05")!.advanced(by: number / 8)
            let (isFar, isLost) = (number % 2 == 1, number % 10 == 9)
            let got = day.advanced(by: isFar ? 8 : 3)
            let isThere = !isLost && got < Day("2026-05-05")!
            lines.append(
                "A\(number),\(day) 10:0\(number % 8),\(day.advanced(by: 6)),\(day.advanced(by: 1)) 09:00,"
                    + "\(isThere ? "\(got) 15:00" : ""),\(isThere ? "delivered" : "dispatched"),"
                    + "\(isFar ? "far" : "near"),Atlas,1,39.90")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Opens the shop and learns from its record.
    static func with(_ engine: Engine, learned: Bool = true, _ body: (LearnedShop) async throws -> Void) async throws {
        try await Bookshop.with(engine, at: start) { shop in
            let folder = try ScratchFolder()
            let plan = ImportPlan(
                kind: .orders, source: "past",
                files: [try ImportPlan.File(try folder.write("orders.csv", file), as: .mapped(map))],
                zone: "Europe/Berlin")
            let importer = Importer(
                plan, into: shop.store, as: .shell, time: shop.time, rejects: folder.path + "/rejects.csv",
                words: try Vocabulary.shared()[.english])
            _ = try await importer.run(shouldStop: { false })
            let learning = LearnedShop(shop: shop)
            if learned { _ = try await shop.store.learnDeliveries(at: shop.time.now) }
            try await body(learning)
        }
    }

    /// An order to a region without a told time.
    func order(_ id: String, to region: String) async throws -> OrderMade {
        var customer = CustomerDraft(name: "Ada \(id)")
        customer.address = Address(region: region)
        return try await shop.order(shop.draft(id, customer: customer))
    }

    func quote(_ region: String?, confidence: Int? = nil) async throws -> QuoteAnswer {
        var question = DeliveryQuestion()
        question.region = region
        question.confidence = confidence
        let now = shop.time.now
        return try await shop.store.read { [question] in try $0.quote(question, at: now) }
    }
}
