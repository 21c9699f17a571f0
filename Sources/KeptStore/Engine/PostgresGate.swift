import Synchronization

/// Opens connections for all threads of a driver. While the server is away it is tried at most once in a while that
/// doubles up to a second; whoever asks in between is told the last reason at once.
final class PostgresGate: Sendable {
    private struct State {
        var failures = 0
        var reason: (any Error)?
        var nextTry: ContinuousClock.Instant?
        /// Opened ahead of need.
        var ready: Handed<PostgresConnection>?
    }
    private let address: PostgresAddress
    private let state = Mutex(State())

    init(_ address: PostgresAddress) { self.address = address }

    /// Makes sure that the server can be reached; whoever connects next takes the connection made for that.
    func connectAhead() throws {
        let connection = Handed(try connect())
        state.withLock { $0.ready = connection }
    }

    func connect() throws -> PostgresConnection {
        let ready = state.withLock { state in
            defer { state.ready = nil }
            return state.ready
        }
        if let ready { return ready.value }
        let now = ContinuousClock.now
        let refusal = state.withLock { state in
            if let nextTry = state.nextTry, now < nextTry { return state.reason }
            // Others wait for the outcome of this try rather than trying too.
            if state.failures > 0 { state.nextTry = now + Self.pause(after: state.failures) }
            return nil
        }
        if let refusal { throw refusal }
        do {
            let connection = try PostgresConnection(address)
            state.withLock {
                $0.failures = 0
                $0.nextTry = nil
            }
            return connection
        } catch {
            state.withLock { state in
                state.failures += 1
                state.reason = error
                state.nextTry = .now + Self.pause(after: state.failures)
            }
            throw error
        }
    }

    private static func pause(after failures: Int) -> Duration { .milliseconds(min(1_000, 25 << min(failures, 6))) }
}
