import KeptDomain
import KeptStore
import KeptWords

/// What else waits for the reader: cases of their lines, and notes that name them.
struct TodayDesk: Sendable {
    let waiting: Int
    let chats: [WaitingChat]
    let mentions: [Mention]
    /// Messages that wait for a person to say where they belong.
    var parked = 0
    /// Messages that lie in a mailbox and could not be fetched.
    var unfetched = 0
    /// Answers of theirs that did not arrive.
    var undelivered: [UndeliveredAnswer] = []
    /// In which somebody waits longer than they were told.
    var queues: [QueueInNeed] = []
}

func todayDesk(_ desk: TodayDesk, _ context: PageContext) -> HTML {
    let words = context.words
    let take = form(
        Paths.nextCase, context, class: "inline",
        "<p>\(words("today.waiting", count: desk.waiting))</p><button class=\"main\">\(words("desk.take-next"))</button>"
    )
    let notes = desk.mentions.map { mention -> HTML in
        """
        <li><a href="\(url: Paths.case(mention.case))">\(String(mention.text.prefix(80)))</a>\
        <span class="quiet">\(words("cases.numbered", ["number": String(mention.number)])) · \(context.timeWithRelative(mention.at))</span></li>
        """
    }
    return """
        \(todayQueues(desk.queues, context))\(todayMail(desk, context))\(todayChats(desk.chats, context))\
        \(section(words("today.line"), take), if: desk.waiting > 0)\
        \(section(words("today.mentions"), "<ul class=\"case-lines\">\(joined: notes)</ul>"), if: !notes.isEmpty)
        """
}

/// The open cases of the reader, or that there is none.
func myCases(_ mine: [CaseLine], _ context: PageContext) -> HTML {
    todayCases("today.my-cases", mine, context)
        ?? section(context.words("today.my-cases"), "<p class=\"quiet\">\(context.words("today.no-cases"))</p>")
}

/// - Returns: `nil` for none.
func todayCases(_ title: WordKey, _ cases: [CaseLine], _ context: PageContext) -> HTML? {
    guard !cases.isEmpty else { return nil }
    let items = cases.map { line -> HTML in
        let due: HTML? = line.due.map { "<span class=\"due\">\(context.timeWithRelative($0))</span>" }
        return """
            <li><a href="\(url: Paths.case(line.id))">\(context.words.stored(line.subject))</a>\
            <span class="quiet">\(context.words("cases.numbered", ["number": String(line.number)]))\
            \(line.customer.map { " · \($0)" as HTML })</span>\(due)</li>
            """
    }
    return section(context.words(title), "<ul class=\"case-lines\">\(joined: items)</ul>")
}
