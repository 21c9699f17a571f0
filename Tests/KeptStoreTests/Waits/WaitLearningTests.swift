import Foundation
import KeptDomain
import KeptFigures
import KeptTestSupport
import KeptWords
import Testing

@testable import KeptStore

@Suite struct WaitLearningTests {
    private static let head = "visit,line,joined,called,served,ended,party,point\n"

    /// Three weeks of mornings at one counter, a burst of five every ten minutes, each served for a minute.
    private static func file(days: Int, from first: Day = Day("2026-03-02")!, line: String = "post") -> String {
        var lines: [String] = []
        for day in 0..<days {
            for number in 0..<60 {
                let (burst, place) = (number / 5, number % 5)
                func clock(_ seconds: Int) -> String {
                    let at = 32_400 + burst * 600 + seconds
                    return "\(first.advanced(by: day)) \(two(at / 3_600)):\(two(at / 60 % 60)):\(two(at % 60))"
                }
                lines.append(
                    "\(day)-\(number),\(line),\(clock(place)),\(clock(place + 5 + place * 60)),,"
                        + "\(clock(place + 60 + place * 60)),1,one")
            }
        }
        return head + lines.joined(separator: "\n") + "\n"
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    private static func bringIn(_ file: String, into store: Store, zone: String) async throws -> ImportCounts {
        let folder = try ScratchFolder()
        let map = ColumnMap(
            columns: [
                "visit": "visit", "line": "line", "joined": "joined", "called": "called", "ended": "ended",
                "party": "party", "point": "point",
            ], zone: zone)
        let plan = ImportPlan(
            kind: .visits, source: "desk",
            files: [try ImportPlan.File(try folder.write("v.csv", file), as: .mapped(map))], zone: zone)
        let importer = Importer(
            plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
            words: try Vocabulary.shared()[.english])
        return try await importer.run(shouldStop: { false }).totals[.visits]
    }

    /// Visits of another system are of the queue whose address they name.
    @Test(arguments: TestStore.engines) func aQueueIsQuotedByWhatWasLearned(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let store = desk.counter.store
            let history = Self.file(days: 21, from: Day("2026-02-02")!, line: "returns")
            _ = try await Self.bringIn(history, into: store, zone: "Europe/Berlin")
            let before = try await desk.joins(at: "2026-03-02 09:00")
            #expect(before.outlook == .tooFew(needed: 20), "nothing is learned yet")
            guard case .learned = try await store.learnWaits(at: Counter.at("2026-03-02 09:01")) else {
                Issue.record("nothing was learned")
                return
            }
            let first = try #require(try await desk.joins(at: "2026-03-02 09:02").outlook.quote)
            #expect(first.basis.map(\.key) == ["learned"] && first.precedents == 1_260)
            #expect(first.basis[0].facts["ahead"] == 1 && (60...300).contains(first.keptWithin))
            let last = try await desk.joins(at: "2026-03-02 09:03")
            let quote = try #require(last.outlook.quote)
            #expect(quote.keptWithin >= first.keptWithin && quote.median <= quote.keptWithin)
            #expect(last.promise != nil, "what is told is promised")
            let scene = try await desk.scene(at: "2026-03-02 09:04")
            let told = scene.waiting.compactMap(\.outlook.quote)
            #expect(told.count == scene.waiting.count && told.allSatisfy { $0.basis[0].key == "learned" })
            // The other queue has no record of its own.
            #expect(
                try await desk.joins(desk.draft(desk.advice), at: "2026-03-02 09:05").outlook == .tooFew(needed: 20))
        }
    }

    @Test(arguments: TestStore.engines) func theRecordIsLearnedFromOnceANight(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let now = Zone.utc.instant(of: Day("2026-03-25")!, secondsOfDay: 12_000)
            #expect(try await store.learnWaits(at: now) == .tooFew)
            #expect(try await store.read { try $0.waitModel() } == nil)
            let counts = try await Self.bringIn(Self.file(days: 21), into: store, zone: "UTC")
            #expect(counts.imported == 1_260 && counts.rejected == 0)

            guard case .learned(let visits, let served, let bytes) = try await store.learnWaits(at: now) else {
                Issue.record("nothing was learned")
                return
            }
            #expect(visits == 1_260 && served == 1_260 && bytes < 100_000)
            #expect(try await store.learnWaits(at: now + .hours(1)) == .known)
            let model = try #require(try await store.read { try $0.waitModel() })
            #expect(model.served == 1_260)
            let tested = try #require(try await store.read { try $0.waitBacktest() })
            #expect(tested.at == now && tested.backtest.visits == 300 && tested.backtest.confidence == 0.8)
            #expect(try await store.learnWaits(at: now + .days(1)) != .known)

            // What another version of the program wrote is learned anew.
            try await store.write(as: .shell, at: now) { tx in
                _ = try tx.run("UPDATE wait_models SET content = \([UInt8](repeating: 7, count: 9))")
            }
            #expect(try await store.read { try $0.waitModel() } == nil)
            #expect(try await store.learnWaits(at: now + .days(1)) != .known)

            let plan80 = try await store.staffing(at: nil) { try $0.staffingPlan(share: 0.8, within: 300) }
            #expect(plan80.weekdays.count == 7 && plan80.dayCount == 21)
            let none = try await store.read { try $0.perceivedWaits(since: now - .days(92)) }
            #expect(none.isEmpty)
            let json = StaffingJSON.json(plan80, line: nil)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect((object["weekdays"] as? [[String: Any]])?.count == 7)

            let found = try await store.read { try $0.waitHistory() }.backtest(confidence: 0.8)
            let text = BacktestText.json(found, seconds: 1)
            let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            for key in [
                "visits", "quoted", "kept_share", "mean_quoted_seconds", "mae_median_seconds", "baselines", "abandoned",
            ] { #expect(read[key] != nil, "\(key)") }
        }
    }
}
