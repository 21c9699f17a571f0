import KeptDomain
import KeptWords

func standardClockFields(_ view: StandardFormView, _ form: FormValues, _ words: Words) -> HTML {
    let metrics = Standard.Metric.allCases.map { Field.Choice($0.rawValue, words("standards.metrics", of: $0)) }
    let own = Field.Choice("", words("standards.place-calendar"))
    let standard = view.standard
    let tolerance = StandardForm.toleranceText(standard)
    let fields = [
        Field("metric", words("standards.metric"), .choice(metrics), value: standard?.metric.rawValue),
        Field(
            "calendar", words("standards.calendar"), .choice([own] + view.calendars),
            value: standard?.calendar.map(\.description)),
        Field(
            "tolerance_minutes", words("standards.tolerance"), .whole(min: 0, max: 44_640), value: tolerance,
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
    if !view.lines.isEmpty {
        fields.append(
            Field("line", words("standards.line"), .choice([any] + view.lines), value: scope?.line.map(\.description)))
    }
    let sameCity = Field("same_city", words("standards.same-city"), .check, value: scope?.sameCity == true ? "1" : nil)
    return
        "<div class=\"fields\">\(joined: fields.map { formField($0, form, words) })</div>\(formField(sameCity, form, words))"
}

/// The sentence told in each language, `{due}` where the time goes: fields `said_en`, `said_zh-Hans`. One language is
/// enough, since a customer of another reads that one.
func saidFields(_ standard: Standard?, _ context: PageContext, _ form: FormValues) -> [HTML] {
    let own = context.languages
    return StandardForm.languages(own.map(\.language.tag), of: standard).map { tag in
        let language = own.first { $0.language.tag == tag }
        let example = standard == nil ? language.map { $0("standards.said-example", ["due": "{due}"]) } : nil
        let field = Field(
            "said_" + tag, language?.languageName ?? tag, .area(rows: 2), value: standard?.said[tag] ?? example)
        return formField(field, form, context.words)
    }
}
