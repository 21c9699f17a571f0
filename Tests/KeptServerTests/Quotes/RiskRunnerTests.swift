import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Logging
import Testing

@Suite struct RiskRunnerTests {
    /// Nothing is known: the runners look, find nothing to do and say nothing.
    @Test(arguments: TestStore.engines) func withoutDeliveriesNothingIsReadOrForeseen(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-05T10:00:00+01:00") { shop in
            let day = Day("2026-11-06")!
            try await shop.order(shop.draft("B1", promisedBy: .day(day)))
            let logger = Logger(label: "test")
            let risks = RiskRunner(
                store: shop.store, time: shop.time, words: shop.words, address: "https://kept.example.org",
                logger: logger)
            let quotes = QuoteRunner(store: shop.store, time: shop.time, logger: logger)
            for _ in 0..<2 {
                try await quotes.look()
                try await risks.look()
                shop.time.advance(by: .hours(13))
            }
            #expect(try await shop.count("SELECT count(*) FROM order_risks") == 0)
            #expect(try await shop.count("SELECT count(*) FROM quote_models") == 0)
            #expect(try await shop.count("SELECT count(*) FROM failures") == 0)
        }
    }
}
