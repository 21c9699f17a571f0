/// A conversation on a page of its own, open to whoever holds its link: what a form or a chat began.
package struct Talk: Sendable, Hashable {
    package let id: ID<Talk>
    package let form: ID<ContactForm>
    /// Where its next word goes; the case that it became part of may be another.
    package let `case`: ID<Case>
    /// `form` or `chat`.
    package let channel: Message.Channel
    /// As typed; nobody has checked either.
    package let name: String?
    package let contact: String?
    package let orderTyped: String?
    package let language: String
    package let zone: String
    package let startedAt: Instant
    /// The last sign of the page being open.
    package let seenAt: Instant?
    package let leftAt: Instant?
    /// The last answer of ours that was shown while somebody looked.
    package let readUpTo: ID<Message>?
    /// Since when an answer stands unread.
    package let unreadSince: Instant?

    package init(
        id: ID<Talk>, form: ID<ContactForm>, case: ID<Case>, channel: Message.Channel, name: String?, contact: String?,
        orderTyped: String?, language: String, zone: String, startedAt: Instant, seenAt: Instant? = nil,
        leftAt: Instant? = nil, readUpTo: ID<Message>? = nil, unreadSince: Instant? = nil
    ) {
        self.id = id
        self.form = form
        self.case = `case`
        self.channel = channel
        self.name = name
        self.contact = contact
        self.orderTyped = orderTyped
        self.language = language
        self.zone = zone
        self.startedAt = startedAt
        self.seenAt = seenAt
        self.leftAt = leftAt
        self.readUpTo = readUpTo
        self.unreadSince = unreadSince
    }

    /// A page that is open says so this often.
    package static let pulse = Span.seconds(20)
    /// Without a sign for so long, nobody is there.
    package static let silence = Span.seconds(50)

    /// Whether their page is open: it gave a sign within `silence`.
    package func isHere(at now: Instant) -> Bool {
        guard leftAt == nil, let seenAt else { return false }
        return now - seenAt < Self.silence
    }

    /// When they were last there; `nil` while they are, or where their page never said.
    package func wentAway(by now: Instant) -> Instant? { isHere(at: now) ? nil : leftAt ?? seenAt }

    package var email: String? { contact.flatMap(CustomerDraft.normalizedEmail) }

    /// Marks messages that came in by this talk; with what the sender called one, each is filed once.
    package var source: String { Self.source(of: id) }

    /// As the messages of a talk name where they come from.
    package static func source(of id: ID<Talk>) -> String { "talk-\(id)" }
}

/// What somebody sent by a form or as the first word of a chat.
package struct ContactDraft: Sendable, Hashable {
    package var channel: Message.Channel
    package var kind: Case.Kind
    package var name: String?
    /// An e-mail address or a phone number; a form asks for one.
    package var contact: String?
    /// The number of an order, as typed.
    package var order: String?
    package var body: String
    package var files: [AttachmentDraft] = []
    /// BCP 47.
    package var language: String
    /// As the browser told it; `nil` where it has no scripts.
    package var zone: String?
    /// What the sender calls this message: sent twice, it is filed once.
    package var sending: String

    package init(_ channel: Message.Channel, _ kind: Case.Kind, _ body: String, language: String, sending: String) {
        self.channel = channel
        self.kind = kind
        self.body = body
        self.language = language
        self.sending = sending
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.optional(name, "name"))
        if channel == .form {
            problems.append(.required(contact, "contact"))
        } else {
            problems.append(.optional(contact, "contact"))
        }
        if let contact = contact?.trimmedOrNil, !Self.isContact(contact) {
            problems.append(FieldProblem("contact", "problems.no-such-contact"))
        }
        problems.append(.optional(order, "order", limit: 60))
        problems.append(.required(sending, "sending", limit: 100))
        return problems + TalkMessageDraft(body, files: files, sending: sending).problems()
    }

    /// An address of e-mail, or at least five digits with what stands between them.
    package static func isContact(_ text: String) -> Bool {
        if text.contains("@") { return CustomerDraft.normalizedEmail(text) != nil }
        let digits = text.utf8.filter { (48...57).contains($0) }.count
        return digits >= 5 && text.allSatisfy { $0.isASCII && ($0.isNumber || " +-()./".contains($0)) }
    }

    /// The number of an order as people type it: `1042`, `#1042`, `No. 1042`.
    package var orderNumber: Int? {
        guard let digits = order?.drop(while: { !$0.isNumber }), digits.allSatisfy({ $0.isASCII }) else { return nil }
        return Int(digits)
    }
}

/// One more word on a talk.
package struct TalkMessageDraft: Sendable, Hashable {
    package var body: String
    package var files: [AttachmentDraft]
    package var sending: String

    package init(_ body: String, files: [AttachmentDraft] = [], sending: String) {
        self.body = body
        self.files = files
        self.sending = sending
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if files.isEmpty {
            problems.append(.required(body, "body", limit: ContactLimits.longest))
        } else {
            problems.append(.optional(body, "body", limit: ContactLimits.longest))
        }
        if files.count > ContactLimits.filesOfOneMessage {
            problems.append(
                FieldProblem("files", "problems.too-many", [Fact("limit", ContactLimits.filesOfOneMessage)]))
        }
        return (problems + AttachmentDraft.problems(files, "files")).compactMap(\.self)
    }
}
