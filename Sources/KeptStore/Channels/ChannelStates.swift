import KeptDomain

/// What came of speaking with a mail server: what it said, and what is wrong where something is (`channels.faults`).
package struct ChannelAnswer: Sendable, Hashable {
    package let fault: String?
    package let text: String

    package init(fault: String? = nil, _ text: String) {
        self.fault = fault
        self.text = String(text.prefix(500))
    }
}

extension Transaction {
    /// Notes how sending by a channel went.
    package func channelSent(_ id: ID<MailChannel>, _ answer: ChannelAnswer) {
        if let fault = answer.fault {
            put(
                """
                UPDATE mail_channels SET send_failure = \(fault), send_answer = \(answer.text),
                  send_failing_since = coalesce(send_failing_since, \(now)) WHERE id = \(id)
                """)
        } else {
            put(
                """
                UPDATE mail_channels SET sent_at = \(now), send_failure = NULL, send_answer = \(answer.text),
                  send_failing_since = NULL WHERE id = \(id)
                """)
        }
    }

    /// Notes how reading the mailbox of a channel went.
    package func channelPolled(_ id: ID<MailChannel>, _ answer: ChannelAnswer) {
        if let fault = answer.fault {
            put(
                """
                UPDATE mail_channels SET poll_failure = \(fault), poll_answer = \(answer.text),
                  poll_failing_since = coalesce(poll_failing_since, \(now)) WHERE id = \(id)
                """)
        } else {
            put(
                """
                UPDATE mail_channels SET polled_at = \(now), poll_failure = NULL, poll_answer = \(answer.text),
                  poll_failing_since = NULL WHERE id = \(id)
                """)
        }
    }

    /// Somebody had a letter sent to see whether the channel works.
    ///
    /// - Parameter fetched: `nil` where the channel fetches nothing.
    package func channelTested(
        _ id: ID<MailChannel>, to address: String, sent: ChannelAnswer, fetched: ChannelAnswer?
    ) throws {
        try permit(.setChannels)
        _ = try knownChannel(id)
        channelSent(id, sent)
        if let fetched { channelPolled(id, fetched) }
        journal(JournalEntry("channel.tested", of: .channel(id), why: sent.text, facts: [Fact("to", address)]))
    }
}
