import Hummingbird
import KeptDomain
import KeptStore

/// Visits for programs: joining, calling, serving, and how one stands.
enum VisitAPI {
    static let routes: [APIRoute] = reading + joining + calls

    private static let reading: [APIRoute] = [
        .list(
            "/visits", "Visits, the last joined first", tag: "Queues", needs: .seeQueues,
            query: [
                QueryField("queue", .id, "Only those of this queue."),
                QueryField("customer", .id, "Only those of this customer."),
                QueryField("state", .word(Visit.State.self), "Only those that stand so."),
            ], of: .named("Visit")
        ) { api in
            let (queue, customer, state, before, limit) = try api.asked { query in
                (
                    query.id("queue", of: Queue.self), query.id("customer", of: Customer.self),
                    query.word("state", of: Visit.State.self), query.cursor { ID<Visit>($0) }, query.limit()
                )
            }
            let reached = api.actor.places(for: .seeQueues)?.places
            let found = try await api.read {
                try $0.visits(
                    at: reached, queue: queue, states: state.map { [$0] }, customer: customer, before: before,
                    limit: limit + 1)
            }
            return .page(found, limit: limit, bytes: 700, cursor: \.id.description) { $0.write($1) }
        },
        .get("/visits/{id}", "One visit", tag: "Queues", needs: .seeQueues, answers: .named("Visit")) { api in
            let id = try api.id(of: Visit.self)
            return try await api.read { answer(try $0.knownVisit(id)) }
        },
        .get(
            "/visits/by-key/{key}", "What the phone page of a visit shows", tag: "Queues", needs: .seeQueues,
            answers: .named("VisitPage")
        ) { api in
            guard let key = api.context.parameters.get("key").flatMap({ TrackingKey($0) }) else {
                throw StoreError.notFound("visit key")
            }
            let now = api.now
            return try await api.read { reading in
                let page = try reading.visitPage(key, at: now)
                return APIAnswer { $0.write(page) }
            }
        },
    ]

    private static let joining: [APIRoute] = [
        .post(
            "/visits", "Join a queue", tag: "Queues", needs: .joinQueue, body: .named("VisitDraft"), status: 201,
            answers: .named("VisitJoined"), or: [.known]
        ) { api in
            let (draft, key) = (try VisitDraft(api.fields()), TrackingKey.random())
            let words = api.site.vocabulary
            return try await api.write { tx in
                let joined = try tx.joinQueue(draft, key: key, words: words)
                return APIAnswer(joined.isNew ? 201 : 200) { $0.write(joined) }
            }
        }
    ]

    private static let calls: [APIRoute] = [
        .post(
            "/service-points/{id}/call-next", "Call whoever is next; a point that asks twice calls once", tag: "Queues",
            needs: .runQueue,
            body: .object([.optional("seen", .id, "Whom you see at the point; left out for nobody.")]),
            answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: ServicePoint.self), try api.fields())
            let seen = fields.optionalID("seen", of: Visit.self)
            try fields.finish()
            return try await api.write { answer(try $0.callNext(at: id, seen: seen).visit) }
        },
        .post(
            "/visits/{id}/call", "Call somebody out of order: an exception with its reason", tag: "Queues",
            needs: .runQueue, body: .object([SchemaField("point", .id)] + exception), answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let point = fields.optionalID("point", of: ServicePoint.self)
            if point == nil { fields.refuse("point", "requests.missing") }
            let (reason, why) = reasons(fields)
            try fields.finish()
            guard let point else { throw InvalidInput("point", "requests.missing") }
            return try await api.write { answer(try $0.callVisit(id, to: point, reason: reason, why: why).visit) }
        },
        .post(
            "/visits/{id}/put-first", "Put somebody before all others: an exception with its reason", tag: "Queues",
            needs: .runQueue, body: .object(exception), answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let (reason, why) = reasons(fields)
            try fields.finish()
            return try await api.write { answer(try $0.putFirst(id, reason: reason, why: why)) }
        },
        step("recall", "Announce somebody who was called once more") { try $0.recallVisit($1) },
        step("start", "They came: the service begins") { try $0.startServing($1) },
        step("no-show", "They did not come") { try $0.markAbsent($1) },
        step("give", "What was owed after the service is in their hands") { try $0.markGiven($1) },
        .post(
            "/visits/{id}/finish", "The service is over", tag: "Queues", needs: .runQueue,
            body: .object([.optional("owed", .text, "What is still to be handed over: a receipt, a parcel.")]),
            answers: .named("Visit")
        ) { api in
            let (id, fields) = (try api.id(of: Visit.self), try api.fields())
            let owed = fields.optionalText("owed", limit: 200)
            try fields.finish()
            return try await api.write { answer(try $0.finishVisit(id, owing: owed)) }
        },
    ]

    private static let exception: [SchemaField] = [
        SchemaField("reason", .word(QueueException.Reason.self)), SchemaField("why", .text, "In a few words."),
    ]

    private static func reasons(_ fields: JSONFields) -> (QueueException.Reason, String) {
        (fields.word("reason", QueueException.Reason.self) ?? .other, fields.text("why", limit: 300))
    }

    /// What takes nothing but the visit.
    static func step(
        _ name: String, _ summary: String, _ work: @escaping @Sendable (Transaction, ID<Visit>) throws -> Visit
    ) -> APIRoute {
        .post(
            "/visits/{id}/\(name)", summary, tag: "Queues", needs: .runQueue, body: nil, answers: .named("Visit")
        ) { api in
            let id = try api.id(of: Visit.self)
            return try await api.write { answer(try work($0, id)) }
        }
    }

    static func answer(_ visit: Visit) -> APIAnswer {
        APIAnswer(revision: visit.revision) { $0.write(visit) }
    }
}
