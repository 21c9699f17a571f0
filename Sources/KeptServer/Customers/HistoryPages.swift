import KeptDomain
import KeptStore
import KeptWords

/// All that there was with a customer, the newest first, with links that narrow it to one kind.
func customerHistory(_ view: CustomerView, _ context: PageContext) -> HTML {
    let words = context.words
    let path = Paths.customer(view.id)
    let kinds: [HistoryKind?] = [nil] + HistoryKind.allCases
    let links = kinds.map { kind -> HTML in
        let isHere = kind == view.kind
        let label = kind.map { words("customers.kinds", of: $0) } ?? words("page.all")
        let narrowed = Paths.with(path, ["kind": kind?.rawValue]) + "#history"
        return """
            <li><a class="button\(" main", if: isHere)" href="\(url: narrowed)"\
            \("aria-current", isHere ? "true" : nil)>\(label)</a></li>
            """
    }
    let lines = view.history.map { historyLine($0, context) }
    let nothing =
        view.kind == nil
        ? emptyState(words("customers.empty.title"), words("customers.empty.text"), icon: .person)
        : emptyState(
            words("customers.empty.of-kind"), words("customers.empty.other-kinds"), icon: .person,
            action: linkButton(words("page.clear"), to: path))
    return section(
        words("customers.history"), id: "history",
        """
        <nav class="views" aria-label="\(words("customers.narrow"))"><ul class="tags">\(joined: links)</ul></nav>\
        \(lines.isEmpty ? nothing : "<ol class=\"journal\">\(joined: lines)</ol>")\
        \(pager(previous: view.previous, next: view.next, words))
        """)
}

/// When, what kind of thing, what it was, and on which order or case.
private func historyLine(_ entry: HistoryEntry, _ context: PageContext) -> HTML {
    let words = context.words
    let line = historyWords(entry, context)
    let small = line.small + abouts(entry, words)
    return """
        <li>\(context.timeText(entry.at))<div><p><span class="tag">\(kindWord(entry, words))</span> \(line.title)</p>\
        \("<p class=\"small quiet\">\(joined: small, by: " · ")</p>", if: !small.isEmpty)\
        \(line.words.map { "<p class=\"why\">\($0)</p>" as HTML })</div></li>
        """
}

private func kindWord(_ entry: HistoryEntry, _ words: Words) -> String {
    if case .message(let message) = entry.what { return words("search.directions", of: message.direction) }
    return words("customers.entries", of: entry.kind)
}

/// One line: its title, what stands small beneath, and what somebody said of it.
private struct HistoryWords {
    let title: HTML
    var small: [HTML] = []
    var words: String?
}

private func historyWords(_ entry: HistoryEntry, _ context: PageContext) -> HistoryWords {
    let words = context.words
    switch entry.what {
    case .order(let status, let total):
        let name = entry.order.map { orderLink($0, words) }
        return HistoryWords(
            title:
                "\(name) · \(words("orders.status", of: status))\(total.map { " · \(context.moneyText($0))" as HTML })")
    case .case(let found):
        let link = entry.case.map { "<a href=\"\(url: Paths.case($0.id))\">\(words.stored(found.subject))</a>" as HTML }
        let number: HTML? = entry.case.map { "\(words("cases.numbered", ["number": String($0.number)]))" }
        let merged = found.mergedInto.map { "\(words.stored(OwnSentence.merged($0).text))" as HTML }
        return HistoryWords(
            title: link ?? HTML(),
            small: [
                number, "\(words("cases.kinds", of: found.kind))",
                merged ?? "\(words("customers.states", of: found.status))",
                "\(found.owner)",
            ].compactMap(\.self))
    case .message(let message): return messageWords(message, entry, words)
    case .promise(let said, let language):
        return HistoryWords(
            title: """
                <a href="\(url: Paths.promise(ID(entry.id)))"><q lang="\(language)">\(said)</q></a> \
                \(standingChip(.broken, words))
                """)
    case .remedy(let remedy): return remedyWords(remedy, entry, words)
    case .rating(let question, let value):
        return HistoryWords(title: "\(ratingWords(question, value, words))")
    case .followUp(let answer, let said):
        let made = words("customers.made-good", ["answer": words("recovery.answers", of: answer)])
        return HistoryWords(title: "\(made)", words: said)
    }
}

private func messageWords(_ message: HistoryEntry.OfMessage, _ entry: HistoryEntry, _ words: Words) -> HistoryWords {
    let line = message.firstLine.trimmedOrNil ?? message.subject?.trimmedOrNil ?? words("customers.no-text")
    let title: HTML =
        entry.case.map { found in
            "<a href=\"\(url: Paths.case(found.id) + "#thread")\">\(line)</a>"
        } ?? "\(line)"
    let fate = message.sending.flatMap { MessageView.Fate(rawValue: $0.rawValue) }
    let small: [HTML?] = [
        message.channel.map { "\(words("cases.channels", of: $0))" },
        message.firstLine.trimmedOrNil == nil ? nil : message.subject.map { "\($0)" },
        entry.colleague.map { "\($0)" },
        message.isAutomatic ? "\(words("customers.automatic"))" : nil,
        fate.map { "<span class=\"message-\($0.rawValue)\">\(words("cases.sending", of: $0))</span>" },
    ]
    return HistoryWords(title: title, small: small.compactMap(\.self))
}

private func remedyWords(_ remedy: Remedy, _ entry: HistoryEntry, _ words: Words) -> HistoryWords {
    let amount = remedy.amount.map { Money(minor: abs($0.minor), currency: $0.currency) }
    let given = words("authority.given", of: remedy.kind, ["amount": words.money(amount)])
    let title: HTML =
        remedy.reverses != nil
        ? "\(words("authority.taken-back", ["given": given]))" : remedy.isReversed ? "<s>\(given)</s>" : "\(given)"
    let small: [HTML?] = [
        "\(words("authority.rights", of: remedy.right))", entry.colleague.map { "\($0)" },
        remedy.isReversed ? "\(words("authority.reversed"))" : nil,
    ]
    return HistoryWords(title: title, small: small.compactMap(\.self), words: remedy.why.map { words.stored($0) })
}

/// `4 of 5 for ease`.
func ratingWords(_ question: Rating.Question, _ value: Int, _ words: Words) -> String {
    let points = question == .ease ? String(value) : words(.of("service.points", named: String(value)))
    return words("service.rated", of: question, ["points": points])
}

/// The order and the case on which it stands, where it is not one of these itself.
private func abouts(_ entry: HistoryEntry, _ words: Words) -> [HTML] {
    let found: HTML? =
        entry.kind == .case
        ? nil
        : entry.case.map { found in
            "<a href=\"\(url: Paths.case(found.id))\">\(words("cases.numbered", ["number": String(found.number)]))</a>"
        }
    let order = entry.kind == .order ? nil : entry.order.map { orderLink($0, words) }
    return [found, order].compactMap(\.self)
}

private func orderLink(_ order: HistoryEntry.Numbered<Order>, _ words: Words) -> HTML {
    "<a href=\"\(url: Paths.order(order.id))\">\(words("orders.numbered", ["number": String(order.number)]))</a>"
}
