import Foundation
import KeptDomain

/// Where a run of an import stands, as its row keeps it.
struct ImportPosition: Sendable, Codable, Equatable {
    /// Which of the files, from 0.
    var file = 0
    /// In that file; `nil` at its start.
    var place: DelimitedFile.Position?
    /// Bytes of the rejects file that count.
    var rejectsLength: Int64 = 0
}

/// A run of an import as pages and the command line show it.
package struct ImportRecord: Sendable, Identifiable {
    package enum State: String, Sendable { case running, stopping, stopped, done, failed }

    package let id: ID<ImportRun>
    package let kind: String
    package let source: String
    package let files: [String]
    package let state: State
    package let totals: ImportTotals
    package let bytesDone: Int64
    package let bytesTotal: Int64
    package let rejects: String?
    package let failure: String?
    package let startedAt: Instant
    package let movedAt: Instant
    package let endedAt: Instant?

    /// The names of its files.
    package var fileNames: [String] {
        files.map { fingerprint in
            let path = fingerprint.split(separator: "|").dropLast(2).joined(separator: "|")
            return path.split(separator: "/").last.map(String.init) ?? path
        }
    }

    let position: ImportPosition
    /// How often it was begun or gone on with.
    let turn: Int

    /// A run whose process is gone is stopped, whatever its row says: it can go on at once.
    private static let state: SQL = """
        CASE WHEN state IN ('running', 'stopping') AND \(isLeft) THEN 'stopped' ELSE state END
        """

    static let isLeft: SQL = """
        \(sqlite: "kept_process_is_gone(holder) = 1", postgres: "NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.application_name = holder) AND holder IS NOT NULL")
        """

    static let columns: SQL = """
        id, kind, source, files, \(state), counts, bytes_done, bytes_total, rejects, failure, started_at, moved_at, \
        ended_at, position, turn
        """

    init(_ row: inout Row) throws {
        let decoder = JSONDecoder()
        id = row.id()
        kind = row.text()
        source = row.text()
        files = try decoder.decode([String].self, from: Data(row.text().utf8))
        state = row.word()
        totals = try decoder.decode(ImportTotals.self, from: Data(row.text().utf8))
        bytesDone = row.int64()
        bytesTotal = row.int64()
        rejects = row.optionalText()
        failure = row.optionalText()
        startedAt = row.instant()
        movedAt = row.instant()
        endedAt = row.optionalInstant()
        position = try decoder.decode(ImportPosition.self, from: Data(row.text().utf8))
        turn = row.int()
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension Reading {
    /// Runs of imports, the newest first.
    package func imports(limit: Int = 50) throws -> [ImportRecord] {
        try rows("SELECT \(ImportRecord.columns) FROM imports ORDER BY started_at DESC, id DESC LIMIT \(limit)") {
            try ImportRecord(&$0)
        }
    }

    package func importRecord(_ id: ID<ImportRun>) throws -> ImportRecord? {
        try row("SELECT \(ImportRecord.columns) FROM imports WHERE id = \(id)") { try ImportRecord(&$0) }
    }
}

extension Transaction {
    /// Begins a run, or goes on with the newest one of the same files that did not end.
    ///
    /// - Throws: `ImportRefusal.underWay` when somebody reads the files already.
    func beginImport(_ plan: ImportPlan, rejects: String) throws -> ImportRecord {
        try permit(.importData)
        let files = try ImportRecord.json(plan.files.map(\.fingerprint))
        let sameFiles: SQL = "kind = \(plan.kind) AND source = \(plan.source) AND files = \(files)"
        let isSame: SQL = if let run = plan.run { "id = \(run)" } else { sameFiles }
        let unfinished = try row(
            "SELECT \(ImportRecord.columns) FROM imports WHERE \(isSame) ORDER BY started_at DESC, id DESC LIMIT 1"
        ) { try ImportRecord(&$0) }
        if let unfinished, unfinished.state != .done {
            guard !unfinished.isUnderWay(at: now) else { throw ImportRefusal.underWay(files: plan.files.map(\.name)) }
            put(
                """
                UPDATE imports SET state = 'running', failure = NULL, ended_at = NULL, moved_at = \(now), holder = \(holder),
                  turn = turn + 1
                WHERE id = \(unfinished.id)
                """)
            journal(JournalEntry("import.resumed", of: .import(unfinished.id), facts: [Fact("source", plan.source)]))
            guard let resumed = try importRecord(unfinished.id) else { throw StoreError.notFound("import") }
            return resumed
        }
        let id = plan.run ?? newID()
        try run(
            """
            INSERT INTO imports (id, kind, source, files, state, position, counts, bytes_total, rejects, started_at,
              moved_at, holder)
            VALUES (\(id), \(plan.kind), \(plan.source), \(files), 'running', \(try ImportRecord.json(ImportPosition())),
              \(try ImportRecord.json(ImportTotals())), \(plan.totalBytes), \(rejects), \(now), \(now), \(holder))
            """)
        journal(JournalEntry("import.started", of: .import(id), facts: [Fact("source", plan.source)]))
        guard let made = try importRecord(id) else { throw StoreError.notFound("import \(id)") }
        return made
    }

    /// This process, as `ImportRecord.isLeft` looks for it.
    private var holder: SQL {
        switch engine {
        case .sqlite: "\(ProcessMark.own)"
        case .postgres: "current_setting('application_name')"
        }
    }

    /// Notes how far a run has come, in the transaction of the batch. Returns `false` when somebody asked it to stop.
    ///
    /// - Throws: `ImportRefusal.takenOver` when the run went on elsewhere meanwhile.
    func moveImport(
        _ id: ID<ImportRun>, _ turn: Int, to position: ImportPosition, _ totals: ImportTotals, bytes: Int64
    ) throws -> Bool {
        let state = try row(
            """
            UPDATE imports SET position = \(try ImportRecord.json(position)), counts = \(try ImportRecord.json(totals)),
              bytes_done = \(bytes), moved_at = \(now) WHERE id = \(id) AND turn = \(turn) RETURNING state
            """
        ) { $0.word(ImportRecord.State.self) }
        guard let state else { throw ImportRefusal.takenOver }
        return state == .running
    }

    /// A run that went on elsewhere meanwhile is left to whoever has it now.
    func endImport(
        _ id: ID<ImportRun>, _ turn: Int, as state: ImportRecord.State, failure: String? = nil, _ totals: ImportTotals
    ) throws {
        let ended = try run(
            """
            UPDATE imports SET state = \(state), failure = \(failure), ended_at = \(now), moved_at = \(now)
            WHERE id = \(id) AND turn = \(turn)
            """)
        guard ended > 0 else { return }
        journal(
            JournalEntry(
                "import." + (state == .done ? "ended" : state.rawValue), of: .import(id), why: failure,
                facts: [Fact("read", totals.read), Fact("rejected", totals.rejected)]))
    }

    /// Asks a running import to stop after its batch. One that has not moved for half a minute has nobody who reads it:
    /// it is stopped at once.
    package func stopImport(_ id: ID<ImportRun>) throws {
        try permit(.importData)
        let left = try run(
            """
            UPDATE imports SET state = 'stopped', ended_at = moved_at
            WHERE id = \(id) AND state IN ('running', 'stopping')
              AND (moved_at < \(now - ImportRecord.longestSilence) OR \(ImportRecord.isLeft))
            """)
        if left > 0 {
            journal(JournalEntry("import.stopped", of: .import(id)))
        } else if try run("UPDATE imports SET state = 'stopping' WHERE id = \(id) AND state = 'running'") > 0 {
            journal(JournalEntry("import.stop-asked", of: .import(id)))
        }
    }
}
