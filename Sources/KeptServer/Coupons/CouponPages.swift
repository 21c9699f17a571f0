import KeptDomain
import KeptStore
import KeptWords

package struct CouponView: Sendable {
    /// What was typed; `nil` before anything was.
    package let typed: String?
    package let coupon: Coupon?
    package let uses: [CouponUse]
    /// Coupons made lately, with nothing typed.
    package let lately: [Coupon]
    package let currency: Currency?
    /// The name of the till that this browser used last.
    package let till: String?

    package init(
        typed: String? = nil, coupon: Coupon? = nil, uses: [CouponUse] = [], lately: [Coupon] = [],
        currency: Currency? = nil, till: String? = nil
    ) {
        self.typed = typed
        self.coupon = coupon
        self.uses = uses
        self.lately = lately
        self.currency = currency
        self.till = till
    }
}

/// Which form of the page was refused.
package enum CouponForm: String, Sendable { case redeem, make }

/// For the counter: type the code, see what it is worth, take it.
package func couponPage(
    _ view: CouponView, _ context: PageContext, values: FormValues = .fresh, refused: CouponForm? = nil
) -> HTML {
    let words = context.words
    let title = words("coupons.title")
    let check: HTML = """
        <form class="filters" method="get" action="\(url: Paths.coupons)">\
        \(filterText("code", words("coupons.code"), view.typed))<button class="main">\(words("coupons.check"))</button></form>\
        <p class="hint">\(words("coupons.code-hint"))</p>
        """
    let unknown = flash(Flash(.problem, words("coupons.unknown")))
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("coupons.sentence"))"))\(check)\
        \(unknown, if: view.typed != nil && view.coupon == nil)\
        \(view.coupon.map { couponRecord($0, view, context, refused == .redeem ? values : .fresh) })\
        \(madeLately(view, context), if: view.coupon == nil && !view.lately.isEmpty)\
        \(makeForm(view, context, refused == .make ? values : .fresh, isOpen: refused == .make), if: context.may(.setLimits))
        """
    return layout(title: title, context: context, body: body)
}

private func worthText(_ coupon: Coupon, _ words: Words) -> String {
    switch coupon.worth {
    case .amount(let amount): words("coupons.amount-off", ["amount": words.money(amount)])
    case .percent(let percent, let most):
        words(
            "coupons.percent-upto",
            ["percent": words.share(Double(percent) / 100), "amount": words.money(most)])
    }
}

private func couponRecord(
    _ coupon: Coupon, _ view: CouponView, _ context: PageContext, _ values: FormValues
) -> HTML {
    let words = context.words
    let state = coupon.state(at: context.now)
    let fields = [
        Field("till", words("coupons.till"), value: view.till, hint: words("coupons.till-hint"), isRequired: true),
        Field("reference", words("coupons.reference"), hint: words("coupons.reference-hint"), isRequired: true),
        Field(
            "sale", words("coupons.sale"), hint: words("coupons.sale-hint"), isRequired: coupon.worth.needsSale),
    ]
    let redeem = form(
        Paths.couponRedemptions, context,
        """
        <input type="hidden" name="code" value="\(coupon.code.text)">\(formProblems(values, words))\
        \(joined: fields.map { formField($0, values, words) })\
        <div class="form-foot"><button class="main">\(words("coupons.redeem"))</button></div>
        """)
    let uses = view.uses.map { couponUse($0, context) }
    return section(
        coupon.code.description,
        """
        \(facts([
            (words("coupons.worth"), "\(worthText(coupon, words)) · \(words("coupons.states", of: state))"),
            (words("coupons.valid-until"), context.timeText(coupon.validUntil)),
            (words("coupons.made"), context.timeText(coupon.madeAt)),
        ]))\(redeem, if: state == .valid && context.may(.redeemCoupon))\
        \("<h3>\(words("coupons.uses"))</h3><ul class=\"amends\">\(joined: uses)</ul>", if: !uses.isEmpty)
        """)
}

private func couponUse(_ use: CouponUse, _ context: PageContext) -> HTML {
    let words = context.words
    let taken: HTML = "\(words("coupons.taken", ["amount": words.money(use.amount)])) \(use.till) · \(use.reference)"
    let reverse = disclosure(
        words("coupons.reverse"),
        form(
            Paths.redemptionReversal(use.id), context,
            """
            \(formField(Field("why", words("page.reason"), isRequired: true), .fresh, words, scope: "use-\(use.id)-"))\
            <div class="form-foot"><button>\(words("coupons.reverse"))</button></div>
            """))
    return """
        <li><p>\(use.reversedAt == nil ? taken : "<s>\(taken)</s>")</p>\
        <p class="small quiet">\(context.nearTime(use.redeemedAt))\
        \(" · \(words("coupons.reversed"))", if: use.reversedAt != nil)</p>\
        \(use.reversedWhy.map { "<p class=\"why\">\($0)</p>" as HTML })\
        \(reverse, if: use.reversedAt == nil && context.may(.redeemCoupon))</li>
        """
}

private func madeLately(_ view: CouponView, _ context: PageContext) -> HTML {
    let words = context.words
    let columns = [
        Column(words("coupons.code")), Column(words("coupons.worth")), Column(words("coupons.valid-until")),
    ]
    let rows = view.lately.map { coupon -> TableRow in
        let link = Paths.with(Paths.coupons, ["code": coupon.code.text])
        return TableRow(
            [
                "<a href=\"\(url: link)\"><code>\(coupon.code.description)</code></a>",
                "\(worthText(coupon, words)) · \(words("coupons.states", of: coupon.state(at: context.now)))",
                context.timeText(coupon.validUntil),
            ], link: link)
    }
    return section(words("coupons.lately"), table(columns, rows, caption: words("coupons.lately")))
}

private func makeForm(_ view: CouponView, _ context: PageContext, _ values: FormValues, isOpen: Bool) -> HTML {
    let words = context.words
    let fields = [
        Field("amount", words("coupons.amount"), isRequired: true),
        Field("currency", words("authority.currency"), value: view.currency?.code, isRequired: true),
        Field("percent", words("coupons.percent"), .whole(min: 1, max: 100), hint: words("coupons.percent-hint")),
        Field("days", words("coupons.days"), .whole(min: 1, max: 3_650), value: "365", isRequired: true),
    ]
    return disclosure(
        words("coupons.make"), isOpen: isOpen,
        form(
            Paths.coupons, context,
            """
            \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "make-") })\
            <div class="form-foot"><button class="main">\(words("coupons.make"))</button></div>
            """))
}

extension Coupon.Worth {
    /// A percentage is of something.
    fileprivate var needsSale: Bool { if case .percent = self { true } else { false } }
}
