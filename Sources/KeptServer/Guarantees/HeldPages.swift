import KeptDomain
import KeptStore
import KeptWords

/// On the page of a guarantee: how far the reader has come, and what waits still.
func heldPart(_ view: GuaranteeView, _ context: PageContext) -> HTML? {
    guard let held = view.held else {
        guard let done = view.done, done > 0 else { return nil }
        return
            "<p class=\"answer\" role=\"status\" id=\"held\">\(context.words("guarantees.held.all-done", count: done))</p>"
    }
    return heldGuarantee(held, context, done: view.done)
}

/// One that has stopped and asks: how many wait, what it would cost, and the two answers, one part at a time.
///
/// - Parameter done: how many the reader decided in the parts before.
func heldGuarantee(_ held: HeldGuarantee, _ context: PageContext, done: Int? = nil) -> HTML {
    let words = context.words
    let cost = words.list(held.costs.map { words.money($0) })
    let sentence = words.html(
        "guarantees.held.sentence", count: held.count,
        [
            "name": "\(held.guarantee.rule.name)", "time": context.nearTime(held.since), "cost": "\(cost)",
            "count": "\(words.number(held.count))",
        ])
    let progress: HTML? = done.map {
        "<p class=\"answer\" role=\"status\">\(words("guarantees.held.done", count: $0))</p>"
    }
    // Which part the reader sees: sent twice, it is decided once.
    let sum: HTML = """
        <input type="hidden" name="done" value="\(done ?? 0)"><input type="hidden" name="first" value="\(held.first)">
        """
    let label =
        held.count > HeldPart.size
        ? words("guarantees.held.release-part", ["number": words.number(HeldPart.size)])
        : words("guarantees.held.release")
    let release = form(
        Paths.guaranteeRelease(held.guarantee.id), context, "\(sum)<button class=\"main\">\(label)</button>")
    let decline = foldedForm(
        words("guarantees.held.decline"), to: Paths.guaranteeDeclining(held.guarantee.id), context
    ) { values in
        """
        \(sum)\(formField(Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true), values, words, scope: "held-\(held.guarantee.id)-"))\
        <div class="form-foot"><button>\(words("guarantees.held.decline"))</button></div>
        """
    }
    let stop: HTML? =
        done == nil ? nil : linkButton(words("guarantees.held.stop"), to: Paths.guarantee(held.guarantee.id))
    let may = context.may(.approveRemedy)
    return section(
        words("guarantees.held.title"), id: "held",
        "\(progress)<p>\(sentence)</p>\("<div class=\"amends-buttons\">\(release)\(stop)\(decline)</div>", if: may)")
}

/// What is decided one by one, each with its case: somebody typed the amount. Nothing where nothing waits.
func heldUses(_ uses: [HeldUse], _ context: PageContext) -> HTML? {
    guard !uses.isEmpty else { return nil }
    let words = context.words
    let records = uses.map { held -> HTML in
        let use = held.use
        let gifts = use.gifts.map { words("authority.given", of: $0.kind, ["amount": words.money($0.amount)]) }
        let link: HTML? = use.case.map { id in
            let number = held.caseNumber.map { words("cases.numbered", ["number": String($0)]) } ?? ""
            return "<a href=\"\(url: Paths.case(id))\">\(number)</a>"
        }
        let customer: HTML? = held.customer.map { " · \($0)" }
        return """
            <article class="record"><h2>\(words.list(gifts))</h2><p>\(link)\(customer) · \(held.guarantee)</p>\
            <p>\(words.typedPrice(use, total: held.total))</p>\
            <p class="small quiet">\(use.heldBecause.map { words("guarantees.held.because", of: $0) }) \
            \(context.nearTime(use.usedAt))</p>\(heldUseForms(use, context))</article>
            """
    }
    return section(
        words("guarantees.held.single-title"), id: "held-uses", "<div class=\"records\">\(joined: records)</div>")
}

private func heldUseForms(_ use: GuaranteeUseRecord, _ context: PageContext) -> HTML? {
    let words = context.words
    guard context.may(.approveRemedy) else { return nil }
    let release = form(
        Paths.useRelease(use.id), context, "<button class=\"main\">\(words("guarantees.held.give"))</button>")
    let decline = foldedForm(words("guarantees.held.no"), to: Paths.useDeclining(use.id), context) { values in
        """
        \(formField(Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true), values, words, scope: "use-\(use.id)-"))\
        <div class="form-foot"><button>\(words("guarantees.held.no"))</button></div>
        """
    }
    return "<div class=\"amends-buttons\">\(release)\(decline)</div>"
}

extension Words {
    /// What somebody typed, beside what the order cost: `Paid €12.00, seen €9.00; the order cost €30.00.`
    fileprivate func typedPrice(_ use: GuaranteeUseRecord, total: Money?) -> String {
        guard let paid = use.paid, let seen = use.seen, let currency = use.gifts.first?.amount.currency else {
            return ""
        }
        let typed = self(
            "guarantees.held.typed",
            [
                "paid": money(Money(minor: paid, currency: currency)),
                "seen": money(Money(minor: seen, currency: currency)),
            ])
        let known = total.map { self("guarantees.held.total", ["amount": money($0)]) }
        return sentences([typed, known ?? self("guarantees.held.no-total")])
    }
}
