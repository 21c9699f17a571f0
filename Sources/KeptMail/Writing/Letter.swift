import KeptDomain

/// A message to be sent.
///
/// Everything that goes into its header is of a type that holds one line, so nothing that somebody typed can begin a field.
package struct Letter: Hashable, Sendable {
    /// What `Auto-Submitted` says (RFC 3834).
    package enum Automatic: String, Hashable, Sendable {
        /// An answer that a program gives: an acknowledgement.
        case replied = "auto-replied"
        /// Not an answer to a message: a reminder, a notice.
        case generated = "auto-generated"
    }

    package struct File: Hashable, Sendable {
        package let name: HeaderLine
        /// `application/pdf`; anything that is no type becomes `application/octet-stream`.
        package let type: String
        package let bytes: [UInt8]
        /// For a picture that the HTML shows by `cid:`.
        package let contentID: String?

        package init(name: HeaderLine, type: String, bytes: [UInt8], contentID: String? = nil) {
            self.name = name
            self.type = type
            self.bytes = bytes
            self.contentID = contentID
        }
    }

    package var from: Mailbox
    package var to: [Mailbox]
    package var cc: [Mailbox] = []
    package var replyTo: Mailbox?
    package var subject: HeaderLine
    package var date: Instant
    /// Seconds east of UTC of the sender.
    package var offset = 0
    /// Given by whoever sends, so that an answer finds its way back.
    package var messageID: MessageID
    package var inReplyTo: MessageID?
    /// The thread so far, oldest first; the longest threads lose their middle.
    package var references: [MessageID] = []
    package var text: String
    package var html: String?
    package var files: [File] = []
    package var automatic: Automatic?
    /// A web address at which one tap ends such letters (RFC 8058), for letters to many.
    package var unsubscribe: HeaderLine?

    package init(
        from: Mailbox, to: [Mailbox], subject: HeaderLine, text: String, messageID: MessageID, date: Instant
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.messageID = messageID
        self.date = date
    }
}
