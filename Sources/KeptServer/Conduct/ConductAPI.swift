import KeptDomain
import KeptStore

/// Facts of conduct and calls for programs.
enum ConductAPI {
    static let routes: [APIRoute] =
        PlaybookAPI.routes + [
            .list(
                "/conduct-facts", "What was written down of conduct and is in view, the latest first", tag: "Conduct",
                needs: .seeConduct,
                query: [
                    QueryField("case", .id, "Only on this case."),
                    QueryField("kind", .word(ConductKind.self), "Only of this kind."),
                    QueryField("place", .id, "Only at this place."),
                ], of: .named("ConductFact"), list),
            .get(
                "/cases/{id}/conduct", "What stands beside a case: facts, playbooks and calls", tag: "Conduct",
                needs: .workCase, answers: .named("CaseConduct"), beside),
            .post(
                "/cases/{id}/conduct-facts", "Write down what was said or done", tag: "Conduct", needs: .workCase,
                body: .object([
                    SchemaField("kind", .word(ConductKind.self)),
                    SchemaField("evidence", .word(ConductFact.Evidence.self)), SchemaField("words", .text),
                    .optional("threat", .boolean, "Tells a lead at once."), .optional("happened_at", .instant),
                    .optional("message", .id, "In which it was said."),
                ]), status: 201, answers: .named("ConductFact"), note),
            .post(
                "/conduct-facts/{id}/striking", "Take back what was written down", tag: "Conduct", needs: .workCase,
                body: .object([SchemaField("why", .text)]), answers: .named("ConductFact")
            ) { api in
                let (id, fields) = (try api.id(of: ConductFact.self), try api.fields())
                let why = fields.text("why")
                try fields.finish()
                return try await api.write { tx in
                    try tx.strikeConduct(id, why: why)
                    let fact = try tx.knownConductFact(id)
                    return APIAnswer { $0.write(fact) }
                }
            },
            .post(
                "/conduct-wording", "Find words that judge where a fact is asked for", tag: "Conduct", needs: .workCase,
                body: .object([SchemaField("words", .text)]),
                answers: .object([SchemaField("judging", .array(.text), "In the order in which they stand.")]),
                takesKey: false
            ) { api in
                let fields = try api.fields()
                let text = fields.text("words", limit: ConductDraft.longest)
                try fields.finish()
                return APIAnswer { json in json.object { $0.field("judging", ConductWording.judging(in: text)) } }
            },
            .get(
                "/calls", "Calls that stand, the longest standing first", tag: "Conduct", needs: .seeCases,
                answers: .listed("Call")
            ) { api in
                let found = try await api.read { [actor = api.actor] reading in
                    try reading.standingCalls(
                        taking: .business, leading: .business, besides: actor, limit: 500
                    ).map(\.call)
                }
                return .list(found) { $0.write($1) }
            },
            .post(
                "/cases/{id}/relief", "Ask for somebody to take over a case", tag: "Conduct", needs: .workCase,
                body: .why, status: 201, answers: .named("Call")
            ) { api in
                let (id, why) = (try api.id(of: Case.self), try api.why())
                return try await api.write { tx in
                    let call = try tx.askForRelief(on: id, why: why)
                    return APIAnswer(201) { $0.write(call) }
                }
            },
            .post(
                "/calls/{id}/answer", "Say what was done about a call", tag: "Conduct", needs: .workCase,
                body: .object([SchemaField("word", .text)]), answers: .named("Call")
            ) { api in
                let (id, fields) = (try api.id(of: Call.self), try api.fields())
                let word = fields.text("word")
                try fields.finish()
                return try await api.write { tx in
                    try tx.answerCall(id, word: word)
                    let call = try tx.knownCall(id)
                    return APIAnswer { $0.write(call) }
                }
            },
            .post(
                "/cases/{id}/apart", "Go on with a case away from other customers", tag: "Conduct",
                needs: .handOverCase,
                body: .object([
                    .optional("to", .id, "Of the person; whoever is free in the place's line when left out."),
                    SchemaField("why", .text),
                ]), answers: .named("Case"), isRevised: true
            ) { api in
                let (id, fields) = (try api.id(of: Case.self), try api.fields())
                let (person, why) = (fields.optionalID("to", of: Person.self), fields.text("why"))
                try fields.finish()
                let revision = try api.expectedRevision
                return try await api.write { tx in
                    let found = try tx.carryApart(id, to: person, why: why, revision: revision)
                    return APIAnswer(revision: found.revision) { $0.write(found) }
                }
            },
        ]

    @Sendable private static func list(_ api: APIRequest) async throws -> APIAnswer {
        let (id, kind, place, before, limit) = try api.asked { query in
            (
                query.id("case", of: Case.self), query.word("kind", of: ConductKind.self),
                query.id("place", of: Place.self), query.cursor { ID<ConductFact>($0) }, query.limit()
            )
        }
        let now = api.now
        let found = try await api.read {
            try $0.conductFacts(
                at: place.map { [$0] }, kind: kind, case: id, before: before, now: now, limit: limit + 1)
        }
        return .page(found, limit: limit, cursor: \.fact.id.description) { $0.write($1.fact) }
    }

    @Sendable private static func beside(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        let (now, words) = (api.now, api.site.words(for: api.request, api.context))
        let conduct = try await api.read { try $0.conductBeside($0.knownCase(id), words: words, now: now) }
        return APIAnswer { json in
            json.object { json in
                json.array("facts", conduct.facts) { $0.write($1.fact) }
                json.array("playbooks", conduct.playbooks) { $0.write($1) }
                json.array("calls", conduct.calls) { $0.write($1.call) }
                json.field("apart_line", conduct.apart.line)
                json.field("apart_room", conduct.apart.room)
            }
        }
    }

    @Sendable private static func note(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        let (kind, evidence) = (
            fields.word("kind", ConductKind.self), fields.word("evidence", ConductFact.Evidence.self)
        )
        let words = fields.text("words", limit: ConductDraft.longest)
        let isThreat = fields.optionalFlag("threat") ?? false
        let (at, message) = (fields.optionalInstant("happened_at"), fields.optionalID("message", of: Message.self))
        try fields.finish()
        guard let kind, let evidence else { throw InvalidInput("kind", "requests.missing") }
        var draft = ConductDraft(kind, evidence, words)
        (draft.isThreat, draft.happenedAt, draft.message) = (isThreat, at, message)
        return try await api.write { [draft] tx in
            let fact = try tx.noteConduct(draft, on: id)
            return APIAnswer(201) { $0.write(fact) }
        }
    }
}
