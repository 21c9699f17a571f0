import Foundation
import KeptDomain
import Synchronization

/// SQLite behind one writer thread and a few reader threads.
///
/// The writer runs every operation that waits in one transaction, each in its own savepoint so that a refusal undoes
/// only itself, and answers after the one commit. Readers drain their queue in batches, each batch one snapshot.
package final class SQLiteDriver: EngineDriver {
    package let engine = Engine.sqlite
    private let writes: WorkQueue<WriteJob>
    private let reads: WorkQueue<ReadJob>
    private let threads: [WorkerThread]
    private let watchers = Mutex<[@Sendable () -> Void]>([])
    private let stopped = Mutex(false)
    private let path: String

    /// At most so many operations share a commit, and none waits for others longer than `batchSpan`.
    package static let usualSharing = 256
    private static let batchSpan = Duration.milliseconds(15)

    package init(path: String, readers: Int = 2, sharing: Int = usualSharing) throws {
        self.path = path
        // Opened here so that a bad path is told to the caller, then handed to the threads for good.
        let writer = Handed(try SQLiteConnection(path: path, writable: true))
        let readers = try (0..<readers).map { _ in Handed(try SQLiteConnection(path: path, writable: false)) }
        let watcher = Handed(try SQLiteConnection(path: path, writable: false))
        // Read before anybody listens: a change between now and the watcher's first look is told too.
        let seen = try watcher.value.dataVersion()
        let relay = Relay()
        let writes = WorkQueue<WriteJob>()
        let reads = WorkQueue<ReadJob>()
        self.writes = writes
        self.reads = reads
        threads =
            [
                WorkerThread(name: "kept-writer") {
                    Self.serveWrites(writes, sharing: sharing, on: writer.value, relay: relay)
                }
            ]
            + readers.map { reader in
                WorkerThread(name: "kept-reader") { Self.serveReads(reads, on: reader.value) }
            }
            + [WorkerThread(name: "kept-watcher") { Self.watchOthers(on: watcher.value, since: seen, relay: relay) }]
        relay.bind { [weak self] in
            self?.tellWatchers()
        } stopped: { [weak self] in
            self?.isStopped ?? true
        }
    }

    package var waiting: WaitingWork { WaitingWork(writes: writes.count, reads: reads.count) }

    private var isStopped: Bool { stopped.withLock { $0 } }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await reads.answer(body)
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await writes.answer(body)
    }

    /// One process writes at a time to a file anyway.
    package func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await writes.answer(alone: true, body)
    }

    package func watch(_ notify: @escaping @Sendable () -> Void) { watchers.withLock { $0.append(notify) } }

    package func backUp(to target: String) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            _ = WorkerThread(name: "kept-backup") { [path] in
                continuation.resume(
                    with: Result { try SQLiteConnection(path: path, writable: false).backUp(to: target) })
            }
        }
    }

    package func close() async {
        stopped.withLock { $0 = true }
        writes.close()
        reads.close()
        await WorkerThread.join(threads)
    }

    private func tellWatchers() { for notify in watchers.withLock({ $0 }) { notify() } }

    // MARK: - Threads

    private static func serveWrites(
        _ queue: WorkQueue<WriteJob>, sharing: Int, on connection: SQLiteConnection, relay: Relay
    ) {
        var pace = CommitPace()
        while let jobs = queue.take(upTo: sharing) {
            commit(jobs, then: queue, sharing: sharing, &pace, on: connection)
            relay.changed()
        }
    }

    private static func commit(
        _ first: [WriteJob], then queue: WorkQueue<WriteJob>, sharing: Int, _ pace: inout CommitPace,
        on connection: SQLiteConnection
    ) {
        let clock = ContinuousClock()
        let end = clock.now + batchSpan
        var answers: [@Sendable () -> Void] = []
        var taken: [WriteJob] = []
        do {
            try connection.run("BEGIN IMMEDIATE")
            var jobs = first
            while !jobs.isEmpty {
                taken += jobs
                for job in jobs { answers.append(try attempt(job, isFirst: answers.isEmpty, on: connection)) }
                jobs = taken.count < sharing && clock.now < end ? queue.takeMore(upTo: sharing - taken.count) : []
                if jobs.isEmpty, let patience = pace.patience(after: taken.count), taken.count < sharing {
                    jobs = queue.takeMore(upTo: sharing - taken.count, until: Date(timeIntervalSinceNow: patience))
                }
            }
            let begun = clock.now
            try connection.run("COMMIT")
            pace.note(clock.now - begun, shared: taken.count)
            for answer in answers { answer() }
        } catch {
            // Nothing of this batch is in the file: every caller is told so, none twice.
            if !connection.isOutsideTransaction {
                do { try connection.run("ROLLBACK") } catch {
                    // The next BEGIN fails and says why.
                }
            }
            for job in taken.isEmpty ? first : taken { job.refuse(error) }
        }
    }

    /// Runs one operation in its own savepoint. A refusal undoes only that operation; an error that made SQLite roll
    /// the whole transaction back is thrown.
    ///
    /// The first operation of a transaction needs none, since nothing stands beside it that a rollback could take along.
    /// A savepoint around a batch of an import would make each of its statements walk the list of all pages it changed.
    private static func attempt(
        _ job: WriteJob, isFirst: Bool, on connection: SQLiteConnection
    ) throws -> @Sendable () -> Void {
        if isFirst {
            do {
                return try job.run(connection)
            } catch {
                if !connection.isOutsideTransaction { try connection.run("ROLLBACK") }
                try connection.run("BEGIN IMMEDIATE")
                return { job.refuse(error) }
            }
        }
        try connection.run("SAVEPOINT operation")
        do {
            let answer = try job.run(connection)
            try connection.run("RELEASE operation")
            return answer
        } catch {
            if connection.isOutsideTransaction { throw error }
            try connection.run("ROLLBACK TO operation")
            try connection.run("RELEASE operation")
            return { job.refuse(error) }
        }
    }

    private static func serveReads(_ queue: WorkQueue<ReadJob>, on connection: SQLiteConnection) {
        while let jobs = queue.take(upTo: 16) {
            do {
                try connection.run("BEGIN")
                let answers = jobs.map { $0.run(connection) }
                try connection.run("COMMIT")
                for answer in answers { answer() }
            } catch {
                for job in jobs { job.refuse(error) }
            }
        }
    }

    /// Another process's commits show as a new data version; a quarter second is well inside the half second promised.
    private static func watchOthers(on connection: SQLiteConnection, since seen: Int, relay: Relay) {
        var known: Int? = seen
        while !relay.isStopped {
            Thread.sleep(forTimeInterval: 0.2)
            do {
                let version = try connection.dataVersion()
                if known != version { relay.changed() }
                known = version
            } catch {
                // A file that cannot be read now is told to whoever reads or writes it; the watcher looks again.
                known = nil
            }
        }
    }
}
