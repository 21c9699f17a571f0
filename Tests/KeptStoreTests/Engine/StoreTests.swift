import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct StoreTests {
    @Test(arguments: TestStore.engines) func aFreshRecordHasAPlaceAndAnOwner(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let counts = try await store.read { reading in
                try (
                    reading.count("SELECT count(*) FROM places WHERE is_default = 1"),
                    reading.count("SELECT count(*) FROM person_roles")
                )
            }
            #expect(counts == (1, 4))
        }
    }

    @Test(arguments: TestStore.engines) func valuesComeBackAsTheyWentIn(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let odd = "O'Brien \"x\" \\ 注意 \u{1F4E6}\n$1"
            try await store.write(as: .shell, at: Instant(seconds: 5)) { tx in
                try tx.run("INSERT INTO settings (name, value) VALUES (\("a"), \(odd)), (\("empty"), \(""))")
                try tx.run(
                    "INSERT INTO column_maps (header_hash, kind, map, used_at) VALUES (\([0, 255, 39, 92] as [UInt8]), 'k', '{}', 1)"
                )
            }
            let found = try await store.read { reading in
                try (
                    reading.row("SELECT value FROM settings WHERE name = \("a")") { $0.text() },
                    reading.row("SELECT value FROM settings WHERE name = \("empty")") { $0.optionalText() },
                    reading.row("SELECT header_hash FROM column_maps") { $0.bytes() },
                    reading.rows(
                        "SELECT name FROM settings WHERE name IN \(anyOf: ["a", "empty", "x\"y"]) ORDER BY name"
                    ) {
                        $0.text()
                    }
                )
            }
            #expect(found.0 == odd)
            #expect(found.1 == .some(""))
            #expect(found.2 == [0, 255, 39, 92])
            #expect(found.3 == ["a", "empty"])
        }
    }

    /// Rows go in by tens and the rest one by one.
    @Test(arguments: TestStore.engines) func anyNumberOfRowsIsAddedInOrder(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            for count in [0, 1, 9, 10, 11, 23] {
                try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                    try tx.run("DELETE FROM external_references")
                    try tx.add(
                        into: "external_references", columns: ["source", "kind", "external_id", "value"],
                        rows: (0..<count).map { [.text("s"), .text("k"), .text("\($0 + 100)"), .text("v\($0)")] })
                }
                let values = try await store.read {
                    try $0.rows("SELECT value FROM external_references ORDER BY external_id") { $0.text() }
                }
                #expect(values == (0..<count).map { "v\($0)" })
            }
        }
    }

    @Test(arguments: TestStore.engines) func aRefusalUndoesOnlyItself(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        do {
                            try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                                try tx.run("INSERT INTO settings (name, value) VALUES (\("n\(number)"), 'x')")
                                if number % 4 == 0 { throw StoreError.notFound("meant") }
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 30)
            let stored = try await store.read { try $0.count("SELECT count(*) FROM settings WHERE name LIKE 'n%'") }
            #expect(stored == 30)
        }
    }

    @Test(arguments: TestStore.engines) func aFailureInsideIsToldAndNothingStays(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            await #expect(throws: StoreError.self) {
                try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                    try tx.run("INSERT INTO settings (name, value) VALUES ('a', 'b')")
                    try tx.run("INSERT INTO settings (name, value) VALUES ('a', 'c')")
                }
            }
            let stored = try await store.read { try $0.settingsOfTests().count }
            #expect(stored == 0)
        }
    }

    @Test(arguments: TestStore.engines) func idsOfTwoProcessesNeverMeet(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let time = SystemTime()
        let first = try await Store.open(location, time: time)
        let second = try await Store.open(location, time: time)
        #expect(first.ids.nodeNumber != second.ids.nodeNumber)
        let now = time.now
        let ids = Set((0..<5000).flatMap { _ in [first.ids.next(at: now, as: Order.self), second.ids.next(at: now)] })
        #expect(ids.count == 10_000)
        await first.close(at: now)
        await second.close(at: now)
        let third = try await Store.open(location, time: time)
        let later = third.ids.next(at: now - .hours(1), as: Order.self)
        #expect(!ids.contains(later), "a clock that stepped back makes no id twice")
        await third.close(at: now)
        try await TestStore.remove(location)
    }

    @Test(arguments: TestStore.engines) func aNewerSchemaIsRefused(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let store = try await Store.open(location, time: SystemTime())
        try await store.write(as: .shell, at: Instant(seconds: 1)) {
            _ = try $0.run("INSERT INTO schema_migrations (number, name, applied_at) VALUES (9999, 'later', 1)")
        }
        await store.close(at: SystemTime().now)
        await #expect {
            _ = try await Store.open(location, time: SystemTime())
        } throws: { error in
            if case StoreError.schemaTooNew(found: 9999, known: _) = error { true } else { false }
        }
        try await TestStore.remove(location)
    }
}
