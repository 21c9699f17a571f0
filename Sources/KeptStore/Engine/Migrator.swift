import Foundation
import KeptDomain

/// Brings a database to the schema that this program knows: one numbered sequence for both engines, applied once, in
/// order, in one transaction. Applied files never change, and there is no way down.
package struct Migrator: Sendable {
    package struct Migration: Sendable {
        package let number: Int
        package let name: String
        package let text: String

        package init(number: Int, name: String, text: String) {
            self.number = number
            self.name = name
            self.text = text
        }
    }

    package let migrations: [Migration]
    package var known: Int { migrations.last?.number ?? 0 }

    /// The migrations of this program, in the words of `engine`; read once in the life of the process.
    package init(for engine: Engine) throws {
        migrations = try (engine == .sqlite ? Self.ofSQLite : Self.ofPostgres).get()
    }

    private static let ofSQLite = Result { try migrations(for: .sqlite) }
    private static let ofPostgres = Result { try migrations(for: .postgres) }

    private static func migrations(for engine: Engine) throws -> [Migration] {
        guard let folder = Bundle.module.url(forResource: "Migrations", withExtension: nil) else {
            throw StoreError.unavailable(Hindrance("commands.refusals.no-migrations"))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.compactMap { name in
            let parts = name.split(separator: ".")
            guard parts.last == "sql", let number = Int(name.prefix(4)) else { return nil }
            if parts.count == 3, parts[1] != engine.rawValue { return nil }
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            let isCommon = parts.count == 2
            return Migration(
                number: number, name: String(parts[0]),
                text: engine == .postgres
                    ? inPostgresWords(text) : isCommon ? inSQLiteWords(text) : text)
        }
    }

    package init(migrations: [Migration]) { self.migrations = migrations }

    /// Every table and sequence that any of them makes, those that a later one takes away among them.
    var relations: [String] {
        let made = migrations.flatMap { migration in
            migration.text.matches(of: #/CREATE (?:TABLE|SEQUENCE) (\w+)/#).map { String($0.1) }
        }
        return ["schema_migrations"] + made
    }

    /// The highest number applied to the database, 0 for an empty one.
    package static func applied(on connection: any Connection) throws -> Int {
        let table = """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)
            """
        try connection.runScript(connection.engine == .postgres ? inPostgresWords(table) : table)
        return try connection.rows("SELECT coalesce(max(number), 0) FROM schema_migrations") { $0.int() }.first ?? 0
    }

    /// What the database lacks, in order. Two that were written side by side may be applied in another order than their
    /// numbers', so it is not told by the highest.
    package func missing(on connection: any Connection) throws -> [Migration] {
        if try Self.applied(on: connection) == 0 { return migrations }
        let done = Set(try connection.rows("SELECT number FROM schema_migrations") { $0.int() })
        return migrations.filter { !done.contains($0.number) }
    }

    /// Applies what is missing. Run by `writeAlone`, so that of two processes that start at once one does it.
    /// - Returns: the names of those applied now.
    package func migrate(_ connection: any Connection, at now: Instant) throws -> [String] {
        let found = try Self.applied(on: connection)
        guard found <= known else { throw StoreError.schemaTooNew(found: found, known: known) }
        return try missing(on: connection).map { migration in
            try connection.runScript(migration.text)
            try connection.run(
                "INSERT INTO schema_migrations (number, name, applied_at) VALUES (\(migration.number), \(migration.name), \(now))"
            )
            return migration.name
        }
    }

    /// PostgreSQL's type words as SQLite's, and STRICT so that SQLite checks them. A check against a list of words becomes
    /// comparisons, since SQLite would fill a table of its own with the list for every row written.
    static func inSQLiteWords(_ text: String) -> String {
        var result = text
        for (word, ours) in [
            ("BIGINT", "INTEGER"), ("SMALLINT", "INTEGER"), ("DOUBLE PRECISION", "REAL"), ("BYTEA", "BLOB"),
        ] {
            result = result.replacing(word, with: ours)
        }
        result = result.replacing(#/CHECK \((\w+) IN \(([^)]+)\)\)/#) { match in
            "CHECK (" + match.2.split(separator: ", ").map { "\(match.1) = \($0)" }.joined(separator: " OR ") + ")"
        }
        return result.replacing("\n);", with: "\n) STRICT;")
    }

    /// Text compared by code point whatever the database's collation, as on SQLite: both engines sort alike, and indexes
    /// do not break when a system's collation changes.
    static func inPostgresWords(_ text: String) -> String {
        text.replacing(#/ TEXT\b/#, with: #" TEXT COLLATE "C""#)
    }
}
