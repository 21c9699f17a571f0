import KeptDomain
import KeptWords

/// The part of a case's page where amends are made: buttons with amounts within the reader's authority, what was given,
/// and what waits for a lead.
///
/// - Parameters:
///   - values: what was typed into the form that was refused.
///   - opened: which that is: `remedies` or `guarantee`.
func remedyPanel(
    _ panel: RemedyPanel, _ context: PageContext, values refused: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let isOpened = opened == "remedies"
    let values = isOpened ? refused : .fresh
    let recording: FormValues? = opened == "guarantee" ? refused : nil
    let words = context.words
    let gives = panel.isOpen && context.may(.giveRemedy)
    let lines = panel.lines.map { ledgerLine($0, context) } + panel.requests.map { requestOnCase($0, context) }
    let none: HTML = "<p class=\"quiet\">\(words("authority.nothing-given"))</p>"
    let beside: HTML? = panel.beside.map {
        "<p class=\"small quiet\">\(words("authority.beside", ["said": $0.said]))</p>"
    }
    return section(
        words("authority.amends"), id: "amends",
        """
        \("<ul class=\"amends\">\(joined: lines)</ul>", if: !lines.isEmpty)\(none, if: lines.isEmpty && !gives)\
        \(untoldNotice(panel, context))\(unlimitedNotice(panel, context))\
        \("\(beside)\(offerButtons(panel, context))\(anotherAmount(panel, context, values, isOpened))\(recordable(panel, context, recording))", if: gives)
        """)
}

/// What nobody could be told by a message: it is left to whoever has the case, until somebody says that they told it.
private func untoldNotice(_ panel: RemedyPanel, _ context: PageContext) -> HTML {
    let words = context.words
    return .joined(
        panel.untold.map { line -> HTML in
            let told = form(
                Paths.tellingTold(line.id), context, class: "inline", "<button>\(words("tellings.told"))</button>")
            let sentences = [
                words("tellings.untold", of: line.reason), words("tellings.tell-them", ["said": line.said]),
                line.standsOnPage ? words("tellings.on-page") : nil,
            ]
            return
                "<div class=\"flash flash-problem\">\(words.sentences(sentences.compactMap(\.self)))\(told, if: context.may(.workCase))</div>"
        })
}

/// Guarantees that somebody who saw it sets off, with the price seen where one asks for it.
private func recordable(_ panel: RemedyPanel, _ context: PageContext, _ refused: FormValues?) -> HTML? {
    guard !panel.recordable.isEmpty else { return nil }
    let words = context.words
    func typed(_ id: ID<Guarantee>) -> FormValues {
        if let refused, refused["guarantee"] == "\(id)" { refused } else { .fresh }
    }
    let forms = panel.recordable.map { one -> HTML in
        let scope = "guarantee-\(one.guarantee.id)-"
        let asksPrice = one.guarantee.rule.trigger == .lowerPrice
        let values = typed(one.guarantee.id)
        let currency = panel.currencies.first.map { hidden("currency", $0.code) }
        let prices: HTML = """
            \(formField(Field("paid", words("guarantees.paid"), isRequired: true), values, words, scope: scope))\
            \(formField(Field("seen", words("guarantees.seen"), isRequired: true), values, words, scope: scope))\(currency)
            """
        return form(
            Paths.caseGuaranteeUses(panel.id), context,
            """
            \(formProblems(values, words))\(hidden("guarantee", "\(one.guarantee.id)"))<p>\(one.sentence)</p>\(prices, if: asksPrice)\
            <div class="form-foot"><button>\(words("guarantees.record-it"))</button></div>
            """)
    }
    return disclosure(words("guarantees.record"), isOpen: refused != nil, .joined(forms))
}

/// Where the money of the case is new, nobody may give anything in it: whoever sets limits begins with the usual ones here.
private func unlimitedNotice(_ panel: RemedyPanel, _ context: PageContext) -> HTML? {
    guard let currency = panel.unlimited else { return nil }
    let words = context.words
    let begin = form(
        Paths.firstLimits, context,
        "\(hidden("currency", currency.code))<button>\(words("authority.limits.begin", ["currency": currency.code]))</button>"
    )
    return """
        <div class="flash flash-problem">\(words("authority.limits.none-in", ["currency": currency.code]))\
        \(begin, if: context.may(.setLimits))</div>
        """
}

private func hidden(_ name: String, _ value: String) -> HTML {
    "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
}

/// What says where the giver looked: the lines of the ledger, and the broken word.
private func origin(_ panel: RemedyPanel) -> HTML {
    "\(hidden("known", String(panel.known)))\(panel.beside.map { hidden("promise", "\($0.id)") })"
}

private func offerButtons(_ panel: RemedyPanel, _ context: PageContext) -> HTML {
    let words = context.words
    let buttons = panel.offers.map { offer -> HTML in
        let label = words("authority.give", of: offer.kind, ["amount": words.money(offer.suggested)])
        let amount: HTML? = offer.suggested.map {
            "\(hidden("amount_minor", String($0.minor)))\(hidden("currency", $0.currency.code))"
        }
        return form(
            Paths.caseRemedies(panel.id), context,
            "\(origin(panel))\(hidden("kind", offer.kind.rawValue))\(amount)<button>\(label)</button>")
    }
    return """
        <div class="amends-buttons">\(joined: buttons)</div><p class="hint">\(words("authority.amends-hint"))</p>
        """
}

private func anotherAmount(
    _ panel: RemedyPanel, _ context: PageContext, _ values: FormValues, _ isOpened: Bool
) -> HTML {
    let words = context.words
    let kinds = RemedyKind.allCases.filter(\.hasAmount).map {
        Field.Choice($0.rawValue, words("authority.remedies", of: $0))
    }
    let room = panel.offers.filter { $0.kind.hasAmount }.map { offer in
        let name = words("authority.remedies", of: offer.kind)
        guard let most = offer.upTo else { return words("authority.upto-any", ["remedy": name]) }
        return words("authority.upto", ["remedy": name, "amount": words.money(most)])
    }
    let currencies = panel.currencies.map { Field.Choice($0.code, $0.code) }
    let currency: HTML =
        currencies.count > 1
        ? formField(
            Field("currency", words("authority.currency"), .choice(currencies)), values, words, scope: "amends-")
        : (panel.currencies.first.map { hidden("currency", $0.code) } ?? HTML())
    let typed: HTML =
        panel.currencies.isEmpty
        ? formField(Field("currency", words("authority.currency"), isRequired: true), values, words, scope: "amends-")
        : currency
    let body: HTML = """
        \(origin(panel))\(formProblems(values, words))\
        \(formField(Field("kind", words("authority.kind"), .choice(kinds), isRequired: true), values, words, scope: "amends-"))\
        \(formField(Field("amount", words("authority.amount"), hint: words("authority.amount-hint"), isRequired: true), values, words, scope: "amends-"))\
        \(typed)\
        \(formField(Field("why", words("authority.why"), hint: words("authority.why-hint")), values, words, scope: "amends-"))\
        \("<p class=\"hint\">\(words("authority.amount-upto", ["list": words.list(room)]))</p>", if: !room.isEmpty)\
        <div class="form-foot"><button class="main">\(words("authority.give-or-ask"))</button></div>
        """
    return disclosure(
        words("authority.another"), isOpen: isOpened, form(Paths.caseRemedies(panel.id), context, body))
}

/// One line of the ledger: what, when, by whom, and whether it was taken back.
private func ledgerLine(_ line: RemedyPanel.Line, _ context: PageContext) -> HTML {
    let words = context.words
    let remedy = line.remedy
    let amount = remedy.amount.map { Money(minor: abs($0.minor), currency: $0.currency) }
    let given = words("authority.given", of: remedy.kind, ["amount": words.money(amount)])
    let title: HTML =
        remedy.reverses != nil
        ? "\(words("authority.taken-back", ["given": given]))" : remedy.isReversed ? "<s>\(given)</s>" : "\(given)"
    let coupon: HTML? = line.coupon.map { " <code>\($0.description)</code>" }
    let why: HTML? = remedy.why.map { "<p class=\"why\">\(words.stored($0))</p>" }
    let reversed: HTML? = remedy.isReversed ? " · \(words("authority.reversed"))" : nil
    let reversal: HTML? =
        line.isReversible
        ? foldedForm(words("authority.reverse"), to: Paths.remedyReversal(remedy.id), context) { values in
            """
            \(formField(Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true), values, words, scope: "back-\(remedy.id)-"))\
            <div class="form-foot"><button>\(words("authority.reverse"))</button></div>
            """
        } : nil
    return """
        <li><p>\(title)\(coupon)</p><p class="small quiet">\(context.nearTime(remedy.givenAt)) · \(line.by) · \
        \(words("authority.rights", of: remedy.right))\(reversed)</p>\(why)\(reversal)</li>
        """
}
