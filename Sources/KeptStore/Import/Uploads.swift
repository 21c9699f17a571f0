import Foundation
import KeptDomain

/// A file that was handed over on the import page. A run of it has the same id.
package struct UploadRecord: Sendable, Identifiable {
    /// What somebody asked to be done with it.
    package enum Wish: String, Sendable { case start, rehearse = "try" }

    package let id: ID<ImportRun>
    /// Its name where it came from.
    package let file: String
    /// Where it lies.
    package let path: String
    package let size: Int64
    package let uploadedBy: ID<Person>
    package let uploadedAt: Instant
    /// What its columns stand for, once somebody said it.
    package let map: ColumnMap?
    /// `nil` when nobody waits for anything to begin.
    package let wish: Wish?
    package let wishedBy: ID<Person>?
    /// What the last try came to, or why nothing was begun.
    package let trial: UploadTrial?
    package let triedAt: Instant?

    static let columns: SQL = "id, file, path, size, uploaded_by, uploaded_at, map, wish, wished_by, trial, tried_at"

    init(_ row: inout Row) throws {
        id = row.id()
        file = row.text()
        path = row.text()
        size = row.int64()
        uploadedBy = row.id()
        uploadedAt = row.instant()
        map = try row.optionalText().map { try JSONDecoder().decode(ColumnMap.self, from: Data($0.utf8)) }
        wish = row.optionalWord()
        wishedBy = row.optionalID()
        trial = try row.optionalText().map { try JSONDecoder().decode(UploadTrial.self, from: Data($0.utf8)) }
        triedAt = row.optionalInstant()
    }
}

extension Reading {
    package func upload(_ id: ID<ImportRun>) throws -> UploadRecord? {
        try row("SELECT \(UploadRecord.columns) FROM uploads WHERE id = \(id)") { try UploadRecord(&$0) }
    }

    /// The file with the oldest wish; `nil` when nobody waits for anything.
    package func nextWish() throws -> ID<ImportRun>? {
        try row("SELECT id FROM uploads WHERE wish IS NOT NULL ORDER BY wished_at, id LIMIT 1") { $0.id() }
    }

    /// Files that no run has begun to read, the newest first.
    package func waitingUploads(limit: Int = 50) throws -> [UploadRecord] {
        try rows(
            """
            SELECT \(UploadRecord.columns) FROM uploads WHERE NOT EXISTS (SELECT 1 FROM imports WHERE imports.id = uploads.id)
            ORDER BY uploaded_at DESC, id DESC LIMIT \(limit)
            """
        ) { try UploadRecord(&$0) }
    }

    /// The names of uploaded files by the ids of their runs.
    package func uploadNames(of ids: [ID<ImportRun>]) throws -> [ID<ImportRun>: String] {
        let pairs = try rows("SELECT id, file FROM uploads WHERE id IN \(anyOf: ids)") {
            ($0.id(ImportRun.self), $0.text())
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

extension Transaction {
    /// Notes a file that a person handed over and that lies at `path`.
    package func addUpload(named file: String, at path: String, size: Int64) throws -> ID<ImportRun> {
        try permit(.importData)
        guard let person = actor.person else { throw NotPermitted(.importData) }
        let id = newID(ImportRun.self)
        put(
            """
            INSERT INTO uploads (id, file, path, size, uploaded_by, uploaded_at)
            VALUES (\(id), \(file), \(path), \(size), \(person), \(now))
            """)
        journal(JournalEntry("import.handed-over", of: .import(id), facts: [Fact("file", file), Fact("size", size)]))
        return id
    }

    /// Asks that an uploaded file be imported, or tried, as soon as those before it are through.
    ///
    /// - Parameter map: what its columns stand for; as was said before when left out.
    package func wish(_ wish: UploadRecord.Wish, for id: ID<ImportRun>, map: ColumnMap? = nil) throws {
        try permit(.importData)
        guard let person = actor.person else { throw NotPermitted(.importData) }
        let text = try map.map { try ImportRecord.json($0) }
        let count = try run(
            """
            UPDATE uploads SET map = coalesce(\(text), map), wish = \(wish), wished_by = \(person), wished_at = \(now)
            WHERE id = \(id)
            """)
        if count == 0 { throw StoreError.notFound("upload \(id)") }
    }

    /// Takes back what nobody has begun.
    package func dropWish(for id: ID<ImportRun>) throws {
        try permit(.importData)
        put("UPDATE uploads SET wish = NULL, wished_at = NULL WHERE id = \(id)")
    }

    /// Takes the wish for a file; `nil` when another process was faster. Whoever gets it fulfils it. What came of an
    /// earlier wish is forgotten.
    package func takeWish(for id: ID<ImportRun>) throws -> UploadRecord? {
        let upload = try row("SELECT \(UploadRecord.columns) FROM uploads WHERE id = \(id) AND wish IS NOT NULL") {
            try UploadRecord(&$0)
        }
        guard let upload else { return nil }
        put("UPDATE uploads SET wish = NULL, wished_at = NULL, trial = NULL, tried_at = NULL WHERE id = \(id)")
        return upload
    }

    /// Ends runs of uploaded files that nobody reads any more: their process is gone. They can go on.
    ///
    /// - Parameter movedBefore: runs that moved since are left alone, unless it can be told that their process is gone.
    package func endLeftImports(movedBefore limit: Instant) throws {
        let left = try rows(
            """
            UPDATE imports SET state = 'stopped', ended_at = moved_at WHERE state IN ('running', 'stopping')
              AND (moved_at <= \(limit) OR \(ImportRecord.isLeft)) AND id IN (SELECT id FROM uploads) RETURNING id
            """
        ) { $0.id(ImportRun.self) }
        for id in left { journal(JournalEntry("import.stopped", of: .import(id))) }
    }

    /// Forgets files that nobody began to import since `limit`. - Returns: where they lie.
    package func forgetUploads(before limit: Instant) throws -> [String] {
        try rows(
            """
            DELETE FROM uploads WHERE uploaded_at < \(limit) AND wish IS NULL
              AND NOT EXISTS (SELECT 1 FROM imports WHERE imports.id = uploads.id) RETURNING path
            """
        ) { $0.text() }
    }
}
