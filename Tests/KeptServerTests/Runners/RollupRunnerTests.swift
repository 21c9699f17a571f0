import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Logging
import Testing

@Suite("Changes are folded into the measures", .timeLimit(.minutes(20))) struct RollupRunnerTests {
    /// Lets the runner work beside `body`.
    private func withRunner(_ shop: Bookshop, _ body: () async throws -> Void) async throws {
        var log = Logger(label: "kept.test")
        log.logLevel = .critical
        let runner = RollupRunner(store: shop.store, time: shop.time, logger: log)
        let running = Task { try await runner.run() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        running.cancel()
        try await running.value
        try outcome.get()
    }

    /// Returns once no change waits to be folded; the suite's time limit ends a wait in vain.
    private func untilFolded(_ shop: Bookshop) async throws {
        let changes = shop.store.changes.listen()
        if try await shop.count("SELECT count(*) FROM delivery_deltas") == 0 { return }
        for await _ in changes where try await shop.count("SELECT count(*) FROM delivery_deltas") == 0 { return }
    }

    @Test("What changed is folded, and the report stays the same", arguments: TestStore.engines)
    func folded(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.order(shop.draft("1"))
            try await withRunner(shop) {
                try await untilFolded(shop)
                // What the folding itself wrote is a change too, looked at in two seconds.
                await shop.time.untilSleeping()
                let order = try await shop.order(shop.draft("2")).order.id
                try await shop.tell(.delivered, of: order)
                let waiting = try await shop.count("SELECT count(*) FROM delivery_deltas")
                #expect(waiting > 0, "folded only after a moment, together with what comes meanwhile")
                #expect(try await shop.store.read { try $0.deliveries(by: .day) }.map(\.delivered) == [1])
                shop.time.advance(by: .seconds(2))
                try await untilFolded(shop)
                #expect(
                    try await shop.count(
                        "SELECT count(*) FROM delivery_rollups WHERE span = 'day' AND dimension = 'all'") == 1)
                let report = try await shop.store.read { try $0.deliveries(by: .day) }
                #expect(report.map(\.orders) == [2] && report.map(\.delivered) == [1])
            }
        }
    }

    @Test("What an earlier process left is folded at the start", arguments: TestStore.engines)
    func leftOver(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.order(shop.draft("1"))
            try await withRunner(shop) { try await untilFolded(shop) }
            #expect(try await shop.count("SELECT count(*) FROM delivery_deltas") == 0)
        }
    }

    @Test("While an import runs its orders wait", arguments: TestStore.engines)
    func waitsForImports(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.order(shop.draft("1"))
            _ = try await shop.write { tx in
                try tx.run(
                    """
                    INSERT INTO imports (id, kind, source, files, state, position, counts, started_at, moved_at)
                    VALUES (1, 'orders', 'shop', '[]', 'running', '{}', '{}', \(tx.now), \(tx.now))
                    """)
            }
            try await withRunner(shop) {
                await shop.time.untilSleeping()
                #expect(try await shop.count("SELECT count(*) FROM delivery_deltas") > 0)
                _ = try await shop.write { try $0.run("UPDATE imports SET state = 'done', ended_at = \($0.now)") }
                shop.time.advance(by: .seconds(5))
                try await untilFolded(shop)
            }
        }
    }
}
