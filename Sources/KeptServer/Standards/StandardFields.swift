import KeptDomain
import KeptWords

func standardClockFields(_ view: StandardFormView, _ form: FormValues, _ words: Words) -> HTML {
    let metrics = Standard.Metric.allCases.map { Field.Choice($0.rawValue, words("standards.metrics", of: $0)) }
    let own = Field.Choice("", words("standards.place-calendar"))
    let standard = view.standard
    let tolerance = standard.map { String($0.tolerance.seconds / 60) } ?? "0"
    let fields = [
        Field("metric", words("standards.metric"), .choice(metrics), value: standard?.metric.rawValue),
        Field(
            "calendar", words("standards.calendar"), .choice([own] + view.calendars),
            value: standard?.calendar.map(\.description)),
        Field(
            "tolerance_minutes", words("standards.tolerance"), .whole(min: 0, max: 100_000), value: tolerance,
            hint: words("standards.tolerance-hint")),
    ]
    return "<div class=\"fields\">\(joined: fields.map { formField($0, form, words) })</div>"
}

/// To whom it applies; what is left empty is not asked.
func scopeFields(_ view: StandardFormView, _ form: FormValues, _ words: Words) -> HTML {
    let any = Field.Choice("", words("page.all"))
    let scope = view.standard?.scope
    func texts(_ all: [String]) -> [Field.Choice] { [any] + all.map { Field.Choice($0, $0) } }
    var fields = [
        Field("place", words("orders.place"), .choice([any] + view.places), value: scope?.place.map(\.description)),
        Field(
            "carrier", words("orders.columns.carrier"), .choice([any] + view.carriers),
            value: scope?.carrier.map(\.description)),
        Field("channel", words("orders.channel"), value: scope?.channel),
    ]
    let lists: [(String, WordKey, [String], String?)] = [
        ("segment", "orders.segment", view.segments, scope?.segment),
        ("region", "orders.region", view.regions, scope?.region),
        ("product_group", "standards.product-group", view.productGroups, scope?.productGroup),
    ]
    for (name, label, known, value) in lists {
        fields.append(Field(name, words(label), known.isEmpty ? .text : .choice(texts(known)), value: value))
    }
    let sameCity = Field("same_city", words("standards.same-city"), .check, value: scope?.sameCity == true ? "1" : nil)
    return
        "<div class=\"fields\">\(joined: fields.map { formField($0, form, words) })</div>\(formField(sameCity, form, words))"
}

/// The sentence told in each language, `{due}` where the time goes: fields `said_en`, `said_zh-Hans`.
func saidFields(_ standard: Standard?, _ context: PageContext, _ form: FormValues) -> [HTML] {
    context.languages.map { language in
        let tag = language.language.tag
        let field = Field(
            "said_" + tag, language.languageName, .area(rows: 2),
            value: standard?.said[tag] ?? language("standards.said-example", ["due": "{due}"]),
            isRequired: true)
        return formField(field, form, context.words)
    }
}

/// Up to three warnings: `warning_1_percent` of the clock used, to `warning_1_role`.
func warningFields(_ standard: Standard?, _ words: Words, _ form: FormValues) -> [HTML] {
    let steps = standard?.warnings ?? [.usual]
    let roles =
        [Field.Choice("", words("page.none"))]
        + Role.allCases.map { Field.Choice($0.rawValue, words("people.roles", of: $0)) }
    return (1...3).map { number in
        let step = steps.indices.contains(number - 1) ? steps[number - 1] : nil
        var percent: String?
        if case .share(let share)? = step?.moment { percent = String(Int((share * 100).rounded())) }
        return """
            <div class="fields pair">\
            \(formField(Field("warning_\(number)_percent", words("standards.warning-at"), .whole(min: 1, max: 99), value: percent), form, words))\
            \(formField(Field("warning_\(number)_role", words("standards.warning-to"), .choice(roles), value: step?.role.rawValue), form, words))\
            </div>
            """
    }
}
