import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Signing in and out, and invitation links.
enum SignInRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, Paths.signIn, site, show),
            .page(.post, Paths.signIn, site, signIn),
            .page(.post, Paths.signOut, site, signOut),
            .page(.get, "/sign-in/{key}", site, invitation),
            .page(.post, "/sign-in/{key}", site, acceptInvitation),
            .page(.post, Paths.preferences, site, choosePreferences),
        ]
    }

    /// Whether nobody can sign in yet, so that whoever comes first sets the business up.
    static func isFresh(_ site: Site) async throws -> Bool {
        try await site.store.read { try $0.setting(.setUpAt) == nil && !$0.somebodyHasAPassword() }
    }

    /// A path of this site, never another's.
    static func local(_ path: String?) -> String? {
        path.flatMap { $0.hasPrefix("/") && WebAddress.isSafe($0) ? $0 : nil }
    }

    private static func show(_ page: PageRequest) async throws -> Response {
        if page.context.caller.person != nil { return .seeOther(Paths.today) }
        if try await isFresh(page.site) { return .seeOther(Paths.setup) }
        let next = local(page.query["next"])
        return try await page.page { signInPage($0, returnTo: next) }
    }

    private static func signIn(_ page: PageRequest) async throws -> Response {
        try await page.respond(isPublic: true) { form in
            let (email, password) = (try form.required("email"), try form.required("password"))
            let person = try await known(page, email: email, password: password)
            let secret = Secret.random()
            let address = page.site.address(of: page.request, page.context)
            try await page.site.store.write(as: .person(person.id, grants: person.grants), at: page.now) { tx in
                tx.forgetSignInTries(name: email, address: address)
                tx.startSession(of: person.id, hash: secret.hash)
            }
            return page.entered(secret, to: local(form["return_to"]) ?? Paths.today)
        } orShow: { context, values in
            signInPage(context, returnTo: local(values["return_to"]), values: values)
        }
    }

    /// The person whose name and password these are. - Throws: `PeopleRefusal`; a try is counted before it is looked at.
    private static func known(_ page: PageRequest, email: String, password: String) async throws -> Person {
        // No address is as long, and none so long is worth looking for.
        guard email.utf8.count <= 320 else { throw PeopleRefusal.wrongPassword }
        let stands = try await page.tryPassword(as: email) { try $0.person(withEmail: email) }
        let stored = stands?.leftAt == nil ? stands?.password : nil
        guard try await page.site.passwords.matches(password, stored: stored), let person = stands?.person else {
            throw PeopleRefusal.wrongPassword
        }
        return person
    }

    private static func signOut(_ page: PageRequest) async throws -> Response {
        _ = try await page.submitted()
        if case .person(_, let hash) = page.context.caller {
            try await page.write { $0.endSession(hash) }
            page.site.callers.forget()
        }
        var response = Response.seeOther(Paths.signIn)
        response.headers[.setCookie] = SessionCookie.clear(isSecure: page.site.isSecure(page.request))
        return response
    }

    // MARK: - Invitations

    private static func invitation(_ page: PageRequest) async throws -> Response {
        let (key, person) = try await invited(page)
        return try await page.page { invitationPage(key, name: person.name, $0) }
    }

    private static func invited(_ page: PageRequest) async throws -> (key: String, person: Person) {
        let key = page.context.parameters.get("key") ?? ""
        let (hash, now) = (Secret.hash(of: key), page.now)
        guard let person = try await page.read({ try $0.personInvited(byLink: hash, at: now) }) else {
            throw PeopleRefusal.linkInvalid
        }
        return (key, person)
    }

    /// The link is used up with the password that is chosen.
    private static func acceptInvitation(_ page: PageRequest) async throws -> Response {
        let (key, person) = try await invited(page)
        return try await page.respond(isPublic: true) { form in
            let password = try await page.site.storedPassword(form["password"])
            let secret = Secret.random()
            try await page.site.store.write(as: .person(person.id, grants: person.grants), at: page.now) { tx in
                _ = try tx.signIn(byLink: Secret.hash(of: key), session: secret.hash)
                tx.setPassword(password, of: person.id, keeping: secret.hash)
            }
            page.site.callers.forget()
            let isSetUp = try await page.site.business.current().isSetUp
            let setsUp = !isSetUp && Actor.person(person.id, grants: person.grants).may(.setPeople, .business)
            return page.entered(secret, to: setsUp ? Paths.setup : Paths.today)
        } orShow: { context, values in
            invitationPage(key, name: person.name, context, values: values)
        }
    }

    // MARK: - Preferences

    /// One's own language, kept with the person and in this browser.
    private static func choosePreferences(_ page: PageRequest) async throws -> Response {
        let form = try await page.submitted()
        let tag = try form.required("language")
        guard let language = page.site.vocabulary.language(for: tag) else {
            throw InvalidInput("language", "problems.no-such-language")
        }
        if let person = page.context.caller.person {
            try await page.write { try $0.setOwnLanguage(language.tag, of: person.id) }
            page.site.callers.forget()
        }
        var response = Response.seeOther(local(form["return_to"]) ?? Paths.home)
        response.headers[.setCookie] = LanguageCookie.set(language.tag, isSecure: page.site.isSecure(page.request))
        return response
    }
}

extension PageRequest {
    /// Counts a try at a password before it is looked at, and reads whose it would be.
    ///
    /// - Parameter name: under which the try counts.
    /// - Throws: `PeopleRefusal.tooManyTries`, or a problem where too many wait already, who then are not counted.
    func tryPassword<T: Sendable>(
        as name: String, _ body: @escaping @Sendable (Reading) throws -> T
    ) async throws -> T {
        if site.passwords.isFull { throw Problem.tooManySignIns }
        let address = site.address(of: request, context)
        return try await site.store.write(as: .system("sign-in"), at: now) { tx in
            try tx.countSignInTry(name: name, address: address)
            return try body(tx)
        }
    }

    /// Leads on with a fresh session.
    func entered(_ session: Secret, to path: String) -> Response {
        var response = Response.seeOther(path)
        response.headers[.setCookie] = SessionCookie.set(session, isSecure: site.isSecure(request))
        return response
    }
}

extension Site {
    /// What is wrong with a password that somebody chose; `nil` when it can be taken.
    func passwordProblem(_ password: String?) -> FieldProblem? {
        let password = password ?? ""
        if password.count < SignIn.leastPasswordLength {
            return FieldProblem("password", "refusals.short-password", [Fact("count", SignIn.leastPasswordLength)])
        }
        return password.utf8.count > 1_000 ? FieldProblem("password", "problems.too-long", [Fact("limit", 1_000)]) : nil
    }

    /// A chosen password, ready to be stored. - Throws: `InvalidInput` for one that cannot be taken.
    func storedPassword(_ password: String?) async throws -> String {
        if let problem = passwordProblem(password) { throw InvalidInput([problem]) }
        return try await passwords.stored(password ?? "")
    }
}
