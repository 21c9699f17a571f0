import KeptDomain

extension Transaction {
    /// Counts something that is sent from an order's tracking page, before it is looked at: what cannot be taken counts
    /// too.
    ///
    /// - Parameter address: where it comes from on the net.
    /// - Throws: `TooManySends` by this link or from this address; nothing is counted then.
    package func countTrackingSend(about order: ID<Order>, from address: String) throws {
        let link = "link \(order)"
        let source = String("address \(address)".prefix(200))
        let waits = [
            TrackingSends.wait(
                after: try sends(by: link, limit: TrackingSends.byOneLink), limit: TrackingSends.byOneLink, at: now),
            TrackingSends.wait(
                after: try sends(by: source, limit: TrackingSends.fromOneAddress), limit: TrackingSends.fromOneAddress,
                at: now),
        ]
        if let wait = waits.compactMap(\.self).max() { throw TooManySends(wait: wait) }
        put("DELETE FROM tracking_sends WHERE at <= \(now - TrackingSends.span)")
        for sender in [link, source] {
            put(
                """
                INSERT INTO tracking_sends (id, sent_by, at) VALUES (\(newID(TrackingSend.self)), \(sender), \(now))
                """)
        }
    }

    private func sends(by sender: String, limit: Int) throws -> [Instant] {
        try rows(
            "SELECT at FROM tracking_sends WHERE sent_by = \(sender) ORDER BY at DESC, id DESC LIMIT \(limit)"
        ) { $0.instant() }
    }
}

private enum TrackingSend {}
