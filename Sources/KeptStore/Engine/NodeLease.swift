import KeptDomain

/// The right of this process to a node number in the ids that it makes.
enum NodeLease {
    static let span = Span.hours(1)

    /// Takes the lowest node number that nobody holds.
    static func take(on connection: any Connection, holder: String, at now: Instant) throws -> IDMaker {
        let held = try connection.rows("SELECT node, leased_until, last_tick FROM nodes ORDER BY node") { row in
            (node: row.int(), until: row.instant(), lastTick: row.int64())
        }
        let fresh = (0..<1024).first { node in !held.contains { $0.node == node } }
        guard
            let free = held.first(where: { $0.until <= now }).map({ ($0.node, $0.lastTick) }) ?? fresh.map({ ($0, 0) })
        else { throw StoreError.unavailable("1,024 processes already use this database") }
        try connection.run(
            """
            INSERT INTO nodes (node, holder, leased_until, last_tick) VALUES (\(free.0), \(holder), \(now + span), \(free.1))
            ON CONFLICT (node) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
            """)
        return IDMaker(node: free.0, after: free.1)
    }

    static func renew(_ ids: IDMaker, on connection: any Connection, at now: Instant) throws {
        try connection.run(
            "UPDATE nodes SET leased_until = \(now + span), last_tick = \(ids.lastTick) WHERE node = \(ids.nodeNumber)")
    }

    static func giveBack(_ ids: IDMaker, on connection: any Connection, at now: Instant) throws {
        try connection.run(
            "UPDATE nodes SET leased_until = \(now), last_tick = \(ids.lastTick) WHERE node = \(ids.nodeNumber)")
    }
}
