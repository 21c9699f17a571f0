import KeptDomain
import KeptWords

/// A carrier with how it did over the last 30 days.
package struct CarrierRow: Sendable {
    package let carrier: Carrier
    package let openOrders: Int
    package let onTimeShare: Double?
    package let firstAttemptShare: Double?

    package init(carrier: Carrier, openOrders: Int, onTimeShare: Double?, firstAttemptShare: Double?) {
        self.carrier = carrier
        self.openOrders = openOrders
        self.onTimeShare = onTimeShare
        self.firstAttemptShare = firstAttemptShare
    }
}

/// - Parameter editing: the carrier whose form stands open, with what was typed.
package func carrierListPage(
    _ rows: [CarrierRow], _ context: PageContext, values: FormValues = .fresh, editing: ID<Carrier>? = nil
) -> HTML {
    let words = context.words
    let title = words("carriers.title")
    let items = rows.map { row -> HTML in
        let link = Paths.query(Paths.orders, [("carrier", row.carrier.id.description), ("state", "open")])
        let none = "\u{2013}"
        let known = facts([
            (words("carriers.phone"), row.carrier.phone.map { "<a href=\"\(url: "tel:" + $0)\">\($0)</a>" }),
            (words("carriers.open"), "<a href=\"\(url: link)\">\(words.number(row.openOrders))</a>"),
            (words("deliveries.measures.on-time"), "\(row.onTimeShare.map { words.share($0) } ?? none)"),
            (words("deliveries.measures.first-attempt"), "\(row.firstAttemptShare.map { words.share($0) } ?? none)"),
        ])
        let isEditing = editing == row.carrier.id
        let edit = disclosure(
            words("page.edit"), isOpen: isEditing, key: "e",
            """
            \(form(Paths.carrier(row.carrier.id), context, carrierFields(row.carrier, isEditing ? values : .fresh, words)))\
            \(closingForm(words("carriers.end"), to: Paths.carrierClosing(row.carrier.id), revision: row.carrier.revision, context))
            """)
        return """
            <li class="record" data-row="\(url: link)"><h2>\(row.carrier.name)</h2>\(known)\(edit, if: context.may(.setCarriers))</li>
            """
    }
    let isAdding = editing == nil && !values.problems.isEmpty
    let add = disclosure(
        words("carriers.add"), isOpen: isAdding,
        form(Paths.carriers, context, carrierFields(nil, editing == nil ? values : .fresh, words)))
    let empty = emptyState(words("carriers.empty.title"), words("carriers.empty.text"), icon: .parcel)
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("carriers.sentence", count: rows.count))"))\
        \(rows.isEmpty ? empty : "<ul class=\"records\">\(joined: items)</ul>")\(add, if: context.may(.setCarriers))
        """
    return layout(title: title, context: context, body: body)
}

private func carrierFields(_ carrier: Carrier?, _ form: FormValues, _ words: Words) -> HTML {
    let fields = [
        Field("name", words("carriers.name"), value: carrier?.name, isRequired: true),
        Field("phone", words("carriers.phone"), .tel, value: carrier?.phone),
        Field(
            "tracking_url", words("carriers.tracking-url"), value: carrier?.trackingURL,
            hint: words("carriers.tracking-url-hint", ["code": "{code}"])),
    ]
    let scope = carrier.map { "\($0.id)-" } ?? "new-"
    return """
        \(revisionField(carrier?.revision))\(formProblems(form, words))\(joined: fields.map { formField($0, form, words, scope: scope) })\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
}
