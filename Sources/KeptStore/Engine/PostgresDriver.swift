import Foundation
import Synchronization

/// PostgreSQL behind a few threads, each with a connection of its own, so that libpq blocks nobody else.
///
/// Operations run at REPEATABLE READ and again after a lost race. Questions drain their queue in batches, each batch one
/// read-only snapshot. Text is compared by code point on every database (see `Migrator`), so both engines sort alike.
package final class PostgresDriver: EngineDriver {
    package let engine = Engine.postgres
    private let address: PostgresAddress
    private let writes: WorkQueue<WriteJob>
    private let reads: WorkQueue<ReadJob>
    private let threads: [WorkerThread]
    private let changes: PostgresChanges
    private let watchers = Mutex<[@Sendable () -> Void]>([])
    private let stopped = Mutex(false)

    private static let readBatch = 16

    /// Connects once, so that a bad address is told at once; further connections are made when there is work for them.
    package static func open(_ address: String, writers: Int = 8, readers: Int = 4) async throws -> PostgresDriver {
        let address = try PostgresAddress(address)
        let gate = PostgresGate(address)
        try await withCheckedThrowingContinuation { continuation in
            _ = WorkerThread(name: "kept-connect") { continuation.resume(with: Result { try gate.connectAhead() }) }
        }
        return try PostgresDriver(address, gate: gate, writers: writers, readers: readers)
    }

    private init(_ address: PostgresAddress, gate: PostgresGate, writers: Int, readers: Int) throws {
        self.address = address
        let relay = Relay()
        let changes = try PostgresChanges(address, relay: relay)
        let writes = WorkQueue<WriteJob>()
        let reads = WorkQueue<ReadJob>()
        self.changes = changes
        self.writes = writes
        self.reads = reads
        threads =
            (0..<writers).map { _ in
                WorkerThread(name: "kept-writer") {
                    let lane = PostgresLane(gate)
                    while let jobs = writes.take(upTo: 1) {
                        for job in jobs where lane.write(job) {
                            relay.changed()
                            changes.announce()
                        }
                    }
                }
            }
            + (0..<readers).map { _ in
                WorkerThread(name: "kept-reader") {
                    let lane = PostgresLane(gate)
                    while let jobs = reads.take(upTo: Self.readBatch) { lane.read(jobs) }
                }
            }
            + [WorkerThread(name: "kept-watcher") { changes.serve() }]
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

    package func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await writes.answer(alone: true, body)
    }

    package func watch(_ notify: @escaping @Sendable () -> Void) { watchers.withLock { $0.append(notify) } }

    /// By `pg_dump` in its custom format, which `kept restore` and `pg_restore` read.
    package func backUp(to path: String) async throws {
        try await PostgresTool.run("pg_dump", ["--format=custom", "--no-owner", "--file=\(path)"], on: address)
    }

    package func close() async {
        stopped.withLock { $0 = true }
        writes.close()
        reads.close()
        changes.wake()
        await WorkerThread.join(threads)
    }

    private func tellWatchers() { for notify in watchers.withLock({ $0 }) { notify() } }
}
