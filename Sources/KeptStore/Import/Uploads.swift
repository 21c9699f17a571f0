import Foundation
import KeptDomain

/// A file that was handed over on the import page. A run of it has the same id.
package struct UploadRecord: Sendable, Identifiable {
    /// What somebody asked to be done with it.
    package enum Wish: String, Sendable { case start, rehearse = "try" }

    /// Whose doing it is: the import runs with what they may do.
    package enum Hand: Sendable, Hashable {
        case person(ID<Person>)
        case token(ID<AccessToken>)
    }

    package let id: ID<ImportRun>
    /// Its name where it came from.
    package let file: String
    /// Where it lies.
    package let path: String
    package let size: Int64
    /// The person or the program that handed it over.
    package let uploadedBy: Hand
    package let uploadedAt: Instant
    /// What its columns stand for, once somebody said it.
    package let map: ColumnMap?
    /// `nil` when nobody waits for anything to begin.
    package let wish: Wish?
    package let wishedBy: Hand?
    /// What the last try came to, or why nothing was begun.
    package let trial: UploadTrial?
    package let triedAt: Instant?

    static let columns: SQL = """
        id, file, path, size, uploaded_by, uploaded_by_token, uploaded_at, map, wish, wished_by, wished_by_token, trial, \
        tried_at
        """

    init(_ row: inout Row) throws {
        id = row.id()
        file = row.text()
        path = row.text()
        size = row.int64()
        guard let hand = Hand(person: row.optionalID(), token: row.optionalID()) else {
            throw StoreError.defect("upload \(id) was handed over by nobody")
        }
        uploadedBy = hand
        uploadedAt = row.instant()
        map = try row.optionalText().map { try JSONDecoder().decode(ColumnMap.self, from: Data($0.utf8)) }
        wish = row.optionalWord()
        wishedBy = Hand(person: row.optionalID(), token: row.optionalID())
        trial = try row.optionalText().map { try JSONDecoder().decode(UploadTrial.self, from: Data($0.utf8)) }
        triedAt = row.optionalInstant()
    }
}

extension UploadRecord.Hand {
    init?(person: ID<Person>?, token: ID<AccessToken>?) {
        if let person { self = .person(person) } else if let token { self = .token(token) } else { return nil }
    }

    /// - Throws: `NotPermitted` for the shell and parts of Kept itself, which hand no files over.
    init(_ actor: Actor) throws {
        switch actor {
        case .person(let id, _): self = .person(id)
        case .token(let id, _): self = .token(id)
        case .customer, .system, .shell: throw NotPermitted(.importData)
        }
    }

    var person: ID<Person>? { if case .person(let id) = self { id } else { nil } }
    var token: ID<AccessToken>? { if case .token(let id) = self { id } else { nil } }
}

extension Reading {
    /// Who does what is asked for a file now, with the language in which they read; `nil` for whoever left or whose token
    /// ended since.
    package func importer(_ hand: UploadRecord.Hand, at now: Instant) throws -> (actor: Actor, language: String)? {
        switch hand {
        case .person(let id):
            guard let record = try person(id), record.leftAt == nil else { return nil }
            return (.person(id, grants: record.person.grants), record.person.language)
        case .token(let id):
            guard let token = try accessToken(id), token.isValid(at: now) else { return nil }
            return (.token(id, scope: token.scope), "en")
        }
    }

    /// A file that is here; `nil` for one that was removed.
    package func upload(_ id: ID<ImportRun>) throws -> UploadRecord? {
        try row("SELECT \(UploadRecord.columns) FROM uploads WHERE id = \(id) AND removed_at IS NULL") {
            try UploadRecord(&$0)
        }
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

    /// The names of uploaded files by the ids of their runs, those included that were removed.
    package func uploadNames(of ids: [ID<ImportRun>]) throws -> [ID<ImportRun>: String] {
        let pairs = try rows("SELECT id, file FROM uploads WHERE id IN \(anyOf: ids)") {
            ($0.id(ImportRun.self), $0.text())
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

extension Transaction {
    /// Notes a file that a person or a program handed over and that lies at `path`.
    package func addUpload(named file: String, at path: String, size: Int64) throws -> ID<ImportRun> {
        try permit(.importData)
        let hand = try UploadRecord.Hand(actor)
        let id = newID(ImportRun.self)
        put(
            """
            INSERT INTO uploads (id, file, path, size, uploaded_by, uploaded_by_token, uploaded_at)
            VALUES (\(id), \(file), \(path), \(size), \(hand.person), \(hand.token), \(now))
            """)
        journal(JournalEntry("import.handed-over", of: .import(id), facts: [Fact("file", file), Fact("size", size)]))
        return id
    }

    /// Asks that an uploaded file be imported, or tried, as soon as those before it are through.
    ///
    /// - Parameter map: what its columns stand for; as was said before when left out.
    package func wish(_ wish: UploadRecord.Wish, for id: ID<ImportRun>, map: ColumnMap? = nil) throws {
        try permit(.importData)
        let hand = try UploadRecord.Hand(actor)
        let text = try map.map { try ImportRecord.json($0) }
        let count = try run(
            """
            UPDATE uploads SET map = coalesce(\(text), map), wish = \(wish), wished_by = \(hand.person),
              wished_by_token = \(hand.token), wished_at = \(now)
            WHERE id = \(id) AND removed_at IS NULL
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

    /// Forgets files that nobody began to import since `limit`. - Returns: where all lies that was kept of them.
    package func forgetUploads(before limit: Instant) throws -> [String] {
        try rows(
            """
            DELETE FROM uploads WHERE uploaded_at < \(limit) AND wish IS NULL
              AND NOT EXISTS (SELECT 1 FROM imports WHERE imports.id = uploads.id) RETURNING \(UploadRecord.columns)
            """
        ) { try UploadRecord(&$0).keptPaths }.flatMap(\.self)
    }
}
