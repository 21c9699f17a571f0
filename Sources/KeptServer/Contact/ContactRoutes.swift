import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The forms by which customers write to us, without an account and without scripts.
enum ContactRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/contact", site) { page in
                let page = try await opened(page)
                let forms = try await page.read { try $0.contactForms().filter { $0.closedAt == nil } }
                if forms.count == 1, let only = forms.first { return .seeOther(Paths.contact(only.slug)) }
                return try await page.page { contactIndexPage(forms, $0) }
            },
            .page(.get, "/contact/{slug}", site) { page in
                let page = try await opened(page)
                let form = try await form(page)
                guard form.closedAt == nil else { return try await closed(form, page) }
                return try await page.page { try await show(form, page, $0) }
            },
            .page(.post, "/contact/{slug}", site, send),
        ]
    }

    static func form(_ page: PageRequest) async throws -> ContactForm {
        let slug = page.context.parameters.get("slug") ?? ""
        return try await page.read { try $0.contactForm(at: slug) }
    }

    /// The page as customers read it; a form's usual language is that of whoever chose none.
    static func opened(_ page: PageRequest, _ form: ContactForm? = nil) async throws -> PageRequest {
        let usual = try await page.read { try $0.customerLanguage() }
        return page.asRead(by: CustomerReading(own: nil, usual: form?.languages.first ?? usual))
    }

    static func view(
        _ form: ContactForm, _ page: PageRequest, channel: Message.Channel
    ) async throws -> (view: ContactFormView, zone: Zone) {
        let now = page.now
        let made = page.site.formTokens.sealed("\(now.microseconds)")
        let (sending, told) = (Secret.random(bits: 128).text, page.query["zone"])
        return try await page.read { reading in
            let place = try reading.place(orDefault: form.place)
            // Times are read in the browser's zone where its script told one that we know, else in the place's.
            let known = try told.flatMap { try reading.zoneProblem($0, "zone") == nil ? $0 : nil }
            let zone = try reading.zones.zone(known ?? place.zone)
            let outlook = try reading.contactOutlook(form, channel: channel, zone: zone, at: now)
            let view = ContactFormView(
                form: form, outlook: outlook, phone: place.phone, email: place.email, sending: sending, made: made)
            return (view, zone)
        }
    }

    private static func show(
        _ form: ContactForm, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        var context = context
        let (view, zone) = try await view(form, page, channel: .form)
        context.zone = zone
        return contactFormPage(view, context, values: values)
    }

    private static func closed(
        _ form: ContactForm, _ page: PageRequest, written: String? = nil
    ) async throws -> Response {
        let place = try await page.read { try $0.place(orDefault: form.place) }
        return try await page.page(.gone) {
            closedFormPage(form, phone: place.phone, email: place.email, $0, written: written)
        }
    }

    /// Opens the case and leads on to its page. Whatever is wrong, what was written is shown again.
    private static func send(_ page: PageRequest) async throws -> Response {
        let page = try await opened(page)
        let sent = try await page.publicSubmission()
        let form = try await form(page)
        guard form.closedAt == nil || page.isByOurScript else {
            return try await closed(form, page, written: sent.form["body"])
        }
        guard sent.isOurs else {
            if page.isSentByAnotherSite { throw Unauthorized.foreignForm }
            let words = page.site.words(for: page.request, page.context)
            return try await page.page(.forbidden, flash: Flash(.problem, words("refusals.form-too-old"))) {
                try await show(form, page, $0, values: sent.form.shown())
            }
        }
        if page.isByOurScript { return try await begun(sent, by: form, page) }
        return try await page.respond(to: sent.form) { _ in
            try await begun(sent, by: form, page)
        } orShow: { context, values in
            try await show(form, page, context, values: values)
        }
    }

    private static func begun(_ sent: PublicSubmission, by form: ContactForm, _ page: PageRequest) async throws
        -> Response
    {
        let fields = sent.form
        let now = page.now
        let address = page.site.address(of: page.request, page.context)
        try await page.site.store.write(as: .customer(nil), at: now) { try $0.countTalkBegun(from: address) }
        if sent.isTooLarge {
            throw InvalidInput(
                "files", "problems.file-too-large", [Fact("limit", Attachment.largestTogether >> 20)])
        }
        guard fields["website"] == nil else { throw ContactRefusal.notByAPerson }
        let made = fields["made"].flatMap { page.site.formTokens.opened($0) }.flatMap { Int64($0) }
        guard let made, now - Instant(microseconds: made) >= ContactLimits.leastTime else {
            throw ContactRefusal.tooSoon
        }
        let channel: Message.Channel = fields["channel"] == Message.Channel.chat.rawValue ? .chat : .form
        let kind: Case.Kind = try fields["kind"] == nil ? form.kinds.first ?? .question : fields.choice("kind")
        let language = page.site.words(for: page.request, page.context).language.tag
        var draft = ContactDraft(
            channel, kind, fields["body"] ?? "", language: language, sending: fields["sending"] ?? "")
        (draft.name, draft.contact, draft.order) = (fields["name"], fields["contact"], fields["order"])
        (draft.files, draft.zone) = (sent.files, fields["zone"])
        let (key, words) = (TrackingKey.random(), page.site.vocabulary)
        let link = page.site.publicAddress(for: page.request) + Paths.talk(key.text)
        let begun = try await page.site.store.write(as: .customer(nil), at: now) { [draft] in
            try $0.beginTalk(draft, by: form.id, key: key, link: link, words: words)
        }
        let path = Paths.talk(begun.key.text)
        guard page.isByOurScript else { return .seeOther(Paths.query(path, [("sent", "1")])) }
        var json = JSONWriter(capacity: 200)
        json.object { $0.field("path", path) }
        return .json(json.bytes, status: .created)
    }
}
