import KeptDomain
import KeptStore
import KeptWords

/// Close, hand over, say whose move it is; `nil` for a closed case and whoever works on none.
func caseForms(_ view: CaseView, _ context: PageContext, values: FormValues, opened: String?) -> HTML? {
    guard view.row.closedAt == nil, context.may(.workCase) else { return nil }
    let words = context.words
    let revision: HTML = "<input type=\"hidden\" name=\"revision\" value=\"\(view.revision)\">"
    let ending = opened == "closing" ? values : .fresh
    let closing = form(
        Paths.caseClosing(view.row.id), context,
        """
        \(revision)\(formProblems(ending, words))\(closingFields(view, ending, words))\
        <div class="form-foot"><button class="main">\(words("cases.close"))</button></div>
        """)
    let giving = opened == "handover" ? values : .fresh
    let handover = form(
        Paths.caseHandover(view.row.id), context,
        """
        \(revision)\(formProblems(giving, words))\
        \(formField(Field("owner", words("cases.to"), .choice(view.people), isRequired: true), giving, words))\
        \(formField(Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true), giving, words))\
        <div class="form-foot"><button class="main">\(words("cases.hand-over"))</button></div>
        """)
    return section(
        words("orders.do"),
        """
        \(disclosure(words("cases.set-move"), isOpen: opened == "move", moveForm(view, context, opened == "move" ? values : .fresh)))\
        \(disclosure(words("cases.close"), isOpen: opened == "closing", key: "e", closing))\
        \(disclosure(words("cases.hand-over"), isOpen: opened == "handover", handover), if: view.mayHandOver ?? context.may(.handOverCase))
        """)
}

/// The cause: one that is known, or its name; or no fault of ours, with the words why.
private func closingFields(_ view: CaseView, _ values: FormValues, _ words: Words) -> HTML {
    let known = view.knownCauses
    let choice = Field(
        "known_cause", words("recovery.closing.cause"),
        .choice([Field.Choice("", words("recovery.closing.cause-none"))] + known),
        hint: words("recovery.closing.hint"))
    let cause = Field("cause", words("cases.cause"), hint: words("cases.cause-hint"), isRequired: known.isEmpty)
    let before = words.list(Array(view.causes.prefix(5)))
    let asked = view.special.filter(\.isOpen).map {
        words.labelled(words("service.special.kinds", of: $0.kind), $0.words)
    }
    let open: HTML = """
        <p class="flash flash-answering">\(words("service.special.still-open", ["requests": words.list(asked)]))</p>
        """
    return """
        \(open, if: !asked.isEmpty)\(formField(choice, values, words), if: !known.isEmpty)\(formField(cause, values, words))\
        \("<p class=\"hint\">\(words("cases.causes-before")) \(before)</p>", if: !view.causes.isEmpty)\
        \(formField(Field("not_ours", words("recovery.closing.not-ours"), .check), values, words))
        """
}

/// Who owes the next move. Only ours ticks, so whoever changes it says why.
private func moveForm(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let moves = Case.Move.allCases.map { Field.Choice($0.rawValue, words("cases.moves", of: $0)) }
    let fields = [
        Field(
            "whose_move", words("cases.columns.move"), .choice(moves), value: view.row.whoseMove.rawValue,
            hint: words("cases.move-hint"), isRequired: true),
        Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true),
    ]
    return form(
        Paths.caseMove(view.row.id), context,
        """
        <input type="hidden" name="revision" value="\(view.revision)">\(formProblems(values, words))\
        \(joined: fields.map { formField($0, values, words, scope: "move-") })\
        <div class="form-foot"><button class="main">\(words("cases.set-move"))</button></div>
        """)
}
