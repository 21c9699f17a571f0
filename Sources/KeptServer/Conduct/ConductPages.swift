import KeptDomain
import KeptStore
import KeptWords

/// Who calls for help, what helps, and what was written down.
package struct ConductView: Sendable {
    package struct PlaceRow: Sendable {
        package let id: ID<Place>
        package let name: String
        package let apart: ApartPlace

        package init(id: ID<Place>, name: String, apart: ApartPlace) {
            self.id = id
            self.name = name
            self.apart = apart
        }
    }

    package let calls: [CallLine]
    package let playbooks: [Playbook]
    package let days: Int
    /// `nil` for whoever does not see them: they stand beside each case.
    package let facts: [ConductLine]?
    package let places: [PlaceRow]
    package let lines: [Field.Choice]

    package init(
        calls: [CallLine], playbooks: [Playbook], days: Int, facts: [ConductLine]?, places: [PlaceRow],
        lines: [Field.Choice]
    ) {
        self.calls = calls
        self.playbooks = playbooks
        self.days = days
        self.facts = facts
        self.places = places
        self.lines = lines
    }
}

/// - Parameter opened: the form that was refused: `days`, or `apart-` with the id of a place.
package func conductPage(
    _ view: ConductView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let title = words("conduct.title")
    let days = words("conduct.days-of", count: view.days)
    let sentence: HTML = "\(words("conduct.sentence", ["days": days]))"
    let body: HTML = """
        \(pageHead(title, sentence: sentence))\(callList(view.calls, context))\
        \(section(words("conduct.playbooks"), playbookTable(view.playbooks, context)))\
        \(view.facts.map { factList($0, days, context) })\
        \(section(words("conduct.apart-title"), .joined(view.places.map { apartPlace($0, view, context, values, opened) })))\
        \(daysForm(view, context, opened == "days" ? values : .fresh, isOpen: opened == "days"), if: context.may(.setDesk))
        """
    return layout(title: title, context: context, body: body)
}

/// Colleagues who call for somebody; also on Today.
func callList(_ calls: [CallLine], _ context: PageContext) -> HTML? {
    guard !calls.isEmpty else { return nil }
    let words = context.words
    let items = calls.map { line -> HTML in
        let what = line.call.kind == .relief ? words("conduct.call-relief") : words("conduct.call-threat")
        return """
            <li><p>\(personChip(line.askedBy ?? "Kept")) \(what)</p><p class="small quiet">\
            <a href="\(url: Paths.case(line.call.case))">\(words("cases.numbered", ["number": String(line.number)])) · \
            \(words.stored(line.subject))</a> · \(context.timeWithRelative(line.call.askedAt))</p>\
            \(line.call.why.map { "<p class=\"why\">\($0)</p>" as HTML })\(callForms(line.call, context))</li>
            """
    }
    return section(words("conduct.calls"), id: "calls", "<ul class=\"amends\">\(joined: items)</ul>")
}

private func playbookTable(_ books: [Playbook], _ context: PageContext) -> HTML {
    let words = context.words
    let rows = books.map { book -> TableRow in
        let link = Paths.playbook(book.kind)
        return TableRow(
            [
                "<a href=\"\(url: link)\">\(words("conduct.kinds", of: book.kind))</a>", "\(book[.steps].first)",
                playbookVersion(book, context),
            ], link: link)
    }
    return table(
        [
            Column(words("conduct.kind")), Column(words("conduct.parts.steps"), isSecondary: true),
            Column(words("conduct.version")),
        ], rows, caption: words("conduct.playbooks"))
}

func playbookVersion(_ book: Playbook, _ context: PageContext) -> HTML {
    guard let madeAt = book.madeAt else { return "\(context.words("conduct.version-delivered"))" }
    return context.words.html(
        "conduct.version-number", ["number": context.numberText(book.version), "time": context.nearTime(madeAt)])
}

private func factList(_ facts: [ConductLine], _ days: String, _ context: PageContext) -> HTML {
    let words = context.words
    let none: HTML = "<p class=\"quiet\">\(words("conduct.no-facts"))</p>"
    let items = facts.map { conductFact($0, nil, context) }
    return section(
        words("conduct.facts", ["days": days]),
        """
        <p class="hint">\(words("conduct.facts-hint"))</p>\(none, if: facts.isEmpty)\
        \("<ul class=\"amends\">\(joined: items)</ul>", if: !facts.isEmpty)
        """)
}

private func apartPlace(
    _ place: ConductView.PlaceRow, _ view: ConductView, _ context: PageContext, _ values: FormValues, _ opened: String?
) -> HTML {
    let words = context.words
    let name = "apart-\(place.id)"
    let own = opened == name ? values : .fresh
    let line = place.apart.line.flatMap { id in view.lines.first { $0.value == "\(id)" }?.label }
    let known = [line, place.apart.room].compactMap(\.self)
    let standing: HTML = known.isEmpty ? "\(words("conduct.apart-empty"))" : "\(words.list(known))"
    let fields = [
        Field(
            "line", words("conduct.line"), .choice([Field.Choice("", words("conduct.no-line"))] + view.lines),
            value: place.apart.line.map { "\($0)" }),
        Field("room", words("conduct.room"), value: place.apart.room, hint: words("conduct.room-hint")),
    ]
    let change = disclosure(
        words("conduct.apart-set", ["place": place.name]), isOpen: opened == name,
        form(
            Paths.conductApart(place.id), context,
            """
            \(revisionField(place.apart.revision))\(formProblems(own, words))\
            \(joined: fields.map { formField($0, own, words, scope: name + "-") })\
            <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
            """))
    return "<h3>\(place.name)</h3><p>\(standing)</p>\(change, if: context.may(.setDesk))"
}

private func daysForm(_ view: ConductView, _ context: PageContext, _ values: FormValues, isOpen: Bool) -> HTML {
    let words = context.words
    let fields = [
        Field(
            "days", words("conduct.days-label"), .whole(min: 1, max: ConductFact.longestDays), value: "\(view.days)",
            hint: words("conduct.days-hint"), isRequired: true),
        Field("why", words("page.reason"), hint: words("page.reason-hint")),
    ]
    return section(
        words("conduct.days"),
        disclosure(
            words("page.edit"), isOpen: isOpen,
            form(
                Paths.conductDays, context,
                """
                \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "days-") })\
                <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
                """)))
}
