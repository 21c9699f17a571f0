import KeptDomain
import KeptStore

/// Forms and chats for programs, and notes of phone and counter.
enum ContactFormAPI {
    static let routes: [APIRoute] = [
        .get(
            "/contact-forms", "Forms by which customers write to us", tag: "Contact", needs: .seeCases,
            answers: .listed("ContactForm")
        ) { api in
            let found = try await api.read { try $0.contactForms() }
            return .list(found) { $0.write($1) }
        },
        .get(
            "/contact-forms/{id}", "One form", tag: "Contact", needs: .seeCases, answers: .named("ContactForm")
        ) { api in
            let id = try api.id(of: ContactForm.self)
            return try await api.read { answer(try $0.knownContactForm(id)) }
        },
        .post(
            "/contact-forms", "Add a form", tag: "Contact", needs: .setDesk, body: .named("ContactFormDraft"),
            status: 201, answers: .named("ContactForm")
        ) { api in
            let draft = try ContactFormDraft(api.fields())
            return try await api.write { answer(try $0.addContactForm(draft), status: 201) }
        },
        .put(
            "/contact-forms/{id}", "Change a form", tag: "Contact", needs: .setDesk, body: .named("ContactFormDraft"),
            answers: .named("ContactForm")
        ) { api in
            let (id, draft, expected) = (
                try api.id(of: ContactForm.self), try ContactFormDraft(api.fields()), try api.expectedRevision
            )
            return try await api.write { tx in
                let known = try tx.knownContactForm(id)
                return answer(try tx.changeContactForm(id, to: draft, revision: expected ?? known.revision))
            }
        },
        .post(
            "/contact-forms/{id}/state", "Open or close a form", tag: "Contact", needs: .setDesk,
            body: .object([SchemaField("open", .boolean)]), answers: .named("ContactForm"), isRevised: true
        ) { api in
            let (id, fields, expected) = (try api.id(of: ContactForm.self), try api.fields(), try api.expectedRevision)
            let isOpen = fields.optionalFlag("open")
            if isOpen == nil { fields.refuse("open", "requests.missing") }
            try fields.finish()
            return try await api.write { tx in
                let known = try tx.knownContactForm(id)
                return answer(
                    try tx.setContactForm(id, isOpen: isOpen ?? true, revision: expected ?? known.revision))
            }
        },
    ]

    private static func answer(_ form: ContactForm, status: Int = 200) -> APIAnswer {
        APIAnswer(status, revision: form.revision) { $0.write(form) }
    }
}

extension ContactFormDraft {
    init(_ fields: JSONFields) throws {
        let (slug, name) = (fields.text("slug", limit: 60), fields.text("name", limit: 200))
        let (place, line) = (fields.optionalID("place", of: Place.self), fields.optionalID("line", of: Line.self))
        let languages = fields.texts("languages", limit: 20)
        let kinds = fields.has("kinds") ? fields.texts("kinds", limit: 10) : ContactForm.askable.map(\.rawValue)
        let origins = fields.has("origins") ? fields.texts("origins", limit: 100) : []
        let hasChat = fields.optionalFlag("has_chat") ?? false
        let seconds = fields.optionalWhole("mail_after_seconds", in: Self.wholeSeconds) ?? 300
        if !fields.has("place") { fields.refuse("place", "requests.missing") }
        let known = kinds.compactMap { Case.Kind(rawValue: $0) }
        if known.count != kinds.count || known.contains(.failure) { fields.refuse("kinds", "problems.required") }
        try fields.finish()
        guard let place else { throw InvalidInput("place", "requests.missing") }
        self.init(slug: slug, name: name, place: place, languages: languages)
        (self.line, self.kinds, self.origins) = (line, known, origins)
        self.hasChat = hasChat
        mailAfter = .seconds(seconds)
    }

    private static let wholeSeconds =
        Int64(ContactFormDraft.mailAfterSeconds.lowerBound)...Int64(ContactFormDraft.mailAfterSeconds.upperBound)
}

extension JSONWriter {
    mutating func write(_ form: ContactForm) {
        object { json in
            json.field("id", form.id)
            json.field("slug", form.slug)
            json.field("name", form.name)
            json.field("place", form.place)
            json.field("line", form.line)
            json.field("kinds", form.kinds.map(\.rawValue))
            json.field("languages", form.languages)
            json.field("has_chat", form.hasChat)
            json.field("origins", form.origins)
            json.field("mail_after_seconds", Int(form.mailAfter.seconds))
            json.field("path", Paths.contact(form.slug))
            json.field("closed_at", form.closedAt)
            json.field("revision", form.revision)
        }
    }
}

extension Schema {
    static let contactFormDraft = Schema.object([
        SchemaField("slug", .text, "The last part of its address: small letters, digits and hyphens."),
        SchemaField("name", .text, "As customers read it."), SchemaField("place", .id),
        .optional("line", .id, "Whose work it becomes; the place's own line for what customers write when left out."),
        .optional("kinds", .array(.word(Case.Kind.self)), "What may be asked; everything but failure when left out."),
        SchemaField("languages", .array(.text), "BCP 47, the usual one first."),
        .optional("has_chat", .boolean, "Whether it is a chat too."),
        .optional("origins", .array(.text), "Sites that may show its chat, https://shop.example."),
        .optional(
            "mail_after_seconds", .integer, "An answer that stood unread for so long goes out by e-mail; 30 to 86400."),
    ])

    static let contactForm = Schema.object([
        SchemaField("id", .id), SchemaField("slug", .text), SchemaField("name", .text), SchemaField("place", .id),
        SchemaField("line", .nullable(.id)), SchemaField("kinds", .array(.word(Case.Kind.self))),
        SchemaField("languages", .array(.text)), SchemaField("has_chat", .boolean),
        SchemaField("origins", .array(.text)), SchemaField("mail_after_seconds", .integer),
        SchemaField("path", .text, "Of its page on this site."), SchemaField("closed_at", .nullable(.instant)),
        SchemaField("revision", .integer),
    ])
}
