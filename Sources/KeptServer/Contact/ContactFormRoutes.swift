import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Forms and chats as whoever sets up the desk keeps them.
enum ContactFormRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/contact-forms", site) { page in
                try page.permit(.seeCases)
                let view = try await view(page)
                return try await page.page { contactFormsPage(view, $0) }
            },
            .page(.get, "/contact-forms/new", site) { page in
                try page.permit(.setDesk)
                let view = try await view(page)
                return try await page.page { contactFormEditPage(nil, view, $0) }
            },
            .page(.get, "/contact-forms/{id}", site) { page in
                try page.permit(.seeCases)
                let id = try page.id(of: ContactForm.self)
                return try await page.page { try await edit(id, page, $0) }
            },
            .page(.post, "/contact-forms", site) { page in
                try page.permit(.setDesk)
                return try await page.submit { form in
                    let draft = try draft(form)
                    let added = try await page.write { try $0.addContactForm(draft) }
                    return Paths.contactForm(added.id)
                } orShow: { context, values in
                    contactFormEditPage(nil, try await view(page), context, values: values)
                }
            },
            .page(.post, "/contact-forms/{id}", site) { page in
                try await change(page) { form, id in
                    let (draft, revision) = (try draft(form), try form.revision() ?? 1)
                    return { _ = try $0.changeContactForm(id, to: draft, revision: revision) }
                }
            },
            .page(.post, "/contact-forms/{id}/state", site) { page in
                try await change(page) { form, id in
                    let (isOpen, revision) = (form.isTicked("open"), try form.revision() ?? 1)
                    return { _ = try $0.setContactForm(id, isOpen: isOpen, revision: revision) }
                }
            },
        ]
    }

    private static func change(
        _ page: PageRequest,
        _ read: (SubmittedForm, ID<ContactForm>) throws -> @Sendable (Transaction) throws -> Void
    ) async throws -> Response {
        try page.permit(.setDesk)
        let id = try page.id(of: ContactForm.self)
        return try await page.submit { form in
            let change = try read(form, id)
            try await page.write { try change($0) }
            return Paths.contactForm(id)
        } orShow: { context, values in
            try await edit(id, page, context, values: values)
        }
    }

    private static func edit(
        _ id: ID<ContactForm>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let form = try await page.read { try $0.knownContactForm(id) }
        return contactFormEditPage(form, try await view(page), context, values: values)
    }

    private static func view(_ page: PageRequest) async throws -> ContactFormsView {
        let (forms, places, lines) = try await page.read {
            (try $0.contactForms(), try $0.places(), try $0.lines())
        }
        return ContactFormsView(
            forms: forms, places: places.map { Field.Choice("\($0.id)", $0.name) },
            lines: lines.map { Field.Choice("\($0.line.id)", $0.line.name) },
            site: page.site.publicAddress(for: page.request), languages: page.site.vocabulary.languages.map(\.tag))
    }

    private static func draft(_ form: SubmittedForm) throws -> ContactFormDraft {
        guard let place = try form.id("place", of: Place.self) else { throw InvalidInput("place", "problems.required") }
        let languages = (form["languages"] ?? "").split { $0 == "," || $0 == "，" || $0.isWhitespace }.map(String.init)
        var draft = ContactFormDraft(
            slug: form["slug"] ?? "", name: form["name"] ?? "", place: place, languages: languages)
        draft.line = try form.id("line")
        draft.kinds = form.all("kind").compactMap { Case.Kind(rawValue: $0) }
        draft.hasChat = form.isTicked("has_chat")
        draft.origins = (form["origins"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        draft.mailAfter = .seconds(
            Int64(try form.whole("mail_after_seconds", in: ContactFormDraft.mailAfterSeconds) ?? 300))
        return draft
    }
}
