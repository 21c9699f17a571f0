import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct RaceTests {
    @Test(arguments: TestStore.engines) func whoLosesARaceRunsAgain(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            try await store.write(as: .shell, at: Instant(seconds: 1)) {
                _ = try $0.run("INSERT INTO settings (name, value) VALUES ('sum', '0')")
            }
            try await Self.together(64) { _ in
                try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                    let sum = try tx.row("SELECT value FROM settings WHERE name = 'sum'") { Int($0.text()) } ?? 0
                    return try tx.run("UPDATE settings SET value = \(String((sum ?? 0) + 1)) WHERE name = 'sum'")
                }
            }
            let sum = try await store.read { try $0.row("SELECT value FROM settings WHERE name = 'sum'") { $0.text() } }
            #expect(sum == "64")
        }
    }

    @Test(arguments: TestStore.engines) func whatTwoAddAtOnceIsThereOnce(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let added = try await Self.together(32) { _ in
                try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                    if try tx.count("SELECT count(*) FROM settings WHERE name = 'only'") > 0 { return 0 }
                    try tx.run("INSERT INTO settings (name, value) VALUES ('only', 'x')")
                    return 1
                }
            }
            #expect(added == 1)
        }
    }

    @Test(arguments: TestStore.engines) func sixtyFourWriteAtOnce(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let added = try await Self.together(64) { writer in
                for number in 0..<10 {
                    try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                        tx.put("INSERT INTO settings (name, value) VALUES (\("row \(writer) \(number)"), 'x')")
                        tx.journal(JournalEntry("business.changed", of: .business))
                    }
                }
                return 10
            }
            let stored = try await store.read { reading in
                try (
                    reading.count("SELECT count(*) FROM settings WHERE name LIKE 'row %'"),
                    reading.count("SELECT count(*) FROM journal WHERE kind = 'business.changed'")
                )
            }
            #expect(added == 640)
            #expect(stored == (640, 640))
        }
    }

    @Test(arguments: TestStore.engines) func ofManyStatementsTheGuiltyOneIsNamed(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            await #expect {
                try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                    tx.put("INSERT INTO settings (name, value) VALUES ('a', 'x')")
                    tx.put("INSERT INTO short_numbers (kind, last) VALUES ('guilty', 'no number')")
                    tx.put("INSERT INTO settings (name, value) VALUES ('b', 'x')")
                    try tx.run("INSERT INTO settings (name, value) VALUES ('c', 'x')")
                }
            } throws: { error in
                "\(error)".contains("guilty")
            }
            let left = try await store.read { try $0.settingsOfTests().count }
            #expect(left == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aSwallowedFailureIsStillAFailure(on engine: Engine) async throws {
        guard engine == .postgres else { return }
        try await TestStore.with(engine) { store in
            _ = await #expect(throws: StoreError.self) {
                try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                    do { try tx.run("INSERT INTO settings (name) VALUES ('no value')") } catch { return }
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func oddCharactersSurviveBulk(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let odd = ["\\N", "\\.", "a\tb\nc\rd\\", "", "'\"$1", "注意📦", "\u{7F}\u{1}", "\\x41"]
            try await store.write(as: .shell, at: Instant(seconds: 1)) { tx in
                try tx.add(
                    into: "settings", columns: ["name", "value"],
                    rows: odd.enumerated().map { [.text("odd \($0.offset)"), .text($0.element)] })
                try tx.add(
                    into: "column_maps", columns: ["header_hash", "kind", "map", "used_at"],
                    rows: [[.bytes(Array(0...255)), .text("k"), .text("{}"), .int(.min)]])
                try tx.add(
                    into: "promise_pauses", columns: ["id"], rows: [])
            }
            let found = try await store.read { reading in
                try (
                    reading.rows("SELECT value FROM settings WHERE name LIKE 'odd %' ORDER BY name") { $0.text() },
                    reading.row("SELECT header_hash, used_at FROM column_maps") { ($0.bytes(), $0.int64()) }
                )
            }
            #expect(found.0 == odd)
            #expect(found.1?.0 == Array(0...255))
            #expect(found.1?.1 == .min)
        }
    }

    @Test(arguments: TestStore.engines) func manyStatementTextsRenewTheCache(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let sums = try await store.read { reading in
                try (1...900).map { number in
                    let parts = (0..<number % 450).map { _ in "1" as SQL }
                    return try reading.count(
                        "SELECT 1 + \(SQL.joined(parts + ["CAST(\(number) AS BIGINT)"], by: " + "))")
                }
            }
            #expect(sums == (1...900).map { 1 + $0 % 450 + $0 })
        }
    }

    /// Runs `body` in `count` tasks at once; the sum of what they answer.
    @discardableResult
    static func together(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            return try await group.reduce(0, +)
        }
    }
}
