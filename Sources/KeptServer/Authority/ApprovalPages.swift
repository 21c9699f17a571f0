import KeptDomain
import KeptStore
import KeptWords

package struct ApprovalsView: Sendable {
    package let waiting: [RequestLine]
    package let lately: [RequestLine]
    package let questions: [AuthorityQuestion]
    package let held: [HeldGuarantee]
    package let single: [HeldUse]

    package init(
        waiting: [RequestLine], lately: [RequestLine] = [], questions: [AuthorityQuestion] = [],
        held: [HeldGuarantee] = [], single: [HeldUse] = []
    ) {
        self.held = held
        self.single = single
        self.waiting = waiting
        self.lately = lately
        self.questions = questions
    }
}

/// What waits for a lead, each decided in one click with its case in view; what is unusual, as questions; and what was
/// decided lately.
package func approvalsPage(_ view: ApprovalsView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("authority.requests.title")
    let empty = emptyState(words("authority.requests.empty.title"), words("authority.requests.empty.text"))
    let sentence =
        view.waiting.isEmpty
        ? words("authority.requests.none") : words("authority.requests.sentence", count: view.waiting.count)
    let lately = view.lately.map { requestRecord($0, context) }
    let body: HTML = """
        \(pageHead(title, sentence: "\(sentence)", actions: linkButton(words("authority.ledger.title"), to: Paths.remedies)))\
        \(waitingRequests(view.waiting, context))\(empty, if: view.waiting.isEmpty)\
        \(joined: view.held.map { heldGuarantee($0, context) })\(heldUses(view.single, context))\(authorityQuestions(view.questions, context))\
        \(section(words("authority.requests.lately"), "<div class=\"records\">\(joined: lately)</div>"), if: !lately.isEmpty)
        """
    return layout(title: title, context: context, body: body)
}

/// For the page of approvals and for Today; nothing where nothing waits.
func waitingRequests(_ lines: [RequestLine], _ context: PageContext) -> HTML? {
    guard !lines.isEmpty else { return nil }
    return section(
        context.words("authority.requests.waiting"), id: "approvals",
        "<div class=\"records\">\(joined: lines.map { requestRecord($0, context) })</div>")
}

private func requestRecord(_ line: RequestLine, _ context: PageContext) -> HTML {
    let words = context.words
    let request = line.request
    let title = words(
        "authority.asked",
        ["remedy": words("authority.remedies", of: request.kind), "amount": words.money(request.amount)])
    let number = words("cases.numbered", ["number": String(line.caseNumber)])
    let customer: HTML? = line.customer.map { " · \($0)" }
    let given = line.given.map { remedy in
        words("authority.given", of: remedy.kind, ["amount": words.money(remedy.amount)])
    }
    // A lead who asked for it leaves it to another.
    let isOwnOnly = request.state == .waiting && context.may(.approveRemedy) && !line.isDecidable
    let own: HTML = "<p class=\"hint\">\(words("authority.requests.own"))</p>"
    let broken: HTML = " · \(words("authority.broken-words", count: line.breaks))"
    return """
        <article class="record"><h2>\(title)</h2>\
        <p><a href="\(url: Paths.case(request.case))">\(number)</a> · \(line.subject)\(customer)\(broken, if: line.breaks > 0)</p>\
        \(requestStanding(line, context))<p class="why">\(request.why)</p>\
        \("<p class=\"small quiet\">\(words("authority.given-before", ["list": words.list(given)]))</p>", if: !given.isEmpty && request.state == .waiting)\
        \(request.word.map { "<p class=\"why\">\($0)</p>" as HTML })\
        \(requestForms(line, context))\(own, if: isOwnOnly)\
        </article>
        """
}

/// What is unusual, put as questions; nothing where nothing is.
func authorityQuestions(_ questions: [AuthorityQuestion], _ context: PageContext) -> HTML? {
    guard !questions.isEmpty else { return nil }
    let words = context.words
    let items = questions.map { question -> HTML in
        let body: HTML = """
            <input type="hidden" name="question" value="\(question.pattern.key)">\
            <input type="hidden" name="place" value="\(question.pattern.place)">\
            \(formField(Field("answer", words("authority.questions.answer"), isRequired: true), .fresh, words, scope: "q-\(question.pattern.key)-"))\
            <div class="form-foot"><button>\(words("authority.questions.answer-it"))</button></div>
            """
        return """
            <article class="record"><p>\(questionText(question, words))</p>\
            \(disclosure(words("authority.questions.answer-it"), form(Paths.authorityAnswers, context, body)))</article>
            """
    }
    return section(
        words("authority.questions.title"), id: "questions",
        "<p class=\"hint\">\(words("authority.questions.hint"))</p><div class=\"records\">\(joined: items)</div>")
}

private func questionText(_ question: AuthorityQuestion, _ words: Words) -> String {
    let pattern = question.pattern
    let role = pattern.role.map { words("people.roles", of: $0) } ?? ""
    switch pattern.kind {
    case .manyToOne:
        return words(
            "authority.questions.many-to-one",
            [
                "customer": question.customer ?? words("page.unknown"), "number": words.number(pattern.count),
                "amount": words.money(pattern.amount),
            ])
    case .belowTheLimit:
        return words(
            "authority.questions.below-the-limit",
            [
                "number": words.number(pattern.count), "role": role, "amount": words.money(pattern.amount),
                "remedy": pattern.remedy.map { words("authority.remedies", of: $0) } ?? "",
            ])
    case .aboveUsual:
        return words(
            "authority.questions.above-usual",
            [
                "role": role, "amount": words.money(pattern.amount),
                "times": words.number(pattern.times ?? 0, digits: 1),
            ])
    }
}

/// One line of the ledger as its page lists it. Who gave it stands on the case alone: no list of the business sets
/// colleagues side by side.
package struct LedgerRow: Sendable {
    package let remedy: Remedy
    package let customer: String?
    package let caseNumber: String?

    package init(remedy: Remedy, customer: String?, caseNumber: String?) {
        self.remedy = remedy
        self.customer = customer
        self.caseNumber = caseNumber
    }
}

package func ledgerPage(_ rows: [LedgerRow], previous: String?, next: String?, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("authority.ledger.title")
    let columns = [
        Column(words("authority.ledger.columns.what")), Column(words("authority.ledger.columns.when")),
        Column(words("authority.ledger.columns.amount"), isNumber: true),
        Column(words("authority.ledger.columns.customer")), Column(words("authority.ledger.columns.case")),
        Column(words("authority.ledger.columns.right"), isSecondary: true),
    ]
    let lines = rows.map { row -> TableRow in
        let remedy = row.remedy
        let name = words("authority.remedies", of: remedy.kind)
        let what = remedy.reverses == nil ? name : words("authority.taken-back", ["given": name])
        let link = remedy.case.map { Paths.case($0) }
        let number: HTML =
            link.map { link in
                "<a href=\"\(url: link)\">\(row.caseNumber ?? "")</a>"
            } ?? HTML()
        return TableRow(
            [
                remedy.isReversed ? "<s>\(what)</s>" : "\(what)", context.nearTime(remedy.givenAt),
                remedy.amount.map { context.moneyText($0) } ?? "", "\(row.customer ?? "")", number,
                "\(words("authority.rights", of: remedy.right))",
            ], link: link)
    }
    let empty = emptyState(words("authority.ledger.empty.title"), words("authority.ledger.empty.text"))
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("authority.ledger.sentence"))"))\
        \(rows.isEmpty ? empty : table(columns, lines, caption: title))\(pager(previous: previous, next: next, words))
        """
    return layout(title: title, context: context, body: body)
}
