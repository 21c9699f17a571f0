import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite("Two processes on one record", .timeLimit(.minutes(20))) struct TwoProcessTests {
    @Test("They share the deadlines: each break is made once", arguments: TestStore.engines)
    func deadlines(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            for number in 0..<60 {
                _ = try await counter.promise(
                    counter.draft("s\(number)", target: .open(.hours(1))), at: "2026-03-05 09:00")
            }
            let other = try await Store.open(counter.location, time: SystemTime())
            let now = Counter.at("2026-03-05 12:00")
            let words = try Vocabulary.shared()
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for store in [counter.store, other] {
                    group.addTask {
                        var broken = 0
                        while true {
                            let count = try await store.write(as: .system("deadlines"), at: now) {
                                try $0.lapseDeadlines(limit: 5, words: words)
                            }
                            // What the other one holds is passed over now and looked at in a moment.
                            if count.looked == 0, try await store.read({ try $0.nextDeadline() }) == nil {
                                return broken
                            }
                            broken += count.broken
                        }
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            await other.close(at: now)
            #expect(counts.reduce(0, +) == 60)
            #expect(try await counter.journalCount("promise.broken") == 60)
            #expect(try await counter.count("SELECT count(*) FROM cases") == 60)
        }
    }

    @Test("Each hears of the other's changes", arguments: TestStore.engines)
    func changes(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let other = try await Store.open(counter.location, time: SystemTime())
            let changes = other.changes.listen()
            let heard = Task {
                for await _ in changes where try await other.read({ try $0.count("SELECT count(*) FROM promises") }) > 0
                {
                    return true
                }
                return false
            }
            _ = try await counter.promise(counter.draft(target: .open(.hours(1))), at: "2026-03-05 09:00")
            // Ends when the other process was told; a deaf one would run into the suite's time limit.
            let result = try await heard.value
            await other.close(at: SystemTime().now)
            #expect(result)
        }
    }

    @Test("C54 the due scan goes by its index", arguments: TestStore.engines)
    func c54(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let explain: SQL = "\(sqlite: "EXPLAIN QUERY PLAN ", postgres: "EXPLAIN ")"
            if engine == .postgres {
                // A table of a few rows is scanned whole whatever indexes it has.
                try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 09:00")) { tx in
                    let promise = try tx.makePromise(counter.draft(target: .open(.hours(1))))
                    let rows = (0..<5_000).map {
                        [
                            Value.int(Int64(1_000 + $0)), .int(promise.id.rawValue), .text("warning"), .int(Int64($0)),
                            .int(Int64($0)), .int(1),
                        ]
                    }
                    try tx.add(
                        into: "deadlines", columns: ["id", "promise_id", "kind", "step", "due_at", "finished_at"],
                        rows: rows)
                }
                try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 09:00")) {
                    _ = try $0.run("ANALYZE deadlines")
                }
            }
            let plan = try await counter.store.read { reading in
                try reading.rows(
                    """
                    \(explain)SELECT id FROM deadlines WHERE finished_at IS NULL AND due_at < \(Counter.at("2026-03-05 09:00"))
                    ORDER BY due_at, id LIMIT 400
                    """
                ) { row in
                    if engine == .sqlite { for _ in 0..<3 { row.skip() } }
                    return row.text()
                }
            }
            #expect(plan.contains { $0.contains("deadlines_waiting") }, "\(plan)")
        }
    }
}
