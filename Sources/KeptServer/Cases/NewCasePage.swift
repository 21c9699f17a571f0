import KeptDomain
import KeptWords

/// What the form of a new case starts from.
package struct NewCaseView: Sendable {
    /// The number of the order it is about, filled in from the order's page.
    package var order: String?
    package var customer: String?
    package let places: [Field.Choice]
    /// Who a name stands for where it stands for several; one of them is then chosen.
    package var candidates: [Field.Choice] = []

    package init(order: String? = nil, customer: String? = nil, places: [Field.Choice]) {
        self.order = order
        self.customer = customer
        self.places = places
    }
}

/// A case that a person opens: fields `kind`, `subject`, `order` (its number), `customer` (name, e-mail or phone),
/// `customer_id` where that stands for several, `place`, `channel`, and `text`, what was said.
package func newCasePage(_ view: NewCaseView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let kinds = Case.Kind.allCases.filter { $0 != .failure }.map {
        Field.Choice($0.rawValue, words("cases.kinds", of: $0))
    }
    var customer = Field(
        "customer", words("cases.columns.customer"), value: view.customer, hint: words("cases.customer-hint"))
    customer.isFirst = true
    var fields = [
        customer, Field("order", words("cases.order"), value: view.order, hint: words("cases.order-hint")),
        Field("kind", words("cases.kind"), .choice(kinds), isRequired: true),
        Field("subject", words("cases.subject"), hint: words("cases.subject-hint")),
    ]
    if !view.candidates.isEmpty {
        let none = Field.Choice("", words("cases.choose-customer"))
        fields.append(Field("customer_id", words("cases.which-customer"), .choice([none] + view.candidates)))
    }
    if view.places.count > 1 {
        fields.append(Field("place", words("orders.place"), .choice(view.places), hint: words("cases.place-hint")))
    }
    let channels = [Message.Channel.counter, .phone, .email, .chat, .form].map {
        Field.Choice($0.rawValue, words("cases.channels", of: $0))
    }
    fields.append(Field("channel", words("cases.said.channel"), .choice(channels)))
    fields.append(Field("text", words("cases.note.first"), .area(rows: 4), hint: words("cases.said.hint")))
    fields.append(Field("awaits_answer", words("cases.said.awaits"), .check))
    let title = words("cases.open")
    let body: HTML = """
        \(formProblems(values, words))\(joined: fields.map { formField($0, values, words) })\
        <div class="form-foot"><button class="main">\(title)</button></div>
        """
    return layout(
        title: title, context: context,
        body: """
            \(pageHead(title, sentence: "\(words("cases.open-sentence"))"))\(form(Paths.cases, context, body))
            """)
}
