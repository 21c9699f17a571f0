import KeptDomain
import KeptStore
import KeptWords

/// The forms and chats by which customers write to us, to be kept.
package struct ContactFormsView: Sendable {
    package let forms: [ContactForm]
    /// Names by id.
    package let places: [Field.Choice]
    package let lines: [Field.Choice]
    /// Where this site is reached, `https://kept.example.org`.
    package let site: String
    /// BCP 47 of the languages that Kept speaks, for a new form.
    package let languages: [String]

    package init(
        forms: [ContactForm], places: [Field.Choice], lines: [Field.Choice], site: String, languages: [String]
    ) {
        self.forms = forms
        self.places = places
        self.lines = lines
        self.site = site
        self.languages = languages
    }
}

package func contactFormsPage(_ view: ContactFormsView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("contact.staff.title")
    let rows = view.forms.map { form -> TableRow in
        let place = view.places.first { $0.value == "\(form.place)" }?.label
        let address = Paths.contact(form.slug)
        return TableRow(
            [
                "<a href=\"\(url: Paths.contactForm(form.id))\">\(form.name)</a>",
                "<a href=\"\(url: address)\">\(address)</a>", "\(place)",
                "\(words(form.closedAt == nil ? "contact.staff.open" : "contact.staff.closed"))",
            ], link: Paths.contactForm(form.id))
    }
    let columns = [
        Column(words("contact.staff.name")), Column(words("contact.staff.address")), Column(words("orders.place")),
        Column(words("contact.staff.state")),
    ]
    let add =
        context.may(.setDesk) ? linkButton(words("contact.staff.add"), to: Paths.newContactForm, isMain: true) : nil
    let list =
        rows.isEmpty
        ? emptyState(words("contact.staff.none"), words("contact.staff.none-text"))
        : table(columns, rows, caption: title)
    return layout(
        title: title, context: context,
        body: "\(pageHead(title, sentence: "\(words("contact.staff.sentence"))", actions: add))\(list)")
}

/// - Parameter form: as it stands; `nil` for a new one.
package func contactFormEditPage(
    _ form: ContactForm?, _ view: ContactFormsView, _ context: PageContext, values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let title = form?.name ?? words("contact.staff.add")
    let path = form.map { Paths.contactForm($0.id) } ?? Paths.contactForms
    let fields = KeptServer.form(
        path, context,
        """
        \(revisionField(form?.revision))\(formProblems(values, words))\
        \(joined: staffFields(form, view, words).map { formField($0, values, words) })\
        \(kindBoxes(form, values, words))\
        <div class="form-foot"><button class="main">\(words(form == nil ? "contact.staff.add" : "page.save"))</button></div>
        """)
    let state = form.map { form -> HTML in
        let label = words(form.closedAt == nil ? "contact.staff.close" : "contact.staff.reopen")
        let open: HTML = form.closedAt == nil ? "" : "<input type=\"hidden\" name=\"open\" value=\"1\">"
        return KeptServer.form(
            Paths.contactFormState(form.id), context,
            """
            \(revisionField(form.revision))\(open)<div class="form-foot"><button>\(label)</button></div>
            """)
    }
    return layout(
        title: title, context: context,
        body: """
            \(pageHead(title))\(form.map { onYourSite($0, view.site, words) })\
            \(fields, if: context.may(.setDesk))\(state.flatMap { context.may(.setDesk) ? $0 : nil })
            """)
}

private func staffFields(_ form: ContactForm?, _ view: ContactFormsView, _ words: Words) -> [Field] {
    let usual = Field.Choice("", words("contact.staff.line-usual"))
    return [
        Field("name", words("contact.staff.name"), value: form?.name, isRequired: true),
        Field(
            "slug", words("contact.staff.slug"), value: form?.slug, hint: words("contact.staff.slug-hint"),
            isRequired: true),
        Field("place", words("orders.place"), .choice(view.places), value: form.map { "\($0.place)" }),
        Field(
            "line", words("contact.staff.line"), .choice([usual] + view.lines),
            value: form?.line.map { "\($0)" } ?? ""),
        Field(
            "languages", words("contact.staff.languages"),
            value: (form?.languages ?? view.languages).joined(separator: ", "),
            hint: words("contact.staff.languages-hint"), isRequired: true),
        Field("has_chat", words("contact.staff.has-chat"), .check, value: form?.hasChat == true ? "1" : nil),
        Field(
            "origins", words("contact.staff.origins"), .area(rows: 3), value: form?.origins.joined(separator: "\n"),
            hint: words("contact.staff.origins-hint")),
        Field(
            "mail_after_seconds", words("contact.staff.mail-after"),
            .whole(
                min: ContactFormDraft.mailAfterSeconds.lowerBound, max: ContactFormDraft.mailAfterSeconds.upperBound),
            value: String(form?.mailAfter.seconds ?? 300)),
    ]
}

private func kindBoxes(_ form: ContactForm?, _ values: FormValues, _ words: Words) -> HTML {
    let typed = values["kind"].map { Set($0.split(separator: ",").map(String.init)) }
    let chosen = typed ?? Set((form?.kinds ?? ContactForm.askable).map(\.rawValue))
    let boxes = ContactForm.askable.map { kind -> HTML in
        """
        <label><input type="checkbox" name="kind" value="\(kind.rawValue)"\(flag: "checked", chosen.contains(kind.rawValue))> \
        \(words("contact.kinds", of: kind))</label>
        """
    }
    return """
        <fieldset class="choices-list"><legend>\(words("contact.staff.kinds"))</legend>\(joined: boxes)</fieldset>\
        \(values.problem("kinds").map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" as HTML })
        """
}

/// The address to link to, and the line that puts the chat on another site.
private func onYourSite(_ form: ContactForm, _ site: String, _ words: Words) -> HTML {
    let address = site + Paths.contact(form.slug)
    let line = "<script src=\"\(site)\(Paths.chatScript)\" data-form=\"\(form.slug)\" async></script>"
    let snippet: HTML = """
        <h3>\(words("contact.staff.snippet"))</h3>\
        <p class="hint">\(words("contact.staff.snippet-hint", ["address": site]))</p>\
        <p><code class="breaks">\(line)</code></p>
        """
    return section(
        words("contact.staff.address"),
        "<p><a href=\"\(url: address)\">\(address)</a></p>\(snippet, if: form.hasChat)")
}
