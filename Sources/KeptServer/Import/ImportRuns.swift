import Foundation
import KeptDomain
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle
import Synchronization

/// Imports uploaded files, one after another, whoever watches or not.
///
/// What is asked for stands in the record, so it outlives this process; a run that is interrupted stops after its batch
/// and can go on. What a rehearsal found is kept with the file; only how fast a run goes is known here alone.
package final class ImportRuns: Runner {
    private struct State {
        var current: ID<ImportRun>?
        var isRehearsal = false
        var progress: ImportProgress?
        var isStopAsked = false
    }

    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    private let folder: String
    private let log: Logger
    private let wishes = ChangeSignal()
    private let state = Mutex(State())

    /// How long a file that nobody began to import stays.
    private static let patience = Span.days(7)

    init(store: Store, time: any TimeSource, words: Vocabulary, folder: String, log: Logger) {
        self.store = store
        self.time = time
        self.words = words
        self.folder = folder
        self.log = log
    }

    package func run() async throws {
        let heard = wishes.listen()
        await tidyUp()
        await fulfilAll()
        for await _ in heard.cancelOnGracefulShutdown() { await fulfilAll() }
    }

    /// Tells that there is a new wish in the record.
    func look() { wishes.signal() }

    /// How far the run is, while it is read here; `nil` for any other.
    func progress(of id: ID<ImportRun>) -> ImportProgress? {
        state.withLock { $0.current == id ? $0.progress : nil }
    }

    func isReading(_ id: ID<ImportRun>) -> Bool { state.withLock { $0.current == id } }

    /// Asks the rehearsal of this file to stop after its batch, if there is one.
    func stopRehearsal(of id: ID<ImportRun>) {
        state.withLock { if $0.current == id, $0.isRehearsal { $0.isStopAsked = true } }
    }

    // MARK: the work

    private var shouldEnd: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    private func fulfilAll() async {
        while !shouldEnd {
            do {
                guard let next = try await store.read({ try $0.nextWish() }) else { return }
                try await fulfilWish(for: next)
            } catch {
                log.error(
                    "imports: the next one cannot be found and is looked for again", metadata: ["error": "\(error)"])
                await pause()
            }
        }
    }

    private func pause() async {
        do {
            try await cancelWhenGracefulShutdown { [time] in try await time.sleep(for: .seconds(5)) }
        } catch {
            log.debug("imports: ends while it waits")
        }
    }

    /// The file counts as being read before its wish is taken, and until what came of it is noted, so that at every
    /// moment its page has one of the three to show.
    private func fulfilWish(for id: ID<ImportRun>) async throws {
        state.withLock {
            $0.current = id
            $0.isRehearsal = false
            $0.progress = nil
            $0.isStopAsked = false
        }
        defer { state.withLock { $0.current = nil } }
        let upload = try await store.write(as: .system("import"), at: time.now) { try $0.takeWish(for: id) }
        if let upload { try await fulfil(upload) }
    }

    private func fulfil(_ upload: UploadRecord) async throws {
        let isRehearsal = upload.wish == .rehearse
        state.withLock { $0.isRehearsal = isRehearsal }
        do {
            guard let importer = try await importer(of: upload, isRehearsal: isRehearsal) else { return }
            let report = try await importer.run(
                shouldStop: { Task.isShuttingDownGracefully || Task.isCancelled || self.isStopAsked },
                progress: { progress in self.state.withLock { $0.progress = progress } })
            if isRehearsal {
                try await note(UploadTrial(report), of: upload)
            } else if !report.isStopped {
                UploadedFile.remove([upload.path])
            }
        } catch let refusal as any Refusal {
            try await note(UploadTrial(failed: FileRefusal(refusal, file: upload.file)), of: upload)
        } catch {
            log.error("imports: a run failed", metadata: ["import": "\(upload.id)", "error": "\(error)"])
            try await note(UploadTrial(failed: Defect()), of: upload)
        }
    }

    private var isStopAsked: Bool { state.withLock { $0.isStopAsked } }

    private func note(_ trial: UploadTrial, of upload: UploadRecord) async throws {
        try await store.write(as: .system("import"), at: time.now) { try $0.noteTrial(trial, of: upload.id) }
    }

    /// - Returns: `nil` when there is nothing left to do.
    private func importer(of upload: UploadRecord, isRehearsal: Bool) async throws -> Importer? {
        let now = time.now
        let (record, hand, zone) = try await store.read { reading in
            (
                try reading.importRecord(upload.id),
                try reading.importer(upload.wishedBy ?? upload.uploadedBy, at: now),
                try reading.place(orDefault: nil).zone
            )
        }
        if record?.state == .done { return nil }
        guard let hand, let map = upload.map else { throw NotPermitted(.importData) }
        var plan = ImportPlan(
            kind: ImportPlan.Kind(map.rows), source: map.source ?? "files",
            files: [try ImportPlan.File(upload.path, as: .mapped(map), named: upload.file)], zone: map.zone ?? zone)
        plan.run = upload.id
        plan.isDryRun = isRehearsal
        let rejects = isRehearsal ? upload.triedRejectsPath : upload.rejectsPath
        if isRehearsal { UploadedFile.remove([rejects]) }
        let language = words.language(for: hand.language) ?? .english
        return Importer(
            plan, into: store, as: hand.actor, time: time, rejects: rejects,
            words: words[language])
    }

    // MARK: what an earlier process left

    /// Runs that an earlier process left are stopped, and files that nobody wanted are removed.
    private func tidyUp() async {
        do {
            // A folder is served by one process, so whatever runs in it is left over. A database may have others.
            let now = time.now
            let limit = store.engine == .sqlite ? now : now - .seconds(30)
            let unwanted = try await store.write(as: .system("import"), at: now) { transaction in
                try transaction.endLeftImports(movedBefore: limit)
                return try transaction.forgetUploads(before: now - Self.patience)
            }
            UploadedFile.remove(try unwanted + unfinished())
        } catch {
            log.error("imports: cannot tidy up", metadata: ["error": "\(error)"])
        }
    }

    /// Uploads that broke off with their process more than a day ago.
    private func unfinished() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        let limit = Date(timeIntervalSinceNow: -86_400)
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(UploadedFile.unfinishedEnding) }.map { "\(folder)/\($0)" }
            .filter { path in
                let changed = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
                return changed.map { $0 < limit } ?? false
            }
    }
}

/// Something that went wrong on our side; the log knows what.
private struct Defect: Refusal {
    var key: String { "requests.defect" }
    var facts: [Fact] { [] }
}
