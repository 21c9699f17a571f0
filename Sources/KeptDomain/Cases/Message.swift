/// One piece of the conversation on a case: what came in, what went out, or what colleagues noted among themselves.
package struct Message: Sendable, Hashable {
    package enum Direction: String, Sendable, CaseIterable, Codable {
        case incoming = "in"
        case outgoing = "out"
        /// Among colleagues: it has no channel, no address and no customer, so nothing can carry it out.
        case `internal`
    }

    /// The way by which customers and we speak with each other.
    package enum Channel: String, Sendable, CaseIterable, Codable {
        case email, form, chat, phone, counter, api

        /// Spoken words are heard as they are said: nothing has to carry them, and they answer each other at once.
        package var isSpoken: Bool { self == .phone || self == .counter }
        /// Whoever writes this way can be told at once that the message came in, and by when it is answered.
        package var canBeAcknowledged: Bool { self == .email || self == .form || self == .chat }
        /// What is written this way waits until something outside has taken it (a mail server).
        package var isCarried: Bool { self == .email }
    }

    package let id: ID<Message>
    package let `case`: ID<Case>
    package let direction: Direction
    /// `nil` for what is internal.
    package let channel: Channel?
    /// `Actor.description` of who wrote it, or who wrote it down.
    package let author: String
    package let customer: ID<Customer>?
    /// The address or number it came from or goes to, as written.
    package let contact: String?
    package let subject: String?
    package let body: String
    /// What the writer quoted of earlier messages, folded away.
    package let quoted: String?
    /// Cleaned already: a small safe set of elements.
    package let html: String?
    /// BCP 47 of the body; `und` where nobody said.
    package let language: String
    /// In which its writer read times.
    package let zone: String
    /// When it was written or said.
    package let writtenAt: Instant
    /// When we came to know of it.
    package let learnedAt: Instant
    /// Written by a machine: an acknowledgement, an out-of-office note, a bounce.
    package let isAutomatic: Bool
    /// As mail names it (`Message-ID`), without angle brackets.
    package let identifier: String?
    package let inReplyTo: String?
    /// SHA-256 of its raw source among the blobs.
    package let raw: [UInt8]?
    package let source: String?
    package let externalID: String?
    /// When it left us: said, or taken by whatever carries it. `nil` for what did not leave, and for what came in.
    package let leftAt: Instant?
    package let revision: Int

    package init(
        id: ID<Message>, case: ID<Case>, direction: Direction, channel: Channel?, author: String,
        customer: ID<Customer>? = nil, contact: String? = nil, subject: String? = nil, body: String,
        quoted: String? = nil, html: String? = nil, language: String, zone: String, writtenAt: Instant,
        learnedAt: Instant, isAutomatic: Bool = false, identifier: String? = nil, inReplyTo: String? = nil,
        raw: [UInt8]? = nil, source: String? = nil, externalID: String? = nil, leftAt: Instant? = nil, revision: Int = 1
    ) {
        self.id = id
        self.case = `case`
        self.direction = direction
        self.channel = channel
        self.author = author
        self.customer = customer
        self.contact = contact
        self.subject = subject
        self.body = body
        self.quoted = quoted
        self.html = html
        self.language = language
        self.zone = zone
        self.writtenAt = writtenAt
        self.learnedAt = learnedAt
        self.isAutomatic = isAutomatic
        self.identifier = identifier
        self.inReplyTo = inReplyTo
        self.raw = raw
        self.source = source
        self.externalID = externalID
        self.leftAt = leftAt
        self.revision = revision
    }

    /// Whether the customer has it from us in person: said to them, or written by a colleague and gone out.
    package var isReply: Bool { direction == .outgoing && !isAutomatic && leftAt != nil }
}

/// A message that may go out. There is none of an internal note: whatever carries messages to customers takes this type.
package struct OutgoingMessage: Sendable, Hashable {
    package let message: Message

    /// `nil` for what came in and for what is internal.
    package init?(_ message: Message) {
        guard message.direction == .outgoing else { return nil }
        self.message = message
    }
}

/// What a customer may read of the conversation: theirs and ours, never what colleagues noted.
package struct CustomerMessage: Sendable, Hashable {
    package let message: Message

    /// `nil` for what is internal.
    package init?(_ message: Message) {
        guard message.direction != .internal else { return nil }
        self.message = message
    }
}

/// A file that came with a message. Its bytes lie among the blobs.
package struct Attachment: Sendable, Hashable {
    package let id: ID<Attachment>
    package let message: ID<Message>
    /// From 1 in order of the message.
    package let position: Int
    package let name: String
    /// By its content, whatever its name says.
    package let type: String
    package let byteCount: Int
    package let sha256: [UInt8]

    package init(
        id: ID<Attachment>, message: ID<Message>, position: Int, name: String, type: String, byteCount: Int,
        sha256: [UInt8]
    ) {
        self.id = id
        self.message = message
        self.position = position
        self.name = name
        self.type = type
        self.byteCount = byteCount
        self.sha256 = sha256
    }

    /// Bytes of one file.
    package static let largest = 10 << 20
    /// Files of one message.
    package static let most = 20
    /// Bytes of all files of one message.
    package static let largestTogether = 20 << 20
}
