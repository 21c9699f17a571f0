import Foundation
import KeptDomain
import KeptTestSupport
import KeptWords
import Testing

@testable import KeptStore

/// What a run does where the record says no, where others work beside it, and where a file is not what it seems.
@Suite struct ImportRunTests {
    private static let map = ColumnMap(columns: ["order": "id", "ordered_at": "at", "region": "region"])
    private static let lineMap = ColumnMap(
        columns: ["order": "id", "ordered_at": "at", "line_name": "what", "quantity": "n"], currency: "EUR")

    private func plan(_ file: String, _ map: ColumnMap = Self.map) throws -> ImportPlan {
        ImportPlan(
            kind: .orders, source: "shop", files: [try ImportPlan.File(file, as: .mapped(map))], zone: "Europe/Berlin")
    }

    private func run(
        _ plan: ImportPlan, _ store: Store, _ folder: ScratchFolder, stopping: Bool = false
    ) async throws -> ImportReport {
        try await Importer(
            plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
            words: try Vocabulary.shared()[.english]
        ).run(shouldStop: { stopping })
    }

    private func regions(_ count: Int, repeated: Set<Int>) -> String {
        "id,at,region\n"
            + (0..<count).map { "A\($0),2026-03-01 10:00,R\(repeated.contains($0) ? 1 : $0)\n" }.joined()
    }

    @Test(arguments: TestStore.engines, [false, true])
    func onlyRowsThatTheRecordRefusesAreRejected(on engine: Engine, isDryRun: Bool) async throws {
        try await TestStore.with(engine) { store in
            // A row that no reader can find fault with.
            try await store.write(as: .shell, at: SystemTime().now) {
                _ = try $0.run("CREATE UNIQUE INDEX only_here ON orders (region)")
            }
            let folder = try ScratchFolder()
            var plan = try plan(try folder.write("a.csv", regions(60, repeated: [10, 30, 31])))
            plan.isDryRun = isDryRun
            let report = try await run(plan, store, folder)
            #expect(report.totals[.orders].imported == 57 && report.totals[.orders].rejected == 3)
            let rejects = try String(contentsOfFile: folder.path + "/rejects.csv", encoding: .utf8)
            let lines = rejects.split(separator: "\n").dropFirst().compactMap {
                $0.split(separator: ",").dropFirst().first
            }
            #expect(lines == ["12", "32", "33"])
            let (orders, batches, times) = try await store.read { reading in
                (
                    try reading.count("SELECT count(*) FROM orders"),
                    try reading.count("SELECT count(*) FROM journal WHERE kind = 'import.batch-taken'"),
                    try reading.count("SELECT count(DISTINCT created_at) FROM orders")
                )
            }
            #expect(orders == (isDryRun ? 0 : 57) && batches == (isDryRun ? 0 : 1) && times == (isDryRun ? 0 : 1))
            var found: [Finding] = []
            _ = try await store.examine { found.append($0) }
            #expect(found == [])
        }
    }

    /// A colleague or another import adds a carrier while the run goes on.
    @Test(arguments: TestStore.engines) func namesThatCameMeanwhileAreFound(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let time = SystemTime()
            let (carrier, place) = try await store.write(as: .shell, at: time.now) { tx in
                let place = try tx.place(orDefault: nil)
                let draft = PlaceDraft(name: "North", city: "Kiel", zone: "Europe/Berlin", calendar: place.calendar)
                return (try tx.addCarrier(CarrierDraft(name: "Late")).id, try tx.addPlace(draft).id)
            }
            let map = ColumnMap(columns: ["order": "id", "ordered_at": "at", "carrier": "by", "place": "from"])
            let order = try #require(
                batches("id,at,by,from\nA1,2026-03-01 10:00,Late,North\n", map).first?.orders.first)
            let memo = try await store.write(as: .shell, at: time.now) { tx in
                // As it was read before both came.
                var memo = ImportMemo()
                memo.places[""] = try tx.place(orDefault: nil).id
                return try tx.importOrders([order], source: "shop", memo: memo).memo
            }
            #expect(memo.carriers["Late"] == carrier && memo.places["North"] == place)
        }
    }

    @Test(arguments: TestStore.engines) func filesThatAreReadAreNotReadTwiceAtOnce(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let plan = try plan(try folder.write("a.csv", regions(6_000, repeated: [])))
            _ = try await run(plan, store, folder, stopping: true)
            let time = SystemTime()
            let record = try #require(try await store.read { try $0.imports().first })
            let taken = try await store.write(as: .shell, at: time.now) { try $0.beginImport(plan, rejects: "") }
            #expect(taken.id == record.id && taken.turn == record.turn + 1)
            await #expect(throws: ImportRefusal.underWay(files: ["a.csv"])) { _ = try await run(plan, store, folder) }
            // A batch of the turn before is not taken any more, and does not end the run.
            await #expect(throws: ImportRefusal.takenOver) {
                try await store.write(as: .shell, at: time.now) {
                    _ = try $0.moveImport(record.id, record.turn, to: record.position, record.totals, bytes: 0)
                }
            }
            try await store.write(as: .shell, at: time.now) {
                try $0.endImport(record.id, record.turn, as: .failed, record.totals)
            }
            #expect(try await store.read { try $0.importRecord(record.id) }?.state == .running)
            _ = try await store.write(as: .shell, at: time.now) {
                try $0.run("UPDATE imports SET holder = \(goneProcess)")
            }
            #expect(try await store.read { try $0.importRecord(record.id) }?.state == .stopped)
            let report = try await run(plan, store, folder)
            #expect(report.wentOn && report.totals[.orders].imported == 6_000)
        }
    }

    @Test(arguments: TestStore.engines) func whoAskedARunToStopIsInTheJournal(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let plan = try plan(try folder.write("a.csv", regions(10, repeated: [])))
            let time = SystemTime()
            let run = try await store.write(as: .shell, at: time.now) { try $0.beginImport(plan, rejects: "") }.id
            for _ in 0..<2 { try await store.write(as: .shell, at: time.now) { try $0.stopImport(run) } }
            try await store.write(as: .shell, at: time.now + .minutes(1)) { try $0.stopImport(run) }
            let kinds = try await store.read {
                try $0.rows("SELECT kind FROM journal WHERE kind LIKE 'import.%' ORDER BY number") { $0.text() }
            }
            #expect(kinds == ["import.started", "import.stop-asked", "import.stopped"])
        }
    }

    // MARK: files that are not what they seem

    /// The sizes of a file's batches, with the orders, lines and faults of each.
    private func batches(_ text: String, _ map: ColumnMap = Self.lineMap) throws
        -> [(rows: Int, orders: [ImportedOrder], faults: [RowFault])]
    {
        let folder = try ScratchFolder()
        let plan = try plan(try folder.write("lines.csv", text), map)
        let reader = try BatchReader(plan.files[0], plan, zones: ZoneFiles(), from: nil)
        var all: [(rows: Int, orders: [ImportedOrder], faults: [RowFault])] = []
        while let batch = try reader.next({ _ in false }) {
            guard case .orders(let orders) = batch.rows else { continue }
            all.append((batch.rowCount, orders, batch.faults))
        }
        return all
    }

    @Test func aFileOfFaultsIsReadInBatches() throws {
        let all = try batches("id,at,what,n\n" + (0..<25_000).map { "A\($0),32.13.2026,Atlas,1\n" }.joined())
        #expect(all.map(\.rows) == [10_000, 10_000, 5_000])
        #expect(all.allSatisfy { $0.orders.isEmpty && $0.faults.count == $0.rows })
    }

    @Test func anOrderHasNoMoreLinesThanItMay() throws {
        let all = try batches("id,at,what,n\n" + String(repeating: "A1,2026-03-01 10:00,Atlas,1\n", count: 25_000))
        #expect(all.map(\.rows) == [10_000, 10_000, 5_000])
        #expect(all.flatMap(\.orders).map(\.lines.count) == [2_000])
        #expect(all.flatMap(\.faults).count == 23_000)
        #expect(all.flatMap(\.faults).allSatisfy { $0.reason == .tooManyLines })
    }

    @Test func anOrderTornApartByFaultsGoesOnWhereItStopped() throws {
        let good = "A1,2026-03-01 10:00,Atlas,1\n"
        let all = try batches(
            "id,at,what,n\n" + good + good + String(repeating: "A1,never,Atlas,1\n", count: 12_000) + good
                + "A2,2026-03-01 10:00,Atlas,1\n")
        #expect(all.map(\.rows) == [10_000, 2_004])
        #expect(all[1].orders.map(\.row.order) == ["A1", "A2"])
        #expect(all[1].orders[0].lines.map(\.number) == [3] && all[1].orders[0].mayBeKnown)
    }

    @Test func linesOfOneOrderStayTogether() throws {
        let rows = (0..<7_000).map { "A\($0 / 3),2026-03-01 10:00,Atlas,1\n" }.joined()
        let all = try batches("id,at,what,n\n" + rows)
        #expect(all.map(\.rows).reduce(0, +) == 7_000)
        #expect(Set(all.flatMap(\.orders).map(\.row.order)).count == all.flatMap(\.orders).count)
    }

    @Test func theTimeLeftCountsWhatThisRunRead() {
        let start = Instant(seconds: 1_000)
        let progress = ImportProgress(
            file: "a.csv", totals: ImportTotals(), bytesDone: 900, bytesTotal: 1_000, bytesBefore: 800, rows: 5,
            startedAt: start, at: start + .seconds(10))
        #expect(progress.timeLeft == .seconds(10), "the 800 bytes of earlier runs took none of these seconds")
    }

    /// 256 KB each: 20,000 failures would hold 5 GB.
    @Test func aFileThatCannotBeOpenedHoldsNoMemory() throws {
        func pages() throws -> Int {
            let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            return text.split(separator: " ").first.flatMap { Int($0) } ?? 0
        }
        let before = try pages()
        for _ in 0..<20_000 { #expect(throws: FileFailure.self) { _ = try FileReader("/no/such/file.csv") } }
        #expect(try pages() - before < 500_000, "2 GB of address space, whatever other tests took meanwhile")
    }
}
