import KeptDomain
import KeptStore
import KeptWords

/// Playbooks, and what a business decides about conduct, for programs.
enum PlaybookAPI {
    private static let parts = Playbook.Part.allCases.map { SchemaField($0.field, .array(.text)) }

    static let routes: [APIRoute] = [
        .get(
            "/playbooks", "What helps with each kind of conduct, in one language", tag: "Conduct", needs: .seeCases,
            query: [QueryField("language", .text, "BCP 47; English when left out.")], answers: .listed("Playbook")
        ) { api in
            let words = api.site.vocabulary[try api.asked { language(&$0, api) }]
            let found = try await api.read { reading in
                try ConductKind.allCases.map { try reading.playbook($0, words: words) }
            }
            return .list(found) { $0.write($1) }
        },
        .get(
            "/playbooks/versions", "What the business wrote of one playbook, the latest first", tag: "Conduct",
            needs: .seeCases,
            query: [
                .required("kind", .word(ConductKind.self), "Of this kind."),
                QueryField("language", .text, "BCP 47; English when left out."),
            ], answers: .listed("Playbook")
        ) { api in
            let (kind, tag) = try api.asked { query in
                (query.word("kind", of: ConductKind.self), language(&query, api).tag)
            }
            guard let kind else { throw InvalidInput("kind", "requests.missing") }
            return .list(try await api.read { try $0.playbookVersions(kind, language: tag) }) { $0.write($1) }
        },
        .post(
            "/playbooks", "Write a playbook anew in one language", tag: "Conduct", needs: .setDesk,
            body: .object(
                [SchemaField("kind", .word(ConductKind.self)), SchemaField("language", .text, "BCP 47.")] + parts
                    + [.optional("why", .text)]), status: 201, answers: .named("Playbook")
        ) { api in
            let fields = try api.fields()
            let (kind, tag) = (fields.word("kind", ConductKind.self), fields.text("language", limit: 40))
            let lines = Playbook.Part.allCases.map { part in
                (part, fields.texts(part.field, limit: Playbook.mostLines))
            }
            let why = fields.optionalText("why")
            try fields.finish()
            guard let kind else { throw InvalidInput("kind", "requests.missing") }
            guard let language = known(tag, api) else { throw InvalidInput("language", unknownLanguage) }
            let draft = PlaybookDraft(
                kind: kind, language: language.tag, lines: Dictionary(uniqueKeysWithValues: lines))
            return try await api.write { tx in
                let made = try tx.changePlaybook(draft, why: why)
                return APIAnswer(201) { $0.write(made) }
            }
        },
        .get(
            "/conduct-days", "For how many days facts of conduct are shown", tag: "Conduct", needs: .seeCases,
            answers: .object([SchemaField("days", .integer)])
        ) { api in
            let days = try await api.read { try $0.conductDays() }
            return APIAnswer { json in json.object { $0.field("days", days) } }
        },
        .post(
            "/conduct-days", "Say for how many days facts of conduct are shown", tag: "Conduct", needs: .setDesk,
            body: .object([SchemaField("days", .integer, "1 to 1096."), .optional("why", .text)]),
            answers: .object([SchemaField("days", .integer)])
        ) { api in
            let fields = try api.fields()
            let days = Int(fields.whole("days", in: 1...Int64(ConductFact.longestDays)))
            let why = fields.optionalText("why")
            try fields.finish()
            return try await api.write { tx in
                try tx.setConductDays(days, why: why)
                return APIAnswer { json in json.object { $0.field("days", days) } }
            }
        },
        .get(
            "/places/{id}/apart", "Where a matter of a place goes on away from other customers", tag: "Conduct",
            needs: .seeCases, answers: .named("ApartPlace")
        ) { api in
            let id = try api.id(of: Place.self)
            let apart = try await api.read { try $0.apartPlace(id) }
            return APIAnswer(revision: apart.revision) { $0.write(apart) }
        },
        .put(
            "/places/{id}/apart", "Say where a matter of a place goes on away from other customers", tag: "Conduct",
            needs: .setDesk,
            body: .object([.optional("line", .id, "Whose members take it over."), .optional("room", .text)]),
            answers: .named("ApartPlace")
        ) { api in
            let (id, fields) = (try api.id(of: Place.self), try api.fields())
            let (line, room) = (fields.optionalID("line", of: Line.self), fields.optionalText("room"))
            try fields.finish()
            let revision = try api.expectedRevision
            return try await api.write { tx in
                let apart = try tx.setApart(id, line: line, room: room, revision: revision)
                return APIAnswer(revision: apart.revision) { $0.write(apart) }
            }
        },
    ]

    private static let unknownLanguage = "problems.no-such-language"

    /// English when left out, and after a problem.
    private static func language(_ query: inout QueryReader, _ api: APIRequest) -> Language {
        guard let tag = query.text("language") else { return .english }
        if let language = known(tag, api) { return language }
        query.refuse("language", unknownLanguage)
        return .english
    }

    private static func known(_ tag: String, _ api: APIRequest) -> Language? {
        api.site.vocabulary.languages.first { $0.tag == tag }
    }
}
