import Foundation
import KeptDomain

/// SQLite behind one writer thread and a few reader threads.
///
/// The writer runs every operation that waits in one transaction and answers after the one commit; a refusal undoes only
/// itself. Readers answer one question after another, those that waited when the first was taken from one snapshot.
package final class SQLiteDriver: EngineDriver {
    package let engine = Engine.sqlite
    private let threads = EngineThreads()
    private let path: String

    /// At most so many operations share a commit, and none waits for others to come longer than `batchSpan`.
    package static let usualSharing = 256
    private static let batchSpan = Duration.milliseconds(15)
    /// At most so many questions share a snapshot.
    private static let readBatch = 16

    package init(path: String, readers: Int = 2, sharing: Int = usualSharing) throws {
        self.path = path
        // Opened here so that a bad path is told to the caller, then handed to the threads for good.
        let writer = Handed(try SQLiteConnection(path: path, writable: true))
        let readers = try (0..<readers).map { _ in Handed(try SQLiteConnection(path: path, writable: false)) }
        let watcher = Handed(try SQLiteConnection(path: path, writable: false))
        // Read before anybody listens: a change between now and the watcher's first look is told too.
        let seen = try watcher.value.dataVersion()
        threads.start("kept-writer") { [threads] in Self.serveWrites(threads, sharing: sharing, on: writer.value) }
        for reader in readers {
            threads.start("kept-reader") { [threads] in Self.serveReads(threads.reads, on: reader.value) }
        }
        threads.start("kept-watcher") { [threads] in Self.watchOthers(on: watcher.value, since: seen, threads) }
    }

    package var waiting: WaitingWork { threads.waiting }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await threads.reads.answer(body)
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await threads.writes.answer(body)
    }

    /// One process writes at a time to a file anyway.
    package func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await threads.writes.answer(alone: true, body)
    }

    package func watch(_ notify: @escaping @Sendable () -> Void) { threads.watch(notify) }

    package func backUp(to target: String) async throws {
        try await OwnThread.run("kept-backup") { [path] in
            try SQLiteConnection(path: path, writable: false).backUp(to: target)
        }
    }

    package func close() async { await threads.stop() }

    // MARK: - Threads

    private static func serveWrites(
        _ threads: EngineThreads, sharing: Int, on connection: SQLiteConnection
    ) {
        var pace = CommitPace()
        while let jobs = threads.writes.take(upTo: sharing) {
            commit(jobs, then: threads.writes, sharing: sharing, &pace, on: connection)
            threads.changed()
        }
    }

    private static func commit(
        _ first: [WriteJob], then queue: WorkQueue<WriteJob>, sharing: Int, _ pace: inout CommitPace,
        on connection: SQLiteConnection
    ) {
        let clock = ContinuousClock()
        let end = clock.now + batchSpan
        var batch = SQLiteBatch(on: connection)
        var jobs = first
        do {
            try connection.run("BEGIN IMMEDIATE")
            while !jobs.isEmpty {
                for job in jobs { try batch.take(job) }
                jobs = batch.count < sharing && clock.now < end ? queue.takeMore(upTo: sharing - batch.count) : []
                if jobs.isEmpty, batch.count < sharing,
                    let patience = pace.patience(after: batch.count, left: end - clock.now)
                {
                    jobs = queue.takeMore(upTo: sharing - batch.count, until: .now() + patience)
                }
            }
            let begun = clock.now
            try connection.run("COMMIT")
            pace.note(clock.now - begun, shared: batch.count)
            batch.answer()
        } catch {
            // Nothing of this batch is in the file: every caller is told so, none twice.
            if !connection.isOutsideTransaction {
                do { try connection.run("ROLLBACK") } catch {
                    // The next BEGIN fails and says why.
                }
            }
            batch.refuse(error, with: jobs)
        }
    }

    private static func serveReads(_ queue: WorkQueue<ReadJob>, on connection: SQLiteConnection) {
        while let (first, cameIn) = queue.takeOne() {
            do { try connection.run("BEGIN") } catch {
                first.refuse(error)
                continue
            }
            var next: ReadJob? = first
            var answered = 0
            while let job = next {
                job.run(connection)()
                answered += 1
                // Who asks after a change sees it, so the snapshot answers nobody who came later. Those who wait are taken
                // one by one: a slow question holds up nobody whom another reader could answer.
                next = answered < readBatch ? queue.takeOne(ofFirst: cameIn) : nil
            }
            do { try connection.run("COMMIT") } catch {
                do { try connection.run("ROLLBACK") } catch {
                    // Nothing is open then, or the next BEGIN fails and says why.
                }
            }
        }
    }

    /// Another process's commits show as a new data version; a quarter second is well inside the half second promised.
    private static func watchOthers(on connection: SQLiteConnection, since seen: Int, _ threads: EngineThreads) {
        var known: Int? = seen
        while !threads.isStopped {
            threads.rest(for: .milliseconds(200))
            do {
                let version = try connection.dataVersion()
                if known != version { threads.changed() }
                known = version
            } catch {
                // A file that cannot be read now is told to whoever reads or writes it; the watcher looks again.
                known = nil
            }
        }
    }
}
