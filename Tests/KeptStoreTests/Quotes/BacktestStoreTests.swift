import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// A record that came by import, walked through on each engine.
@Suite struct BacktestStoreTests {
    private static let map = ColumnMap(
        columns: [
            "order": "id", "ordered_at": "at", "promised_by": "due", "dispatched_at": "sent", "delivered_at": "got",
            "status": "status", "carrier": "by", "region": "region", "postcode": "zip", "line_name": "what",
            "sku": "sku", "quantity": "n", "price": "price",
        ], currency: "EUR")

    /// Eight orders a day for 120 days: near ones come on day 3, far ones on day 8, each tenth never; six days are promised.
    private static var file: String {
        var lines = ["id,at,due,sent,got,status,by,region,zip,what,sku,n,price"]
        for number in 0..<960 {
            let day = Day("2026-01-05")!.advanced(by: number / 8)
            let (isFar, isLost) = (number % 2 == 1, number % 10 == 9)
            let got = isLost ? "" : "\(day.advanced(by: isFar ? 8 : 3)) 15:00"
            lines.append(
                "A\(number),\(day) 10:0\(number % 8),\(day.advanced(by: 6)),\(day.advanced(by: 1)) 09:00,\(got),"
                    + "\(isLost ? "dispatched" : "delivered"),Vans,\(isFar ? "far" : "near"),\(isFar ? 99 : 10)123,"
                    + "Atlas,S\(number % 3),1,39.90")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test(arguments: TestStore.engines) func theRecordIsWalkedThroughAlikeOnBothEngines(on engine: Engine) async throws
    {
        try await TestStore.with(engine) { store in
            #expect(try await store.read { try $0.deliveryRecord().isEmpty })
            let folder = try ScratchFolder()
            let plan = ImportPlan(
                kind: .orders, source: "shop",
                files: [try ImportPlan.File(try folder.write("orders.csv", Self.file), as: .mapped(Self.map))],
                zone: "Europe/Berlin")
            let importer = Importer(
                plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
                words: try Vocabulary.shared()[.english])
            _ = try await importer.run(shouldStop: { false })
            let record = try await store.read { try $0.deliveryRecord() }
            #expect(record.count == 960 && record.impossible == 0 && record.lag == 0)

            // The last 20 %: 192 orders, of which each tenth, all of them far ones, was never delivered.
            let found = try record.deliveryBacktest(confidence: 0.9)
            #expect(found.orders == 172 && found.undelivered == 20 && found.quoted == 172)
            #expect(found.byRegion.map(\.name) == ["near", "far"] && found.byRegion.map(\.orders) == [96, 76])
            #expect(found.byRegion.map(\.meanDays) == [3, 8] && found.ours.keptShare == 1)
            #expect(abs((found.practice.keptShare ?? 0) - 96.0 / 172) < 1e-12 && found.practice.meanDays == 6)
            let json = BacktestText.json(found, seconds: 1.5)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect(
                Set(object.keys) == [
                    "orders", "undelivered", "quoted", "kept_share", "mean_days", "median_days", "practice", "rolling",
                    "at_practice_share", "by_month", "by_region", "seconds",
                ])

            let risk = try record.riskBacktest()
            #expect(risk.orders == 172 && risk.late == 76 && risk.readings == 96 * 3 + 76 * 6)
            #expect((risk.auc ?? 0) > 0.99)
            let read = try #require(
                try JSONSerialization.jsonObject(with: Data(BacktestText.json(risk).utf8)) as? [String: Any])
            #expect(Set(read.keys) == ["orders", "late", "readings", "auc", "brier", "curve"])
            #expect((read["curve"] as? [[String: Any]])?.count == 19)
        }
    }
}
