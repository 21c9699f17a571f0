import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords
import NIOCore

/// A request for a page or from a form, with what every handler of one needs.
struct PageRequest: Sendable {
    let site: Site
    let request: Request
    let context: AppContext

    var now: Instant { site.now }
    var query: SubmittedForm { SubmittedForm(urlEncoded: (request.uri.query ?? "").utf8) }

    /// Whoever is signed in. - Throws: `Unauthorized.notSignedIn`, which leads to the sign-in page and back.
    func person() throws -> Person {
        guard let person = context.caller.person else { throw Unauthorized.notSignedIn }
        return person
    }

    func actor() throws -> Actor {
        guard context.caller.person != nil, let actor = context.caller.actor else { throw Unauthorized.notSignedIn }
        return actor
    }

    /// Refuses a page for which the reader has no role at any place; one of the whole business asks for a role held
    /// everywhere.
    func permit(_ operation: Operation) throws { try see(operation, .anyPlace) }

    /// The id in the path. - Throws: `notFound` for what is none.
    func id<T>(_ name: String = "id", of _: T.Type = T.self) throws -> ID<T> {
        guard let id = context.parameters.get(name).flatMap({ ID<T>($0) }) else {
            throw StoreError.notFound("id in path")
        }
        return id
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (Reading) throws -> T) async throws -> T {
        try await site.store.read(body)
    }

    /// Runs an operation as whoever is signed in.
    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        let actor = try actor()
        let value = try await site.store.write(as: actor, at: now, body)
        if let person = actor.person { site.navigation.forget(person) }
        return value
    }

    /// Answers with a page.
    func page(
        _ status: HTTPResponse.Status = .ok, flash: Flash? = nil, _ body: (PageContext) async throws -> HTML
    ) async throws -> Response {
        var (page, visit) = try await site.pageContext(for: request, context)
        page.flash = flash
        var response = Response.html(try await body(page), status: status)
        if let visit { response.headers[.setCookie] = visit }
        if let asked = site.languageAsked(by: request) {
            // The next page, and the one that answers a form, are in that language too.
            let cookie = LanguageCookie.set(asked.tag, isSecure: site.isSecure(request))
            response.headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        return response
    }

    /// Does what a form asks and leads on to the address that `work` returns. What cannot be taken is shown on the form
    /// again with what was typed: nothing of it was done.
    ///
    /// - Parameter isPublic: as `respond`.
    func submit(
        isPublic: Bool = false, _ work: (SubmittedForm) async throws -> String,
        orShow form: (PageContext, FormValues) async throws -> HTML
    ) async throws -> Response {
        try await respond(isPublic: isPublic, { .seeOther(try await work($0)) }, orShow: form)
    }

    /// As `submit`, where the answer is more than a way to go: a cookie, or a page that is shown this once.
    ///
    /// - Parameter isPublic: whether people send the form who are not signed in. Then one that was open longer than its
    ///   token holds is shown again with what was typed and a fresh token. Not for forms of colleagues: what another
    ///   site wrote into one must not stand there ready to be sent.
    func respond(
        isPublic: Bool = false, _ work: (SubmittedForm) async throws -> Response,
        orShow form: (PageContext, FormValues) async throws -> HTML
    ) async throws -> Response {
        guard isPublic else { return try await respond(to: try await submitted(), work, orShow: form) }
        let sent = try await read()
        if !isOurs(sent), !isSentByAnotherSite {
            let words = site.words(for: request, context)
            return try await page(.forbidden, flash: Flash(.problem, words("refusals.form-too-old"))) {
                try await form($0, sent.shown())
            }
        }
        return try await respond(to: try checked(sent), work, orShow: form)
    }

    /// As `respond`, of a form that was read already.
    func respond(
        to sent: SubmittedForm, _ work: (SubmittedForm) async throws -> Response,
        orShow form: (PageContext, FormValues) async throws -> HTML
    ) async throws -> Response {
        do {
            return try await work(sent)
        } catch let refusal as any Refusal where !(refusal is Unauthorized) && !(refusal is NotPermitted) {
            return try await refused(refusal, sent, orShow: form)
        } catch let error as StoreError {
            guard case .conflict = error else { throw error }
            return try await page(.conflict, flash: flash(Problem(error))) {
                try await form(again($0, sent.shown()), sent.shown())
            }
        }
    }

    private func refused(
        _ refusal: any Refusal, _ sent: SubmittedForm, orShow form: (PageContext, FormValues) async throws -> HTML
    ) async throws -> Response {
        if let input = refusal as? InvalidInput {
            return try await page(.unprocessableContent) {
                try await said(input.problems, sent, on: form, again($0, sent.shown(input.problems)))
            }
        }
        let problem = Problem(refusal)
        var response = try await page(problem.status, flash: flash(problem)) {
            try await form(again($0, sent.shown()), sent.shown())
        }
        response.headers.append(contentsOf: problem.headers)
        return response
    }

    /// The page on which the form that was sent here is shown again.
    private func again(_ context: PageContext, _ values: FormValues) -> PageContext {
        var context = context
        context.refused = RefusedForm(path: request.uri.path, values: values)
        return context
    }

    /// The form with what is wrong beside its fields. Where it is not on the page any more, since somebody closed the case or
    /// decided meanwhile, or is folded away without its problems, that stands on top of the page.
    private func said(
        _ problems: [FieldProblem], _ sent: SubmittedForm, on form: (PageContext, FormValues) async throws -> HTML,
        _ context: PageContext
    ) async throws -> HTML {
        let words = context.words
        let shown = try await form(context, sent.shown(problems))
        let unsaid = problems.compactMap { problem -> String? in
            let sentence = words(refusal: problem.key, problem.facts)
            if shown.text.contains(("\(sentence)" as HTML).text) { return nil }
            let isReason = ["why", "reason", "word"].contains(problem.field)
            return isReason ? words.labelled(words("page.reason"), sentence) : sentence
        }
        guard !unsaid.isEmpty else { return shown }
        var context = context
        context.flash = Flash(.problem, words.sentences([words("page.nothing-done")] + unsaid))
        return try await form(context, sent.shown(problems))
    }

    private func flash(_ problem: Problem) throws -> Flash {
        let words = site.words(for: request, context)
        let zone = try context.caller.person?.zone.map { try site.store.zones.zone($0) } ?? .utc
        let moment = { (instant: Instant) in words.moment(instant, in: zone, now: now) }
        return Flash(.problem, words(refusal: problem.key, problem.facts, moment: moment))
    }

    /// The fields of the form that was sent. - Throws: `Unauthorized.foreignForm` when no page of ours made it.
    func submitted() async throws -> SubmittedForm { try checked(try await read()) }

    func read() async throws -> SubmittedForm {
        if let type = request.headers[.contentType], !type.hasPrefix("application/x-www-form-urlencoded") {
            throw Problem(.unsupportedMediaType, "requests.bad-request")
        }
        var request = request
        let body: ByteBuffer
        do {
            body = try await request.collectBody(upTo: AppContext.bodyLimit)
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge, "requests.too-large", facts: [Fact("count", AppContext.bodyLimit >> 20)])
        }
        let form = SubmittedForm(urlEncoded: body.readableBytesView)
        if let field = form.firstWithNUL { throw InvalidInput(field, "problems.control-character") }
        return form
    }

    func isOurs(_ form: SubmittedForm) -> Bool {
        site.formTokens.accepts(form["form_token"] ?? "", from: request, isSignedIn: context.caller.person != nil)
    }

    var isSentByAnotherSite: Bool { request.headers[.secFetchSite]?.lowercased() == "cross-site" }

    private func checked(_ form: SubmittedForm) throws -> SubmittedForm {
        guard isOurs(form) else {
            // Whose session ended meanwhile signs in again and comes back to the form.
            let hadSession = SessionCookie.value(in: request) != nil
            throw context.caller.person == nil && hadSession ? Unauthorized.notSignedIn : .foreignForm
        }
        return form
    }
}

extension Route {
    /// A route of pages and forms.
    static func page(
        _ method: HTTPRequest.Method, _ path: String, _ site: Site,
        _ handler: @escaping @Sendable (PageRequest) async throws -> Response
    ) -> Route {
        Route(method, path) { request, context in
            try await handler(PageRequest(site: site, request: request, context: context))
        }
    }
}
