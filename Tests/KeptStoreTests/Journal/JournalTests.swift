import Foundation
import KeptDomain
import KeptTestSupport
import Testing

@testable import KeptStore

@Suite struct JournalTests {
    @Test(arguments: TestStore.engines) func entriesComeBackAsTheyWereWritten(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let entry = JournalEntry(
                "order.noted", of: Subject(kind: .order, id: 7), customer: ID(9), why: "said \"so\"\n二",
                facts: [Fact("b", "1"), Fact("a", "x\\y")])
            try await store.write(as: .person(ID(3), grants: []), at: Instant(seconds: 50)) { $0.journal(entry) }
            let found = try await Self.entries(2, in: store)
            #expect(found.map(\.entry.kind) == ["business.started", "order.noted"])
            #expect(found.last?.entry == entry)
            #expect(found.last?.actor == "person:3")
            #expect(found.last?.at == Instant(seconds: 50))
            let head = try await store.read { try $0.journalHead() }
            #expect(head == found.last?.position)
            #expect(try await store.read { try $0.journal(after: head, limit: 10) }.isEmpty)
        }
    }

    /// Every live page asks for the entries after its position at each change: the whole journal must not be read for it.
    @Test func theNextEntriesAreFoundByTheirKey() async throws {
        try await TestStore.with(.sqlite) { store in
            let plan = try await store.read { reading in
                let entries = reading.entries(
                    after: JournalPosition(transaction: 0, number: 900), limit: 500, matching: .all)
                return try reading.rows("EXPLAIN QUERY PLAN \(entries)") { row in
                    for _ in 0..<3 { row.skip() }
                    return row.text()
                }
            }
            #expect(plan == ["SEARCH journal USING INTEGER PRIMARY KEY (rowid>?)"])
        }
    }

    @Test(arguments: TestStore.engines) func aFilterGivesWhatItNames(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                for number in 1...6 {
                    tx.journal(
                        JournalEntry(
                            number.isMultiple(of: 2) ? "order.even" : "order.odd",
                            of: Subject(kind: .order, id: Int64((number - 1) / 2)), customer: ID(Int64(number % 3 + 1)))
                    )
                }
            }
            _ = try await Self.entries(7, in: store)
            let found = try await store.read { reading in
                try (
                    reading.journal(after: .start, limit: 9, matching: JournalFilter(kinds: ["order.even", "x"])).count,
                    reading.journal(
                        after: .start, limit: 9, matching: JournalFilter(subject: Subject(kind: .order, id: 1))
                    ).map(\.entry.kind),
                    reading.latestJournal(limit: 2, matching: JournalFilter(customer: ID(1))).map(\.entry.kind)
                )
            }
            #expect(found.0 == 3)
            #expect(found.1 == ["order.odd", "order.even"])
            #expect(found.2 == ["order.even", "order.odd"])
        }
    }

    /// The first `count` entries. On PostgreSQL they wait for older transactions, also those of other databases.
    private static func entries(_ count: Int, in store: Store) async throws -> [JournalRecord] {
        var found: [JournalRecord] = []
        for try await records in JournalFollower(store, after: .start) {
            found += records
            if found.count >= count { break }
        }
        return found
    }

    /// Numbers are taken at once and committed late, in another order: a reader that only remembered the last number
    /// would skip some (tried: it does).
    @Test(.timeLimit(.minutes(20)), arguments: TestStore.engines)
    func whileEightWriteNoEntryIsSkippedOrRepeated(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let each = engine == .postgres ? 40 : 15
            let reader = Task {
                var seen: [JournalRecord] = []
                for try await records in JournalFollower(store, after: .start, limit: 7) {
                    seen += records
                    if seen.count >= 8 * each + 1 { break }
                }
                return seen
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<each { try await Self.writeSlowly(Int64(writer * 1_000 + number), to: store) }
                    }
                }
                try await group.waitForAll()
            }
            let seen = try await reader.value
            #expect(seen.count == 8 * each + 1)
            #expect(Set(seen.map(\.entry.subject.id)).count == seen.count)
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.position < $1.position })
        }
    }

    private static func writeSlowly(_ id: Int64, to store: Store) async throws {
        let pause = Double.random(in: 0...0.01)
        try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
            try tx.run(
                """
                INSERT INTO journal (at, kind, subject_kind, subject_id, actor, facts)
                VALUES (1, 'order.made', 'order', \(id + 5), 'shell', '{}')
                """)
            Thread.sleep(forTimeInterval: pause)
        }
    }

    @Test(.timeLimit(.minutes(20)), arguments: TestStore.engines)
    func aFollowerIsWokenByAnotherProcess(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let here = try await Store.open(location, time: SystemTime())
        let there = try await Store.open(location, time: SystemTime())
        let head = try await here.read { try $0.journalHead() }
        // PostgreSQL tells of the entries that were made with the record only when no older transaction of the whole server
        // runs any more, so they may come first.
        let follower = Task {
            for try await records in JournalFollower(here, after: head)
            where records.contains(where: { $0.entry.kind == "order.made" }) { return true }
            return false
        }
        try await Task.sleep(for: .milliseconds(300))
        try await there.write(as: .shell, at: SystemTime().now) {
            $0.journal(JournalEntry("order.made", of: Subject(kind: .order, id: 1)))
        }
        // A follower that is not woken waits until the time limit.
        #expect(try await follower.value)
        await here.close(at: SystemTime().now)
        await there.close(at: SystemTime().now)
        try await TestStore.remove(location)
    }

    @Test func aCancelledFollowerEnds() async throws {
        try await TestStore.with(.sqlite) { store in
            let follower = Task {
                var count = 0
                for try await records in JournalFollower(store, after: .start) { count += records.count }
                return count
            }
            try await Task.sleep(for: .milliseconds(50))
            follower.cancel()
            #expect(try await follower.value <= 1)
        }
    }
}
