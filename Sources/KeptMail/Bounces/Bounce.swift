/// A mail system's report that a message did not arrive, or not yet.
package struct Bounce: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable {
        case failed
        /// Still being tried.
        case delayed
    }

    /// What became of one recipient.
    package struct Recipient: Hashable, Sendable {
        /// As the reporting system knows it (`Final-Recipient`); `nil` where the report names nobody.
        package let address: String?
        /// As the sender wrote it, where the report says so (`Original-Recipient`).
        package let original: String?
        package let action: Action
        /// `5.1.1` (RFC 3463): as reported, else what the words mean; the last digits 0 when they say no more.
        package let status: String
        /// The words of the mail system.
        package let diagnostic: String

        package init(address: String?, original: String? = nil, action: Action, status: String, diagnostic: String) {
            self.address = address
            self.original = original
            self.action = action
            self.status = status
            self.diagnostic = diagnostic
        }

        /// Whether the address itself is at fault for good: unknown, moved, malformed, or its domain is.
        package var isAddressDead: Bool {
            action == .failed && ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"].contains(status)
        }
    }

    /// At least one; those that failed first.
    package let recipients: [Recipient]
    /// The message that did not arrive, where the report holds its header.
    package let messageID: MessageID?

    package var first: Recipient { recipients[0] }

    init?(recipients: [Recipient], messageID: MessageID?) {
        let failed = recipients.filter { $0.action == .failed }
        let ordered = failed + recipients.filter { $0.action == .delayed }
        guard !ordered.isEmpty else { return nil }
        self.recipients = ordered
        self.messageID = messageID
    }

    /// By the report's own part where there is one, else by the words of mail systems that write none. `nil` for reports
    /// of success, of reading and of complaints, and for every other message.
    init?(of message: ReadMessage, leaves: [MimeLeaf], block: HeaderBlock, text: String, decoder: TextDecoder) {
        let statuses = leaves.filter {
            $0.type == "message/delivery-status" || $0.type == "message/global-delivery-status"
        }
        let returned = leaves.lazy.compactMap(Self.returnedID).first
        if !statuses.isEmpty {
            let report = DeliveryStatus(statuses.flatMap(\.bytes), decoder: decoder)
            if report.isOfSuccess { return nil }
            let words = PlainBounce(text: text, block: block)
            let recipients = report.recipients.isEmpty ? words.recipients() : report.recipients
            self.init(recipients: recipients, messageID: returned ?? words.messageID)
            return
        }
        guard message.report != "disposition-notification", message.report != "feedback-report" else { return nil }
        guard PlainBounce.isBounce(message, block: block, text: text) else { return nil }
        let words = PlainBounce(text: text, block: block)
        self.init(recipients: words.recipients(), messageID: returned ?? words.messageID)
    }

    /// The identifier of the message that came back, whole or its header alone.
    private static func returnedID(_ leaf: MimeLeaf) -> MessageID? {
        guard ["message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"].contains(leaf.type)
        else {
            return nil
        }
        let field = HeaderBlock(leaf.bytes).first("message-id") ?? []
        return MessageID.list(String(decoding: EncodedWords.unfolded(field), as: UTF8.self)).first
    }
}
