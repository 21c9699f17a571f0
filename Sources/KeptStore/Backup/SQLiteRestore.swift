import Foundation
import KeptDomain

/// Restores a SQLite file: checked first, copied beside the record, then given its name.
struct SQLiteRestore {
    let file: String
    let folder: String
    let isReplacing: Bool

    private var target: String { folder + "/kept.db" }

    func run() throws -> Restore.Outcome {
        let (schema, entries) = try checked()
        try StoreLocation.makeFolder(folder)
        // Nobody serves the folder while the record changes under it.
        let lock = try ServeLock(folder: folder)
        return try withExtendedLifetime(lock) {
            let former = try FileManager.default.fileExists(atPath: target) ? setAside() : nil
            let unfinished = target + ".unfinished"
            do {
                Disk.discard(unfinished)
                try FileManager.default.copyItem(atPath: file, toPath: unfinished)
                try raiseJournal(in: unfinished)
                try Disk.write(through: unfinished)
                try Disk.replace(target, by: unfinished)
            } catch {
                Disk.discard(unfinished)
                throw error
            }
            return Restore.Outcome(schema: schema, entries: entries, former: former)
        }
    }

    private func checked() throws -> (schema: Int, entries: Int) {
        let connection = try SQLiteConnection(path: file, writable: false)
        let faults = try connection.rows("PRAGMA integrity_check(1)") { $0.text() }
        guard faults == ["ok"] else {
            throw StoreError.unavailable(
                Hindrance(
                    "commands.refusals.backup-damaged",
                    [Fact("path", file), Fact("reason", faults.joined(separator: "; "))]))
        }
        let tables = try connection.rows(
            "SELECT name FROM sqlite_master WHERE name IN ('schema_migrations', 'journal') ORDER BY name"
        ) { $0.text() }
        guard tables == ["journal", "schema_migrations"] else {
            throw Restore.refusal("commands.refusals.no-record-of-kept", file)
        }
        let schema = try connection.rows("SELECT coalesce(max(number), 0) FROM schema_migrations") { $0.int() }[0]
        try Restore.check(schema, in: file, for: .sqlite)
        return (schema, try connection.rows("SELECT count(*) FROM journal") { $0.int() }[0])
    }

    /// New entries get numbers that nobody saw before the record was put back.
    private func raiseJournal(in path: String) throws {
        let connection = try SQLiteConnection(path: path, writable: true)
        try connection.runScript(JournalOffset.raisingSQLite)
        // Everything in the one file, with nothing beside it.
        try connection.runScript("PRAGMA journal_mode = DELETE")
    }

    /// Makes sure that nobody has the record open, and gives it a second name under which it stays.
    private func setAside() throws -> String? {
        let connection = try SQLiteConnection(path: target, writable: true)
        let isEmpty =
            try connection.rows("SELECT count(*) FROM sqlite_master WHERE name = 'journal'") { $0.int() }[0] == 0
        let holdsNothing = try isEmpty || connection.rows("SELECT count(*) FROM journal") { $0.int() }[0] <= 1
        guard holdsNothing || isReplacing else { throw Restore.occupied(folder) }
        // Leaving WAL is refused while any other connection is open, and brings everything into the one file.
        let mode: String?
        do {
            try connection.runScript("PRAGMA busy_timeout = 500")
            mode = try connection.rows("PRAGMA journal_mode = DELETE") { $0.text() }.first
        } catch StoreError.unavailable { mode = nil }
        guard mode == "delete" else {
            throw StoreError.unavailable(Hindrance("commands.refusals.in-use", [Fact("place", target)]))
        }
        if holdsNothing { return nil }
        var former = folder + "/kept-before-restore.db"
        var copy = 1
        while FileManager.default.fileExists(atPath: former) {
            copy += 1
            former = folder + "/kept-before-restore-\(copy).db"
        }
        try FileManager.default.linkItem(atPath: target, toPath: former)
        return former
    }
}
