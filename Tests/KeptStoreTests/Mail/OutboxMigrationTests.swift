import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A record from before letters to colleagues stood in the outbox.
@Suite struct OutboxMigrationTests {
    private static let rows: [SQL] = [
        "INSERT INTO calendars (id, name, current_version) VALUES (1, 'shop', 1)",
        "INSERT INTO places (id, name, zone, calendar_id) VALUES (1, 'Shop', 'Europe/Berlin', 1)",
        "INSERT INTO people (id, name, language, created_at) VALUES (1, 'Lea', 'en', 1)",
        "INSERT INTO matters (id, subject) VALUES (11, 'a')",
        """
        INSERT INTO cases (id, number, matter_id, kind, subject, place_id, owner_id, status, move_said_by, opened_at)
        VALUES (11, 11, 11, 'question', 'paper', 1, 1, 'open', 'shell', 5)
        """,
        """
        INSERT INTO mail_channels (id, name, address, place_id, kind, takes_marks, send_host, send_port, send_security, folder,
          takes_existing, poll_seconds, created_at, next_poll_at)
        VALUES (5, 'Shop', 'desk@shop.example', 1, 'question', 1, 'localhost', 25, 'plain', 'INBOX', 0, 60, 1, 1)
        """,
        """
        INSERT INTO messages (id, case_id, direction, channel, author, contact, body, language, zone, written_at, learned_at)
        VALUES (21, 11, 'out', 'email', 'shell', 'ann@example.org', 'Yes', 'en', 'UTC', 6, 6),
          (22, 11, 'out', 'email', 'shell', 'ann@example.org', 'Yes', 'en', 'UTC', 6, 6)
        """,
        """
        INSERT INTO sends (message_id, contact, state, queued_at, settled_at, attempts, next_attempt_at, channel_id)
        VALUES (21, 'ann@example.org', 'waiting', 6, NULL, 2, 9, 5), (22, 'ann@example.org', 'accepted', 6, 7, 1, 9, 5)
        """,
        "INSERT INTO calls (id, kind, case_id, place_id, asked_by, asked_at) VALUES (31, 'threat', 11, 1, 'shell', 6)",
        """
        INSERT INTO colleague_letters (id, call_id, person_id, address, state, queued_at, next_attempt_at, attempts, answer)
        VALUES (41, 31, 1, 'lea@shop.example', 'waiting', 6, 8, 3, '451 later')
        """,
    ]

    @Test(arguments: TestStore.engines) func whatWaitedWaitsOnInTheOneOutbox(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let driver: any EngineDriver
        switch location {
        case .folder(let path):
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            driver = try SQLiteDriver(path: path + "/kept.db")
        case .database(let address): driver = try await PostgresDriver.open(address)
        }
        let whole = try Migrator(for: engine)
        let old = Migrator(migrations: whole.migrations.filter { $0.number < 192 })
        try await driver.writeAlone { connection in
            _ = try old.migrate(connection, at: Instant(seconds: 1))
            for row in Self.rows { try connection.run(row) }
            _ = try whole.migrate(connection, at: Instant(seconds: 2))
        }
        let sends = try await driver.read { connection in
            try connection.rows(
                """
                SELECT id, receiver, coalesce(message_id, 0), coalesce(call_id, 0), contact, state, attempts,
                  coalesce(channel_id, 0) FROM sends ORDER BY id
                """
            ) { row in
                "\(row.int()) \(row.text()) \(row.int()) \(row.int()) \(row.text()) \(row.text()) \(row.int()) \(row.int())"
            }
        }
        #expect(
            sends == [
                "21 customer 21 0 ann@example.org waiting 2 0", "22 customer 22 0 ann@example.org accepted 1 5",
                "41 colleague 0 31 lea@shop.example waiting 3 0",
            ])
        await driver.close()
        try await TestStore.remove(location)
    }
}
