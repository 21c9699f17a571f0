import Foundation
import KeptDomain
import KeptFigures
import KeptTestSupport
import KeptWords
import Testing

@testable import KeptStore

@Suite("Visits and calls of other systems become history") struct VisitImportTests {
    private static let head =
        "vru+line,call_id,customer_id,priority,type,date,vru_entry,vru_exit,vru_time,q_start,q_exit,q_time,outcome,"
        + "ser_start,ser_exit,ser_time,server\n"
    private static let calls =
        head + """
            X1,1,0,0,PS,2026-03-02,9:00:00,9:00:10,10,0:00:00,0:00:00,0,AGENT,9:00:10,9:01:10,60,ANN
            X1,2,0,2,PS,2026-03-02,9:00:20,9:00:30,10,9:00:30,9:01:15,45,AGENT,9:01:14,9:03:14,120,ANN
            X1,2,0,1,NW,2026-03-02,9:00:25,9:00:35,10,9:00:35,9:00:55,20,HANG,0:00:00,0:00:00,0,NO_SERVER
            X1,3,0,1,NW,2026-03-02,9:02:25,9:02:35,10,9:02:35,9:02:55,20,PHANTOM,0:00:00,0:00:00,0,NO_SERVER
            X1,4,0,1,PS,2026-03-02,23:59:40,23:59:50,10,23:59:50,0:00:20,30,AGENT,0:00:20,0:01:20,60,BOB
            X1,5,0,1,PS,2026-03-02,9:10:00,9:10:10,10,9:10:10,9:09:40,-30,AGENT,9:09:40,9:10:40,60,BOB
            X1,6,0,1,PS,2026-03-02,9:10:00,9:10:10,10,9:10:10,9:20:10,30,AGENT,9:20:10,9:21:10,60,BOB
            X1,7,0,1,PS,2026-03-02,9:10:00,25:10:10,10,25:10:10,25:10:40,30,AGENT,9:20:10,9:21:10,60,BOB
            X1,8,0,1,PS,2026-02-30,9:10:00,9:10:10,10,9:10:10,9:10:40,30,AGENT,9:10:40,9:11:40,60,BOB
            X1,9,0,1,PS,2026-03-02,9:10:00,9:10:10,10,9:10:10,9:10:40,30,LOST,9:10:40,9:11:40,60,BOB
            X1,2,0,2,PS,2026-03-02,9:00:20,9:00:30,10,9:00:30,9:01:15,45,AGENT,9:01:14,9:03:14,120,ANN

            """

    private func run(_ store: Store, _ plan: ImportPlan, _ folder: ScratchFolder) async throws -> ImportReport {
        let importer = Importer(
            plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
            words: try Vocabulary.shared()[.english])
        return try await importer.run(shouldStop: { false })
    }

    @Test(arguments: TestStore.engines) func aCallIsKnownByItsWholeRow(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let plan = try ImportPlan.calls([try folder.write("calls.csv", Self.calls)])
            let report = try await run(store, plan, folder)
            let counts = report.totals[.calls]
            #expect(counts.read == 11 && counts.imported == 5 && counts.unchanged == 1 && counts.rejected == 5)
            let rejects = try String(contentsOfFile: try #require(report.rejects), encoding: .utf8)
            #expect(["-30", "9:20:10", "25:10:40", "2026-02-30", "LOST"].allSatisfy(rejects.contains), "\(rejects)")
            #expect(rejects.contains("This does not fit the other times of the row."))

            let history = try await store.read { try $0.waitHistory() }
            #expect(history.visits.count == 4, "what the log says to ignore is left out")
            #expect(history.visits.map(\.waited) == [0, 45, 20, 30] && history.kinds == ["PS", "NW"])
            #expect(history.visits.map(\.isServed) == [true, true, false, true])
            #expect(history.visits.map(\.credit) == [0, 90, 0, 0] && history.visits.map(\.point) == [1, 1, 0, 2])
            #expect(history.visits[0].hour == 9 && history.visits[0].weekday == 0)
            // A service after midnight is on the next day.
            #expect(history.visits[3].service.map { $0.upperBound - $0.lowerBound } == 60)
            #expect(history.visits[3].service?.lowerBound == history.visits[3].joined + 30)

            // The same rows in another file are no other calls.
            let again = try await run(
                store, try ImportPlan.calls([try folder.write("again.csv", Self.calls)]), folder)
            #expect(again.totals[.calls].imported == 0 && again.totals[.calls].unchanged == 6)
        }
    }

    private func findings(_ store: Store) async throws -> [Finding.Kind] {
        var found: [Finding.Kind] = []
        _ = try await store.examine { found.append($0.kind) }
        return found
    }

    @Test(arguments: TestStore.engines) func visitsOfAnySystemAreReadByTheirMap(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let text = """
                Ticket,Queue,Taken,Called,Closed,State,People
                1,Returns,2026-03-02 09:00:00,2026-03-02 09:05:00,2026-03-02 09:09:00,done,2
                2,Returns,2026-03-02 09:01:00,,2026-03-02 09:03:30,gone,1
                3,Returns,2026-03-02 09:02:00,2026-03-02 09:01:00,2026-03-02 09:09:00,done,1
                4,Advice,2026-03-02 09:02:00,2026-03-02 09:06:00,2026-03-02 09:09:00,missed,500000
                5,Advice,2026-03-02 09:02:00,2026-03-02 09:06:00,2026-03-02 09:09:00,missed,3

                """
            let map = ColumnMap(
                columns: [
                    "visit": "Ticket", "line": "Queue", "joined": "Taken", "called": "Called", "ended": "Closed",
                    "outcome": "State", "party": "People",
                ], zone: "Europe/Berlin", statuses: ["gone": "left"])
            #expect(map.isOfVisits && map.rowKind == .visits)
            let plan = ImportPlan(
                kind: .visits, source: "desk",
                files: [try ImportPlan.File(try folder.write("visits.csv", text), as: .mapped(map))],
                zone: "Europe/Berlin")
            let counts = try await run(store, plan, folder).totals[.visits]
            #expect(counts.read == 5 && counts.imported == 3 && counts.rejected == 2)
            let history = try await store.read { try $0.waitHistory() }
            #expect(history.lines == ["Returns", "Advice"] && history.visits.map(\.waited) == [300, 150, 240])
            #expect(
                history.visits.map(\.isServed) == [true, false, true], "whoever was called and did not come was called")
            #expect(history.visits.map(\.party) == [2, 1, 3])

            let sound = try await findings(store)
            #expect(!sound.contains(.pastVisitOff))
            try await store.write(as: .shell, at: SystemTime().now) { tx in
                _ = try tx.run("UPDATE past_visits SET ended_at = joined_at - 1 WHERE external_id = '2'")
            }
            #expect(try await findings(store).contains(.pastVisitOff))
        }
    }

    @Test func columnsOfVisitsAreGuessed() {
        let header = ["Ticket No", "Queue", "Joined at", "Called at", "Ended at", "Status"]
        let rows = [["1", "A", "2026-03-02 09:00", "2026-03-02 09:05", "2026-03-02 09:09", "served"]]
        let map = ColumnSuggestion.map(header: header, rows: rows, of: .visits)
        #expect(map.problems(with: header).isEmpty && map.rowKind == .visits)
        #expect(map.columns["joined"] == "Joined at" && map.columns["outcome"] == "Status")
        #expect(
            ColumnMap(columns: ["joined": "Queue"]).problems(with: header) == [
                .missingOfVisits([.called, .served, .ended])
            ])
    }
}
