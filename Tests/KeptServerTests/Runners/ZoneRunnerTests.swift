import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Logging
import Testing

@Suite("The clock rules of zones are followed", .timeLimit(.minutes(20))) struct ZoneRunnerTests {
    @Test("At the start and daily", arguments: TestStore.engines) func followed(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            func outdate() async throws {
                try await shop.write { $0.put("UPDATE calendar_versions SET zone_rules = '1'") }
            }
            func outdated() async throws -> Int {
                try await shop.count("SELECT count(*) FROM calendar_versions WHERE zone_rules = '1'")
            }
            var log = Logger(label: "kept.test")
            log.logLevel = .critical
            let runner = ZoneRunner(store: shop.store, time: shop.time, logger: log)
            try await outdate()
            let running = Task { try await runner.run() }
            await shop.time.untilSleeping()
            #expect(try await outdated() == 0)
            try await outdate()
            shop.time.advance(by: .hours(23))
            #expect(try await outdated() == 1)
            shop.time.advance(by: .hours(1))
            await shop.time.untilSleeping()
            #expect(try await outdated() == 0)
            running.cancel()
            try await running.value
        }
    }
}
