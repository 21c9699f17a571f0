import Foundation
import KeptDomain

/// SQLite behind one writer thread and a few reader threads.
///
/// The writer runs every operation that waits in one transaction, all but the first in savepoints of their own so that a
/// refusal undoes only itself, and answers after the one commit. Readers answer one question after another, those that
/// waited when the first was taken from one snapshot.
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
        var answers: [@Sendable () -> Void] = []
        var taken: [WriteJob] = []
        do {
            try connection.run("BEGIN IMMEDIATE")
            var jobs = first
            while !jobs.isEmpty {
                taken += jobs
                for job in jobs { answers.append(try attempt(job, isFirst: answers.isEmpty, on: connection)) }
                jobs = taken.count < sharing && clock.now < end ? queue.takeMore(upTo: sharing - taken.count) : []
                if jobs.isEmpty, taken.count < sharing,
                    let patience = pace.patience(after: taken.count, left: end - clock.now)
                {
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
            Thread.sleep(forTimeInterval: 0.2)
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
