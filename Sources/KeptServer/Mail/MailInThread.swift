import KeptDomain
import KeptStore
import KeptWords

/// What mail adds to a piece of the conversation.
package struct MailView: Sendable, Hashable {
    /// Whether its source is kept, and can be shown as its sender formatted it.
    package var hasSource = false
    package var hasOriginal = false
    package var remotePictures = 0
    package var filesLeftOut = 0
    package var isCut = false
    package var isUnconfirmed = false
    /// The reader asked for its pictures, for this view.
    package var showsPictures = false
    /// What the mail server said of a letter of ours.
    package var answer: String?
    package var held: Send.Held?
    package var attempts = 0
    package var nextAttemptAt: Instant?
    /// Where it goes to, for one that may be sent again.
    package var againTo: String?

    package init() {}

    init(_ message: Message, _ send: Send?, _ note: MailNote?, showsPictures: Bool) {
        hasSource = message.raw != nil
        hasOriginal = message.raw != nil && message.html != nil
        if let note {
            (remotePictures, filesLeftOut) = (note.remotePictures, note.filesLeftOut)
            (isCut, isUnconfirmed) = (note.isCut, note.isUnconfirmed)
        }
        self.showsPictures = showsPictures
        guard let send, send.state != .accepted || send.answer?.first == "4" else { return }
        answer = send.answer
        held = send.held
        if send.state == .waiting, send.held == nil, send.attempts > 0 {
            (attempts, nextAttemptAt) = (send.attempts, send.nextAttemptAt)
        }
        if send.state == .failed || send.state == .bounced || send.held != nil { againTo = send.contact }
    }
}

/// Below a message: how it fared, how its sender formatted it, what is in its source alone.
func mailPiece(_ message: MessageView, _ case: ID<Case>, _ context: PageContext) -> HTML? {
    guard let mail = message.mail, let id = message.id else { return nil }
    let words = context.words
    let notes: [HTML?] = [
        mail.held.map { "\(words("channels.message.held", of: $0))" },
        mail.answer.map { "\(words("channels.message.answer", ["answer": $0]))" },
        mail.nextAttemptAt.map {
            words.html("channels.message.attempts", count: mail.attempts, ["time": context.timeWithRelative($0)])
        },
        mail.isCut ? "\(words("channels.message.cut"))" : nil,
        mail.filesLeftOut > 0 ? "\(words("channels.message.left-out", count: mail.filesLeftOut))" : nil,
        mail.isUnconfirmed ? "\(words("channels.message.unconfirmed"))" : nil,
    ]
    let lines = notes.compactMap(\.self).map { "<p class=\"quiet small\">\($0)</p>" as HTML }
    let again = mail.againTo.map { address in sendAgainForm(id, address, context) }
    let source: HTML =
        "<a class=\"plain\" href=\"\(url: Paths.messageSource(id))\" download>\(words("channels.message.source"))</a>"
    return """
        \(joined: lines)\(context.may(.workCase) ? again : nil)\(original(mail, id, `case`, context), if: mail.hasOriginal)\
        \("<p class=\"small\">\(source)</p>", if: mail.hasSource)
        """
}

/// In a frame of its own that runs nothing and loads nothing from elsewhere until asked.
private func original(_ mail: MailView, _ id: ID<Message>, _ case: ID<Case>, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("channels.message.original")
    let path = Paths.messageOriginal(id, withPictures: mail.showsPictures)
    let asks = Paths.with(Paths.case(`case`), ["pictures": id.description])
    let load: HTML = """
        <p><a class="button" href="\(url: asks)#message-\(id.description)">\(words("channels.message.load", count: mail.remotePictures))</a> \
        <span class="quiet small">\(words("channels.message.load-hint"))</span></p>
        """
    return disclosure(
        title, isOpen: mail.showsPictures,
        """
        \(load, if: mail.remotePictures > 0 && !mail.showsPictures)\
        <iframe src="\(url: path)" title="\(title)" sandbox="allow-popups allow-popups-to-escape-sandbox" \
        referrerpolicy="no-referrer" loading="lazy" width="100%" height="420"></iframe>
        """)
}

private func sendAgainForm(_ id: ID<Message>, _ address: String, _ context: PageContext) -> HTML {
    let words = context.words
    let field = Field("contact", words("channels.message.again-to"), .email, value: address, isRequired: true)
    return disclosure(
        words("channels.message.again"),
        form(
            Paths.messageSendingAgain(id), context,
            """
            \(formField(field, .fresh, words, scope: "again-\(id)-"))\
            <div class="form-foot"><button>\(words("channels.message.again"))</button></div>
            """))
}

/// Addresses at which what we send does not arrive, told before the next answer is written.
func failingNotice(_ failing: [FailingAddress], _ context: PageContext) -> HTML? {
    guard !failing.isEmpty else { return nil }
    let words = context.words
    let lines = failing.map { failing -> HTML in
        """
        <div class="flash flash-problem">\(words("channels.message.failing", ["address": failing.address, "reason": failing.reason])) \
        \(words.html("channels.message.failing-since", ["time": context.timeWithRelative(failing.since)]))</div>
        """
    }
    return .joined(lines)
}
