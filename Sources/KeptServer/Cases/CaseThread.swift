import KeptDomain
import KeptStore
import KeptWords

/// One piece of the conversation as the case page shows it.
package struct MessageView: Sendable {
    package struct File: Sendable {
        package let id: ID<Attachment>
        package let name: String
        package let byteCount: Int

        package init(id: ID<Attachment>, name: String, byteCount: Int) {
            self.id = id
            self.name = name
            self.byteCount = byteCount
        }
    }

    /// What became of it outside, where it did not simply arrive; the words are in `cases.sending`.
    package enum Fate: String, Sendable, CaseIterable { case waiting, failed, bounced }

    /// `nil` for what is no message of the record.
    package var id: ID<Message>?
    package let direction: Message.Direction
    package let channel: Message.Channel?
    package let at: Instant
    /// A person's name, or the part of Kept that wrote it.
    package let by: String
    package var contact: String?
    package var subject: String?
    package let body: String
    package var quoted: String?
    /// BCP 47; `nil` where nobody said.
    package var language: String?
    /// Whether a machine wrote it, as when a promise broke or an acknowledgement went out.
    package var isAutomatic = false
    package var fate: Fate?
    package var files: [File] = []
    /// What mail adds; `nil` for what is no mail.
    package var mail: MailView?

    package init(
        _ direction: Message.Direction, _ channel: Message.Channel?, at: Instant, by: String, body: String,
        isAutomatic: Bool = false
    ) {
        self.direction = direction
        self.channel = channel
        self.at = at
        self.by = by
        self.body = body
        self.isAutomatic = isAutomatic
    }
}

/// The conversation, the oldest first, with the forms by which it goes on; that of a merged case goes on elsewhere.
func caseThread(_ view: CaseView, _ context: PageContext, values: FormValues, opened: String?) -> HTML {
    let words = context.words
    let pieces = view.messages.map { messagePiece($0, view.row.id, context) }
    let nothing: HTML = "<p class=\"quiet\">\(words("cases.conversation-empty"))</p>"
    func part(_ name: String) -> FormValues { opened == name ? values : .fresh }
    let forms: HTML = """
        \(replyForm(view, context, part("reply")))\
        <div class="beside">\
        \(disclosure(words("cases.note.text"), isOpen: opened == "note", key: "n", noteForm(view, context, part("note"))))\
        \(disclosure(words("cases.said.title"), isOpen: opened == "said", saidForm(view, context, part("said"))))</div>
        """
    return section(
        words("cases.conversation"), id: "conversation",
        """
        <div id="thread" data-live-topics="case" data-live-subject="case:\(view.row.id)"\(flag: "data-live-at-once", view.talks.contains { $0.talk.channel == .chat }) data-fresh-one="\(words("page.fresh", count: 1))" \
        data-fresh-other="\(words.template("page.fresh").filled { _ in "%s" })">\
        \("<ol class=\"thread\">\(joined: pieces)</ol>", if: !pieces.isEmpty)\(nothing, if: pieces.isEmpty)</div>\
        \(forms, if: context.may(.workCase) && !view.isMerged)
        """)
}

private func messagePiece(_ message: MessageView, _ case: ID<Case>, _ context: PageContext) -> HTML {
    let words = context.words
    let name = message.by.isEmpty ? words("cases.columns.customer") : message.by
    let who: HTML = message.isAutomatic ? "\(name)" : personChip(name)
    let way: HTML =
        message.channel.map { channel in
            let way = words("cases.channels", of: channel)
            return "\(message.contact.map { "\(way) · \($0)" } ?? way)"
        } ?? "\(words("cases.internal"))"
    let fate: HTML? = message.fate.map {
        "<span class=\"message-fate message-\($0.rawValue)\">\(words("cases.sending", of: $0))</span>"
    }
    let quoted: HTML? = message.quoted.map {
        "<details class=\"quoted\"><summary>\(words("cases.quoted"))</summary><p class=\"note-text\">\($0)</p></details>"
    }
    let files = message.files.map { file -> HTML in
        """
        <li><a href="\(url: Paths.attachment(file.id))" download>\(file.name)</a> \
        <span class="quiet small num">\(words("cases.kilobytes", ["count": words.number((file.byteCount + 1023) / 1024)]))</span></li>
        """
    }
    return """
        <li class="message message-\(message.direction.rawValue)\(" message-automatic", if: message.isAutomatic)"\("id", message.mail == nil ? nil : message.id.map { "message-\($0)" })>\
        <p class="note-head">\(who) <span class="quiet small">\(way) · \(context.timeWithRelative(message.at))</span> \(fate)</p>\
        \(message.subject.map { "<p class=\"message-subject\">\($0)</p>" as HTML })\
        <p class="note-text"\("lang", message.language)>\(message.body)</p>\(quoted)\
        \("<ul class=\"files\">\(joined: files)</ul>", if: !files.isEmpty)\(mailPiece(message, `case`, context))</li>
        """
}

private func replyForm(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let channels = view.replyChannels.map { Field.Choice($0.rawValue, words("cases.channels", of: $0)) }
    let keep = Field.Choice("", words("cases.reply.next-same"))
    let moves = Case.Move.allCases.map { Field.Choice($0.rawValue, words("cases.reply.moves", of: $0)) }
    let fields = [
        Field("channel", words("cases.reply.channel"), .choice(channels)),
        Field("contact", words("cases.reply.contact"), value: view.address, hint: words("cases.reply.contact-hint")),
        Field("next_move", words("cases.reply.next"), .choice([keep] + moves)),
    ]
    return uploadForm(
        Paths.caseReplies(view.row.id), context,
        """
        \(formProblems(values, words))\(failingNotice(view.failing, context))\
        \(replyText(view, context, values))\
        <div class="fields">\(joined: fields.map { formField($0, values, words, scope: "reply-") })</div>\
        \(formField(Field("files", words("cases.files"), .files, hint: words("cases.files-hint")), values, words, scope: "reply-"))\
        <div class="form-foot"><button class="main">\(words("cases.reply.send"))</button>\
        <button formaction="\(url: Paths.caseDraft(view.row.id))" formnovalidate>\(words("cases.reply.keep"))</button>\
        \(view.draftSavedAt.map { words.html("cases.reply.kept-at", ["time": context.timeWithRelative($0)]) })</div>
        """)
}

/// The answer itself: what was begun, or the saved reply that was chosen; kept by its script while somebody types.
private func replyText(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let problem = values.problem("body")
    return """
        <div class="field\(" field-problem", if: problem != nil)" id="reply"><label for="f-reply-body">\(words("cases.reply.text"))</label>\
        <textarea rows="5" id="f-reply-body" name="body" required data-draft="\(url: Paths.caseDraft(view.row.id))" \
        \("data-reader", view.reader?.description)\("data-kept", view.draftSavedAt?.iso)\
        \("aria-invalid", problem == nil ? nil : "true")>\(values["body"] ?? view.draft)</textarea>\
        \(problem.map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" as HTML })</div>
        """
}

private func noteForm(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    return uploadForm(
        Paths.caseNotes(view.row.id), context,
        """
        \(formProblems(values, words))\
        \(formField(Field("text", words("cases.note.text"), .area(rows: 3), hint: words("cases.note.hint"), isRequired: true), values, words))\
        \(formField(Field("files", words("cases.files"), .files, hint: words("cases.files-hint")), values, words, scope: "note-"))\
        <div class="form-foot"><button class="main">\(words("cases.note.add"))</button></div>
        """)
}

/// What the customer said on the phone, at the counter or elsewhere, written down by a colleague.
private func saidForm(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let channels = [Message.Channel.phone, .counter, .email, .chat, .form].map {
        Field.Choice($0.rawValue, words("cases.channels", of: $0))
    }
    return form(
        Paths.caseMessages(view.row.id), context,
        """
        \(formProblems(values, words))\
        \(formField(Field("channel", words("cases.said.channel"), .choice(channels)), values, words, scope: "said-"))\
        \(formField(Field("body", words("cases.said.text"), .area(rows: 3), isRequired: true), values, words, scope: "said-"))\
        \(formField(Field("awaits_answer", words("cases.said.awaits"), .check), values, words, scope: "said-"))\
        <div class="form-foot"><button class="main">\(words("cases.said.add"))</button></div>
        """)
}

/// The customer's last word asks for nothing: one button, where an answer is owed.
func settleReplyForm(_ view: CaseView, _ context: PageContext) -> HTML? {
    guard view.owesReply, context.may(.workCase) else { return nil }
    return form(
        Paths.caseReplySettlement(view.row.id), context,
        "<div class=\"form-foot\"><button>\(context.words("cases.settle-reply"))</button></div>")
}
