import KeptDomain
import KeptMail

/// Something in the outbox for which a channel is to be chosen.
private struct Unrouted {
    let id: ID<Send>
    /// `nil` for what goes to a colleague.
    let message: ID<Message>?
    let contact: String
    let queuedAt: Instant
    let place: ID<Place>
    let line: ID<Line>?
    /// By which the customer last wrote on the case.
    let last: ID<MailChannel>?

    /// Where theirs is paused the answer waits: from another address it would be a stranger's to them. Else that of its
    /// line, of its place, or any.
    func channel(among channels: [MailChannel]) -> MailChannel? {
        if let last, let theirs = channels.first(where: { $0.id == last }), theirs.closedAt == nil {
            return theirs.isWorking ? theirs : nil
        }
        let working = channels.filter(\.isWorking)
        return working.first { $0.line != nil && $0.line == line } ?? working.first { $0.place == place }
            ?? working.first
    }

    var isUsable: Bool {
        do {
            _ = try Mailbox(address: contact)
            return true
        } catch {
            return false
        }
    }
}

extension Reading {
    /// Whether something whose time has come has no channel chosen for this attempt.
    package func hasUnroutedSends(at now: Instant) throws -> Bool {
        try row(
            """
            SELECT 1 FROM sends WHERE channel_id IS NULL AND state = 'waiting' AND held IS NULL
            AND next_attempt_at <= \(now) LIMIT 1
            """, { $0.int() }) != nil
    }

    /// Channels by which something is to go out now.
    package func channelsToSend(at now: Instant) throws -> [ID<MailChannel>] {
        try rows(
            """
            SELECT c.id FROM mail_channels c WHERE c.paused_at IS NULL AND c.closed_at IS NULL AND EXISTS (
              SELECT 1 FROM sends s WHERE s.channel_id = c.id AND s.state = 'waiting' AND s.held IS NULL
              AND s.next_attempt_at <= \(now)) ORDER BY c.id
            """
        ) { $0.id() }
    }
}

extension Transaction {
    /// Chooses a channel for what is to go out now and has none. What has no usable address or no channel is held back and
    /// waits for a person.
    ///
    /// - Returns: of how many; fewer than `limit` where no more wait.
    @discardableResult
    package func routeSends(limit: Int = 500) throws -> Int {
        let due = try rows(
            """
            SELECT s.id, s.message_id, s.contact, s.queued_at, coalesce(c.place_id, k.place_id), c.line_id,
              (SELECT l.channel_id FROM messages w JOIN mails l ON l.message_id = w.id
                WHERE w.case_id = c.id AND l.channel_id IS NOT NULL ORDER BY w.id DESC LIMIT 1)
            FROM sends s LEFT JOIN messages m ON m.id = s.message_id LEFT JOIN cases c ON c.id = m.case_id
            LEFT JOIN calls k ON k.id = s.call_id
            WHERE s.channel_id IS NULL AND s.state = 'waiting' AND s.held IS NULL AND s.next_attempt_at <= \(now)
            ORDER BY s.next_attempt_at, s.id LIMIT \(limit)\(sqlite: "", postgres: " FOR UPDATE OF s SKIP LOCKED")
            """
        ) { row in
            Unrouted(
                id: row.id(), message: row.optionalID(), contact: row.text(), queuedAt: row.instant(),
                place: row.id(), line: row.optionalID(), last: row.optionalID())
        }
        guard !due.isEmpty else { return 0 }
        let channels = try allChannels()
        var (chosen, held): ([ID<MailChannel>: [ID<Send>]], [Send.Held: [Unrouted]]) = ([:], [:])
        for send in due {
            guard let channel = send.channel(among: channels) else {
                held[.noChannel, default: []].append(send)
                continue
            }
            guard send.isUsable else {
                held[.noAddress, default: []].append(send)
                continue
            }
            chosen[channel.id, default: []].append(send.id)
        }
        for (channel, sends) in chosen.sorted(by: { $0.key < $1.key }) {
            put("UPDATE sends SET channel_id = \(channel) WHERE id IN \(anyOf: sends)")
        }
        for (reason, sends) in held { try hold(sends, reason) }
        return due.count
    }

    private func hold(_ sends: [Unrouted], _ reason: Send.Held) throws {
        let messages = sends.compactMap(\.message)
        try untell(by: messages)
        put("UPDATE sends SET held = \(reason) WHERE id IN \(anyOf: sends.map(\.id)) AND state = 'waiting'")
        // What customers are to know of remedies reaches nobody: it is looked at by whoever answers for the case.
        let silent = try rows(
            """
            SELECT \(Case.columns) FROM cases WHERE (status = 'closed' OR snoozed_until IS NOT NULL OR whose_move <> 'us')
            AND id IN (SELECT case_id FROM messages WHERE id IN \(anyOf: messages)
              AND author IN \(anyOf: Message.remedyTellers)) ORDER BY id
            """, Case.init)
        for found in silent { try putToOwner(found) }
    }

    /// After a channel was added, changed or resumed: what had none is looked at again.
    func releaseHeldSends() {
        put("UPDATE sends SET held = NULL, next_attempt_at = \(now) WHERE held = \(Send.Held.noChannel)")
    }

    /// A channel sends no more: what waited for its turn there is looked at again.
    func unrouteSends(by channel: ID<MailChannel>) {
        put("UPDATE sends SET channel_id = NULL WHERE channel_id = \(channel) AND state = 'waiting'")
    }
}
