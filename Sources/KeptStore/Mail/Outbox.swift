import KeptDomain
import KeptMail

/// Something of the outbox that is to go out now by a channel.
package enum OutboxOrder: Sendable {
    case customer(LetterOrder)
    case colleague(ColleagueLetterOrder)

    package var send: ID<Send> {
        switch self {
        case .customer(let order): order.send
        case .colleague(let order): order.send
        }
    }
}

/// A letter to a customer that is to go out now, with everything that its writer needs.
package struct LetterOrder: Sendable {
    package let send: ID<Send>
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
    package var wantsReports: Bool {
        !message.isAutomatic || message.author == FollowUp.author || Message.remedyTellers.contains(message.author)
    }
    /// The end of the address at which the customer says how it was; `nil` for what a machine says.
    package var ratingKey: TrackingKey?
}

extension Reading {
    /// Whether something is to go out by a channel at `now`: a question, so that a pass with nothing to do writes nothing.
    package func hasDueSends(by channel: ID<MailChannel>, at now: Instant) throws -> Bool {
        try row(
            """
            SELECT 1 FROM sends WHERE channel_id = \(channel) AND state = 'waiting' AND held IS NULL
            AND next_attempt_at <= \(now) LIMIT 1
            """, { $0.int() }) != nil
    }

    /// The marks that letters of this domain carry.
    func replyMarks(domain: String) throws -> ReplyMarks {
        guard let secret = try setting(.mailSecret) else { throw StoreError.defect("no secret for marks of mail") }
        return ReplyMarks(keys: [Array(secret.utf8)], domain: domain)
    }
}

extension Transaction {
    /// Takes up to `limit` of what a channel carries and whose time has come, in the order of its waiting, and moves the next
    /// attempt ahead so that nobody else takes it meanwhile. If this process ends before it tells how they fared, they are
    /// taken again then, under the same identifier.
    ///
    /// A letter to a colleague about a call that was answered meanwhile has nothing left to tell, and is not among them.
    package func claimSends(by id: ID<MailChannel>, limit: Int) throws -> [OutboxOrder] {
        guard let channel = try channel(id), channel.isWorking else { return [] }
        let due = try rows(
            """
            SELECT id, receiver FROM sends WHERE channel_id = \(id) AND state = 'waiting' AND held IS NULL
            AND next_attempt_at <= \(now) ORDER BY next_attempt_at, id
            LIMIT \(limit)\(sqlite: "", postgres: " FOR UPDATE SKIP LOCKED")
            """
        ) { (id: $0.id(Send.self), receiver: $0.word(Send.Receiver.self)) }
        guard !due.isEmpty else { return [] }
        put(
            """
            UPDATE sends SET attempts = attempts + 1, attempted_at = \(now), next_attempt_at = \(now + SendPace.grip)
            WHERE id IN \(anyOf: due.map(\.id))
            """)
        let colleagues = try colleagueOrders(due.filter { $0.receiver == .colleague }.map(\.id), by: channel)
        let sends = try rows(
            "SELECT \(Send.columns) FROM sends WHERE id IN \(anyOf: due.filter { $0.receiver == .customer }.map(\.id)) ORDER BY id",
            Send.init)
        let customers = try sends.map { send in
            let message = try knownMessage(send.message)
            return try order(send, message, on: knownCase(message.case), by: channel)
        }
        let orders = Dictionary(
            uniqueKeysWithValues: (colleagues.map(OutboxOrder.colleague) + customers.map(OutboxOrder.customer)).map {
                ($0.send, $0)
            })
        return due.compactMap { orders[$0.id] }
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
            send: send.id, message: message, contact: send.contact, channel: channel, caseNumber: found.number,
            caseSubject: found.subject, identifier: identifier,
            replyTo: channel.takesMarks ? Self.marked(channel, found, marks) : nil,
            thread: try thread(before: message, answered),
            files: files, answered: answered, customerName: try found.customer.flatMap { try customer($0)?.name },
            attempt: send.attempts, queuedAt: send.queuedAt,
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

    /// `nil` where the address is too long for a mark: answers are then known by their thread alone.
    private static func marked(_ channel: MailChannel, _ found: Case, _ marks: ReplyMarks) -> String? {
        do {
            return try marks.replyAddress(caseNumber: Int64(found.number), desk: Mailbox(address: channel.address))
                .address
        } catch {
            return nil
        }
    }
}
