import KeptDomain

/// Something in the outbox whose fate is told.
private struct KnownSend {
    enum About {
        case message(ID<Message>)
        case call(ID<Call>)
    }

    let id: ID<Send>
    let about: About
    let contact: String
    let isWaiting: Bool
    let attempts: Int
    let queuedAt: Instant
}

extension Transaction {
    /// The server took it at that instant.
    package func sendAccepted(_ id: ID<Send>, at instant: Instant, answer: String) throws {
        switch try knownSend(id).about {
        case .message(let message): try messageAccepted(message, at: instant, answer: answer)
        case .call: settleLetter(id, .accepted, answer: answer)
        }
    }

    /// Nobody took it for now: it is tried again later, or given up and put to the owner of its case.
    ///
    /// - Parameter answer: what the server said.
    package func putOffSend(_ id: ID<Send>, answer: String) throws {
        let send = try knownSend(id)
        guard send.isWaiting else { return }
        guard let wait = SendPace.wait(after: send.attempts, since: send.queuedAt, now: now) else {
            return try giveUp(send, answer: answer)
        }
        put(
            """
            UPDATE sends SET next_attempt_at = \(now + wait), channel_id = NULL, answer = \(answer) WHERE id = \(id)
            """)
    }

    /// It was not tried after all: the line to the server went before its turn came.
    package func returnSends(_ ids: [ID<Send>], after wait: Span) {
        put(
            """
            UPDATE sends SET attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END,
              next_attempt_at = \(now + wait), channel_id = NULL WHERE id IN \(anyOf: ids) AND state = 'waiting'
            """)
    }

    /// The server will not have it, ever.
    package func refuseSend(_ id: ID<Send>, answer: String) throws {
        let send = try knownSend(id)
        try giveUp(send, answer: answer)
        guard case .message(let message) = send.about else { return }
        if let status = Self.status(in: answer), Self.isAddressDead(status) {
            markFailing(send.contact, status: status, reason: answer, by: message)
        }
    }

    private func giveUp(_ send: KnownSend, answer: String) throws {
        switch send.about {
        case .message(let message): try messageFailed(message, isBounced: false, answer: answer)
        case .call(let call):
            guard send.isWaiting else { return }
            letterFailed(send.id, to: send.contact, on: try knownCall(call).case, answer: answer)
        }
    }

    private func knownSend(_ id: ID<Send>) throws -> KnownSend {
        let found = try row(
            "SELECT id, message_id, call_id, contact, state, attempts, queued_at FROM sends WHERE id = \(id)"
        ) { row in
            let (id, message, call) = (row.id(Send.self), row.optionalID(Message.self), row.optionalID(Call.self))
            // The table's own rules leave nothing else.
            guard let about = message.map(KnownSend.About.message) ?? call.map(KnownSend.About.call) else {
                preconditionFailure("send \(id) is about nothing")
            }
            return KnownSend(
                id: id, about: about, contact: row.text(), isWaiting: row.word(Send.State.self) == .waiting,
                attempts: row.int(), queuedAt: row.instant())
        }
        guard let found else { throw StoreError.notFound("send \(id)") }
        return found
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
              next_attempt_at = \(now), channel_id = NULL, contact = \(normal)
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
