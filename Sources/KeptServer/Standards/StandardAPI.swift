import KeptDomain
import KeptStore

/// Standards for programs: what is promised in advance, and to whom.
enum StandardAPI {
    static let routes: [APIRoute] = [
        .get("/standards", "Standards", tag: "Standards", needs: .seeStandards, answers: .listed("Standard")) { api in
            let since = month(before: api.now)
            let found = try await api.read { reading in
                try reading.standards().map { ($0, try reading.figures(of: $0.standard.id, since: since)) }
            }
            return .list(found) { $0.write($1.0, $1.1) }
        },
        .get(
            "/standards/{id}", "One standard", tag: "Standards", needs: .seeStandards, answers: .named("Standard")
        ) { api in
            let (id, now) = (try api.id(of: Standard.self), api.now)
            return try await api.read { try answer(id, in: $0, at: now) }
        },
        .post(
            "/standards", "Add a standard", tag: "Standards", needs: .setStandards, body: .standardDraft, status: 201,
            answers: .named("Standard")
        ) { api in
            let (draft, _) = try StandardFields.draft(api.fields())
            return try await api.write { try answer($0.addStandard(draft).id, in: $0, at: $0.now, status: 201) }
        },
        .put(
            "/standards/{id}", "Change it, as a new version; open promises keep theirs", tag: "Standards",
            needs: .setStandards, body: .standardDraft, answers: .named("Standard")
        ) { api in
            let (id, (draft, why)) = (try api.id(of: Standard.self), try StandardFields.draft(api.fields()))
            let expected = try api.expectedRevision
            return try await api.write { tx in
                guard let stands = try tx.standard(id) else { throw StoreError.notFound("standard \(id)") }
                _ = try tx.changeStandard(id, to: draft, revision: expected ?? stands.revision, why: why ?? "")
                return try answer(id, in: tx, at: tx.now)
            }
        },
        .post(
            "/standards/{id}/ending", "End it; promises that stand go on", tag: "Standards", needs: .setStandards,
            body: .object([SchemaField("why", .text)]), answers: .named("Standard"), isRevised: true
        ) { api in
            let (id, fields) = (try api.id(of: Standard.self), try api.fields())
            let why = fields.text("why")
            try fields.finish()
            let expected = try api.expectedRevision
            return try await api.write { tx in
                guard let stands = try tx.standard(id) else { throw StoreError.notFound("standard \(id)") }
                try tx.endStandard(id, revision: expected ?? stands.revision, why: why)
                return try answer(id, in: tx, at: tx.now)
            }
        },
        .post(
            "/standards/{id}/repromise",
            "Give customers whose promises stand under older versions the word of the current one, some hundred at a time",
            tag: "Standards", needs: .setStandards,
            body: .object([
                SchemaField("why", .text, "Why the word changes; customers read it."),
                .optional("after", .id, "The next of the answer before, to go on from there."),
            ]),
            answers: .object([
                SchemaField("given", .integer, "How many were given the new word."),
                SchemaField("next", .nullable(.id), "Where to go on; null when none is left."),
            ]), isRevised: true, repromise),
    ]

    @Sendable private static func repromise(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Standard.self), try api.fields())
        let (why, after) = (fields.text("why"), fields.optionalID("after", of: Promise.self))
        try fields.finish()
        let words = api.site.vocabulary
        return try await api.write { tx in
            guard let stands = try tx.standard(id) else { throw StoreError.notFound("standard \(id)") }
            try api.check(revision: stands.revision)
            let done = try tx.repromise(id, after: after, why: why, words: words)
            return APIAnswer { json in
                json.object {
                    $0.field("given", done.given)
                    $0.field("next", done.next)
                }
            }
        }
    }

    private static func month(before now: Instant) -> Instant { now - .days(30) }

    private static func answer(
        _ id: ID<Standard>, in reading: Reading, at now: Instant, status: Int = 200
    ) throws -> APIAnswer {
        guard let record = try reading.standard(id) else { throw StoreError.notFound("standard \(id)") }
        let figures = try reading.figures(of: id, since: month(before: now))
        return APIAnswer(status, revision: record.revision) { $0.write(record, figures) }
    }
}

/// What a program tells of a standard.
enum StandardFields {
    static func draft(_ fields: JSONFields) throws -> (draft: StandardDraft, why: String?) {
        let scope = fields.object("scope").map { fields in
            var scope = StandardScope(fields)
            scope.line = fields.optionalID("line")
            return scope
        }
        let draft = StandardDraft(
            name: fields.text("name", limit: 200), metric: fields.optionalWord("metric") ?? .delivery,
            scope: scope ?? StandardScope(), target: fields.text("target", limit: 40),
            calendar: fields.optionalID("calendar"),
            tolerance: .seconds(fields.optionalWhole("tolerance_seconds", in: 0...31 * 86_400) ?? 0),
            warnings: fields.has("warnings") ? fields.objects("warnings", limit: 8).compactMap(warning) : [.usual],
            said: fields.textsByName("said"))
        let why = fields.optionalText("why")
        try fields.finish()
        return (draft, why)
    }

    private static func warning(_ fields: JSONFields) -> WarningStep? {
        let role = fields.word("role", Role.self)
        let isUrgent = fields.optionalFlag("urgent") ?? false
        let share = fields.value("share")
        let before = fields.optionalWhole("before_seconds", in: 1...366 * 86_400)
        guard let role else { return nil }
        if case .number(let text) = share, let value = Double(text) {
            return WarningStep(.share(value), to: role, isUrgent: isUrgent)
        }
        if let before { return WarningStep(.before(.seconds(before)), to: role, isUrgent: isUrgent) }
        fields.refuse("share", "requests.one-of", [Fact("known", "share, before_seconds")])
        return nil
    }
}
