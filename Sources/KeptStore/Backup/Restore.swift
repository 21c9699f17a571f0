import Foundation
import KeptDomain

/// Puts a backup in the place of a record.
package enum Restore {
    /// What was restored, and where the record that stood there before is kept.
    package struct Outcome: Sendable {
        package let schema: Int
        package let entries: Int
        package let former: String?
    }

    /// Which engine's backup a file is.
    package enum Kind: Sendable {
        case sqlite, postgres

        /// Told by the first bytes.
        package init(of file: String) throws {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
                throw Restore.refusal("commands.refusals.no-backup-file", file)
            }
            if isFolder.boolValue { throw Restore.refusal("commands.refusals.is-folder", file) }
            guard let handle = FileHandle(forReadingAtPath: file) else {
                throw StoreError.unavailable(.system("commands.refusals.cannot-read", [Fact("path", file)]))
            }
            defer { handle.closeFile() }
            let start = try handle.read(upToCount: 15) ?? Data()
            if start == Data("SQLite format 3".utf8) {
                self = .sqlite
            } else if start.prefix(5) == Data("PGDMP".utf8) {
                self = .postgres
            } else {
                throw Restore.refusal("commands.refusals.no-backup", file)
            }
        }
    }

    /// Restores `file` to `location`, whole or not at all.
    ///
    /// Refused: a file that is damaged, is no record of Kept or was written by a newer one; a record in use; and a record
    /// that holds anything, unless `replacing` is set.
    package static func restore(_ file: String, to location: StoreLocation, replacing: Bool) async throws -> Outcome {
        switch (try Kind(of: file), location) {
        case (.sqlite, .folder(let folder)):
            try await OwnThread.run("kept-restore") {
                try SQLiteRestore(file: file, folder: folder, isReplacing: replacing).run()
            }
        case (.postgres, .database(let address)):
            try await PostgresRestore(file: file, address: PostgresAddress(address), isReplacing: replacing).run()
        case (.sqlite, .database):
            throw refusal("commands.refusals.backup-of-sqlite", file)
        case (.postgres, .folder):
            throw refusal("commands.refusals.backup-of-postgres", file)
        }
    }

    static func check(_ schema: Int, in file: String, for engine: Engine) throws {
        let known = try Migrator(for: engine).known
        guard schema > 0 else { throw refusal("commands.refusals.no-schema", file) }
        guard schema <= known else { throw StoreError.schemaTooNew(found: schema, known: known) }
    }

    static func occupied(_ place: String) -> StoreError {
        .unavailable(Hindrance("commands.refusals.occupied", [Fact("place", place)]))
    }

    /// Why a backup cannot be restored.
    static func refusal(_ key: String, _ file: String) -> StoreError {
        .unavailable(Hindrance(key, [Fact("path", file)]))
    }
}
