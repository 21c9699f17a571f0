import KeptDomain

/// A queue in which somebody waits longer than they were told.
package struct QueueInNeed: Sendable, Hashable {
    package let queue: Queue
    /// Those who wait beyond what was told last.
    package let late: Int
    /// The longest that any of those waits.
    package let longest: Span
}

extension Reading {
    /// Whoever waits beyond what was told, by queue, the most first.
    ///
    /// - Parameter places: where to look; `nil` for everywhere.
    package func queuesInNeed(at places: Set<ID<Place>>?, now: Instant) throws -> [QueueInNeed] {
        let found = try rows(
            """
            SELECT v.queue_id, count(*), min(v.joined_at) FROM visits v JOIN promises p ON p.id = v.promise_id
            WHERE v.state = 'waiting' AND p.due_at < \(now)\(SQL.and("v.place_id", in: places))
            GROUP BY v.queue_id ORDER BY count(*) DESC, v.queue_id
            """
        ) { (queue: $0.id(Queue.self), late: $0.int(), since: $0.instant()) }
        let queues = try queues(found.map(\.queue))
        return found.compactMap { row in
            queues[row.queue].map { QueueInNeed(queue: $0, late: row.late, longest: max(.zero, now - row.since)) }
        }
    }
}
