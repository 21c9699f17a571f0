import KeptDomain
import KeptStore
import KeptWords

/// What the forms of queues and points choose from.
package struct QueueChoices: Sendable {
    /// Names by id.
    package let places: [Field.Choice]
    package let calendars: [Field.Choice]
    package let languages: [Words]

    package init(places: [Field.Choice], calendars: [Field.Choice], languages: [Words]) {
        self.places = places
        self.calendars = calendars
        self.languages = languages
    }
}

/// - Parameter queue: as it stands; `nil` for a new one.
package func queueSettingsPage(
    _ queue: Queue?, _ choices: QueueChoices, _ context: PageContext, values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let title = queue?.name(in: words.language.tag) ?? words("queue-pages.staff.add")
    let save = form(
        queue.map { Paths.queueSettings($0.id) } ?? Paths.queues, context,
        """
        \(revisionField(queue?.revision))\(formProblems(values, words))\
        \(joined: nameFields(queue, choices, values, words))\(ruleFields(queue, choices, values, words))\
        \(offerFields(queue, choices, values, words))\(questionFields(queue, choices, values, words))\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """)
    let close: HTML? = queue.map {
        closingForm(words("queue-pages.staff.close"), to: Paths.queueClosing($0.id), revision: $0.revision, context)
    }
    let back = queue.map { linkButton(words("queue-pages.staff.back"), to: Paths.queue($0.id)) }
    return layout(
        title: title, context: context,
        body: "\(pageHead(title, sentence: "\(words("queue-pages.settings.sentence"))", actions: back))\(save)\(close)")
}

/// A field for each language, named `<name>.<tag>`.
func textFields(
    _ name: String, _ label: String, _ texts: [String: String]?, _ choices: QueueChoices, _ values: FormValues,
    _ words: Words, kind: Field.Kind = .text, hint: String? = nil
) -> HTML {
    let fields = choices.languages.map { language -> HTML in
        let tag = language.language.tag
        let field = Field("\(name).\(tag)", "\(label) (\(language.languageName))", kind, value: texts?[tag], hint: hint)
        return formField(field, values, words)
    }
    let problem: HTML? = values.problem(name).map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" }
    return "<div class=\"fields\">\(joined: fields)</div>\(problem)"
}

private func nameFields(
    _ queue: Queue?, _ choices: QueueChoices, _ values: FormValues, _ words: Words
) -> [HTML] {
    let hours = [Field.Choice("", words("queue-pages.settings.place-hours"))] + choices.calendars
    let fields = [
        Field(
            "letter", words("queue-pages.settings.letter"), value: queue?.letter,
            hint: words("queue-pages.settings.letter-hint"), isRequired: true),
        Field(
            "slug", words("queue-pages.settings.slug"), value: queue?.slug,
            hint: words("queue-pages.settings.slug-hint"),
            isRequired: true),
        Field(
            "calendar", words("queue-pages.settings.hours"), .choice(hours),
            value: queue?.calendar.map { "\($0)" } ?? ""),
    ]
    // The place of a queue stays.
    let place: HTML =
        if let queue {
            "<input type=\"hidden\" name=\"place\" value=\"\(queue.place)\">"
        } else {
            formField(Field("place", words("orders.place"), .choice(choices.places)), values, words)
        }
    return [
        textFields("name", words("queue-pages.settings.name"), queue?.name, choices, values, words), place,
        "<div class=\"fields\">\(joined: fields.map { formField($0, values, words) })</div>",
        textFields("serves", words("queue-pages.settings.serves"), queue?.serves, choices, values, words),
        textFields("farewell", words("queue-pages.settings.farewell"), queue?.farewell, choices, values, words),
    ]
}

private func ruleFields(
    _ queue: Queue?, _ choices: QueueChoices, _ values: FormValues, _ words: Words
) -> HTML {
    let rules = queue?.rules ?? QueueRules()
    func whole(_ name: String, _ label: WordKey, _ value: Int, _ range: ClosedRange<Int>) -> HTML {
        formField(
            Field(name, words(label), .whole(min: range.lowerBound, max: range.upperBound), value: String(value)),
            values,
            words)
    }
    func check(_ name: String, _ label: WordKey, _ isOn: Bool) -> HTML {
        formField(Field(name, words(label), .check, value: isOn ? "1" : nil), values, words)
    }
    let chances = [50, 60, 70, 80, 90, 95, 99].map { Field.Choice(String($0), words.share(Double($0) / 100)) }
    let confidence = Field(
        "confidence", words("queue-pages.settings.confidence"), .choice(chances),
        value: String(Int((rules.confidence * 100).rounded())), hint: words("queue-pages.settings.confidence-hint"))
    let chosen =
        values["ways"].map { Set($0.split(separator: ",").map(String.init)) } ?? Set(rules.ways.map(\.rawValue))
    let ways = QueueRules.Way.allCases.map { way -> HTML in
        """
        <label><input type="checkbox" name="ways" value="\(way.rawValue)"\(flag: "checked", chosen.contains(way.rawValue))> \
        \(words("queues.ways", of: way))</label>
        """
    }
    let problem: HTML? = values.problem("ways").map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" }
    let numbers: [HTML] = [
        formField(confidence, values, words),
        whole("largest_party", "queue-pages.settings.largest-party", rules.largestParty, 1...100),
        whole("most_waiting", "queue-pages.settings.most-waiting", rules.mostWaiting, 1...10_000),
        whole("per_phone", "queue-pages.settings.per-phone", rules.perPhone, 1...1_000),
        whole("per_address", "queue-pages.settings.per-address", rules.perAddress, 1...100_000),
        whole("recalls", "queue-pages.settings.recalls", rules.recalls, 0...20),
        whole("no_show_after_seconds", "queue-pages.settings.no-show-after", Int(rules.noShowAfter.seconds), 0...7_200),
        whole(
            "return_within_minutes", "queue-pages.settings.return-within", Int(rules.returnWithin.seconds / 60),
            0...1_440),
        whole(
            "forget_after_minutes", "queue-pages.settings.forget-after", Int(rules.forgetAfter.seconds / 60), 0...1_440),
    ]
    return """
        <fieldset><legend>\(words("queue-pages.settings.rules"))</legend><div class="fields">\(joined: numbers)</div>\
        \(check("by_capacity", "queue-pages.settings.by-capacity", rules.byCapacity))\
        \(check("offers_company", "queue-pages.settings.offers-company", rules.offersCompany))\
        \(check("opens_cases", "queue-pages.settings.opens-cases", rules.opensCases))</fieldset>\
        <fieldset class="choices-list"><legend>\(words("queue-pages.settings.ways"))</legend>\(joined: ways)\(problem)</fieldset>
        """
}

/// Room for two more than there are.
private func offerFields(
    _ queue: Queue?, _ choices: QueueChoices, _ values: FormValues, _ words: Words
) -> HTML {
    let offers = queue?.offers ?? []
    let rows = (0..<min(12, offers.count + 2)).map { place -> HTML in
        let offer = offers.indices.contains(place) ? offers[place] : nil
        let address = Field(
            "offers[\(place)].address", words("queue-pages.settings.offer-address"), value: offer?.address)
        return """
            \(textFields("offers[\(place)].label", words("queue-pages.settings.offer-label"), offer?.label, choices, values, words))\
            \(formField(address, values, words))
            """
    }
    return """
        <fieldset><legend>\(words("queue-pages.phone.offers"))</legend>\
        <p class="hint">\(words("queue-pages.settings.offers-hint"))</p>\(joined: rows)</fieldset>
        """
}

private func questionFields(
    _ queue: Queue?, _ choices: QueueChoices, _ values: FormValues, _ words: Words
) -> HTML {
    let questions = queue?.questions ?? []
    let kinds = QueueQuestion.Kind.allCases.map { Field.Choice($0.rawValue, words("queues.questions", of: $0)) }
    let rows = (0..<min(12, questions.count + 2)).map { place -> HTML in
        let question = questions.indices.contains(place) ? questions[place] : nil
        let name = "questions[\(place)]"
        let listed = choices.languages.map { language -> HTML in
            let tag = language.language.tag
            let lines = question?.choices.map { $0[tag] ?? "" }.joined(separator: "\n")
            return formField(
                Field(
                    "\(name).choices.\(tag)", "\(words("queue-pages.settings.choices")) (\(language.languageName))",
                    .area(rows: 2), value: lines), values, words)
        }
        let problem: HTML? = values.problem("\(name).choices").map {
            "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>"
        }
        return """
            \(textFields("\(name).label", words("queue-pages.settings.question", ["number": String(place + 1)]), question?.label, choices, values, words))\
            <div class="fields">\
            \(formField(Field("\(name).key", words("queue-pages.settings.key"), value: question?.key), values, words))\
            \(formField(Field("\(name).kind", words("queue-pages.settings.kind"), .choice(kinds), value: question?.kind.rawValue), values, words))</div>\
            <div class="fields">\(joined: listed)</div>\(problem)\
            \(formField(Field("\(name).required", words("queue-pages.settings.required"), .check, value: question?.isRequired == true ? "1" : nil), values, words))
            """
    }
    return """
        <fieldset><legend>\(words("queue-pages.settings.questions"))</legend>\
        <p class="hint">\(words("queue-pages.settings.questions-hint"))</p>\(joined: rows)</fieldset>
        """
}
