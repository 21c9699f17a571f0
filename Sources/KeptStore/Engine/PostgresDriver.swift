import Foundation

/// PostgreSQL behind a few threads, each with a connection of its own, so that libpq blocks nobody else.
///
/// Operations run at REPEATABLE READ and again after a lost race. Questions that waited when a reader took the first of
/// them are answered from one read-only snapshot. Text is compared by code point on every database (see `Migrator`), so both engines sort alike.
package final class PostgresDriver: EngineDriver {
    package let engine = Engine.postgres
    private let address: PostgresAddress
    private let threads: EngineThreads
    private let changes: PostgresChanges

    /// At most so many questions share a snapshot.
    private static let readBatch = 16

    /// Connects once, so that a bad address is told at once; further connections are made when there is work for them.
    package static func open(_ address: String, writers: Int = 8, readers: Int = 4) async throws -> PostgresDriver {
        let address = try PostgresAddress(address)
        let gate = PostgresGate(address)
        try await OwnThread.run("kept-connect") { try gate.connectAhead() }
        return try PostgresDriver(address, gate: gate, writers: writers, readers: readers)
    }

    private init(_ address: PostgresAddress, gate: PostgresGate, writers: Int, readers: Int) throws {
        self.address = address
        let threads = EngineThreads()
        let changes = try PostgresChanges(address, threads)
        self.threads = threads
        self.changes = changes
        for _ in 0..<writers {
            threads.start("kept-writer") {
                let lane = PostgresLane(gate)
                while let jobs = threads.writes.take(upTo: 1) {
                    for job in jobs where lane.write(job) {
                        threads.changed()
                        changes.announce()
                    }
                }
            }
        }
        for _ in 0..<readers {
            threads.start("kept-reader") {
                let lane = PostgresLane(gate)
                while let (first, cameIn) = threads.reads.takeOne() {
                    var answered = 1
                    lane.read(first) {
                        answered += 1
                        return answered <= Self.readBatch ? threads.reads.takeOne(ofFirst: cameIn) : nil
                    }
                }
            }
        }
        threads.start("kept-watcher") { changes.serve() }
    }

    package var waiting: WaitingWork { threads.waiting }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await threads.reads.answer(body)
    }

    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await threads.writes.answer(body)
    }

    package func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await threads.writes.answer(alone: true, body)
    }

    package func watch(_ notify: @escaping @Sendable () -> Void) { threads.watch(notify) }

    /// By `pg_dump` in its custom format, which `kept restore` and `pg_restore` read.
    package func backUp(to path: String) async throws {
        try await PostgresTool.run("pg_dump", ["--format=custom", "--no-owner", "--file=\(path)"], on: address)
    }

    package func close() async { await threads.stop { changes.wake() } }
}
