import KeptDomain
import KeptStore
import KeptWords

/// Who stands behind a case on a page of their own: whether they are there, and whether they have read our answer. Follows
/// by itself.
func caseTalks(_ talks: [TalkStanding], on id: ID<Case>, _ context: PageContext) -> HTML? {
    guard !talks.isEmpty else { return nil }
    let lines = talks.map { talkLine($0, context) }
    return """
        <div id="case-talks" class="flash flash-answering" role="status" data-live-topics="case" \
        data-live-subject="case:\(id)" data-live-at-once><ul>\(joined: lines)</ul></div>
        """
}

private func talkLine(_ standing: TalkStanding, _ context: PageContext) -> HTML {
    let words = context.words
    let talk = standing.talk
    let by = words(
        "contact.staff.by",
        ["channel": words("cases.channels", of: talk.channel), "name": standing.form])
    let who: HTML? = talk.name.map { "<strong>\($0)</strong> · " }
    let here: HTML =
        if standing.isHere {
            "<strong>\(words("contact.staff.here"))</strong>"
        } else if let left = standing.wentAway {
            words.html("contact.staff.gone", ["time": context.nearTime(left)])
        } else {
            "\(words("contact.staff.never"))"
        }
    let unread: HTML = "<br>\(words(standing.canBeMailed ? "contact.staff.unread-mail" : "contact.staff.unread"))"
    let order: HTML? = talk.orderTyped.map { "<br>\(words("contact.staff.order-typed", ["number": $0]))" }
    return """
        <li>\(who)\(by) · \(here)\(unread, if: standing.hasUnread && !standing.isHere)\(order)\
        <br><span class="small quiet">\(words("contact.staff.typed"))</span></li>
        """
}

/// Chats that wait for us, the one whose promise is due first at the top; follows by itself.
func todayChats(_ chats: [WaitingChat], _ context: PageContext) -> HTML {
    let words = context.words
    let lines = chats.map { chat -> HTML in
        let here: HTML = " · <strong>\(words("contact.staff.here"))</strong>"
        return """
            <li><a href="\(url: Paths.case(chat.case))">\(chat.subject)</a> <span class="quiet small">\
            \(words("cases.numbered", ["number": String(chat.number)]))\(chat.name.map { " · \($0)" as HTML })\
            \(chat.due.map { " · \(context.timeWithRelative($0))" as HTML })\(here, if: chat.isHere)</span></li>
            """
    }
    let list: HTML = "<ul class=\"case-lines\">\(joined: lines)</ul>"
    return """
        <div id="today-chats" data-live-topics="case" data-live-at-once>\
        \(section(words("contact.staff.chats"), list), if: !chats.isEmpty)</div>
        """
}
