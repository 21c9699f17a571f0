import Foundation
import KeptDomain
import KeptTestSupport
import KeptWords
import Synchronization
import Testing

@testable import KeptStore

/// A folder for one test's files.
final class ScratchFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "kept-import-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record("\(error)") }
    }

    @discardableResult func write(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
        return path + "/" + name
    }
}

/// As a process that ended is told.
let goneProcess = ProcessMark.own.split(separator: "/").dropLast().joined(separator: "/") + "/1"

/// Everything that an import of orders could change, as text, without ids and times of writing.
private func content(_ store: Store) async throws -> [String] {
    try await store.read { reading in
        let orders = try reading.rows(
            """
            SELECT o.external_id, o.status, o.ordered_at, o.promised_day, o.approved_at, o.dispatched_at, o.delivered_at,
              o.region, o.attempts, c.name, p.name, o.complete, o.total_minor, o.zone
            FROM orders o LEFT JOIN carriers c ON c.id = o.carrier_id LEFT JOIN places p ON p.id = o.place_id
            ORDER BY o.external_id
            """
        ) { row in
            [
                row.text(), row.text(), "\(row.int64())", "\(row.optionalInt64() ?? -1)",
                "\(row.optionalInt64() ?? -1)",
                "\(row.optionalInt64() ?? -1)", "\(row.optionalInt64() ?? -1)", row.optionalText() ?? "-",
                "\(row.int64())", row.optionalText() ?? "-", row.optionalText() ?? "-", "\(row.optionalInt64() ?? -1)",
                "\(row.optionalInt64() ?? -1)", row.text(),
            ].joined(separator: "|")
        }
        let lines = try reading.rows(
            """
            SELECT o.external_id, l.position, l.name, l.quantity, l.price_minor FROM order_lines l
            JOIN orders o ON o.id = l.order_id ORDER BY o.external_id, l.position
            """
        ) { "\($0.text())/\($0.int64()) \($0.text()) \($0.int64()) \($0.int64())" }
        let events = try reading.rows(
            """
            SELECT o.external_id, e.kind, e.at FROM tracking_events e JOIN orders o ON o.id = e.order_id
            ORDER BY o.external_id, e.at, e.kind
            """
        ) { "\($0.text()) \($0.text()) \($0.int64())" }
        return orders + lines + events
    }
}

private func imported(
    _ store: Store, _ folder: ScratchFolder, _ files: [(String, ColumnMap)], dryRun: Bool = false,
    shouldStop: @Sendable () -> Bool = { false }
) async throws -> ImportReport {
    var plan = ImportPlan(
        kind: .orders, source: "shop", files: try files.map { try ImportPlan.File($0.0, as: .mapped($0.1)) },
        zone: "Europe/Berlin")
    plan.isDryRun = dryRun
    let importer = Importer(
        plan, into: store, as: .shell, time: SystemTime(), rejects: folder.path + "/rejects.csv",
        words: try Vocabulary.shared()[.english])
    return try await importer.run(shouldStop: shouldStop)
}

private let map = ColumnMap(
    columns: [
        "order": "id", "ordered_at": "at", "promised_by": "due", "dispatched_at": "sent", "delivered_at": "got",
        "status": "status", "carrier": "by", "region": "region", "email": "mail", "line_name": "what", "quantity": "n",
        "price": "price",
    ], currency: "EUR")

private let header = "id,at,due,sent,got,status,by,region,mail,what,n,price\n"
private let rows = """
    A1,2026-03-02 10:00,2026-03-05,2026-03-03 09:00,2026-03-05 23:30,delivered,Swift Vans,BY,ann@example.org,Atlas,1,39.90
    A1,2026-03-02 10:00,2026-03-05,2026-03-03 09:00,2026-03-05 23:30,delivered,Swift Vans,BY,ann@example.org,Globe,2,10
    A2,2026-03-02 11:00,2026-03-05,2026-03-03 09:00,2026-03-06 08:00,delivered,Swift Vans,BE,bob@example.org,Atlas,1,39.90
    A3,2026-02-30 11:00,2026-03-05,,,ordered,,BE,,Atlas,1,39.90
    A4,2026-03-02 12:00,2026-03-05,,,cancelled,,,ann@example.org,Pen,1,2.50

    """

private let eventMap = ColumnMap(columns: ["order": "order", "event": "what", "event_at": "when", "reason": "why"])

@Suite struct ImportTests {
    @Test("C40 history makes no promise and breaks none", arguments: TestStore.engines)
    func c40(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let time = SystemTime()
            try await store.write(as: .shell, at: time.now) {
                _ = try $0.addStandard(StandardDraft(name: "All", target: "day+1", said: ["en": "By {due}."]))
            }
            let folder = try ScratchFolder()
            _ = try await imported(store, folder, [(try folder.write("orders.csv", header + rows), map)])
            let words = try Vocabulary.shared()
            let seen = try await store.write(as: .system("deadlines"), at: time.now) {
                try $0.lapseDeadlines(limit: 100, words: words)
            }
            #expect(seen.looked == 0)
            for table: SQL in ["promises", "deadlines", "cases", "warnings"] {
                #expect(try await store.read { try $0.count("SELECT count(*) FROM \(table)") } == 0)
            }
        }
    }

    @Test(arguments: TestStore.engines) func aFileOfEventsMovesLiveOrdersAsATokenWould(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT30H")
            let ids = [
                try await shop.order(shop.draft("L1")).order.id, try await shop.order(shop.draft("L2")).order.id,
                try await shop.order(shop.draft("L3")).order.id,
            ]
            shop.time.move(to: .at("2026-11-03T12:00:00+01:00"))
            let folder = try ScratchFolder()
            let text = """
                order,what,when,why
                L1,delivered,2026-11-03 11:00,
                L1,dispatched,2026-11-02 12:00,
                L2,attempted,2026-11-03 10:00,nobody there
                L3,lost,2026-11-03 09:00,fell off
                L3,delivered,2030-01-01 09:00,
                L9,delivered,2026-11-03 09:00,

                """
            let file = try folder.write("events.csv", text)
            for run in 1...2 {
                var plan = ImportPlan(
                    kind: .orders, source: "shop", files: [try ImportPlan.File(file, as: .mapped(eventMap))],
                    zone: "Europe/Berlin")
                plan.run = ID(Int64(run))
                let report = try await Importer(
                    plan, into: shop.store, as: .shell, time: shop.time, rejects: folder.path + "/rejects-\(run).csv",
                    words: shop.words[.english]
                ).run()
                #expect(report.totals[.events].imported == (run == 1 ? 4 : 0))
                #expect(report.totals[.events].unchanged == (run == 1 ? 0 : 4), "the same file again changes nothing")
                #expect(report.totals[.events].rejected == 2)
            }
            let states = try await shop.store.read { reading in try ids.map { try reading.knownOrder($0).status } }
            #expect(states == [.delivered, .attempted, .lost])
            #expect(try await shop.promises(ids[0]).map(\.state) == [.kept])
            #expect(try await shop.promises(ids[1]).map(\.state) == [.open])
            let cases = try await shop.store.read { try $0.cases(CaseFilter(), limit: 5) }
            #expect(cases.map(\.order) == [ids[2]], "a lost parcel opens a case, from a file too")
            let told = try await shop.store.read { try $0.events(of: $0.knownOrder(ids[1])) }
            #expect(told.map(\.toldBy) == ["file:shop"] && told.map(\.reason) == ["nobody there"])
        }
    }

    @Test(arguments: TestStore.engines) func ordersGoInAndABadRowGoesToTheRejects(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let file = try folder.write("orders.csv", header + rows)
            let report = try await imported(store, folder, [(file, map)])
            #expect(report.totals[.orders].read == 5 && report.totals[.orders].imported == 3)
            #expect(report.totals[.orders].rejected == 1)
            #expect(report.totals[.lines].imported == 4)
            #expect(report.totals[.events].imported == 4)
            #expect(report.totals[.customers].imported == 2)
            let rejects = try String(contentsOfFile: try #require(report.rejects), encoding: .utf8)
            #expect(rejects.split(separator: "\n").count == 2)
            #expect(rejects.contains("orders.csv,5,at,There is no such date.,2026-02-30 11:00"))
            let reports = try await store.read { try $0.deliveries(by: .month) }
            #expect(reports.map(\.key) == ["2026-03"])
            #expect(reports[0].orders == 3 && reports[0].delivered == 2 && reports[0].onTime == 1)
            let carriers = try await store.read { try $0.deliveries(by: .carrier) }
            #expect(carriers.map(\.key) == ["Swift Vans", "unknown"])
        }
    }

    /// Orders of fifteen months in several batches.
    private func manyOrders(_ count: Int) -> String {
        var text = header
        for number in 0..<count {
            let day = Day(year: 2025, month: 1, day: 5)!.advanced(by: number * 437 / count)
            text += "B\(number),\(day) 10:00,\(day.advanced(by: 3)),\(day) 15:00,"
            text += "\(day.advanced(by: 1 + number % 5)) 09:00,delivered,\(["Vans", "Bikes"][number % 2]),"
            text += "\(["BY", "BE", ""][number % 3]),,Atlas,1,10\n"
        }
        return text
    }

    @Test(arguments: TestStore.engines) func whatTheImportCountedIsWhatARecountFinds(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let file = try folder.write("orders.csv", manyOrders(11_000))
            _ = try await imported(store, folder, [(file, map)])
            #expect(try await store.read { try $0.count("SELECT count(*) FROM tally_ranges") } == 0)
            var found: [Finding] = []
            _ = try await store.examine { found.append($0) }
            #expect(found == [])
            let (first, last) = (Day(year: 2025, month: 2, day: 11)!, Day(year: 2026, month: 1, day: 20)!)
            for split in [DeliverySplit.month, .carrier, .region] {
                let whole = try await store.read { try $0.deliveries(by: split, from: first, to: last) }
                var days: [String: DeliveryTally] = [:]
                for day in first.number...last.number {
                    let day = Day(number: day)
                    for row in try await store.read({ try $0.deliveries(by: split, from: day, to: day) }) {
                        days[row.key, default: DeliveryTally()].merge(row.tally)
                    }
                }
                #expect(Dictionary(uniqueKeysWithValues: whole.map { ($0.key, $0.tally) }) == days, "\(split)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func ordersThatALaterFileChangesAreCountedAsTheyAre(on engine: Engine)
        async throws
    {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let file = try folder.write("orders.csv", manyOrders(300))
            let events = try folder.write(
                "events.csv", "id,what,when\n" + (0..<40).map { "B\($0),delivered,2025-03-20 10:00\n" }.joined())
            let eventMap = ColumnMap(columns: ["order": "id", "event": "what", "event_at": "when"])
            _ = try await imported(store, folder, [(file, map), (events, eventMap)])
            var found: [Finding] = []
            _ = try await store.examine { found.append($0) }
            #expect(found == [])
            #expect(try await store.read { try $0.count("SELECT count(*) FROM tally_ranges") } == 0)
        }
    }

    @Test(arguments: TestStore.engines) func historyMakesNoPromiseAndSendsNothing(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            _ = try await imported(store, folder, [(try folder.write("orders.csv", header + rows), map)])
            for table: SQL in ["promises", "deadlines", "warnings", "cases"] {
                #expect(try await store.read { try $0.count("SELECT count(*) FROM \(table)") } == 0)
            }
            let kinds = try await store.read { try $0.rows("SELECT kind FROM journal ORDER BY number") { $0.text() } }
            #expect(
                kinds.filter { $0.hasPrefix("import.") } == ["import.started", "import.batch-taken", "import.ended"])
        }
    }

    @Test(arguments: TestStore.engines) func importingTwiceChangesNothing(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let file = try folder.write("orders.csv", header + rows)
            _ = try await imported(store, folder, [(file, map)])
            let before = try await content(store)
            let figures = try await store.read { try $0.deliveries(by: .region) }
            let again = try await imported(store, folder, [(file, map)])
            #expect(again.totals[.orders].unchanged == 3 && again.totals[.orders].imported == 0)
            #expect(again.totals[.lines].unchanged == 4 && again.totals[.events].unchanged == 4)
            #expect(again.totals[.orders].changed == 0)
            #expect(try await content(store) == before)
            #expect(try await store.read { try $0.deliveries(by: .region) } == figures)
        }
    }

    @Test(arguments: TestStore.engines) func whatALaterFileTellsCompletesTheOrder(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let first = try folder.write(
                "first.csv", header + "A1,2026-03-02 10:00,2026-03-05,,,ordered,,,,,,\n")
            _ = try await imported(store, folder, [(first, map)])
            let second = try folder.write("second.csv", header + rows)
            let report = try await imported(store, folder, [(second, map)])
            #expect(report.totals[.orders].changed == 1 && report.totals[.orders].imported == 2)
            let fresh = try ScratchFolder()
            let (whole, figures) = try await TestStore.with(engine) { other in
                _ = try await imported(other, fresh, [(second, map)])
                return (try await content(other), try await other.read { try $0.deliveries(by: .region) })
            }
            #expect(try await content(store) == whole)
            #expect(try await store.read { try $0.deliveries(by: .region) } == figures)
        }
    }

    @Test(arguments: TestStore.engines) func eventsOfAFileGiveTheSameStateInAnyOrder(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let orders = try folder.write(
            "orders.csv", "id,at,due\nA1,2026-03-02 10:00,2026-03-05\nA2,2026-03-02 10:00,2026-03-05\n")
        let orderMap = ColumnMap(columns: ["order": "id", "ordered_at": "at", "promised_by": "due"])
        let eventMap = ColumnMap(columns: ["order": "id", "event": "what", "event_at": "when"])
        let events = [
            "A1,approved,2026-03-02 11:00", "A1,shipped,2026-03-03 09:00", "A1,delivered,2026-03-04 09:00",
            "A2,attempted,2026-03-04 10:00", "A2,delivered,2026-03-06 10:00",
        ]
        var states: [[String]] = []
        for (number, order) in [events, events.reversed(), events + events.reversed()].enumerated() {
            let file = try folder.write(
                "events\(number).csv",
                "id,what,when\n" + order.joined(separator: "\n") + "\nA9,delivered,2026-03-04 09:00\n")
            try await TestStore.with(engine) { store in
                let report = try await imported(store, folder, [(orders, orderMap), (file, eventMap)])
                #expect(report.totals[.events].imported == 5 && report.totals[.events].rejected == 1)
                states.append(try await content(store))
                let row = try #require(try await store.read { try $0.deliveries(by: .month) }.first)
                #expect(row.delivered == 2 && row.onTime == 1)
            }
        }
        #expect(states[0] == states[1] && states[1] == states[2])
    }

    @Test(arguments: TestStore.engines) func aStoppedImportGoesOnWhereItEnded(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        var text = "id,at,got\n"
        for number in 0..<12_000 {
            text += number == 7_000 ? "X,never,\n" : "A\(number),2026-03-0\(number % 7 + 1) 10:00,2026-03-09 10:00\n"
        }
        let file = try folder.write("orders.csv", text)
        let map = ColumnMap(columns: ["order": "id", "ordered_at": "at", "delivered_at": "got"])
        try await TestStore.with(engine) { store in
            let first = try await imported(store, folder, [(file, map)], shouldStop: { true })
            #expect(first.isStopped && first.totals[.orders].imported == 5_000)
            #expect(try await store.read { try $0.imports().first?.state } == .stopped)
            let second = try await imported(store, folder, [(file, map)])
            #expect(second.wentOn && !second.isStopped)
            #expect(second.totals[.orders].imported == 11_999 && second.totals[.orders].rejected == 1)
            #expect(second.totals[.orders].unchanged == 0)
            #expect(try await store.read { try $0.count("SELECT count(*) FROM orders") } == 11_999)
            #expect(try await store.read { try $0.imports().count } == 1)
            #expect(try await store.read { try $0.deliveries(by: .month) }.first?.orders == 11_999)
            let third = try await imported(store, folder, [(file, map)])
            #expect(third.totals[.orders].unchanged == 11_999 && !third.wentOn)
        }
    }

    /// As after `kill -9`: the row still says running, and what was committed is there.
    @Test(arguments: TestStore.engines) func aKilledImportGoesOnAndTakesNothingTwice(on engine: Engine) async throws {
        let folder = try ScratchFolder()
        let text = "id,at\n" + (0..<12_000).map { "A\($0),2026-03-01 10:00\n" }.joined()
        let file = try folder.write("orders.csv", text)
        let map = ColumnMap(columns: ["order": "id", "ordered_at": "at"])
        try await TestStore.with(engine) { store in
            _ = try await imported(store, folder, [(file, map)], shouldStop: { true })
            _ = try await store.write(as: .shell, at: SystemTime().now) {
                try $0.run("UPDATE imports SET state = 'running', holder = \(goneProcess)")
            }
            let second = try await imported(store, folder, [(file, map)])
            #expect(second.wentOn && second.totals[.orders].imported == 12_000)
            #expect(try await store.read { try $0.count("SELECT count(*) FROM orders") } == 12_000)
        }
    }

    @Test(arguments: TestStore.engines) func aRehearsalWritesNothingAndCountsTheSame(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let folder = try ScratchFolder()
            let file = try folder.write("orders.csv", header + rows)
            let rehearsed = try await imported(store, folder, [(file, map)], dryRun: true)
            #expect(try await content(store).isEmpty)
            #expect(try await store.read { try $0.imports().isEmpty })
            let real = try await imported(store, folder, [(file, map)])
            #expect(rehearsed.totals == real.totals)
        }
    }

    @Test func aMapThatDoesNotFitIsRefusedBeforeAnythingIsWritten() async throws {
        try await TestStore.with(.sqlite) { store in
            let folder = try ScratchFolder()
            let good = try folder.write("orders.csv", header + rows)
            let bad = try folder.write("other.csv", "a,b\n1,2\n")
            await #expect(throws: ImportRefusal.self) { try await imported(store, folder, [(good, map), (bad, map)]) }
            #expect(try await content(store).isEmpty)
        }
    }

    @Test func rememberedMapsComeBackByTheirHeader() async throws {
        try await TestStore.with(.sqlite) { store in
            let folder = try ScratchFolder()
            let file = try folder.write("orders.csv", header + rows)
            let guessed = try await store.previewImport(file)
            #expect(!guessed.isRemembered && guessed.rows.count == 5)
            try await store.write(as: .shell, at: SystemTime().now) { try $0.remember(map, for: guessed.header) }
            let known = try await store.previewImport(file)
            #expect(known.isRemembered && known.map == map)
        }
    }
}
