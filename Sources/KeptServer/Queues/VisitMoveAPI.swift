import KeptDomain
import KeptStore
import KeptWords

/// What happens to a visit besides being called and served, for programs.
enum VisitMoveAPI {
    static let routes: [APIRoute] = [
        VisitAPI.step("leave", "They go") { try $0.leaveQueue(.id($1)) },
        VisitAPI.step("park", "They are passed over until they say so; their place is kept") {
            try $0.parkVisit(.id($1))
        },
        told("unpark", "They are ready again, at their old place") { try $0.unparkVisit(.id($1), words: $2) },
        told("return", "They were not there when called and came after all") {
            try $0.returnVisit(.id($1), words: $2)
        },
        told("requote", "Tell the rest of the wait anew") { tx, id, words in
            try tx.requoteWait(id, words: words)
            return try tx.knownVisit(id)
        },
        .post(
            "/visits/{id}/transfer", "To another queue of the place, with the time at which they joined", tag: "Queues",
            needs: .runQueue, body: .object([SchemaField("queue", .id), SchemaField("why", .text)]),
            answers: .named("Visit")
        ) { api in
            let (id, fields, words) = (try api.id(of: Visit.self), try api.fields(), api.site.vocabulary)
            let queue = fields.optionalID("queue", of: Queue.self)
            if queue == nil { fields.refuse("queue", "requests.missing") }
            let why = fields.text("why", limit: 300)
            try fields.finish()
            guard let queue else { throw InvalidInput("queue", "requests.missing") }
            return try await api.write { VisitAPI.answer(try $0.transferVisit(id, to: queue, why: why, words: words)) }
        },
        .post(
            "/visits/{id}/close", "End a visit that nobody will serve", tag: "Queues", needs: .runQueue,
            body: .object([SchemaField("why", .text)]), answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let why = fields.text("why", limit: 300)
            try fields.finish()
            return try await api.write { VisitAPI.answer(try $0.closeVisit(id, why: why)) }
        },
        .post(
            "/visits/{id}/answers", "What they answered to the queue's questions while they wait", tag: "Queues",
            needs: .joinQueue,
            body: .object([SchemaField("answers", .map(.text), "By the keys of the questions; others stay.")]),
            answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let answers = fields.textsByName("answers")
            try fields.finish()
            return try await api.write { VisitAPI.answer(try $0.answerQuestions(key(of: id, $0), answers)) }
        },
        .post(
            "/visits/{id}/company-wish", "Whether they wish to wait together with others", tag: "Queues",
            needs: .joinQueue, body: .object([SchemaField("wants_company", .boolean)]), answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let wants = fields.optionalFlag("wants_company")
            if wants == nil { fields.refuse("wants_company", "requests.missing") }
            try fields.finish()
            return try await api.write { VisitAPI.answer(try $0.wishCompany(key(of: id, $0), wants ?? false)) }
        },
        .post(
            "/visits/{id}/company", "Bring two parties together that wish for company", tag: "Queues", needs: .runQueue,
            body: .object([SchemaField("with", .id)]), answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let other = fields.optionalID("with", of: Visit.self)
            if other == nil { fields.refuse("with", "requests.missing") }
            try fields.finish()
            guard let other else { throw InvalidInput("with", "requests.missing") }
            return try await api.write { tx in
                try tx.bringTogether(id, with: other)
                return VisitAPI.answer(try tx.knownVisit(id))
            }
        },
        .post(
            "/visits/{id}/rating", "What they say of how long it felt, once", tag: "Queues", needs: .runQueue,
            body: .object([
                .optional("perceived", .word(Visit.Perceived.self)), .optional("minutes", .integer, "0 to 1440."),
            ]), answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let perceived = fields.optionalWord("perceived", Visit.Perceived.self)
            let minutes = fields.optionalWhole("minutes", in: 0...1_440).map { Int($0) }
            try fields.finish()
            return try await api.write { VisitAPI.answer(try $0.rateWait(.id(id), as: perceived, minutes: minutes)) }
        },
    ]

    /// As `step`, where a wait is told anew.
    private static func told(
        _ name: String, _ summary: String,
        _ work: @escaping @Sendable (Transaction, ID<Visit>, Vocabulary) throws -> Visit
    ) -> APIRoute {
        .post(
            "/visits/{id}/\(name)", summary, tag: "Queues", needs: .runQueue, body: nil, answers: .named("Visit")
        ) { api in
            let (id, words) = (try api.id(of: Visit.self), api.site.vocabulary)
            return try await api.write { VisitAPI.answer(try work($0, id, words)) }
        }
    }

    /// Of the phone page, for what whoever holds it does. - Throws: `notFound` for imported visits and those of long ago.
    private static func key(of id: ID<Visit>, _ tx: Transaction) throws -> TrackingKey {
        try tx.permit(.joinQueue, at: tx.knownVisit(id).place)
        guard let key = try tx.visitKey(id) else { throw StoreError.notFound("key of visit \(id)") }
        return key
    }
}
