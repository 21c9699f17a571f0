import KeptDomain

/// How far a mailbox was read.
package struct MailboxPosition: Sendable, Hashable {
    /// Other than the server's: the numbers mean nothing any more. `nil` before the first poll.
    package let validity: UInt32?
    /// The last number that was filed, 0 where none was.
    package let last: UInt32

    package init(validity: UInt32?, last: UInt32) {
        self.validity = validity
        self.last = last
    }
}

extension Reading {
    /// Channels whose mailbox is to be looked into at `now`.
    package func duePolls(at now: Instant) throws -> [MailChannel] {
        try rows(
            """
            SELECT \(MailChannel.columns) FROM mail_channels WHERE fetch_host IS NOT NULL AND paused_at IS NULL
            AND closed_at IS NULL AND next_poll_at <= \(now) ORDER BY next_poll_at, id
            """, MailChannel.init)
    }

    /// How far the mailbox of a channel was read.
    package func mailboxPosition(of id: ID<MailChannel>) throws -> MailboxPosition {
        let found = try row("SELECT uid_validity, last_uid FROM mail_channels WHERE id = \(id)") { row in
            MailboxPosition(
                validity: row.optionalInt64().map { UInt32(truncatingIfNeeded: $0) },
                last: UInt32(truncatingIfNeeded: row.optionalInt64() ?? 0))
        }
        guard let found else { throw StoreError.notFound("channel \(id)") }
        return found
    }
}

extension Transaction {
    /// Takes it on to look into a mailbox, so that no other process does meanwhile.
    ///
    /// - Returns: `false` where somebody else was first, or it is no longer to be done.
    package func claimPoll(of id: ID<MailChannel>, for grip: Span) throws -> Bool {
        try run(
            """
            UPDATE mail_channels SET next_poll_at = \(now + grip) WHERE id = \(id) AND next_poll_at <= \(now)
            AND paused_at IS NULL AND closed_at IS NULL
            """) == 1
    }

    /// It takes longer.
    package func holdPoll(of id: ID<MailChannel>, for grip: Span) {
        put("UPDATE mail_channels SET next_poll_at = \(now + grip) WHERE id = \(id)")
    }

    /// Remembers how far a mailbox was read: in the transaction that filed the message, so that a crash loses none.
    package func mailboxRead(of id: ID<MailChannel>, to position: MailboxPosition) {
        put(
            """
            UPDATE mail_channels SET uid_validity = \(position.validity.map { Int64($0) }),
              last_uid = \(Int64(position.last)) WHERE id = \(id)
            """)
    }

    /// - Parameter wait: until it is looked into again.
    package func pollEnded(of id: ID<MailChannel>, _ answer: ChannelAnswer, wait: Span) {
        channelPolled(id, answer)
        put("UPDATE mail_channels SET next_poll_at = \(now + wait) WHERE id = \(id)")
    }
}
