import Foundation
import KeptDomain

/// Restores a PostgreSQL dump in one transaction of `psql`.
struct PostgresRestore {
    let file: String
    let address: PostgresAddress
    let isReplacing: Bool

    func run() async throws -> Restore.Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-restore-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer {
            do { try FileManager.default.removeItem(atPath: folder) } catch {
                // Left for the system's own cleaning of temporary files.
            }
        }
        // Whole before anything is done to the database: a dump that breaks off is found here.
        let script = folder + "/record.sql"
        try await PostgresTool.run(
            "pg_restore", ["--no-owner", "--no-privileges", "--file=\(script)", file], on: address)
        try Restore.check(try await schema(in: folder), in: file, for: .postgres)
        let emptying = try await OwnThread.run("kept-restore") { try makeSureIsFree() }
        try await PostgresTool.run(
            "psql",
            [
                "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--command=\(emptying)",
                "--file=\(script)", "--command=\(JournalOffset.raisingAfterRestore)",
            ], on: address)
        return try await OwnThread.run("kept-restore") {
            let line = try PostgresHandle(address)
            let schema = try line.execute("SELECT max(number) FROM schema_migrations").int(0)
            let entries = try line.execute("SELECT count(*) FROM journal").int(0)
            return Restore.Outcome(schema: Int(schema), entries: Int(entries), former: nil)
        }
    }

    /// The highest schema number that the dump holds.
    private func schema(in folder: String) async throws -> Int {
        let table = folder + "/schema.sql"
        try await PostgresTool.run(
            "pg_restore", ["--data-only", "--table=schema_migrations", "--file=\(table)", file], on: address)
        let lines = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n")
        return lines.compactMap { line in
            let columns = line.split(separator: "\t")
            return columns.count == 3 ? Int(columns[0]) : nil
        }.max() ?? 0
    }

    /// Makes sure that nobody uses the database and that nothing in it would be lost.
    ///
    /// - Returns: the statement that removes the record that stands there.
    private func makeSureIsFree() throws -> String {
        let line = try PostgresHandle(address)
        let users = try line.execute(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'kept%' AND pid <> pg_backend_pid()
            """
        ).int(0)
        guard users == 0 else {
            throw StoreError.unavailable(Hindrance("commands.refusals.in-use", [Fact("place", address.place)]))
        }
        let found = try PublicSchema(line)
        if found.isEmpty { return "DO $$ BEGIN END $$" }
        let ours = try Set(Migrator(for: .postgres).relations)
        let others = found.relations.filter { !ours.contains($0) }
        guard found.isOfKept, others.isEmpty else {
            let tables = (others.isEmpty ? found.relations : others).prefix(5).joined(separator: ", ")
            throw StoreError.unavailable(
                Hindrance(
                    "commands.refusals.other-tables", [Fact("place", address.place), Fact("tables", tables)]))
        }
        let isEmpty = try !found.tables.contains("journal") || line.execute("SELECT count(*) FROM journal").int(0) <= 1
        guard isEmpty || isReplacing else { throw Restore.occupied(address.place) }
        return found.emptying
    }
}

/// What stands in the database's public schema.
private struct PublicSchema {
    let tables: [String]
    /// Of their own: those of identity columns go with their tables.
    let sequences: [String]
    /// That the tables' own triggers call.
    let functions: [String]
    /// The tables that Kept tells its schema and its journal by have Kept's columns.
    let isOfKept: Bool

    var relations: [String] { tables + sequences }
    var isEmpty: Bool { relations.isEmpty }

    /// Fails, with nothing done, where something else depends on the tables.
    var emptying: String {
        let all = [("TABLE", tables), ("SEQUENCE", sequences), ("FUNCTION", functions)]
        return all.filter { !$0.1.isEmpty }.map { kind, names in
            "DROP \(kind) " + names.map { "public.\"\($0)\"" }.joined(separator: ", ")
        }.joined(separator: "; ")
    }

    init(_ line: PostgresHandle) throws {
        func names(_ kinds: String) throws -> [String] {
            try line.texts(
                """
                SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN (\(kinds))
                  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                    AND d.deptype IN ('i', 'e'))
                ORDER BY relname
                """)
        }
        tables = try names("'r', 'p', 'f', 'v', 'm'")
        sequences = try names("'S'")
        functions = try line.texts(
            """
            SELECT DISTINCT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'public'::regnamespace AND p.pronamespace = 'public'::regnamespace
              AND NOT t.tgisinternal
            ORDER BY p.proname
            """)
        func has(_ table: String, _ columns: [String]) throws -> Bool {
            let found = try line.texts(
                """
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = '\(table)'
                """)
            return columns.allSatisfy { found.contains($0) }
        }
        let hasSchema = try has("schema_migrations", ["number", "name", "applied_at"])
        let hasJournal = try has("journal", ["number", "subject_kind", "subject_id", "actor", "facts"])
        // A first start that broke off right at its beginning leaves the one table.
        isOfKept = hasSchema && (hasJournal || tables == ["schema_migrations"])
    }
}

extension PostgresHandle {
    /// The first column of every row.
    fileprivate func texts(_ statement: String) throws -> [String] {
        let answer = try execute(statement)
        return (0..<answer.rowCount).map { row in
            answer.row = row
            return answer.text(0)
        }
    }
}
