import KeptDomain
import KeptStore
import KeptWords

/// What mail asks of the reader today: answers of theirs that did not arrive, and messages that nobody has placed yet.
func todayMail(_ desk: TodayDesk, _ context: PageContext) -> HTML {
    let words = context.words
    let answers = desk.undelivered.map { answer -> HTML in
        """
        <li><a href="\(url: Paths.case(answer.case))">\(words.stored(answer.subject))</a> \
        <span class="quiet">\(words("channels.today.to", ["address": answer.contact])) · \(context.timeWithRelative(answer.at))\
        \(answer.answer.map { " · \($0)" as HTML })</span></li>
        """
    }
    let parked: HTML =
        "<p><a href=\"\(url: Paths.parkedMails)\">\(words("channels.parked.waiting", count: desk.parked))</a></p>"
    let unfetched: HTML = """
        <p><a href="\(url: Paths.parkedMails + "#unfetched")">\(words("channels.unfetched.waiting", count: desk.unfetched))</a></p>
        """
    let waiting: HTML = "\(parked, if: desk.parked > 0)\(unfetched, if: desk.unfetched > 0)"
    return """
        \(section(words("channels.today.undelivered"), "<ul class=\"case-lines\">\(joined: answers)</ul>"), if: !answers.isEmpty)\
        \(section(words("channels.today.parked"), waiting), if: desk.parked + desk.unfetched > 0)
        """
}
