import Foundation

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
            guard let handle = FileHandle(forReadingAtPath: file) else { throw StoreError.notFound("the file \(file)") }
            defer { handle.closeFile() }
            let start = handle.readData(ofLength: 15)
            if start == Data("SQLite format 3".utf8) {
                self = .sqlite
            } else if start.prefix(5) == Data("PGDMP".utf8) {
                self = .postgres
            } else {
                throw StoreError.unavailable(
                    "\(file) is no backup of Kept: it is neither a SQLite file nor a PostgreSQL dump")
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
            throw StoreError.unavailable("\(file) is a backup of a SQLite record; restore it with --data DIR")
        case (.postgres, .folder):
            throw StoreError.unavailable("\(file) is a backup of a PostgreSQL record; restore it with --database URL")
        }
    }

    static func check(_ schema: Int, in file: String, for engine: Engine) throws {
        let known = try Migrator(for: engine).known
        guard schema > 0 else { throw StoreError.unavailable("\(file) is no record of Kept: it names no schema") }
        guard schema <= known else { throw StoreError.schemaTooNew(found: schema, known: known) }
    }

    static func occupied(_ place: String) -> StoreError {
        .unavailable("\(place) holds a record already; add --replace to put the backup in its place")
    }
}
