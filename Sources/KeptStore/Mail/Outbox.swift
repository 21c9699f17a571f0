import KeptDomain
import KeptMail

/// A letter that is to go out now, with everything that its writer needs.
package struct LetterOrder: Sendable {
    package let message: Message
    package let contact: String
    package let channel: MailChannel
    package let caseNumber: Int
    package let caseSubject: String
    /// What it goes out under, each time that it is tried; without brackets.
    package let identifier: String
    /// Where an answer to it should go, with a mark that names the case; `nil` where the channel takes none.
    package let replyTo: String?
    /// Identifiers of the conversation so far, the oldest first.
    package let thread: [String]
    package let files: [(name: String, type: String, bytes: [UInt8])]
    /// The customer's last word before it.
    package let answered: Message?
    /// As the customer is called.
    package let customerName: String?
    /// How often it has been tried, this time among them.
    package let attempt: Int
    package let queuedAt: Instant
    /// Whether we want to hear when it does not arrive: nobody misses an acknowledgement.
    package var wantsReports: Bool { !message.isAutomatic || message.author == TellingBatch.author }
    /// The end of the address at which the customer says how it was; `nil` for what a machine says.
    package var ratingKey: TrackingKey?
}

extension Reading {
    /// Whether a letter is to go out at `now`: a question, so that a pass with nothing to do writes nothing.
    package func hasDueSends(at now: Instant) throws -> Bool {
        try row(
            "SELECT 1 FROM sends WHERE state = 'waiting' AND held IS NULL AND next_attempt_at <= \(now) LIMIT 1",
            { $0.int() }) != nil
    }

    /// The marks that letters of this domain carry.
    func replyMarks(domain: String) throws -> ReplyMarks {
        guard let secret = try setting(.mailSecret) else { throw StoreError.defect("no secret for marks of mail") }
        return ReplyMarks(keys: [Array(secret.utf8)], domain: domain)
    }
}

extension Transaction {
    /// Takes up to `limit` messages whose time has come, in the order of their waiting, and moves their next attempt ahead so
    /// that nobody else takes them meanwhile. If this process ends before it tells how they fared, they are taken again
    /// then, under the same identifier.
    ///
    /// What has no usable address or no channel is held back and waits for a person.
    package func claimSends(limit: Int) throws -> [LetterOrder] {
        let due = try rows(
            """
            SELECT \(Send.columns) FROM sends WHERE state = 'waiting' AND held IS NULL AND next_attempt_at <= \(now)
            ORDER BY next_attempt_at, message_id LIMIT \(limit)\(sqlite: "", postgres: " FOR UPDATE SKIP LOCKED")
            """, Send.init)
        guard !due.isEmpty else { return [] }
        let channels = try allChannels().filter(\.isWorking)
        var orders: [LetterOrder] = []
        for send in due {
            let message = try knownMessage(send.message)
            let found = try knownCase(message.case)
            guard let channel = try sender(of: message, on: found, among: channels) else {
                try hold(send.message, .noChannel)
                continue
            }
            guard Self.isUsable(send.contact) else {
                try hold(send.message, .noAddress)
                continue
            }
            orders.append(try order(send, message, on: found, by: channel))
            put(
                """
                UPDATE sends SET attempts = attempts + 1, attempted_at = \(now), channel_id = \(channel.id),
                  next_attempt_at = \(now + SendPace.grip) WHERE message_id = \(send.message)
                """)
        }
        return orders
    }

    private func order(
        _ send: Send, _ message: Message, on found: Case, by channel: MailChannel
    ) throws -> LetterOrder {
        let marks = try replyMarks(domain: channel.domain)
        let identifier: String
        if let known = message.identifier {
            identifier = known
        } else {
            let salt = UInt64(bitPattern: message.id.rawValue)
            identifier = marks.messageID(caseNumber: Int64(found.number), salt: salt).text
            put("UPDATE messages SET message_identifier = \(identifier) WHERE id = \(message.id)")
        }
        let files = try (attachments(of: [message.id])[message.id] ?? []).map { file in
            (name: file.name, type: file.type, bytes: try blob(file.sha256))
        }
        let answered = try row(
            """
            SELECT \(Message.columns) FROM messages WHERE case_id = \(found.id) AND direction = 'in' AND is_automatic = 0
            AND channel = 'email' AND id < \(message.id) ORDER BY id DESC LIMIT 1
            """, Message.init)
        return LetterOrder(
            message: message, contact: send.contact, channel: channel, caseNumber: found.number,
            caseSubject: found.subject, identifier: identifier,
            replyTo: channel.takesMarks ? Self.marked(channel, found, marks) : nil,
            thread: try thread(before: message, answered),
            files: files, answered: answered, customerName: try found.customer.flatMap { try customer($0)?.name },
            attempt: send.attempts + 1, queuedAt: send.queuedAt,
            ratingKey: message.isAutomatic ? nil : try ratingKey(of: found.id))
    }

    /// What mail programs put letters together by: what the customer's last message names, and itself, then ours since.
    private func thread(before message: Message, _ answered: Message?) throws -> [String] {
        let named = try answered.flatMap { answered in
            try row("SELECT thread FROM mails WHERE message_id = \(answered.id)") { $0.text() }
        }
        let known = try rows(
            """
            SELECT message_identifier FROM messages WHERE case_id = \(message.case) AND channel = 'email'
            AND message_identifier IS NOT NULL AND id < \(message.id) AND direction IN ('in', 'out')
            ORDER BY id DESC LIMIT 30
            """
        ) { $0.text() }
        var seen: Set<String> = []
        let whole = (named ?? "").split(separator: " ").map(String.init) + known.reversed()
        return whole.filter { seen.insert($0).inserted }
    }

    /// The channel through which the customer last wrote on the case; else that of its line, of its place, or any.
    private func sender(of message: Message, on found: Case, among channels: [MailChannel]) throws -> MailChannel? {
        guard !channels.isEmpty else { return nil }
        let last = try row(
            """
            SELECT l.channel_id FROM mails l JOIN messages m ON m.id = l.message_id
            WHERE m.case_id = \(found.id) AND l.channel_id IS NOT NULL ORDER BY m.id DESC LIMIT 1
            """
        ) { $0.id(MailChannel.self) }
        // Where theirs is paused the answer waits: from another address it would be a stranger's to them.
        if let last, try channel(last)?.closedAt == nil { return channels.first { $0.id == last } }
        return channels.first { $0.line != nil && $0.line == found.line } ?? channels.first { $0.place == found.place }
            ?? channels.first
    }

    private func hold(_ message: ID<Message>, _ reason: Send.Held) throws {
        try untell(by: message)
        put("UPDATE sends SET held = \(reason) WHERE message_id = \(message) AND state = 'waiting'")
    }

    /// After a channel was added, changed or resumed: what had none is looked at again.
    func releaseHeldSends() {
        put("UPDATE sends SET held = NULL, next_attempt_at = \(now) WHERE held = \(Send.Held.noChannel)")
    }

    /// `nil` where the address is too long for a mark: answers are then known by their thread alone.
    private static func marked(_ channel: MailChannel, _ found: Case, _ marks: ReplyMarks) -> String? {
        do {
            return try marks.replyAddress(caseNumber: Int64(found.number), desk: Mailbox(address: channel.address))
                .address
        } catch {
            return nil
        }
    }

    private static func isUsable(_ address: String) -> Bool {
        do {
            _ = try Mailbox(address: address)
            return true
        } catch {
            return false
        }
    }
}
