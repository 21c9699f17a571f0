import KeptDomain
import KeptStore
import KeptWords

/// What the board of a room shows, already decided.
package struct BoardView: Sendable {
    package struct Line: Sendable {
        package let queue: Queue
        package let waiting: Int
        package let isTaking: Bool
        package let outlook: WaitOutlook
        /// By language tag.
        package let explained: [String: String]?
        /// The tickets that come next.
        package let next: [String]

        package init(
            queue: Queue, waiting: Int, isTaking: Bool, outlook: WaitOutlook, explained: [String: String]? = nil,
            next: [String] = []
        ) {
            self.queue = queue
            self.waiting = waiting
            self.isTaking = isTaking
            self.outlook = outlook
            self.explained = explained
            self.next = next
        }
    }

    /// Of the queue by whose address the board is shown.
    package let slug: String
    package let place: String
    package let lines: [Line]
    /// The last called first.
    package let called: [PhoneView.Called]
    package let exceptions: Int
    /// Of where the phone joins; its picture stands on the board where there is one queue.
    package let address: String?

    package init(
        slug: String, place: String, lines: [Line], called: [PhoneView.Called], exceptions: Int, address: String? = nil
    ) {
        self.slug = slug
        self.place = place
        self.lines = lines
        self.called = called
        self.exceptions = exceptions
        self.address = address
    }
}

extension BoardView {
    init(_ board: QueueBoard, slug: String, address: String) {
        let lines = board.scenes.map { scene in
            Line(
                queue: scene.queue, waiting: scene.waiting.count, isTaking: scene.isTaking, outlook: scene.joining,
                explained: scene.explanation?.said, next: scene.waiting.prefix(3).compactMap { $0.visit.ticket })
        }
        let called = board.called.prefix(6).compactMap { one -> PhoneView.Called? in
            guard let ticket = one.visit.ticket, let point = one.point else { return nil }
            return PhoneView.Called(ticket: ticket, point: point.name, call: one.visit.call)
        }
        self.init(
            slug: slug, place: board.place.name, lines: lines, called: Array(called), exceptions: board.exceptionsToday,
            address: address)
    }
}

/// The board of a room: who is called and where to, large enough for the far wall, then what everybody else wants to know.
package func boardPage(_ view: BoardView, _ context: PageContext) -> HTML {
    let words = context.words
    let part = boardPart(view, context)
    let body: HTML = """
        <div data-queue-live="\(url: Paths.queueBoardLive(view.slug))" data-now="\(context.now.iso)" \
        \(liveWords(words))>
        <header class="board-head"><p>\(view.place)</p>\
        <p data-board-speak hidden><button type="button" class="plain" aria-pressed="false" \
        data-on="\(words("queue-pages.board.speak-on"))" data-off="\(words("queue-pages.board.speak-off"))">\
        \(words("queue-pages.board.speak-off"))</button></p></header>
        <h1 class="hidden">\(words("queue-pages.board.title"))</h1>
        <div id="\(part.id)">\(part.html)</div>
        <p class="queue-stale" role="status" data-queue-stale hidden></p>
        </div>
        """
    return publicLayout(
        title: words("queue-pages.board.title"), context: context, script: "queue-page.js", style: "board", again: 15,
        body: body)
}

func boardPart(_ view: BoardView, _ context: PageContext) -> LivePart {
    let words = context.words
    let turned: HTML =
        view.exceptions == 0
        ? "" : "<p class=\"board-note\">\(words("queue-pages.board.exceptions", count: view.exceptions))</p>"
    let code: HTML? = view.address.map {
        "<aside class=\"board-code\">\(qrPicture($0, label: words("queue-pages.board.join")))<p>\(words("queue-pages.board.join"))</p></aside>"
    }
    return LivePart(
        "board-now",
        """
        <div class="board-columns"><section class="board-called" aria-label="\(words("queue-pages.phone.called-now"))">\
        \(boardCalled(view, context))</section>\
        <section class="board-lines" aria-label="\(words("queue-pages.board.queues"))">\
        \(joined: view.lines.map { boardLine($0, context) })\(code)</section></div>\(turned)
        """)
}

private func boardCalled(_ view: BoardView, _ context: PageContext) -> HTML {
    let words = context.words
    guard !view.called.isEmpty else {
        return "<p class=\"board-calm\">\(words("queue-pages.board.nobody-called"))</p>"
    }
    let rows = view.called.map { one -> HTML in
        let said = context.languages.map { language -> HTML in
            let sentence = language(
                "queue-pages.board.announce",
                ["ticket": one.ticket, "point": one.point.text(in: language.language.tag) ?? ""])
            return "<span lang=\"\(language.language.tag)\">\(sentence)</span>"
        }
        return """
            <li data-call="\(one.call)"><span class="board-ticket">\(one.ticket)</span> \
            <span class="board-point">\(one.point.text(in: words.language.tag))</span>\
            <span class="board-said">\(joined: said)</span></li>
            """
    }
    return "<h2>\(words("queue-pages.phone.called-now"))</h2><ol aria-live=\"polite\">\(joined: rows)</ol>"
}

private func boardLine(_ line: BoardView.Line, _ context: PageContext) -> HTML {
    let words = context.words
    let language = words.language.tag
    let delay: HTML? = line.explained?.text(in: language).map { "<p class=\"queue-delay\">\($0)</p>" }
    let next: HTML? =
        line.next.isEmpty
        ? nil
        : "<p>\(words.html("queue-pages.board.next", ["tickets": "<strong class=\"num\">\(line.next.joined(separator: "  "))</strong>"]))</p>"
    let state = line.isTaking || line.waiting > 0 ? words.shortWait(line.outlook) : words("queue-pages.board.closed")
    return """
        <article class="board-line"><h2><span class="board-letter">\(line.queue.letter)</span> \
        \(line.queue.name(in: language))</h2><p class="board-wait">\(state)</p>\
        <p>\(words("queue-pages.board.waiting", count: line.waiting))</p>\(next)\(delay)</article>
        """
}
