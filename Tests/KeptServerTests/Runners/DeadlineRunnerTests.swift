import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Logging
import Synchronization
import Testing

@Suite("The deadline runner", .timeLimit(.minutes(20))) struct DeadlineRunnerTests {
    private final class Count: Sendable {
        let value = Mutex(0)
    }

    @Test("A look at deadlines that finds none wakes nobody who listens for changes", arguments: TestStore.engines)
    func idleLooksAreSilent(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.order(shop.draft("1"))
            let runner = DeadlineRunner(
                store: shop.store, time: shop.time, words: shop.words, logger: Logger(label: "kept.test"))
            let told = Count()
            shop.store.driver.watch { told.value.withLock { $0 += 1 } }
            for _ in 0..<40 { try await runner.lapseAll() }
            // What the shop wrote before may be told late, each write once here and once by the database.
            #expect(told.value.withLock { $0 } < 20)
        }
    }
}
