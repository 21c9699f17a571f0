import KeptDomain
import KeptWords

package struct LimitsView: Sendable {
    package let limits: [RemedyLimit]
    /// How fast a lead answers.
    package let answerTime: ClockTarget
    /// That of the business, for a first set of limits.
    package let currency: Currency?

    package init(limits: [RemedyLimit], answerTime: ClockTarget, currency: Currency?) {
        self.limits = limits
        self.answerTime = answerTime
        self.currency = currency
    }
}

/// Which form of the page was refused.
package enum LimitForm: String, Sendable { case add, first, answerTime = "answer-time" }

/// What each role may give, a table for each currency; with forms for whoever sets limits.
package func limitsPage(
    _ view: LimitsView, _ context: PageContext, values: FormValues = .fresh, refused: LimitForm? = nil
) -> HTML {
    let words = context.words
    let title = words("authority.limits.title")
    let currencies = Array(Set(view.limits.map(\.currency.code))).sorted()
    let tables = currencies.map { code in
        section(code, limitTable(view.limits.filter { $0.currency.code == code }, context))
    }
    let empty = emptyState(words("authority.limits.empty.title"), words("authority.limits.empty.text"))
    let target = words.target(view.answerTime)
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("authority.limits.sentence"))", actions: linkButton(words("page.history"), to: Paths.journal(of: .business))))\
        \(view.limits.isEmpty ? empty : .joined(tables))\
        \(section(words("authority.limits.answer-time"), "<p>\(target)</p>\(limitForms(view, context, values, refused), if: context.may(.setLimits))"))
        """
    return layout(title: title, context: context, body: body)
}

private func limitTable(_ limits: [RemedyLimit], _ context: PageContext) -> HTML {
    let words = context.words
    let columns = [
        Column(words("authority.limits.role")), Column(words("authority.limits.remedy")),
        Column(words("authority.limits.per-case"), isNumber: true),
        Column(words("authority.limits.per-day"), isNumber: true),
    ]
    let rows = limits.map { limit -> TableRow in
        let link = Paths.limit(limit.id)
        let name = limitName(limit, words)
        let remedy: HTML = context.may(.setLimits) ? "<a href=\"\(url: link)\">\(name)</a>" : "\(name)"
        return TableRow(
            [
                "\(words("people.roles", of: limit.role))", remedy, limitAmount(limit.perCase, limit, context),
                limitAmount(limit.perDay, limit, context),
            ], link: context.may(.setLimits) ? link : nil)
    }
    return table(columns, rows, caption: words("authority.limits.title"))
}

private func limitName(_ limit: RemedyLimit, _ words: Words) -> String {
    limit.remedy.map { words("authority.remedies", of: $0) } ?? words("authority.limits.all")
}

private func limitAmount(_ minor: Int64?, _ limit: RemedyLimit, _ context: PageContext) -> HTML {
    minor.map { context.moneyText(Money(minor: $0, currency: limit.currency)) }
        ?? "\(context.words("authority.limits.any"))"
}

private func limitForms(
    _ view: LimitsView, _ context: PageContext, _ values: FormValues, _ refused: LimitForm?
) -> HTML {
    let words = context.words
    func own(_ name: LimitForm) -> FormValues { refused == name ? values : .fresh }
    func why(_ name: LimitForm) -> HTML {
        formField(
            Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: name == .answerTime),
            own(name), words, scope: name.rawValue + "-")
    }
    let answerTime = form(
        Paths.limitAnswerTime, context,
        """
        \(formProblems(own(.answerTime), words))<p class="hint">\(words("authority.limits.answer-time-hint"))</p>\
        \(TargetFields.html(own(.answerTime), view.answerTime, words))\(why(.answerTime))\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """)
    let roles = Role.allCases.filter { $0 != .partner }.map {
        Field.Choice($0.rawValue, words("people.roles", of: $0))
    }
    let kinds =
        RemedyKind.allCases.filter(\.hasAmount).map { Field.Choice($0.rawValue, words("authority.remedies", of: $0)) }
        + [Field.Choice("all", words("authority.limits.all"))]
    let fields = [
        Field("role", words("authority.limits.role"), .choice(roles), isRequired: true),
        Field("remedy", words("authority.limits.remedy"), .choice(kinds), isRequired: true),
        Field("currency", words("authority.currency"), value: view.currency?.code, isRequired: true),
        Field("per_case", words("authority.limits.per-case"), hint: words("authority.limits.any-hint")),
        Field("per_day", words("authority.limits.per-day"), hint: words("authority.limits.any-hint")),
    ]
    let add = form(
        Paths.limits, context,
        """
        \(formProblems(own(.add), words))\(joined: fields.map { formField($0, own(.add), words, scope: "add-") })\
        \(why(.add))<div class="form-foot"><button class="main">\(words("authority.limits.add"))</button></div>
        """)
    let first = form(
        Paths.firstLimits, context,
        """
        \(formProblems(own(.first), words))<p class="hint">\(words("authority.limits.first-hint"))</p>\
        \(formField(Field("currency", words("authority.currency"), value: view.currency?.code, isRequired: true), own(.first), words, scope: "first-"))\
        <div class="form-foot"><button class="main">\(words("authority.limits.set-first"))</button></div>
        """)
    return """
        \(disclosure(words("page.edit"), isOpen: refused == .answerTime, answerTime))\
        \(disclosure(words("authority.limits.add"), isOpen: refused == .add, add))\
        \(disclosure(words("authority.limits.first"), isOpen: refused == .first || view.limits.isEmpty, first))
        """
}

/// One limit with its form: two amounts, empty for any, and the reason.
package func limitPage(_ limit: RemedyLimit, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let title = "\(words("people.roles", of: limit.role)) · \(limitName(limit, words)) · \(limit.currency.code)"
    func typed(_ minor: Int64?) -> String? { minor.map { Money(minor: $0, currency: limit.currency).plain } }
    let fields = [
        Field(
            "per_case", words("authority.limits.per-case"), value: typed(limit.perCase),
            hint: words("authority.limits.any-hint")),
        Field(
            "per_day", words("authority.limits.per-day"), value: typed(limit.perDay),
            hint: words("authority.limits.any-hint")),
        Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true),
    ]
    let body: HTML = """
        \(revisionField(limit.revision))\(formProblems(values, words))\(joined: fields.map { formField($0, values, words) })\
        <div class="form-foot"><button class="main">\(words("authority.limits.change"))</button></div>
        """
    return layout(
        title: title, context: context,
        body:
            "\(pageHead(title, sentence: "\(words("authority.limits.sentence"))"))\(form(Paths.limit(limit.id), context, body))"
    )
}

extension Money {
    /// As a form field holds it, with a point and the currency's decimals: `12.50`.
    var plain: String {
        let divisor = (0..<currency.exponent).reduce(Int64(1)) { unit, _ in unit * 10 }
        let (whole, part) = minor.magnitude.quotientAndRemainder(dividingBy: UInt64(divisor))
        let sign = minor < 0 ? "-" : ""
        return currency.exponent == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(padded(Int(part), currency.exponent))"
    }
}
