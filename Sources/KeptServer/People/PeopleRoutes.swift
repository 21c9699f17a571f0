import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// People, their roles and their invitations.
enum PeopleRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, Paths.people, site, list),
            .page(.post, Paths.people, site, add),
            .page(.get, "/people/{id}", site, one),
            .page(.post, "/people/{id}", site, change),
            .page(.post, "/people/{id}/invitation", site, invite),
            .page(.post, "/people/{id}/skills", site, setSkills),
        ]
    }

    private static func list(_ page: PageRequest) async throws -> Response {
        try page.permit(.seeToday)
        let view = try await view(page)
        return try await page.page { peoplePage(view, $0) }
    }

    private static func add(_ page: PageRequest) async throws -> Response {
        try page.permit(.setPeople)
        return try await page.respond { form in
            let language = page.site.words(for: page.request, page.context).language.tag
            let facts = PersonFacts(
                name: form["name"] ?? "", email: form["email"], language: language, grants: try form.grants())
            if facts.grants.isEmpty { throw InvalidInput("roles[0].role", "problems.required") }
            let secret = Secret.random(bits: 192)
            try await page.write { tx in try tx.makeSignInLink(for: try tx.addPerson(facts), hash: secret.hash) }
            return try await invited(facts.name, by: secret, page)
        } orShow: { context, values in
            peoplePage(try await view(page), context, values: values)
        }
    }

    private static func invite(_ page: PageRequest) async throws -> Response {
        try page.permit(.setPeople)
        let id: ID<Person> = try page.id()
        return try await page.respond { _ in
            let secret = Secret.random(bits: 192)
            let name = try await page.write { tx in
                guard let known = try tx.person(id), known.leftAt == nil else {
                    throw StoreError.notFound("person \(id)")
                }
                try tx.makeSignInLink(for: id, hash: secret.hash)
                return known.person.name
            }
            return try await invited(name, by: secret, page)
        } orShow: { context, values in
            peoplePage(try await view(page), context, values: values)
        }
    }

    /// The list with the link on it, shown this once.
    private static func invited(_ name: String, by secret: Secret, _ page: PageRequest) async throws -> Response {
        let link = page.site.publicAddress(for: page.request) + Paths.invitation(secret.text)
        let view = try await view(page, invitation: (name, link))
        return try await page.page { peoplePage(view, $0) }
    }

    private static func one(_ page: PageRequest) async throws -> Response {
        try page.permit(.setPeople)
        let id: ID<Person> = try page.id()
        return try await page.page { try await show(id, page, $0) }
    }

    private static func change(_ page: PageRequest) async throws -> Response {
        try page.permit(.setPeople)
        let id: ID<Person> = try page.id()
        return try await page.submit { form in
            let (grants, revision) = (try form.grants(), try form.knownRevision())
            let (name, email, leaves) = (form["name"] ?? "", form["email"], form.isTicked("left"))
            try await page.write { tx in
                guard let known = try tx.person(id) else { throw StoreError.notFound("person \(id)") }
                let facts = PersonFacts(
                    name: name, email: email, language: known.person.language, zone: known.person.zone, grants: grants)
                try tx.changePerson(id, to: facts, revision: revision)
                if leaves, known.leftAt == nil { try tx.letPersonGo(id, why: nil) }
            }
            page.site.callers.forget()
            return Paths.people
        } orShow: { context, values in
            try await show(id, page, context, values: values)
        }
    }

    private static func view(
        _ page: PageRequest, invitation: (name: String, link: String)? = nil
    ) async throws -> PeopleView {
        let (people, places) = try await page.read { (try $0.people(), try $0.places()) }
        return PeopleView(
            rows: people.map { PersonRow($0, places) },
            places: places.map { Field.Choice($0.id.description, $0.name) }, invitation: invitation)
    }

    /// The page of one person, as they stand.
    static func show(
        _ id: ID<Person>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh,
        skills changed: FormValues = .fresh
    ) async throws -> HTML {
        let (record, places, skills) = try await page.read {
            (try $0.person(id), try $0.places(), try $0.skills(of: id))
        }
        guard let record else { throw StoreError.notFound("person \(id)") }
        return personPage(
            PersonRow(record, places), record.person.grants,
            places: places.map { Field.Choice($0.id.description, $0.name) }, revision: record.revision, context,
            values: values, below: personSkills(id, skills, context, changed))
    }
}

extension PersonRow {
    init(_ record: PersonRecord, _ places: [Place]) {
        self.init(
            id: record.person.id, name: record.person.name, email: record.person.email,
            grants: record.person.grants.map { grant in
                GrantView(
                    role: grant.role, place: grant.place.map { id in places.first { $0.id == id }?.name ?? "\(id)" })
            }, hasLeft: record.leftAt != nil, canSignIn: record.password != nil)
    }
}
