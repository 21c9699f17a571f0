import KeptDomain

/// A message taken apart: what it says, to whom, and what came with it.
///
/// The raw bytes are not in it; whoever files a message keeps them beside it.
package struct ReadMessage: Sendable {
    package var messageID: MessageID?
    /// The messages that this one answers, in the order of the field.
    package var inReplyTo: [MessageID] = []
    /// The thread so far, oldest first.
    package var references: [MessageID] = []
    /// Mostly one; none in a broken message.
    package var from: [MailAddress] = []
    package var sender: MailAddress?
    package var replyTo: [MailAddress] = []
    package var to: [MailAddress] = []
    package var cc: [MailAddress] = []
    /// Where the last mail server says that failures go.
    package var returnPath = ReturnPath.unknown
    /// The addresses that mail servers noted as the ones delivered to (`Delivered-To`, `X-Original-To`, `Envelope-To`).
    package var deliveredTo: [MailAddress] = []
    /// Decoded, on one line; empty where there is none.
    package var subject = ""
    package var date: MailDate?
    package var text = FoldedText(pieces: [])
    package var html: CleanedHTML?
    package var attachments: [Attachment] = []
    /// Pictures and other parts that the HTML part names by their content id, files with names among them too.
    package var inlineParts: [Attachment] = []
    /// Leaves that are neither text nor attachment: signatures, invitations without a name.
    package var otherParts: [Attachment] = []
    /// Why the message was not written by a person; `nil` when nothing says so.
    package var automatic: AutomaticReason?
    package var bounce: Bounce?
    /// The type of a multipart/report, such as `delivery-status` or `feedback-report`.
    package var report: String?
    /// One for each text that holds more than ASCII, in order.
    package var charsets: [CharsetDecision] = []
    package var faults: Set<ReadingFault> = []
    /// Messages that follow this one in a file of a mailbox.
    package var following = 0

    package init() {}
}

package enum ReturnPath: Hashable, Sendable {
    /// The message has no such field.
    case unknown
    /// `<>`: whoever answers it answers a machine.
    case empty
    case address(String)
}

/// What was broken about a message that was read nevertheless.
package enum ReadingFault: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A line of the header is no field.
    case brokenHeader = "broken-header"
    /// The body begins without an empty line.
    case noLineBeforeBody = "no-line-before-body"
    /// Bytes that stand for no character.
    case undecodable
    /// The text was longer than is shown; the rest is in the raw message only.
    case cutText = "cut-text"

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Bytes that are no message.
package enum NotMail: String, Refusal, Hashable {
    case empty
    /// There is not one field that messages have.
    case noHeader = "no-header"

    package var key: String { "mail.not-mail.\(rawValue)" }
    package var facts: [Fact] { [] }
}
