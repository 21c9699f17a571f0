import KeptDomain

extension Transaction {
    /// Nobody took a message for now: it is tried again later, or given up and put to the owner of its case.
    ///
    /// - Parameter answer: what the server said.
    package func putOffSend(_ id: ID<Message>, answer: String) throws {
        let send = try row("SELECT \(Send.columns) FROM sends WHERE message_id = \(id)", Send.init)
        guard let send, send.state == .waiting else { return }
        guard let wait = SendPace.wait(after: send.attempts, since: send.queuedAt, now: now) else {
            return try messageFailed(id, isBounced: false, answer: answer)
        }
        put("UPDATE sends SET next_attempt_at = \(now + wait), answer = \(answer) WHERE message_id = \(id)")
    }

    /// It was not tried after all: the line to the server went before its turn came.
    package func returnSends(_ ids: [ID<Message>], after wait: Span) {
        put(
            """
            UPDATE sends SET attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END,
              next_attempt_at = \(now + wait) WHERE message_id IN \(anyOf: ids) AND state = 'waiting'
            """)
    }

    /// The server will not have it, ever.
    package func refuseSend(_ id: ID<Message>, answer: String) throws {
        let message = try knownMessage(id)
        try messageFailed(id, isBounced: false, answer: answer)
        if let address = message.contact, let status = Self.status(in: answer), Self.isAddressDead(status) {
            markFailing(address, status: status, reason: answer, by: id)
        }
    }

    /// Sends what failed, came back or is held once more, to another address where one is given.
    package func sendAgain(_ id: ID<Message>, to contact: String? = nil) throws {
        let message = try knownMessage(id)
        let found = try workable(message.case, revision: nil)
        guard message.direction == .outgoing, let address = contact?.trimmedOrNil ?? message.contact else {
            throw CaseRefusal.notWaiting
        }
        guard let normal = CustomerDraft.normalizedEmail(address) else {
            throw InvalidInput("contact", "problems.no-such-email")
        }
        let changed = try run(
            """
            UPDATE sends SET state = 'waiting', settled_at = NULL, held = NULL, attempts = 0, queued_at = \(now),
              next_attempt_at = \(now), contact = \(normal)
            WHERE message_id = \(id) AND (state IN ('failed', 'bounced') OR held IS NOT NULL)
            """)
        guard changed == 1 else { throw CaseRefusal.notWaiting }
        put("UPDATE messages SET contact = \(normal), revision = revision + 1 WHERE id = \(id)")
        journal(
            JournalEntry(
                "case.message-sent-again", of: .case(found.id), customer: found.customer, facts: [Fact("to", normal)]))
    }

    // MARK: Addresses at which nothing arrives

    func markFailing(_ address: String, status: String?, reason: String, by message: ID<Message>?) {
        guard let address = CustomerDraft.normalizedEmail(address) else { return }
        put(
            """
            INSERT INTO failing_addresses (address, since, status, reason, message_id)
            VALUES (\(address), \(now), \(status), \(String(reason.prefix(1_000))), \(message))
            ON CONFLICT (address) DO UPDATE SET status = excluded.status, reason = excluded.reason,
              message_id = excluded.message_id
            """)
    }

    /// Somebody wrote from there, or a person says that it works.
    func clearFailing(_ address: String) {
        put("DELETE FROM failing_addresses WHERE address = \(CustomerDraft.normalizedEmail(address) ?? address)")
    }

    /// `5.1.1` in what a server said (RFC 3463).
    static func status(in answer: String) -> String? {
        answer.firstMatch(of: #/(?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:$|[^0-9.])/#).map { String($0.1) }
    }

    /// Whether the address itself is at fault for good: unknown, moved, malformed, switched off, or its domain is.
    static func isAddressDead(_ status: String) -> Bool {
        ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"].contains(status)
    }
}

/// Why an address fails.
package struct FailingAddress: Sendable, Hashable {
    package let address: String
    package let since: Instant
    package let status: String?
    package let reason: String

    package init(address: String, since: Instant, status: String?, reason: String) {
        self.address = address
        self.since = since
        self.status = status
        self.reason = reason
    }
}

extension Reading {
    /// Those to which mail is not carried at present, by address.
    package func failingAddresses(among addresses: [String]) throws -> [FailingAddress] {
        let folded = Set(addresses.compactMap(CustomerDraft.normalizedEmail)).sorted()
        guard !folded.isEmpty else { return [] }
        return try rows(
            """
            SELECT address, since, status, reason FROM failing_addresses WHERE address IN \(anyOf: folded)
            ORDER BY address
            """
        ) { FailingAddress(address: $0.text(), since: $0.instant(), status: $0.optionalText(), reason: $0.text()) }
    }
}
