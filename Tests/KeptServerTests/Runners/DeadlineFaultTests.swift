import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Logging
import Testing

@Suite struct DeadlineFaultTests {
    /// Deadlines that cannot be looked at rest for a minute, and none but those.
    @Test(arguments: TestStore.engines) func whatIsAtFaultHoldsNobodyUp(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT2H")
            for number in 0..<4 {
                try await shop.order(shop.draft("\(number)"))
                shop.time.advance(by: .minutes(1))
            }
            // All but the first to break are at fault.
            _ = try await shop.write {
                try $0.run("CREATE UNIQUE INDEX one ON promises (state) WHERE state = 'broken'")
            }
            shop.time.advance(by: .hours(3))
            var log = Logger(label: "kept.test")
            log.logLevel = .critical
            let runner = DeadlineRunner(store: shop.store, time: shop.time, words: shop.words, logger: log)
            try await runner.lapseAll()
            #expect(try await shop.count("SELECT count(*) FROM promises WHERE state = 'broken'") == 1)
            let resting: SQL = "kind = 'break' AND finished_at IS NULL AND claimed_until > \(shop.time.now)"
            #expect(try await shop.count("SELECT count(*) FROM deadlines WHERE \(resting)") == 3)
            _ = try await shop.write { try $0.run("DROP INDEX one") }
            try await runner.lapseAll()
            #expect(try await shop.count("SELECT count(*) FROM promises WHERE state = 'broken'") == 1)
            shop.time.advance(by: .minutes(1))
            try await runner.lapseAll()
            #expect(try await shop.count("SELECT count(*) FROM promises WHERE state = 'broken'") == 4)
        }
    }

    @Test(arguments: TestStore.engines) func theOneAtFaultRestsAndNoOther(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT2H")
            for number in 0..<2 { try await shop.order(shop.draft("\(number)")) }
            shop.time.advance(by: .hours(3))
            let due = try await shop.store.read { try $0.dueDeadlines(limit: 10, at: shop.time.now) }
            let last = try #require(due.last)
            let until = shop.time.now + .minutes(1)
            try await shop.write { try $0.putOff(last, until: until) }
            let left = try await shop.store.read { try $0.dueDeadlines(limit: 10, at: shop.time.now) }
            #expect(left == Array(due.dropLast()))
        }
    }
}
