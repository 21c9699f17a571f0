import KeptDomain
import KeptStore
import KeptWords

/// What stands beside the conversation where it is hard: what was said or done, with the playbook of each kind.
func conductBeside(_ view: CaseView, _ context: PageContext) -> HTML? {
    guard let conduct = view.conduct, !conduct.facts.isEmpty else { return nil }
    let words = context.words
    let facts = conduct.facts.map { conductFact($0, view.row.id, context) }
    let books = conduct.playbooks.map { book in
        disclosure(
            words("conduct.playbook", ["kind": words("conduct.kinds", of: book.kind)]),
            isOpen: conduct.playbooks.count == 1, playbookFolded(book, words))
    }
    return section(
        words("conduct.beside"), id: "conduct",
        """
        <p class="hint">\(words("conduct.beside-hint"))</p><ul class="amends">\(joined: facts)</ul>\(joined: books)
        """)
}

/// - Parameter id: of the case that is looked at; a fact of another one says of which.
func conductFact(_ line: ConductLine, _ id: ID<Case>?, _ context: PageContext) -> HTML {
    let words = context.words
    let fact = line.fact
    let said: HTML =
        fact.evidence == .quoted
        ? "<blockquote class=\"note-text\">\(fact.words)</blockquote>" : "<p class=\"note-text\">\(fact.words)</p>"
    let other: HTML =
        """
         · <a href="\(url: Paths.case(fact.case))">\(words("conduct.from-case", ["number": String(line.number)]))</a>
        """
    let threat: HTML = " · <strong>\(words("conduct.threat-mark"))</strong>"
    let mayStrike = context.reader.map { fact.writtenBy == $0.actor.description } ?? false || context.may(.seeConduct)
    let strike = disclosure(
        words("conduct.strike"),
        form(
            Paths.conductStriking(fact.id), context,
            """
            \(formField(Field("why", words("page.reason"), hint: words("conduct.strike-hint"), isRequired: true), .fresh, words, scope: "strike-\(fact.id)-"))\
            <div class="form-foot"><button>\(words("conduct.strike"))</button></div>
            """))
    return """
        <li>\(said)<p class="small quiet">\(words("conduct.kinds", of: fact.kind)) · \
        \(words("conduct.evidence", of: fact.evidence)) · \(context.nearTime(fact.happenedAt)) · \
        \(line.writtenBy ?? "Kept")\(other, if: fact.case != id)\(threat, if: fact.isThreat)</p>\(strike, if: mayStrike)</li>
        """
}

/// Beside a conversation: the steps, and the rest to be opened.
private func playbookFolded(_ book: Playbook, _ words: Words) -> HTML {
    .joined(
        Playbook.Part.allCases.map { part in
            disclosure(words("conduct.parts", of: part), isOpen: part == .steps, playbookPart(book, part))
        })
}

private func playbookPart(_ book: Playbook, _ part: Playbook.Part) -> HTML {
    let items = book[part].map { "<li>\($0)</li>" as HTML }
    return part == .steps
        ? "<ol class=\"points\">\(joined: items)</ol>" : "<ul class=\"points\">\(joined: items)</ul>"
}

/// - Parameter level: of its headings, so that they follow those of the page.
func playbookText(_ book: Playbook, _ words: Words, level: Int) -> HTML {
    let parts = Playbook.Part.allCases.map { part -> HTML in
        let heading = words("conduct.parts", of: part)
        let title: HTML = level == 2 ? "<h2>\(heading)</h2>" : "<h3>\(heading)</h3>"
        return "<section class=\"part\">\(title)\(playbookPart(book, part))</section>"
    }
    return .joined(parts)
}

/// What somebody must know before anything else: a colleague calls for help here, or it goes on elsewhere.
func conductNotices(_ view: CaseView, _ context: PageContext) -> HTML? {
    guard let conduct = view.conduct else { return nil }
    let words = context.words
    let calls = conduct.calls.map { line -> HTML in
        let (name, time): (HTML, HTML) = ("\(line.askedBy ?? "Kept")", context.timeWithRelative(line.call.askedAt))
        let said =
            line.call.kind == .relief
            ? words.html("conduct.relief-asked", ["name": name, "time": time])
            : words.html("conduct.threat-told", ["name": name, "time": time])
        let why: HTML? = line.call.why.map { "<p class=\"why\">\($0)</p>" }
        return "<div class=\"flash flash-answering\"><p>\(said)</p>\(why)\(callForms(line.call, context))</div>"
    }
    let isApart = view.line != nil && view.line == conduct.apart.line && view.row.closedAt == nil
    let room = conduct.apart.room.map { words("conduct.apart-here", ["room": $0]) } ?? words("conduct.apart-here-plain")
    return "\(joined: calls)\("<p class=\"flash flash-answering\">\(room)</p>", if: isApart)"
}

/// Taking over, and saying what was done.
func callForms(_ call: Call, _ context: PageContext) -> HTML {
    let words = context.words
    let isOwn = call.askedBy == context.reader?.actor.description
    let take = form(
        Paths.callTaking(call.id), context, class: "inline", "<button class=\"main\">\(words("conduct.take"))</button>")
    let answer = disclosure(
        words("conduct.answer"),
        form(
            Paths.callAnswer(call.id), context,
            """
            \(formField(Field("word", words("conduct.answer-word"), isRequired: true), .fresh, words, scope: "call-\(call.id)-"))\
            <div class="form-foot"><button>\(words("conduct.answer"))</button></div>
            """))
    let takes = call.kind == .relief && !isOwn && context.may(.takeCase)
    let answers = call.kind == .threat ? context.may(.seeConduct) : context.may(.workCase)
    return "<div class=\"amends-buttons\">\(take, if: takes)\(answer, if: answers)</div>"
}

/// Writing down what happened, asking for relief with one key, and going on elsewhere.
///
/// - Parameter opened: the form that was refused: `conduct` or `apart`.
func conductForms(_ view: CaseView, _ context: PageContext, values: FormValues, opened: String?) -> HTML? {
    guard let conduct = view.conduct, view.row.closedAt == nil, context.may(.workCase) else { return nil }
    let words = context.words
    let relief = form(
        Paths.caseRelief(view.row.id), context,
        "<button data-key=\"r\">\(words("conduct.relief"))</button><p class=\"hint\">\(words("conduct.relief-hint"))</p>"
    )
    let isAsked = conduct.calls.contains { $0.call.kind == .relief }
    return section(
        words("navigation.conduct"),
        """
        \(relief, if: !isAsked)\
        \(disclosure(words("conduct.note"), isOpen: opened == "conduct", noteForm(view, context, opened == "conduct" ? values : .fresh)))\
        \(disclosure(words("conduct.apart"), isOpen: opened == "apart", apartForm(view, conduct, context, opened == "apart" ? values : .fresh)), if: view.mayHandOver ?? context.may(.handOverCase))
        """)
}

private func noteForm(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let kinds = ConductKind.allCases.map { Field.Choice($0.rawValue, words("conduct.kinds", of: $0)) }
    let evidence = ConductFact.Evidence.allCases.map { Field.Choice($0.rawValue, words("conduct.evidence", of: $0)) }
    let incoming = view.messages.compactMap { message -> Field.Choice? in
        guard let id = message.id, message.direction == .incoming else { return nil }
        return Field.Choice("\(id)", String(message.body.prefix(60)))
    }
    var fields = [
        Field(
            "words", words("conduct.words"), .area(rows: 3), hint: words("conduct.note-hint"), isRequired: true),
        Field("evidence", words("conduct.evidence-label"), .choice(evidence), isRequired: true),
        Field("kind", words("conduct.kind"), .choice(kinds), isRequired: true),
    ]
    if !incoming.isEmpty {
        let none = Field.Choice("", words("conduct.no-message"))
        fields.append(Field("message", words("conduct.message"), .choice([none] + incoming)))
    }
    fields.append(Field("happened_at", words("conduct.happened"), .moment, hint: words("conduct.happened-hint")))
    fields.append(Field("threat", words("conduct.threat"), .check))
    let isJudged = values.problem("words")?.key == conductJudging
    if isJudged { fields.append(Field("as_it_stands", words("conduct.as-it-stands"), .check)) }
    return form(
        Paths.caseConduct(view.row.id), context,
        """
        \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "conduct-") })\
        <div class="form-foot"><button class="main">\(words("conduct.add"))</button></div>
        """)
}

/// The key of the hint that asks for a fact.
let conductJudging = "conduct.judging"

private func apartForm(
    _ view: CaseView, _ conduct: ConductBeside, _ context: PageContext, _ values: FormValues
) -> HTML {
    let words = context.words
    let line = conduct.apartLine.map { Field.Choice("", words("conduct.apart-line", ["line": $0])) }
    let who = [line].compactMap(\.self) + view.people
    let room: HTML? = conduct.apart.room.map { "<p>\(words("conduct.apart-room", ["room": $0]))</p>" }
    let fields = [
        Field("person", words("conduct.apart-to"), .choice(who), isRequired: line == nil),
        Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true),
    ]
    return form(
        Paths.caseApart(view.row.id), context,
        """
        \(revisionField(view.revision))\(formProblems(values, words))<p class="hint">\(words("conduct.apart-hint"))</p>\(room)\
        \(joined: fields.map { formField($0, values, words, scope: "apart-") })\
        <div class="form-foot"><button class="main">\(words("conduct.apart"))</button></div>
        """)
}
