/// How much mail of one sender is taken without a person looking at it. Beyond, nothing is lost: it is parked, or filed
/// without a word back, and the page says so.
package enum MailCaps {
    package static let span = Span.hours(1)
    /// Messages of one sender within `span`: no person writes more.
    package static let bySender = 30
    /// Messages on one case within `span`.
    package static let onCase = 60
    /// Two machines that confirm each other's confirmations end after so many within a day (RFC 3834, section 2).
    package static let confirmations = 5
    package static let confirmationSpan = Span.hours(24)
}

/// Mail of which a person has to say where it belongs.
package struct ParkedMail: Sendable, Hashable {
    package enum Reason: String, Sendable, CaseIterable, Codable {
        /// It names a case on which its sender has not written and was not written to.
        case stranger
        /// Nobody is named as its sender.
        case noSender = "no-sender"
        /// A program wrote it, and it belongs to no case.
        case automatic
        /// A report that something did not arrive, of which nothing is known here.
        case bounce
        /// More than `MailCaps` takes.
        case tooMany = "too-many"
        /// It comes from an address of the desk itself.
        case own
        /// It is no message that can be read.
        case unreadable
    }
    package enum Outcome: String, Sendable, CaseIterable, Codable { case joined, opened, discarded }

    package let id: ID<ParkedMail>
    package let reason: Reason
    package let place: ID<Place>
    package let channel: ID<MailChannel>?
    /// The case that it claims to be about.
    package let `case`: ID<Case>?
    package let sender: String?
    package let senderName: String?
    package let subject: String
    /// The beginning of what it says.
    package let body: String
    /// SHA-256 of its source among the blobs.
    package let raw: [UInt8]
    package let parkedAt: Instant
    package let settledAt: Instant?
    package let outcome: Outcome?
    package let why: String?
    package let message: ID<Message>?
    package let revision: Int

    package init(
        id: ID<ParkedMail>, reason: Reason, place: ID<Place>, channel: ID<MailChannel>?, case: ID<Case>?,
        sender: String?, senderName: String?, subject: String, body: String, raw: [UInt8], parkedAt: Instant,
        settledAt: Instant? = nil, outcome: Outcome? = nil, why: String? = nil, message: ID<Message>? = nil,
        revision: Int = 1
    ) {
        self.id = id
        self.reason = reason
        self.place = place
        self.channel = channel
        self.case = `case`
        self.sender = sender
        self.senderName = senderName
        self.subject = subject
        self.body = body
        self.raw = raw
        self.parkedAt = parkedAt
        self.settledAt = settledAt
        self.outcome = outcome
        self.why = why
        self.message = message
        self.revision = revision
    }
}

package enum MailRefusal: String, Refusal, Hashable {
    /// Somebody said already where it belongs.
    case settledAlready = "mail-settled-already"
    /// It is no message that can be read, so it can be kept or discarded but not filed.
    case unreadable = "mail-unreadable"

    package var key: String { "refusals.\(rawValue)" }
    package var facts: [Fact] { [] }
}
