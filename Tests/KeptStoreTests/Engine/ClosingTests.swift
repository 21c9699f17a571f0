import KeptDomain
import KeptStore
import KeptTestSupport
import Synchronization
import Testing

@Suite struct ClosingTests {
    private final class Outcome: Sendable {
        let acknowledged = Mutex(Set<String>())
        let refusals = Mutex(0)
    }

    /// What waits in the queue when the record is closed is done and acknowledged; what comes later is refused, and nothing
    /// of it is there.
    @Test(arguments: TestStore.engines) func whatWasAcknowledgedIsThereAfterClosing(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let store = try await Store.open(location, time: SystemTime())
        let outcome = Outcome()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    for number in 0... {
                        let name = "writer \(writer) \(number)"
                        do {
                            try await Self.write(name, in: store)
                            outcome.acknowledged.withLock { _ = $0.insert(name) }
                        } catch StoreError.unavailable {
                            outcome.refusals.withLock { $0 += 1 }
                            return
                        }
                    }
                }
            }
            group.addTask {
                while outcome.acknowledged.withLock({ $0.count }) < 40 { try await Task.sleep(for: .milliseconds(1)) }
                await store.close(at: SystemTime().now)
                await #expect(throws: StoreError.self) { try await Self.write("too late", in: store) }
            }
            try await group.waitForAll()
        }
        let (acknowledged, refusals) = (outcome.acknowledged.withLock { $0 }, outcome.refusals.withLock { $0 })
        #expect(refusals == 16, "each writer ends by a refusal")
        let again = try await Store.open(location, time: SystemTime())
        let (rows, entries) = try await again.read { reading in
            try (
                reading.rows("SELECT name FROM settings WHERE name LIKE 'writer %' OR name = 'too late'") { $0.text() },
                reading.count("SELECT count(*) FROM journal WHERE kind = 'business.changed'")
            )
        }
        #expect(Set(rows) == acknowledged && entries == acknowledged.count)
        await again.close(at: SystemTime().now)
        try await TestStore.remove(location)
    }

    private static func write(_ name: String, in store: Store) async throws {
        try await store.write(as: .shell, at: SystemTime().now) { tx in
            tx.put("INSERT INTO settings (name, value) VALUES (\(name), 'x')")
            tx.journal(JournalEntry("business.changed", of: .business))
        }
    }
}
