import KeptDomain
import KeptStore

/// Queues for programs: how they are kept, how they stand, and what is told in them.
enum QueueAPI {
    static let routes: [APIRoute] = [
        .get("/queues", "Queues", tag: "Queues", needs: .seeQueues, answers: .listed("Queue")) { api in
            let reached = api.actor.places(for: .seeQueues)?.places
            let found = try await api.read { try $0.queues(at: reached) }
            return .list(found) { $0.write($1) }
        },
        .get("/queues/{id}", "One queue", tag: "Queues", needs: .seeQueues, answers: .named("Queue")) { api in
            let id = try api.id(of: Queue.self)
            return try await api.read { answer(try $0.knownQueue(id)) }
        },
        .get(
            "/queues/{id}/scene", "A queue as it stands: who waits, who is called where, what was told", tag: "Queues",
            needs: .seeQueues, answers: .named("QueueScene")
        ) { api in
            let (id, now) = (try api.id(of: Queue.self), api.now)
            return try await api.read { reading in
                let scene = try reading.queueScene(id, at: now)
                return APIAnswer(capacity: 8_192) { $0.write(scene) }
            }
        },
        .get(
            "/places/{id}/queues", "The board of a place: its queues as they stand", tag: "Queues", needs: .seeQueues,
            answers: .listed("QueueScene")
        ) { api in
            let (id, now) = (try api.id(of: Place.self), api.now)
            let scenes = try await api.read { try $0.queueScenes(at: id, now: now) }
            return .list(scenes) { $0.write($1) }
        },
        .post(
            "/queues", "Add a queue", tag: "Queues", needs: .setQueues, body: .named("QueueDraft"), status: 201,
            answers: .named("Queue")
        ) { api in
            let draft = try QueueDraft(api.fields())
            return try await api.write { answer(try $0.addQueue(draft), status: 201) }
        },
        .put(
            "/queues/{id}", "Change a queue", tag: "Queues", needs: .setQueues, body: .named("QueueDraft"),
            answers: .named("Queue")
        ) { api in
            let (id, expected) = (try api.id(of: Queue.self), try api.expectedRevision)
            let known = try await api.read { try $0.knownQueue(id) }
            let draft = try QueueDraft(api.fields(), changing: known)
            return try await api.write { tx in
                let revision = try expected ?? tx.knownQueue(id).revision
                return answer(try tx.changeQueue(id, to: draft, revision: revision))
            }
        },
        .post(
            "/queues/{id}/close", "Take a queue out of use for good", tag: "Queues", needs: .setQueues, body: .why,
            answers: .named("Queue"), isRevised: true
        ) { api in
            let (id, why, expected) = (try api.id(of: Queue.self), try api.why(), try api.expectedRevision)
            return try await api.write { tx in
                try tx.closeQueue(id, revision: expected ?? tx.knownQueue(id).revision, why: why)
                return answer(try tx.knownQueue(id))
            }
        },
        .post(
            "/queues/{id}/shut", "Nobody joins from now on; who is in it is served", tag: "Queues", needs: .runQueue,
            body: .object([SchemaField("why", .text, "Shown to who would join.")]), answers: .named("Queue")
        ) { api in
            let (id, fields) = (try api.id(of: Queue.self), try api.fields())
            let why = fields.text("why", limit: 200)
            try fields.finish()
            return try await api.write { answer(try $0.shutQueue(id, why: why)) }
        },
        .post(
            "/queues/{id}/open", "It can be joined again", tag: "Queues", needs: .runQueue,
            body: .object([.optional("until", .instant, "Out of its hours too, until then.")]), answers: .named("Queue")
        ) { api in
            let (id, fields) = (try api.id(of: Queue.self), try api.fields())
            let until = fields.optionalInstant("until")
            try fields.finish()
            return try await api.write { answer(try $0.openQueue(id, until: until)) }
        },
        .post(
            "/queues/{id}/explanation", "Tell whoever waits why it takes longer", tag: "Queues", needs: .runQueue,
            body: .object([
                SchemaField("reason", .id), .optional("minutes", .integer, "For how long, 5 to 240; 30 when left out."),
            ]), status: 201, answers: .named("DelayExplanation")
        ) { api in
            let (id, fields) = (try api.id(of: Queue.self), try api.fields())
            let reason = fields.optionalID("reason", of: DelayReason.self)
            if reason == nil { fields.refuse("reason", "requests.missing") }
            let minutes = fields.optionalWhole("minutes", in: 5...240) ?? 30
            try fields.finish()
            guard let reason else { throw InvalidInput("reason", "requests.missing") }
            return try await api.write { tx in
                let told = try tx.explainDelay(id, because: reason, minutes: Int(minutes))
                return APIAnswer(201) { $0.write(told) }
            }
        },
        .delete(
            "/queues/{id}/explanation", "It goes on as told", tag: "Queues", needs: .runQueue
        ) { api in
            let id = try api.id(of: Queue.self)
            return try await api.write { tx in
                try tx.endExplanation(id)
                return APIAnswer(204, body: [])
            }
        },
    ]

    private static func answer(_ queue: Queue, status: Int = 200) -> APIAnswer {
        APIAnswer(status, revision: queue.revision) { $0.write(queue) }
    }
}
