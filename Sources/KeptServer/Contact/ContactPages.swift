import KeptDomain
import KeptStore
import KeptWords

/// What the page of a form shows.
package struct ContactFormView: Sendable {
    package let form: ContactForm
    package let outlook: ContactOutlook
    package let phone: String?
    package let email: String?
    /// What this page calls the message that it sends: sent twice, it is filed once.
    package let sending: String
    /// When the page was made, as only we can write it.
    package let made: String
    /// In a frame on another site.
    package var isPanel = false

    package init(
        form: ContactForm, outlook: ContactOutlook, phone: String?, email: String?, sending: String, made: String,
        isPanel: Bool = false
    ) {
        self.form = form
        self.outlook = outlook
        self.phone = phone
        self.email = email
        self.sending = sending
        self.made = made
        self.isPanel = isPanel
    }
}

/// The forms that are open, where there are several.
package func contactIndexPage(_ forms: [ContactForm], _ context: PageContext) -> HTML {
    let words = context.words
    let links = forms.map { form -> HTML in
        "<li><a href=\"\(url: Paths.contact(form.slug))\">\(form.name)</a></li>"
    }
    let body: HTML = """
        <h1 class="now">\(words("contact.title"))</h1>
        \("<p class=\"lead\">\(words("contact.which"))</p><ul class=\"contact\">\(joined: links)</ul>", if: !forms.isEmpty)\
        \("<p class=\"lead\">\(words("contact.no-forms"))</p>", if: forms.isEmpty)
        """
    return publicLayout(title: words("contact.title"), context: context, body: body)
}

/// A form by which customers write to us, with what we can say of when an answer comes.
package func contactFormPage(_ view: ContactFormView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let body: HTML = """
        <h1 class="now">\(view.form.name)</h1>
        <p class="lead">\(outlookSentence(view.outlook, context))</p>
        \(uploadForm(Paths.contact(view.form.slug), context, contactFields(view, words, values)))
        \(waysToUs(view.phone, view.email, words("contact.talk.who")))
        """
    return publicLayout(title: view.form.name, context: context, body: body)
}

/// When an answer comes, as honestly as it is known: by the place's hours and the standard of first replies.
func outlookSentence(_ outlook: ContactOutlook, _ context: PageContext) -> HTML {
    let words = context.words
    let opens = context.nearTime(outlook.opens)
    switch (outlook.isOpen, outlook.due.map { context.nearTime($0) }) {
    case (true, let due?): return words.html("contact.outlook.open-due", ["time": due])
    case (true, nil): return "\(words("contact.outlook.open"))"
    case (false, let due?): return words.html("contact.outlook.away-due", ["opens": opens, "time": due])
    case (false, nil): return words.html("contact.outlook.away", ["opens": opens])
    }
}

private func contactFields(_ view: ContactFormView, _ words: Words, _ values: FormValues) -> HTML {
    let kinds = view.form.kinds.map { Field.Choice($0.rawValue, words("contact.kinds", of: $0)) }
    let fields = [
        Field("kind", words("contact.kind"), .choice(kinds)),
        Field("body", words("contact.body"), .area(rows: 6), isRequired: true),
        Field("name", words("contact.name"), autocomplete: "name"),
        Field(
            "contact", words("contact.contact"), hint: words("contact.contact-hint"), isRequired: true,
            autocomplete: "email"),
        Field("order", words("contact.order")),
        fileField(words),
    ]
    return """
        \(formProblems(values, words))\(sendingFields(view, words))\
        \(joined: fields.map { formField($0, values, words) })<button class="main">\(words("contact.send"))</button>
        """
}

func fileField(_ words: Words) -> Field {
    let hint = words(
        "contact.files-hint",
        [
            "count": words.number(ContactLimits.filesOfOneMessage),
            "limit": words.number(Attachment.largest >> 20),
        ])
    return Field("files", words("contact.files"), .files, hint: hint)
}

/// What people do not see: the name of this sending, when the page was made, and a field that only programs fill in.
func sendingFields(_ view: ContactFormView, _ words: Words) -> HTML {
    """
    <input type="hidden" name="sending" value="\(view.sending)"><input type="hidden" name="made" value="\(view.made)">\
    <div hidden><label for="f-website">\(words("contact.trap"))</label>\
    <input type="text" id="f-website" name="website" tabindex="-1" autocomplete="off"></div>
    """
}

/// What is shown where a form is closed; with what was written, so that nothing of it is lost.
package func closedFormPage(
    _ form: ContactForm, phone: String?, email: String?, _ context: PageContext, written: String? = nil
) -> HTML {
    let words = context.words
    let copy = written.map { text -> HTML in
        section(
            words("contact.closed.copy"),
            "<textarea rows=\"8\" readonly aria-label=\"\(words("contact.body"))\">\(text)</textarea>")
    }
    let body: HTML = """
        <h1 class="now">\(words("contact.closed.title"))</h1><p class="lead">\(words("contact.closed.text"))</p>\(copy)\
        \(waysToUs(phone, email, words("contact.closed.reach")))
        """
    return publicLayout(title: words("contact.closed.title"), context: context, body: body)
}

/// Phone and e-mail of the place; nothing where it has neither.
func waysToUs(_ phone: String?, _ email: String?, _ title: String) -> HTML? {
    let ways: [HTML] = [
        phone.map { "<li><a href=\"\(url: "tel:" + $0)\">\($0)</a></li>" },
        email.map { "<li><a href=\"\(url: "mailto:" + $0)\">\($0)</a></li>" },
    ].compactMap { $0 }
    return ways.isEmpty ? nil : section(title, "<ul class=\"contact\">\(joined: ways)</ul>")
}
