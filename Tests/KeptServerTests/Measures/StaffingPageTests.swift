import Foundation
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct StaffingPageTests {
    /// Three weeks of mornings at one counter, a burst of five every ten minutes, each served for a minute.
    private static func importVisits(_ store: Store) async throws {
        var lines = ["visit,line,joined,called,ended"]
        for day in 0..<21 {
            for number in 0..<60 {
                func clock(_ seconds: Int) -> String {
                    Zone.utc.instant(
                        of: Day("2026-03-02")!.advanced(by: day), secondsOfDay: 32_400 + number / 5 * 600 + seconds
                    ).iso
                }
                let place = number % 5
                lines.append(
                    "\(day)-\(number),post,\(clock(place)),\(clock(place + 5 + place * 60)),"
                        + clock(place + 60 + place * 60))
            }
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kept-staffing-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let map = ColumnMap(
            columns: [
                "visit": "visit", "line": "line", "joined": "joined", "called": "called", "ended": "ended",
            ], zone: "UTC")
        let path = folder.appendingPathComponent("visits.csv").path
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        let plan = ImportPlan(
            kind: .visits, source: "desk", files: [try ImportPlan.File(path, as: .mapped(map))], zone: "UTC")
        let importer = Importer(
            plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
            words: try Vocabulary.shared()[.english])
        _ = try await importer.run(shouldStop: { false })
    }

    @Test(arguments: TestStore.engines) func aPlanAndAWhatIfStandOnOnePage(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let staff = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            let empty = try await staff.get(Paths.staffing)
            #expect(empty.status == 200 && empty.text.contains("No plan yet"))
            try await Self.importVisits(shop.store)
            let page = try await staff.get(Paths.staffing + "?line=post&target=0.9&within=120&weekday=3&points=2")
            #expect(page.status == 200 && page.text.contains("Wednesday, from 3 such days"))
            #expect(page.text.contains("Played with +2") && page.text.contains("<svg"))
            let chinese = try await staff.get(Paths.staffing + "?lang=zh-Hans")
            #expect(chinese.status == 200 && chinese.text.contains("排班"))
            let untested = try await staff.get(Paths.waitQuotes)
            #expect(untested.status == 200 && untested.text.contains("Nothing to test yet"))
            _ = try await shop.store.learnWaits(at: Zone.utc.startOfDay(Day("2026-12-31")!))
            let tested = try await staff.get(Paths.waitQuotes)
            #expect(tested.status == 200 && tested.text.contains("Kept at 80"))
            for bad in ["target=2", "within=soon", "weekday=9", "points=many", "shift=1"] {
                let refused = try await staff.get(Paths.staffing + "?" + bad)
                #expect(refused.status == 400 || refused.status == 422, "\(bad): \(refused.status)")
            }
        }
    }
}
