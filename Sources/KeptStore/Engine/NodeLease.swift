import Foundation
import KeptDomain
import Synchronization

/// The right of this process to a node number in the ids that it makes.
///
/// A number that was not renewed in time may be somebody else's by then: it is given up for another one before the next
/// id is made.
final class NodeLease: Sendable {
    static let span = Span.hours(1)

    let ids: IDMaker
    /// Of this process alone, however many on this machine open the record.
    private let holder: String
    private let state: Mutex<State>

    private struct State {
        /// Until when the number is ours.
        var end: Instant
        /// Under way for everybody who needs it.
        var renewal: Task<Void, any Error>?
    }

    private init(_ ids: IDMaker, holder: String, until end: Instant) {
        self.ids = ids
        self.holder = holder
        state = Mutex(State(end: end))
    }

    /// Takes the lowest number that nobody holds.
    static func take(on driver: any EngineDriver, at now: Instant) async throws -> NodeLease {
        let process = ProcessInfo.processInfo
        let holder = "\(process.hostName):\(process.processIdentifier):\(UUID().uuidString)"
        let taken = try await driver.write { try take(on: $0, holder: holder, at: now) }
        return NodeLease(IDMaker(node: taken.node, after: taken.lastTick), holder: holder, until: now + span)
    }

    /// Makes sure that the number is this process's for half an hour from `now` on.
    func hold(on driver: any EngineDriver, at now: Instant) async throws {
        let renewal = state.withLock { state -> Task<Void, any Error>? in
            if now + .minutes(30) < state.end { return nil }
            if let underWay = state.renewal { return underWay }
            let started = Task { [self] in
                defer { self.state.withLock { $0.renewal = nil } }
                try await renew(on: driver, at: now)
                self.state.withLock { $0.end = max($0.end, now + Self.span) }
            }
            state.renewal = started
            return started
        }
        if let renewal { try await renewal.value }
    }

    func giveBack(on driver: any EngineDriver, at now: Instant) async throws {
        try await driver.write { [ids, holder] connection in
            _ = try connection.run(
                """
                UPDATE nodes SET leased_until = \(now), last_tick = \(ids.lastTick)
                WHERE node = \(ids.nodeNumber) AND holder = \(holder)
                """)
        }
    }

    private func renew(on driver: any EngineDriver, at now: Instant) async throws {
        let other = try await driver.write { [ids, holder] connection -> (node: Int, lastTick: Int64)? in
            let renewed = try connection.run(
                """
                UPDATE nodes SET leased_until = \(now + Self.span), last_tick = \(ids.lastTick)
                WHERE node = \(ids.nodeNumber) AND holder = \(holder)
                """)
            if renewed > 0 { return nil }
            return try Self.take(on: connection, holder: holder, at: now)
        }
        if let other { ids.move(to: other.node, after: other.lastTick) }
    }

    private static func take(
        on connection: any Connection, holder: String, at now: Instant
    ) throws -> (node: Int, lastTick: Int64) {
        let held = try connection.rows("SELECT node, leased_until, last_tick FROM nodes ORDER BY node") { row in
            (node: row.int(), until: row.instant(), lastTick: row.int64())
        }
        let fresh = (0..<1024).first { node in !held.contains { $0.node == node } }
        guard
            let free = held.first(where: { $0.until <= now }).map({ ($0.node, $0.lastTick) }) ?? fresh.map({ ($0, 0) })
        else { throw StoreError.unavailable(Hindrance("commands.refusals.too-many-processes")) }
        try connection.run(
            """
            INSERT INTO nodes (node, holder, leased_until, last_tick) VALUES (\(free.0), \(holder), \(now + span), \(free.1))
            ON CONFLICT (node) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
            """)
        return (free.0, free.1)
    }
}
