import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A record from before there were messages.
@Suite struct NoteMigrationTests {
    private static let rows: [SQL] = [
        "INSERT INTO calendars (id, name, current_version) VALUES (1, 'shop', 1)",
        "INSERT INTO places (id, name, zone, calendar_id) VALUES (1, 'Shop', 'Europe/Berlin', 1)",
        "INSERT INTO people (id, name, language, created_at) VALUES (1, 'Ida', 'en', 1)",
        "INSERT INTO customers (id, name, language, zone, created_at) VALUES (1, 'Ada', 'zh', 'Asia/Shanghai', 1)",
        "INSERT INTO matters (id, customer_id, subject) VALUES (1, 1, 'paper')",
        """
        INSERT INTO cases (id, number, matter_id, kind, subject, customer_id, place_id, owner_id, status, move_said_by,
          opened_at, closed_at, cause) VALUES (1, 1001, 1, 'question', 'paper', 1, 1, 1, 'closed', 'shell', 5, 9, 'asked')
        """,
        "INSERT INTO case_notes (id, case_id, written_by, written_at, text) VALUES (7, 1, 'customer:1', 6, 'Which one?')",
        "INSERT INTO case_notes (id, case_id, written_by, written_at, text) VALUES (8, 1, 'person:1', 7, 'The blue one.')",
        "INSERT INTO standards (id, name, current_version) VALUES (1, 'Solved', 1)",
        """
        INSERT INTO standard_versions (id, standard_id, version, metric, clock, target, warnings, said, created_at)
        VALUES (1, 1, 1, 'solution', 'sundown', 'sundown', '[]', '{"en":"By {due}."}', 1)
        """,
    ]

    @Test(arguments: TestStore.engines) func notesBecomeMessages(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let driver = try await TestStore.bareDriver(at: location)
        let whole = try Migrator(for: engine)
        let old = Migrator(migrations: whole.migrations.filter { $0.number < 100 })
        try await driver.writeAlone { connection in
            _ = try old.migrate(connection, at: Instant(seconds: 1))
            for row in Self.rows { try connection.run(row) }
            _ = try whole.migrate(connection, at: Instant(seconds: 2))
        }
        let messages = try await driver.read { connection in
            try connection.rows(
                "SELECT direction, channel, author, body, language, zone FROM messages ORDER BY id"
            ) { row in
                [row.text(), row.optionalText() ?? "", row.text(), row.text(), row.text(), row.text()]
            }
        }
        #expect(
            messages == [
                ["in", "form", "customer:1", "Which one?", "zh", "Asia/Shanghai"],
                ["internal", "", "person:1", "The blue one.", "und", "Asia/Shanghai"],
            ])
        let metric = try await driver.read { try $0.rows("SELECT metric FROM standard_versions") { $0.text() } }
        #expect(metric == ["solution"])
        let episodes = try await driver.read { connection in
            try connection.rows("SELECT number, opened_at, closed_at FROM case_episodes WHERE cause = 'asked'") { row in
                [row.int(), row.int(), row.int()]
            }
        }
        #expect(episodes == [[1, 5, 9]])
        await driver.close()
        try await TestStore.remove(location)
    }
}
