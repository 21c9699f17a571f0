import KeptDomain
import KeptStore
import KeptWords

/// The conversation as whoever holds its link reads it: what is true now in one sentence, what was said, and a form to write
/// on. Times are read in the context's zone, which is the customer's.
package func talkPage(_ view: TalkView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let keep: HTML =
        view.isPanel
        ? "<p class=\"small\"><a href=\"\(url: Paths.talk(view.key))\" target=\"_blank\" rel=\"noopener\">\(words("contact.talk.own-page"))</a></p>"
        : "<p class=\"hint\">\(words("contact.talk.keep"))</p>"
    let another = Paths.with(Paths.chat(view.slug), ["fresh": "1"])
    let fresh: HTML? =
        view.isChat ? "<p class=\"small\"><a href=\"\(url: another)\">\(words("contact.chat.fresh"))</a></p>" : nil
    let body: HTML = """
        <div data-talk="\(url: Paths.talk(view.key))"\(flag: "data-panel", view.isPanel) data-kept="\(words("contact.talk.kept"))" \
        data-failed="\(words("contact.talk.failed"))" data-sent="\(words("contact.talk.sent"))">
        <div id="talk-state"><p class="lead">\(words("contact.talk.number", ["number": String(view.number)]))</p>\
        <h1 class="now">\(talkSentence(view, context))</h1></div>
        <h2 class="hidden" id="talk-heading">\(words("contact.talk.thread"))</h2>
        <div class="talk-log" role="log" aria-labelledby="talk-heading" tabindex="0"><ol class="talk" id="talk-thread">\
        \(joined: view.pieces.map { talkPiece($0, view.key, context) })</ol></div>
        <div id="talk-rating" aria-live="polite">\(talkRating(view, context))</div>
        \(talkForm(view, context, values))
        <p class="hint">\(follows(view, words))</p>\(keep)
        \(view.isPanel ? fresh : waysToUs(view.phone, view.email, words("contact.talk.who")))
        </div>
        """
    return publicLayout(
        title: words("contact.talk.title"), context: context, script: "talk-page.js", isPanel: view.isPanel, body: body)
}

/// The promise, or what became of it.
private func talkSentence(_ view: TalkView, _ context: PageContext) -> HTML {
    let words = context.words
    switch view.state {
    case .promised(let said, let language):
        let own = words.stored(said)
        return "<span\("lang", own == said && language != words.language.tag ? language : nil)>\(own)</span>"
    case .late(let due, let owner):
        return words.html("contact.talk.late", ["time": context.nearTime(due), "name": "\(owner)"])
    case .answered(let name, let at):
        return words.html("contact.talk.answered", ["name": "\(name)", "time": context.nearTime(at)])
    case .waitsForCustomer: return "\(words("contact.talk.paused"))"
    case .unknown: return "\(words("contact.talk.no-word"))"
    case .closed: return "\(words("contact.talk.closed"))"
    }
}

private func talkPiece(_ piece: TalkView.Piece, _ key: String, _ context: PageContext) -> HTML {
    let words = context.words
    let who = piece.isOurs ? piece.by ?? words("contact.talk.us") : words("contact.talk.you")
    let files = piece.files.map { file -> HTML in
        let size = words.number((file.byteCount + 1_023) / 1_024)
        return """
            <li><a href="\(url: Paths.talkFile(key, file.id))" download>\
            \(words("contact.talk.file", ["name": file.name, "size": size]))</a></li>
            """
    }
    return """
        <li class="talk-\(piece.isOurs ? "ours" : "theirs")" data-id="\(piece.id)"\(flag: "data-ours", piece.isOurs)>\
        <p class="talk-head"><strong>\(who)</strong> <span class="quiet small">\(context.nearTime(piece.at))\
        \(" · \(words("contact.talk.automatic"))", if: piece.isAutomatic)</span></p>\
        <p class="talk-text"\("lang", piece.language)>\(piece.body)</p>\
        \("<ul class=\"files\">\(joined: files)</ul>", if: !files.isEmpty)</li>
        """
}

/// How it was, once it is settled: one question at a time, one tap each. A frame on another site may be refused what a form
/// needs, so there it leads to the page itself.
private func talkRating(_ view: TalkView, _ context: PageContext) -> HTML {
    guard let ratings = view.ratings else { return HTML() }
    let words = context.words
    guard !view.isPanel else {
        let page = Paths.talk(view.key) + "#talk-rating"
        return """
            <p><a href="\(url: page)" target="_blank" rel="noopener">\(words("service.rate.title"))</a></p>
            """
    }
    let all = Rating.Question.allCases
    let asked = all.filter { ratings[$0] != nil } + all.filter { ratings[$0] == nil }.prefix(1)
    let questions = asked.map { ratingQuestion($0, ratings[$0], to: Paths.talkRating(view.key), context) }
    let thanks: HTML = "<p class=\"lead\">\(words("service.rate.thanks"))</p>"
    return "\(thanks, if: !ratings.isEmpty)\(joined: questions)"
}

private func talkForm(_ view: TalkView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let body = Field("body", words("contact.talk.write"), .area(rows: 3), isRequired: values.problem("files") == nil)
    return uploadForm(
        Paths.talkMessages(view.key), context,
        """
        \(formProblems(values, words))<input type="hidden" name="sending" value="\(view.sending)">\
        \("<input type=\"hidden\" name=\"panel\" value=\"1\">", if: view.isPanel)\
        \(formField(body, values, words))\(formField(fileField(words), values, words))\
        <p class="talk-note" role="status" data-talk-note></p>\
        <button class="main">\(words("contact.send"))</button>
        """)
}

/// Where the answer goes when they leave.
private func follows(_ view: TalkView, _ words: Words) -> HTML {
    guard view.isMailed, let contact = view.contact else { return "\(words("contact.talk.no-mail"))" }
    return words.html("contact.talk.by-mail", ["contact": breakable(contact)])
}
