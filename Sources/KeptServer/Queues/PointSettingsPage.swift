import KeptDomain
import KeptStore
import KeptWords

/// - Parameters:
///   - point: as it stands; `nil` for a new one.
///   - queues: those that it may serve, of its place.
package func pointSettingsPage(
    _ point: ServicePoint?, queues: [Queue], place: ID<Place>, _ choices: QueueChoices, _ context: PageContext,
    values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let title = point?.name(in: words.language.tag) ?? words("queue-pages.points.add")
    let kinds = ServicePoint.Kind.allCases.map { Field.Choice($0.rawValue, words("queues.kinds", of: $0)) }
    let served = queues.map { queue -> HTML in
        let preference = point?.preference(for: queue.id) ?? (point == nil && queues.count == 1 ? 1 : nil)
        let choices =
            [Field.Choice("", words("queue-pages.points.not-served"))]
            + (1...9).map {
                Field.Choice(
                    String($0),
                    words($0 == 1 ? "queue-pages.points.own" : "queue-pages.points.helps", ["number": String($0)]))
            }
        let field = Field(
            "serves.\(queue.id)", "\(queue.letter) · \(queue.name(in: words.language.tag))", .choice(choices),
            value: preference.map(String.init) ?? "")
        return formField(field, values, words)
    }
    let problem: HTML? = values.problem("serves").map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" }
    let fields = [
        Field("kind", words("queue-pages.points.kind"), .choice(kinds), value: point?.kind.rawValue),
        Field(
            "capacity", words("queue-pages.points.capacity"), .whole(min: 1, max: 100),
            value: String(point?.capacity ?? 12), hint: words("queue-pages.points.capacity-hint")),
    ]
    let save = form(
        point.map { Paths.pointSettings($0.id) } ?? Paths.points, context,
        """
        \(revisionField(point?.revision))<input type="hidden" name="place" value="\(place)">\(formProblems(values, words))\
        \(textFields("name", words("queue-pages.points.name"), point?.name, choices, values, words))\
        <div class="fields">\(joined: fields.map { formField($0, values, words) })</div>\
        <fieldset><legend>\(words("queue-pages.points.serves"))</legend><p class="hint">\(words("queue-pages.points.serves-hint"))</p>\
        <div class="fields">\(joined: served)</div>\(problem)</fieldset>\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """)
    let close: HTML? = point.map {
        closingForm(words("queue-pages.points.close"), to: Paths.pointClosing($0.id), revision: $0.revision, context)
    }
    return layout(
        title: title, context: context,
        body:
            "\(pageHead(title, actions: linkButton(words("queue-pages.staff.title"), to: Paths.queues)))\(placePicker(point, place, choices, words))\(save)\(close)"
    )
}

/// A new point: at which place.
private func placePicker(_ point: ServicePoint?, _ place: ID<Place>, _ choices: QueueChoices, _ words: Words) -> HTML? {
    guard point == nil, choices.places.count > 1 else { return nil }
    return filterBar(
        Paths.newPoint, [filterChoice("at", words("orders.place"), choices.places, chosen: "\(place)")], words,
        clear: nil)
}

/// Why it takes longer: sentences that are true whenever they are chosen.
package func delayReasonsPage(
    _ reasons: [DelayReason], _ choices: QueueChoices, _ context: PageContext, values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let title = words("queue-pages.reasons.title")
    func fields(_ reason: DelayReason?, _ values: FormValues) -> HTML {
        let id = reason.map { "\($0.id)" } ?? "new"
        let position = Field(
            "position", words("queue-pages.reasons.position"), .whole(min: 1, max: 1_000),
            value: String(reason?.position ?? reasons.count + 1))
        return """
            \(revisionField(reason?.revision))\
            \(reasonTexts("name", words("queue-pages.reasons.name"), reason?.name, choices, values, words, id))\
            \(reasonTexts("said", words("queue-pages.reasons.said"), reason?.said, choices, values, words, id))\
            \(formField(position, values, words, scope: id))<button class="main">\(words("page.save"))</button>
            """
    }
    let rows = reasons.map { reason -> HTML in
        let name = reason.name.text(in: words.language.tag) ?? ""
        let change = foldedForm(words("queue-pages.reasons.change"), to: Paths.delayReason(reason.id), context) {
            fields(reason, $0)
        }
        let close = closingForm(
            words("queue-pages.reasons.close"), to: Paths.delayReasonClosing(reason.id), revision: reason.revision,
            context)
        return """
            <li class="record"><h2>\(name)</h2><p>\(reason.said.text(in: words.language.tag))</p>\
            \("\(change)\(close)", if: context.may(.setQueues))</li>
            """
    }
    let list: HTML =
        rows.isEmpty
        ? emptyState(words("queue-pages.reasons.none"), words("queue-pages.reasons.none-text"))
        : "<ul class=\"records\">\(joined: rows)</ul>"
    let add: HTML? =
        context.may(.setQueues)
        ? foldedForm(words("queue-pages.reasons.add"), to: Paths.delayReasons, context) { fields(nil, $0) } : nil
    return layout(
        title: title, context: context,
        body: "\(pageHead(title, sentence: "\(words("queue-pages.reasons.sentence"))"))\(list)\(add)")
}

private func reasonTexts(
    _ name: String, _ label: String, _ texts: [String: String]?, _ choices: QueueChoices, _ values: FormValues,
    _ words: Words, _ scope: String
) -> HTML {
    let fields = choices.languages.map { language -> HTML in
        let tag = language.language.tag
        return formField(
            Field("\(name).\(tag)", "\(label) (\(language.languageName))", value: texts?[tag]), values, words,
            scope: scope)
    }
    let problem: HTML? = values.problem(name).map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" }
    return "<div class=\"fields\">\(joined: fields)</div>\(problem)"
}
