import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A record from before failures followed their cases.
@Suite struct FailureMigrationTests {
    private static func found(_ id: Int64, status: String, mergedInto: Int64? = nil) -> SQL {
        let (closed, cause): (Int64?, String?) = status == "closed" ? (40, "glue") : (nil, nil)
        return """
            INSERT INTO cases (id, number, matter_id, kind, subject, place_id, owner_id, status, move_said_by, opened_at,
              closed_at, cause, merged_into_id)
            VALUES (\(id), \(id), \(id), 'question', 'paper', 1, 1, \(status), 'shell', 5, \(closed), \(cause), \(mergedInto))
            """
    }

    private static var rows: [SQL] {
        [
            "INSERT INTO calendars (id, name, current_version) VALUES (1, 'shop', 1)",
            "INSERT INTO places (id, name, zone, calendar_id) VALUES (1, 'Shop', 'Europe/Berlin', 1)",
            "INSERT INTO people (id, name, language, created_at) VALUES (1, 'Ida', 'en', 1)",
            "INSERT INTO matters (id, subject) VALUES (11, 'a'), (12, 'b'), (13, 'c'), (14, 'd')",
            // Foreseen on the first, which was closed; broken, which opened the second.
            found(11, status: "closed"), found(12, status: "open"),
            // Merged into the fourth.
            found(14, status: "open"), found(13, status: "closed", mergedInto: 14),
            """
            INSERT INTO case_episodes (case_id, number, opened_at, closed_at, cause) VALUES (11, 1, 5, 40, 'glue'),
              (12, 1, 60, NULL, NULL), (14, 1, 5, NULL, NULL), (13, 1, 5, 40, 'merged')
            """,
            """
            INSERT INTO promises (id, matter_id, case_id, place_id, said, language, zone, told_due_at, is_told, clock,
              starts_at, made_by, made_at, warnings, due_at, state, settled_at, seen_at, first_id)
            VALUES (21, 12, 12, 1, 'By noon', 'en', 'UTC', 60, 1, 'date', 5, 'shell', 5, '[]', 60, 'broken', 60, 60, 21)
            """,
            "INSERT INTO case_merges (id, from_id, into_id, merged_at) VALUES (31, 13, 14, 40)",
            """
            INSERT INTO failures (id, case_id, episode, kind, place_id, promise_id, foreseen_at, happened_at, learned_at, told_by)
            VALUES (41, 11, 1, 'broken-promise', 1, 21, 30, 60, 30, 'system:deadlines')
            """,
            """
            INSERT INTO failures (id, case_id, episode, kind, place_id, happened_at, learned_at, told_by, from_case_id,
              from_episode) VALUES (42, 14, 1, 'complaint', 1, 30, 30, 'shell', 13, 1)
            """,
        ]
    }

    @Test(arguments: TestStore.engines) func failuresGoToTheirCasesAndMergesCanStillBeUndone(on engine: Engine)
        async throws
    {
        let location = try await TestStore.fresh(engine)
        let driver: any EngineDriver
        switch location {
        case .folder(let path):
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            driver = try SQLiteDriver(path: path + "/kept.db")
        case .database(let address): driver = try await PostgresDriver.open(address)
        }
        let whole = try Migrator(for: engine)
        let old = Migrator(migrations: whole.migrations.filter { $0.number < 181 })
        try await driver.writeAlone { connection in
            _ = try old.migrate(connection, at: Instant(seconds: 1))
            for row in Self.rows { try connection.run(row) }
            _ = try whole.migrate(connection, at: Instant(seconds: 2))
        }
        let failures = try await driver.read { connection in
            try connection.rows("SELECT id, case_id, episode FROM failures ORDER BY id") { row in
                [row.int(), row.int(), row.int()]
            }
        }
        #expect(failures == [[41, 12, 1], [42, 14, 1]], "the first stands where it broke")
        let moved = try await driver.read { connection in
            try connection.rows("SELECT merge_id, failure_id, episode FROM merged_failures") { row in
                [row.int(), row.int(), row.int()]
            }
        }
        #expect(moved == [[31, 42, 1]])
        await driver.close()
        try await TestStore.remove(location)
    }
}
