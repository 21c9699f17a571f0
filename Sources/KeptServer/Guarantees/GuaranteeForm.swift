import KeptDomain
import KeptStore
import KeptWords

/// The form of a rule. Fields: `name`, `called_<language>`, `trigger`, `about`, `standard`, `breaks`, `worth`, `currency`,
/// `late_minutes`, scope as for standards, `gift_1_kind`, `gift_1_size`, `gift_1_value` …, caps.
func guaranteeForm(_ view: GuaranteeView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let rule = view.rule
    func field(_ field: Field) -> HTML { formField(field, values, words) }
    let triggers = Guarantee.Trigger.allCases.map { Field.Choice($0.rawValue, words("guarantees.triggers", of: $0)) }
    let any = Field.Choice("", words("page.all"))
    let abouts = [any] + Guarantee.About.allCases.map { Field.Choice($0.rawValue, words("guarantees.abouts", of: $0)) }
    let called = context.languages.map { language in
        field(
            Field(
                "called_" + language.language.tag, "\(words("guarantees.called")) (\(language.languageName))",
                value: rule?.called[language.language.tag]))
    }
    let when = [
        Field(
            "trigger", words("guarantees.trigger"), .choice(triggers), value: rule?.trigger.rawValue, isRequired: true),
        Field("about", words("guarantees.about"), .choice(abouts), value: rule?.about?.rawValue),
        Field(
            "standard", words("guarantees.standard"), .choice([any] + view.standards),
            value: rule?.standard.map(\.description)),
        Field(
            "breaks", words("guarantees.breaks"), .whole(min: 1, max: 20), value: String(rule?.breaks ?? 1),
            hint: words("guarantees.breaks-hint")),
        Field(
            "late_minutes", words("guarantees.late-by"), .whole(min: 0, max: 527_040),
            value: rule?.lateBy.map { String($0.seconds / 60) }, hint: words("guarantees.late-by-hint")),
        Field("worth", words("guarantees.worth"), value: rule?.worthAtLeast?.plain),
        Field(
            "currency", words("authority.currency"),
            value: GuaranteeForm.currency(of: rule)?.code ?? view.currency?.code, isRequired: true),
    ]
    let scope = rule?.scope
    let whom = [
        Field("place", words("orders.place"), .choice([any] + view.places), value: scope?.place.map(\.description)),
        Field(
            "carrier", words("orders.columns.carrier"), .choice([any] + view.carriers),
            value: scope?.carrier.map(\.description)),
        Field("segment", words("orders.segment"), value: scope?.segment),
        Field("channel", words("orders.channel"), value: scope?.channel),
        Field("region", words("orders.region"), value: scope?.region),
        Field("product_group", words("standards.product-group"), value: scope?.productGroup),
        Field("same_city", words("standards.same-city"), .check, value: scope?.sameCity == true ? "1" : nil),
    ]
    let caps = [
        Field(
            "most_per_customer", words("guarantees.most-per-customer"), .whole(min: 1, max: 1_000),
            value: rule == nil ? "3" : rule?.mostPerCustomer.map(String.init), hint: words("guarantees.any-often")),
        Field("days", words("guarantees.days"), .whole(min: 1, max: 3_650), value: String(rule?.days ?? 90)),
        Field(
            "most_per_day", words("guarantees.most-per-day"), .whole(min: 1, max: 1_000_000),
            value: String(rule?.mostPerDay ?? 50), hint: words("guarantees.most-per-day-hint"), isRequired: true),
        Field(
            "coupon_days", words("guarantees.coupon-days"), .whole(min: 1, max: 3_650),
            value: String(rule?.couponDays ?? CouponDraft.usualDays)),
    ]
    let why = field(
        Field("why", words("page.reason"), hint: words("guarantees.change-hint"), isRequired: true))
    let body: HTML = """
        \(revisionField(view.guarantee?.revision))\(formProblems(values, words))\
        \(field(Field("name", words("guarantees.name"), value: rule?.name, hint: words("guarantees.name-hint"), isRequired: true)))\
        \(joined: called)\
        <fieldset><legend>\(words("guarantees.when"))</legend><div class="fields">\(joined: when.map(field))</div></fieldset>\
        <fieldset><legend>\(words("guarantees.scope"))</legend><p class="hint">\(words("guarantees.scope-hint"))</p>\
        <div class="fields">\(joined: whom.map(field))</div></fieldset>\
        <fieldset><legend>\(words("guarantees.gifts"))</legend>\(joined: GuaranteeForm.giftRows(rule, values, words))</fieldset>\
        <fieldset><legend>\(words("guarantees.caps"))</legend><div class="fields">\(joined: caps.map(field))</div></fieldset>\
        \(why, if: view.guarantee != nil)<div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
    return form(view.guarantee.map { Paths.guarantee($0.id) } ?? Paths.guarantees, context, body)
}

/// A rule as its form tells it.
enum GuaranteeForm {
    /// Rows of gifts that the form has.
    private static let rows = 3

    private enum Size: String, CaseIterable { case amount, percent, difference }

    /// The money in which a rule has amounts.
    static func currency(of rule: GuaranteeRule?) -> Currency? {
        rule?.worthAtLeast?.currency
            ?? rule?.gifts.lazy.compactMap { gift in
                if case .amount(let amount) = gift.size { amount.currency } else { nil }
            }.first
    }

    static func giftRows(_ rule: GuaranteeRule?, _ values: FormValues, _ words: Words) -> [HTML] {
        let none = Field.Choice("", words("page.none"))
        let kinds =
            [none]
            + RemedyKind.allCases.filter(\.hasAmount).map {
                Field.Choice($0.rawValue, words("authority.remedies", of: $0))
            }
        let sizes = Size.allCases.map { Field.Choice($0.rawValue, words("guarantees.sizes", of: $0)) }
        return (1...rows).map { number in
            let gift = rule.flatMap { $0.gifts.indices.contains(number - 1) ? $0.gifts[number - 1] : nil }
            let (size, value): (Size, String?) =
                switch gift?.size {
                case .amount(let amount): (.amount, amount.plain)
                case .percent(let percent): (.percent, String(percent))
                case .difference(let percent): (.difference, String(percent))
                case nil: (.amount, nil)
                }
            let fields = [
                Field("gift_\(number)_kind", words("guarantees.gift"), .choice(kinds), value: gift?.kind.rawValue),
                Field("gift_\(number)_size", words("guarantees.size"), .choice(sizes), value: size.rawValue),
                Field("gift_\(number)_value", words("guarantees.value"), value: value),
            ]
            return "<div class=\"fields\">\(joined: fields.map { formField($0, values, words) })</div>"
        }
    }

    static func rule(_ form: SubmittedForm, languages: [String]) throws -> GuaranteeRule {
        guard let currency = try form.currency() else { throw InvalidInput("currency", "problems.required") }
        var called: [String: String] = [:]
        for tag in languages { called[tag] = form["called_" + tag] }
        return GuaranteeRule(
            name: try form.required("name"), called: called, trigger: try form.choice("trigger"),
            scope: try StandardScope(form),
            about: form["about"].flatMap(Guarantee.About.init(rawValue:)), standard: try form.id("standard"),
            breaks: try form.whole("breaks", in: 1...20) ?? 1, worthAtLeast: try form.money("worth", in: currency),
            lateBy: try form.whole("late_minutes", in: 0...527_040).map { .minutes(Int64($0)) },
            gifts: try (1...rows).compactMap { try gift($0, form, currency) },
            mostPerCustomer: try form.whole("most_per_customer", in: 1...1_000),
            days: try form.whole("days", in: 1...3_650) ?? 90,
            mostPerDay: try form.whole("most_per_day", in: 1...1_000_000) ?? 50,
            couponDays: try form.whole("coupon_days", in: 1...3_650) ?? CouponDraft.usualDays)
    }

    private static func gift(
        _ number: Int, _ form: SubmittedForm, _ currency: Currency
    ) throws -> Guarantee.Gift? {
        guard let kind = form["gift_\(number)_kind"].flatMap(RemedyKind.init(rawValue:)) else { return nil }
        let field = "gift_\(number)_value"
        let size = form["gift_\(number)_size"].flatMap(Size.init(rawValue:)) ?? .amount
        switch size {
        case .amount:
            guard let amount = try form.money(field, in: currency) else {
                throw InvalidInput(field, "problems.required")
            }
            return Guarantee.Gift(kind, .amount(amount))
        case .percent:
            return Guarantee.Gift(kind, .percent(try form.whole(field, in: 1...200) ?? 100))
        case .difference:
            return Guarantee.Gift(kind, .difference(percent: try form.whole(field, in: 100...200) ?? 100))
        }
    }

    /// Names the fields of a refused rule as the form does.
    static func named(_ input: InvalidInput) -> InvalidInput {
        input.naming { field in
            switch field {
            case "late_by_seconds": "late_minutes"
            case "gifts": "gift_1_kind"
            case _ where field.hasPrefix("called."): "called_" + field.dropFirst(7)
            case _ where field.hasPrefix("gifts["):
                "gift_\((Int(field.dropFirst(6).prefix { $0 != "]" }) ?? 0) + 1)_value"
            default: field
            }
        }
    }
}
