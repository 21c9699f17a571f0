import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Changing one's own password while signed in.
enum PasswordRoutes {
    static func routes(_ site: Site) -> [Route] {
        [.page(.get, Paths.password, site, show), .page(.post, Paths.password, site, change)]
    }

    private static func show(_ page: PageRequest) async throws -> Response {
        _ = try page.person()
        let flash = page.query["changed"].map { _ in
            Flash(.done, page.site.words(for: page.request, page.context)("sign-in.changed"))
        }
        return try await page.page(flash: flash) { passwordPage($0) }
    }

    private static func change(_ page: PageRequest) async throws -> Response {
        guard case .person(let session, let hash) = page.context.caller else { throw Unauthorized.notSignedIn }
        let id = session.person.id
        return try await page.submit { form in
            let problems = [
                FieldProblem.required(form["old_password"], "old_password", limit: 1_000),
                page.site.passwordProblem(form["password"]),
            ]
            try problems.compactMap(\.self).check()
            try await checkOld(form["old_password"] ?? "", of: id, page)
            let password = try await page.site.storedPassword(form["password"])
            try await page.write { $0.setPassword(password, of: id, keeping: hash) }
            page.site.callers.forget()
            return Paths.with(Paths.password, ["changed": "1"])
        } orShow: { context, values in
            passwordPage(context, values: values)
        }
    }

    /// Whoever finds a browser open may guess as often as at the sign-in page. - Throws: `InvalidInput` for a wrong one.
    private static func checkOld(_ password: String, of id: ID<Person>, _ page: PageRequest) async throws {
        let name = "person \(id)"
        let record = try await page.tryPassword(as: name) { try $0.person(id) }
        guard try await page.site.passwords.matches(password, stored: record?.password) else {
            throw InvalidInput("old_password", "refusals.old-password-wrong")
        }
        let address = page.site.address(of: page.request, page.context)
        try await page.site.store.write(as: .system("sign-in"), at: page.now) {
            $0.forgetSignInTries(name: name, address: address)
        }
    }
}
