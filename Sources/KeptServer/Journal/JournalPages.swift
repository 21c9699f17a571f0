import KeptDomain
import KeptWords

/// One entry of the journal as it is read.
package struct JournalLine: Sendable {
    package let position: JournalPosition
    package let at: Instant
    /// Who did it: a person's name, a token's, `Kept`, a customer.
    package let who: String
    /// As the journal stores it, `promise.broken`.
    package let kind: String
    package let subject: Subject
    /// `Order 1042`, worded.
    package let subjectName: String
    package let subjectLink: String?
    package let why: String?
    package let facts: [Fact]

    package init(
        position: JournalPosition, at: Instant, who: String, kind: String, subject: Subject, subjectName: String,
        subjectLink: String?, why: String?, facts: [Fact]
    ) {
        self.position = position
        self.at = at
        self.who = who
        self.kind = kind
        self.subject = subject
        self.subjectName = subjectName
        self.subjectLink = subjectLink
        self.why = why
        self.facts = facts
    }
}

package struct JournalView: Sendable {
    /// The thing whose journal it is; `nil` for everything.
    package let subject: (name: String, link: String?)?
    package let lines: [JournalLine]
    package var older: String?
    package var newer: String?

    package init(
        subject: (name: String, link: String?)?, lines: [JournalLine], older: String? = nil, newer: String? = nil
    ) {
        self.subject = subject
        self.lines = lines
        self.older = older
        self.newer = newer
    }
}

/// Every change, latest first: who, what, when, why.
package func journalPage(_ view: JournalView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("journal.title")
    let heading = view.subject.map { "\(title) · \($0.name)" } ?? title
    let back: HTML? = view.subject?.link.map {
        linkButton(words("journal.back-to", ["name": view.subject?.name ?? ""]), to: $0)
    }
    let items = view.lines.map { journalLine($0, context, showsSubject: view.subject == nil) }
    let empty = emptyState(words("journal.empty.title"), words("journal.empty.text"))
    let body: HTML = """
        \(pageHead(heading, sentence: "\(words("journal.sentence"))", actions: back))\
        \(items.isEmpty ? empty : "<ol class=\"journal\">\(joined: items)</ol>")\
        \(pager(previous: view.newer, next: view.older, words))
        """
    return layout(title: heading, context: context, body: body)
}

private func journalLine(_ line: JournalLine, _ context: PageContext, showsSubject: Bool) -> HTML {
    let words = context.words
    let key = WordKey.of("journal.kinds", named: line.kind)
    let what: HTML = "\(words.has(key) ? words(key) : line.kind)"
    let subject: HTML =
        line.subjectLink.map { "<a href=\"\(url: $0)\">\(line.subjectName)</a>" } ?? "\(line.subjectName)"
    let facts = line.facts.compactMap { journalFact($0, of: line, context) }
    let why: HTML? = line.why.map {
        "<p class=\"why\">\(words.html("promises.why", ["reason": "\(words.stored($0))"]))</p>"
    }
    return """
        <li>\(context.timeText(line.at))<div><p>\(showsSubject ? words.html("journal.about", ["subject": subject, "what": what]) : what) <span class="quiet">· \(line.who)</span></p>\
        \(why)\("<p class=\"journal-facts small quiet\">\(joined: facts, by: " ")</p>", if: !facts.isEmpty)</div></li>
        """
}
