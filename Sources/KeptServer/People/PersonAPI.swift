import KeptDomain
import KeptStore
import KeptWords

extension Schema {
    static let person = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("email", .nullable(.text)),
        SchemaField("language", .text), SchemaField("zone", .nullable(.text)),
        SchemaField(
            "roles",
            .array(
                .object([
                    SchemaField("role", .word(Role.self)), .optional("place", .nullable(.id), "Null for everywhere."),
                ]))),
        SchemaField("left_at", .nullable(.instant)), SchemaField("revision", .integer),
    ])
}

extension JSONWriter {
    mutating func write(_ record: PersonRecord) {
        object { json in
            json.field("id", record.person.id)
            json.field("name", record.person.name)
            json.field("email", record.person.email)
            json.field("language", record.person.language)
            json.field("zone", record.person.zone)
            json.array("roles", record.person.grants) { json, grant in
                json.object {
                    $0.field("role", grant.role)
                    $0.field("place", grant.place)
                }
            }
            json.field("left_at", record.leftAt)
            json.field("revision", record.revision)
        }
    }
}

/// People and their roles for programs.
enum PersonAPI {
    private static let draft = Schema.object([
        SchemaField("name", .text), .optional("email", .text), .optional("language", .text), .optional("zone", .text),
        SchemaField("roles", .array(.object([SchemaField("role", .word(Role.self)), .optional("place", .id)]))),
    ])

    static let routes: [APIRoute] = [
        .get("/people", "People", tag: "People", needs: .seeStandards, answers: .listed("Person")) { api in
            let found = try await api.read { try $0.people() }
            return .list(found) { $0.write($1) }
        },
        .get("/people/{id}", "One person", tag: "People", needs: .seeStandards, answers: .named("Person")) { api in
            let id = try api.id(of: Person.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/people", "Add a person", tag: "People", needs: .setPeople, body: draft, status: 201,
            answers: .named("Person")
        ) { api in
            let facts = try PersonFacts(api.fields(), site: api.site)
            return try await api.write { try answer($0.addPerson(facts), in: $0, status: 201) }
        },
        .put(
            "/people/{id}", "Change a person and their roles", tag: "People", needs: .setPeople, body: draft,
            answers: .named("Person")
        ) { api in
            let (id, facts) = (try api.id(of: Person.self), try PersonFacts(api.fields(), site: api.site))
            let expected = try api.expectedRevision
            let changed = try await api.write { tx in
                try tx.changePerson(id, to: facts, revision: expected)
                return try answer(id, in: tx)
            }
            api.site.callers.forget()
            return changed
        },
        .post(
            "/people/{id}/invitation", "A link by which they choose a password and sign in",
            tag: "People", needs: .setPeople, body: nil, status: 201,
            answers: .object([SchemaField("link", .text, "Shown this once: only its hash is kept.")]), takesKey: false,
            invite),
        .post(
            "/people/{id}/leaving", "They stop working here: no sign-in any more, what they did stays theirs",
            tag: "People", needs: .setPeople, body: .why, answers: .named("Person"), isRevised: true
        ) { api in
            let (id, why) = (try api.id(of: Person.self), try api.why())
            let left = try await api.write { tx in
                guard let stands = try tx.person(id) else { throw StoreError.notFound("person \(id)") }
                try api.check(revision: stands.revision)
                try tx.letPersonGo(id, why: why)
                return try answer(id, in: tx)
            }
            api.site.callers.forget()
            return left
        },
    ]

    /// Past the record of answers to an Idempotency-Key, where a secret must not stand.
    @Sendable private static func invite(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Person.self)
        let secret = Secret.random(bits: 192)
        try await api.site.store.write(as: api.actor, at: api.now) { tx in
            guard let known = try tx.person(id), known.leftAt == nil else { throw StoreError.notFound("person \(id)") }
            try tx.makeSignInLink(for: id, hash: secret.hash)
        }
        let link = api.address + Paths.invitation(secret.text)
        return APIAnswer(201) { json in json.object { $0.field("link", link) } }
    }

    private static func answer(_ id: ID<Person>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        guard let record = try reading.person(id) else { throw StoreError.notFound("person \(id)") }
        return APIAnswer(status, revision: record.revision) { $0.write(record) }
    }
}

extension PersonFacts {
    fileprivate init(_ fields: JSONFields, site: Site) throws {
        let grants = fields.objects("roles", limit: 50).compactMap { role -> Grant? in
            let place = role.optionalID("place", of: Place.self)
            return role.word("role", Role.self).map { Grant(role: $0, place: place) }
        }
        if !fields.has("roles") { fields.refuse("roles", "requests.missing") }
        let language = fields.optionalText("language", limit: 40) ?? "en"
        if site.vocabulary.language(for: language) == nil {
            let known = site.vocabulary.languages.map(\.tag).joined(separator: ", ")
            fields.refuse("language", "requests.unknown-word", [Fact("name", language), Fact("known", known)])
        }
        let zone = fields.optionalText("zone", limit: 64)
        if let zone { do { _ = try site.store.zones.zone(zone) } catch { fields.refuse("zone", error) } }
        self.init(
            name: fields.text("name", limit: 200), email: fields.optionalText("email", limit: 254), language: language,
            zone: zone, grants: grants)
        try fields.finish()
    }
}
