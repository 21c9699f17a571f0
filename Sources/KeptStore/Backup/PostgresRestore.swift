import Foundation

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
        try await Restore.onThread { try makeSureIsFree() }
        try await PostgresTool.run(
            "psql",
            [
                "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--command=\(Self.emptying)",
                "--file=\(script)", "--command=\(JournalOffset.raisingAfterRestore)",
            ], on: address)
        return try await Restore.onThread {
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

    private func makeSureIsFree() throws {
        let line = try PostgresHandle(address)
        let others = try line.execute(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'kept%' AND pid <> pg_backend_pid()
            """
        ).int(0)
        guard others == 0 else {
            throw StoreError.unavailable("another Kept uses \(address.place); stop it first")
        }
        guard
            try line.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'journal'")
                .int(0) > 0
        else { return }
        guard try isReplacing || line.execute("SELECT count(*) FROM journal").int(0) <= 1 else {
            throw Restore.occupied(address.place)
        }
    }

    private static let emptying = """
        DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', name); END LOOP;
        FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP SEQUENCE public.%I CASCADE', name); END LOOP; END $$
        """
}
