import KeptDomain
import Synchronization

/// Makes ids that grow with time and never repeat among the processes of one database.
///
/// 63 bits: milliseconds since 1970 (42 bits, until the year 2109), the node number that the database leased to this
/// process (10 bits), a counter (11 bits). When the clock steps back or a millisecond's 2,048 ids are used up, the last
/// millisecond is carried on, so ids of one process always grow.
package final class IDMaker: Sendable {
    private struct State {
        var node: Int64
        var last: Int64
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - node: 0...1023.
    ///   - lastTick: where an earlier holder of the node ended; ids go on after it.
    package init(node: Int, after lastTick: Int64 = 0) {
        precondition((0..<1024).contains(node), "node \(node)")
        state = Mutex(State(node: Int64(node), last: lastTick))
    }

    /// Goes on with another node number, after the ids of whoever had it before.
    func move(to node: Int, after lastTick: Int64) {
        precondition((0..<1024).contains(node), "node \(node)")
        state.withLock { $0 = State(node: Int64(node), last: max($0.last, lastTick)) }
    }

    /// Milliseconds and counter of the id made last, as one number.
    package var lastTick: Int64 { state.withLock { $0.last } }
    package var nodeNumber: Int { state.withLock { Int($0.node) } }

    /// So many ids in a row: no other id of this process lies between them.
    package func next<T>(_ count: Int, at now: Instant, as _: T.Type = T.self) -> [ID<T>] {
        let tick = max(now.microseconds / 1_000, 1) << 11
        let (node, end) = state.withLock { state in
            state.last = max(tick, state.last) + Int64(count)
            return (state.node, state.last)
        }
        return (end - Int64(count) + 1...end).map { ID(($0 >> 11) << 21 | node << 11 | $0 & 0x7ff) }
    }

    package func next<T>(at now: Instant, as _: T.Type = T.self) -> ID<T> {
        let tick = max(now.microseconds / 1_000, 1) << 11
        // Millisecond and counter are one number, so a full counter runs over into the next millisecond by itself.
        let (node, count) = state.withLock { state in
            state.last = tick > state.last ? tick : state.last + 1
            return (state.node, state.last)
        }
        return ID((count >> 11) << 21 | node << 11 | count & 0x7ff)
    }
}
