import KeptDomain

extension Transaction {
    /// Counts something that is sent from an order's tracking page, before it is looked at: what cannot be taken counts
    /// too.
    ///
    /// - Parameter address: where it comes from on the net.
    /// - Throws: `TooManySends` by this link or from this address; nothing is counted then.
    package func countTrackingSend(about order: ID<Order>, from address: String) throws {
        let link = "link \(order)"
        let source = Self.sender(address)
        try countSends([(link, TrackingSends.byOneLink), (source, TrackingSends.fromOneAddress)])
    }

    /// Counts one thing that somebody sent whom nobody knows, under each of the names it is counted by.
    ///
    /// - Parameter counted: each with how many may be sent under it within the hour.
    /// - Throws: `TooManySends`; nothing is counted then.
    func countSends(_ counted: [(sender: String, limit: Int)]) throws {
        let waits = try counted.map { sender, limit in
            TrackingSends.wait(after: try sends(by: sender, limit: limit), limit: limit, at: now)
        }
        if let wait = waits.compactMap(\.self).max() { throw TooManySends(wait: wait) }
        put("DELETE FROM tracking_sends WHERE at <= \(now - TrackingSends.span)")
        for (sender, _) in counted {
            put(
                """
                INSERT INTO tracking_sends (id, sent_by, at) VALUES (\(newID(TrackingSend.self)), \(sender), \(now))
                """)
        }
    }

    /// - Parameter address: where it comes from on the net.
    static func sender(_ address: String) -> String { String("address \(address)".prefix(200)) }

    private func sends(by sender: String, limit: Int) throws -> [Instant] {
        try rows(
            "SELECT at FROM tracking_sends WHERE sent_by = \(sender) ORDER BY at DESC, id DESC LIMIT \(limit)"
        ) { $0.instant() }
    }
}

private enum TrackingSend {}
