import KeptDomain
import KeptWords

/// What was asked on a case, with the forms that decide it.
func requestOnCase(_ line: RequestLine, _ context: PageContext) -> HTML {
    let words = context.words
    let request = line.request
    let asked = words(
        "authority.asked",
        ["remedy": words("authority.remedies", of: request.kind), "amount": words.money(request.amount)])
    return """
        <li class="request"><p>\(asked)</p>\(requestStanding(line, context))<p class="why">\(request.why)</p>\
        \(request.word.map { "<p class=\"why\">\($0)</p>" as HTML })\(requestForms(line, context))</li>
        """
}

/// Who asked and by when the customer hears, or how it was decided.
func requestStanding(_ line: RequestLine, _ context: PageContext) -> HTML {
    let words = context.words
    let request = line.request
    let asked = words("authority.requests.asked-by", ["name": line.askedBy])
    guard let decided = request.decidedAt, let by = line.decidedBy else {
        let due = words.html("authority.answer-by", ["time": context.timeWithRelative(request.dueAt)])
        return "<p class=\"small quiet\">\(asked) · \(due)</p>"
    }
    let state = words("authority.states", of: request.state)
    let amount: HTML? = request.approved.map { " · \(context.moneyText($0))" }
    return """
        <p class="small quiet">\(asked) · \(words("authority.requests.by", ["state": state, "name": by]))\(amount) · \
        \(context.nearTime(decided))</p>
        """
}

/// One click approves; less, and refusing with a word, are folded beside it.
func requestForms(_ line: RequestLine, _ context: PageContext) -> HTML? {
    let words = context.words
    let request = line.request
    guard request.state == .waiting else { return nil }
    let scope = "request-\(request.id)-"
    let withdraw: HTML? =
        line.isOwn
        ? foldedForm(words("authority.withdraw"), to: Paths.requestWithdrawal(request.id), context) { values in
            """
            \(formField(Field("why", words("page.reason"), isRequired: true), values, words, scope: scope))\
            <div class="form-foot"><button>\(words("authority.withdraw"))</button></div>
            """
        } : nil
    guard line.isDecidable else { return withdraw }
    let label =
        request.amount.map { words("authority.requests.approve-amount", ["amount": words.money($0)]) }
        ?? words("authority.requests.approve")
    let approve = form(
        Paths.requestApproval(request.id), context, "<button class=\"main\">\(label)</button>")
    // One click posts there too, and has no amount.
    let less = foldedForm(
        words("authority.requests.less"), to: Paths.requestApproval(request.id), context,
        isMeant: { $0["amount"] != nil }
    ) { values in
        """
        \(formField(Field("amount", words("authority.amount"), isRequired: true), values, words, scope: scope))\
        \(formField(Field("word", words("authority.requests.word")), values, words, scope: scope + "less-"))\
        <div class="form-foot"><button>\(words("authority.requests.less"))</button></div>
        """
    }
    let word = Field(
        "word", words("authority.requests.word"), hint: words("authority.requests.word-hint"), isRequired: true)
    let refuse = foldedForm(words("authority.requests.refuse"), to: Paths.requestRefusal(request.id), context) {
        values in
        """
        \(formField(word, values, words, scope: scope + "refuse-"))\
        <div class="form-foot"><button>\(words("authority.requests.refuse"))</button></div>
        """
    }
    return "<div class=\"amends-buttons\">\(approve)\(less, if: request.amount != nil)\(refuse)</div>\(withdraw)"
}
