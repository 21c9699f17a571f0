import Foundation
import KeptDomain
import KeptTestSupport
import KeptWords
import Synchronization
import Testing

@testable import KeptStore

/// One after another: on PostgreSQL the backups lie in the folder where the program runs, under the same name.
@Suite(.serialized) struct OlderRecordTests {
    static let cases = TestStore.engines.flatMap { engine in [50, 62].map { (engine, $0) } }

    /// Opens a record of that time with the program of today.
    private static func opened(
        _ engine: Engine, upTo number: Int, at now: String = "2026-11-05T09:00:00Z",
        _ body: (Store, MovedTime, _ backup: String) async throws -> Void
    ) async throws {
        let location = try await TestStore.fresh(engine)
        try await OlderRecord(engine, upTo: number).write(to: location)
        try await migrated(location, MovedTime(now), body)
    }

    private static func migrated(
        _ location: StoreLocation, _ time: MovedTime, _ body: (Store, MovedTime, _ backup: String) async throws -> Void
    ) async throws {
        let told = Mutex<[OpeningStep]>([])
        let store = try await Store.open(location, time: time) { step in told.withLock { $0.append(step) } }
        guard case .backedUp(_, _, let backup) = told.withLock({ $0.first }) else {
            throw StoreError.defect("not backed up")
        }
        do { try await body(store, time, backup) } catch { Issue.record(error) }
        await store.close(at: time.now)
        try FileManager.default.removeItem(atPath: backup)
        try await TestStore.remove(location)
    }

    private static func findings(_ store: Store) async throws -> [Finding] {
        var found: [Finding] = []
        _ = try await store.examine { found.append($0) }
        return found
    }

    @Test(arguments: cases) func itIsBackedUpWholeAndTheDoctorFindsNothing(_ engine: Engine, upTo number: Int)
        async throws
    {
        try await Self.opened(engine, upTo: number) { store, time, backup in
            #expect(try await Self.findings(store) == [])
            let before = try await store.read { try $0.deliveries(by: .month) }
            try await store.foldDeliveries(at: time.now)
            #expect(try await store.read { try $0.deliveries(by: .month) } == before)
            #expect(try await Self.findings(store) == [])
            // The backup is the record as it was: it can be restored, and is migrated then.
            let elsewhere = try await TestStore.fresh(engine)
            let restored = try await Restore.restore(backup, to: elsewhere, replacing: true)
            #expect(restored.schema <= number && restored.entries > 20)
            try await Self.migrated(elsewhere, time) { again, _, _ in
                let counted = try await again.read { try $0.deliveries(by: .month) }
                #expect(counted == before)
            }
        }
    }

    @Test(arguments: cases) func itsRowsAreMovedRightly(_ engine: Engine, upTo number: Int) async throws {
        try await Self.opened(engine, upTo: number) { store, _, _ in
            let id: @Sendable (Int64) -> Int64 = { OlderRecord.id($0) }
            let states = try await store.read { reading in
                try reading.rows("SELECT id, state FROM promises ORDER BY id") { ($0.int64(), $0.text()) }
            }
            #expect(
                states.map(\.1) == [
                    "kept", "broken", "broken", "open", "open", "released", "renegotiated", "open",
                ])
            // 0075: the aim names no order, and only the told word counts as a break.
            let (orders, breaks) = try await store.read { reading in
                try (
                    reading.rows("SELECT order_id FROM promises WHERE case_id IS NOT NULL ORDER BY id") {
                        $0.optionalInt64()
                    },
                    reading.rows("SELECT breaks FROM matters ORDER BY id") { $0.int() }
                )
            }
            #expect(orders == [id(102), nil, id(102)] && breaks == [0, 1, 0, 0, 0])
            // 0076: what was told stays told, and stands where it stood.
            let warnings = try await store.read { reading in
                try reading.rows("SELECT promise_id, step, role, deliver_at, cleared_at FROM warnings ORDER BY id") {
                    ($0.int64(), $0.int(), $0.text(), $0.instant(), $0.optionalInstant())
                }
            }
            #expect(warnings.map(\.0) == [id(305), id(307)] && warnings.allSatisfy { $0.1 == 0 })
            #expect(warnings.allSatisfy { $0.2 == "front-line" })
            #expect(warnings.map(\.3) == [.at("2026-11-05T06:00:00Z"), .at("2026-11-03T17:00:00Z")])
            #expect(warnings.map(\.4) == [nil, .at("2026-11-03T18:00:00Z")])
            // 0072, 0078, 0081, 0082.
            let imports = try await store.read { try $0.imports() }
            #expect(imports.map(\.turn) == [0, 0] && imports.allSatisfy { $0.totals.read == 5 })
            #expect(Set(imports.map(\.state)) == [.done, .running])
            let upload = try #require(try await store.read { try $0.upload(ID(id(703))) })
            #expect(upload.uploadedBy == .person(ID(id(4))) && upload.wishedBy == .person(ID(id(4))))
            #expect(upload.wish == .start && upload.map?.columns == ["order": "id"] && upload.trial == nil)
            #expect(try await store.read { try $0.count("SELECT count(*) FROM sign_in_tries") } == 0)
            let place = try await store.read { try $0.place(orDefault: nil) }
            #expect(place.name == "Kept Books" && place.phone == nil && place.email == nil)
        }
    }

    /// 0090 and 0092: what files had told of orders is what the events tell, and what was told in so many words.
    @Test(arguments: cases) func historyStandsAsItsFilesLastToldIt(_ engine: Engine, upTo number: Int) async throws {
        try await Self.opened(engine, upTo: number) { store, _, _ in
            let orders = try await store.read { reading in
                try reading.rows(
                    "SELECT \(Order.columns) FROM orders WHERE is_history = 1 ORDER BY external_id", Order.init)
            }
            #expect(orders.map(\.externalID) == ["H1", "H2", "H3", "H4", "H5"])
            #expect(orders.map(\.status) == [.delivered, .cancelled, .delivered, .delivered, .delivered])
            #expect(orders.map(\.course.toldStatus) == [nil, .cancelled, .delivered, nil, nil])
            #expect(orders.map(\.course.isComplete) == [true, nil, nil, nil, nil])
            #expect(orders.map(\.attempts) == [0, 0, 3, 0, 2])
            #expect(orders[3].deliveredAt == .at("2026-03-04T19:20:00Z"), "as the later file corrected it")
            let events = try await store.read { try $0.events(of: orders[3]) }
            #expect(events.map(\.at) == [.at("2026-03-04T19:20:00Z")])
            #expect(events.map(\.toldBy) == ["file:old-shop"])
        }
    }

    @Test(arguments: cases) func itsPagesReadIt(_ engine: Engine, upTo number: Int) async throws {
        try await Self.opened(engine, upTo: number) { store, time, _ in
            let shown = ShownWarnings(to: .all, at: time.now)
            var atRisk = OrderFilter()
            atRisk.word = .atRisk
            let (all, risky, customers, board, found) = try await store.read { [atRisk] reading in
                try (
                    reading.orders(OrderFilter(), shown).items, reading.orders(atRisk, shown).items,
                    reading.customers(named: "ada kin"), reading.todayBoard(at: time.now),
                    reading.promises(PromiseFilter(), limit: 50)
                )
            }
            #expect(all.count == 10 && risky.map(\.externalID) == ["3"])
            #expect(customers.map(\.name) == ["Ada King"] && found.count == 8 && !board.marks.isEmpty)
            let late = try #require(all.first { $0.externalID == "2" })
            #expect(late.word?.id == ID(OlderRecord.id(304)) && late.openCase == 1_001)
            let (page, tracked, cases, journal) = try await store.read { reading in
                let key = try reading.knownOrder(late.id).trackingKey.map { TrackingKey(bytes: $0) }
                let opened = try reading.cases(CaseFilter(), limit: 5)
                return try (
                    reading.orderPage(late.id, shown), key.flatMap { try reading.trackingPage($0, now: time.now) },
                    opened.compactMap { try reading.casePage($0.id, shown) },
                    reading.latestJournal(limit: 100, matching: .all)
                )
            }
            #expect(page?.words.map(\.promise.state) == [.broken, .open] && tracked?.chains.count == 1)
            #expect(cases.count == 1 && journal.count > 20)
            let month = try #require(try await store.read { try $0.deliveries(by: .month) }.first)
            #expect(month.orders == 5 && month.delivered == 3 && month.onTime == 3)
        }
    }

    /// Orders, events and breaks go on where they were.
    @Test(arguments: cases) func workGoesOnWithIt(_ engine: Engine, upTo number: Int) async throws {
        try await Self.opened(engine, upTo: number) { store, time, _ in
            let (words, now, key) = (try Vocabulary.shared(), time.now, TrackingKey.random())
            let ada = CustomerDraft(name: "Ada", email: "ada@example.org")
            let draft = OrderDraft(
                source: "shop", externalID: "6", customer: ada, lines: [Bookshop.book()], orderedAt: now)
            let (made, told) = try await store.write(as: .shell, at: now) { tx in
                try (
                    tx.makeOrder(draft, trackingKey: key, words: words),
                    tx.recordEvent(EventDraft(.delivered, at: now), of: ID(OlderRecord.id(103)), words: words)
                )
            }
            #expect(made.order.number == 1_011 && made.customer?.id == ID(OlderRecord.id(5)))
            #expect(told.promises.map(\.state) == [.kept])
            time.move(to: .at("2026-11-08T09:00:00Z"))
            _ = try await store.write(as: .shell, at: time.now) { try $0.lapseDeadlines(limit: 100, words: words) }
            let breaks = try await store.read { try $0.rows("SELECT breaks FROM matters ORDER BY id") { $0.int() } }
            #expect(breaks == [0, 2, 0, 0, 0, 1])
            #expect(try await Self.findings(store) == [])
            try await store.foldDeliveries(at: time.now)
            #expect(try await Self.findings(store) == [])
        }
    }
}
