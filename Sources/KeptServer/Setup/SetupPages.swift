import KeptDomain
import KeptWords

/// The trades that the first start knows; each brings standards and hours of its own, all of which can be changed.
package enum Trade: String, CaseIterable, Sendable {
    case shop, restaurant, carrier, clinic, insurer
    case otherService = "other-service"
}

/// First start: five questions give a working desk.
///
/// Fields: `trade`, `business`; `name`, `email`, `password`; `zone`, `opens`, `closes`, `weekday_mon` …; `language`,
/// `customer_language`; `promise_next_day`, `promise_sundown`, `promise_reply`.
package func setupPage(_ context: PageContext, zones: [String], values: FormValues = .fresh) -> HTML {
    let words = context.words
    let trades = Trade.allCases.map { Field.Choice($0.rawValue, words("setup.trades", of: $0)) }
    let languages = context.languages.map { Field.Choice($0.language.tag, $0.languageName) }
    let days = Weekday.allCases.map { day in
        formField(
            Field("weekday_" + day.key, words.weekday(day), .check, value: day == .sunday ? nil : "1"), values, words)
    }
    let promises = [
        Field("promise_next_day", words("setup.promises.next-day"), .check, value: "1"),
        Field("promise_sundown", words("setup.promises.sundown"), .check, value: "1"),
        Field("promise_reply", words("setup.promises.reply"), .check, value: "1"),
    ]
    func fields(_ all: [Field]) -> HTML {
        "<div class=\"fields\">\(joined: all.map { formField($0, values, words) })</div>"
    }
    let zone: Field.Kind = zones.isEmpty ? .text : .choice(zones.map { Field.Choice($0, $0) })
    let body: HTML = """
        \(formProblems(values, words))\
        \(question(1, "setup.trade", words, fields([Field("trade", words("setup.trade-label"), .choice(trades))])))\
        \(question(2, "setup.names", words, fields(nameFields(words))))\
        \(question(3, "setup.hours", words, "\(fields(hourFields(zone, context.zone.name, words)))<div class=\"days\">\(joined: days)</div>"))\
        \(question(4, "setup.languages", words, fields([
            Field("language", words("setup.your-language"), .choice(languages), value: context.words.language.tag),
            Field("customer_language", words("setup.customer-language"), .choice(languages), value: context.words.language.tag),
        ])))\
        \(question(5, "setup.promise", words, .joined(promises.map { formField($0, values, words) })))\
        <div class="form-foot"><button class="main">\(words("setup.begin"))</button></div>
        """
    return cardLayout(
        title: words("setup.title"), context: context,
        body:
            "<h1>\(words("setup.title"))</h1><p class=\"quiet\">\(words("setup.sentence"))</p>\(form(Paths.setup, context, body))"
    )
}

private func nameFields(_ words: Words) -> [Field] {
    [
        Field("business", words("setup.business"), isRequired: true, autocomplete: "organization"),
        Field("name", words("setup.your-name"), isRequired: true, autocomplete: "name"),
        Field("email", words("people.email"), .email, isRequired: true, autocomplete: "username"),
        Field(
            "password", words("sign-in.password"), .password, hint: words("sign-in.password-hint"), isRequired: true,
            autocomplete: "new-password"),
    ]
}

private func hourFields(_ zone: Field.Kind, _ present: String, _ words: Words) -> [Field] {
    [
        Field("zone", words("orders.zone"), zone, value: present, isRequired: true),
        Field("opens", words("setup.opens"), .clock, value: "09:00", isRequired: true),
        Field("closes", words("setup.closes"), .clock, value: "18:00", isRequired: true),
    ]
}

private func question(_ number: Int, _ label: WordKey, _ words: Words, _ body: HTML) -> HTML {
    "<fieldset><legend><span class=\"quiet num\">\(number)</span> \(words(label))</legend>\(body)</fieldset>"
}
