import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Synchronization
import Testing

/// Operations that wait at the same time share a commit of SQLite, and a refusal among them undoes only itself.
@Suite struct SharedCommitTests {
    /// How often each operation ran, by name.
    private final class Runs: Sendable {
        private let times = Mutex<[String: Int]>([:])
        func note(_ name: String) { times.withLock { $0[name, default: 0] += 1 } }
        subscript(name: String) -> Int { times.withLock { $0[name] ?? 0 } }
    }

    private enum Step { case write, refuse, writeThenRefuse }

    /// Runs operations in one commit, in this order. - Returns: whether each was accepted, and how often each ran.
    private func share(_ steps: [(name: String, step: Step)], in store: Store) async throws -> ([String: Bool], Runs) {
        let runs = Runs()
        let gate = DispatchSemaphore(value: 0)
        return try await withThrowingTaskGroup(of: (String, Bool)?.self) { group in
            // Holds the writer until the others wait behind it.
            group.addTask {
                try await store.write(as: .shell, at: Instant(seconds: 1)) { _ in
                    runs.note("gate")
                    // It runs again with the others.
                    if runs["gate"] == 1 { gate.wait() }
                }
                return nil
            }
            while runs["gate"] == 0 { await Task.yield() }
            for (place, (name, step)) in steps.enumerated() {
                group.addTask {
                    do {
                        try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                            runs.note(name)
                            if step != .refuse {
                                try tx.run("INSERT INTO settings (name, value) VALUES (\(name), '1')")
                            }
                            if step != .write { throw StoreError.notFound("meant") }
                        }
                        return (name, true)
                    } catch StoreError.notFound { return (name, false) }
                }
                while store.driver.waiting.writes <= place { await Task.yield() }
            }
            gate.signal()
            var accepted: [String: Bool] = [:]
            for try await case let (name, isAccepted)? in group { accepted[name] = isAccepted }
            return (accepted, runs)
        }
    }

    @Test func aRefusalAfterAWriteLetsTheOthersRunAgain() async throws {
        try await TestStore.with(.sqlite) { store in
            let (accepted, runs) = try await share(
                [("a", .write), ("b", .writeThenRefuse), ("c", .write), ("d", .writeThenRefuse), ("e", .write)],
                in: store)
            #expect(accepted == ["a": true, "b": false, "c": true, "d": false, "e": true])
            let stored = try await store.read { try $0.rows("SELECT name FROM settings ORDER BY name") { $0.text() } }
            #expect(stored.filter { $0.count == 1 } == ["a", "c", "e"])
            #expect(runs["a"] == 2 && runs["b"] == 2, "undone with the rest, then in savepoints of their own")
            #expect(runs["c"] == 1 && runs["d"] == 1 && runs["e"] == 1)
        }
    }

    @Test func aRefusalBeforeAnyWriteLeavesTheOthersAlone() async throws {
        try await TestStore.with(.sqlite) { store in
            let (accepted, runs) = try await share([("a", .write), ("b", .refuse), ("c", .write)], in: store)
            #expect(accepted == ["a": true, "b": false, "c": true])
            #expect(runs["a"] == 1 && runs["b"] == 1 && runs["c"] == 1)
        }
    }
}
