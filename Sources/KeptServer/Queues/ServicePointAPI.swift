import KeptDomain
import KeptStore

/// Service points and reasons for delays, for programs.
enum ServicePointAPI {
    static let routes: [APIRoute] = points + reasons

    private static let points: [APIRoute] = [
        .get(
            "/service-points", "Service points, with whom they serve", tag: "Queues", needs: .seeQueues,
            answers: .listed("PointScene")
        ) {
            api in
            let reached = api.actor.places(for: .seeQueues)?.places
            let found = try await api.read { try $0.pointList(at: reached) }
            return .list(found) { $0.write($1) }
        },
        .get(
            "/service-points/{id}", "One service point", tag: "Queues", needs: .seeQueues,
            answers: .named("ServicePoint")
        ) { api in
            let id = try api.id(of: ServicePoint.self)
            return try await api.read { answer(try $0.knownPoint(id)) }
        },
        .post(
            "/service-points", "Add a service point", tag: "Queues", needs: .setQueues,
            body: .named("ServicePointDraft"),
            status: 201, answers: .named("ServicePoint")
        ) { api in
            let draft = try ServicePointDraft(api.fields())
            return try await api.write { answer(try $0.addPoint(draft), status: 201) }
        },
        .put(
            "/service-points/{id}", "Change a service point", tag: "Queues", needs: .setQueues,
            body: .named("ServicePointDraft"), answers: .named("ServicePoint")
        ) { api in
            let (id, expected) = (try api.id(of: ServicePoint.self), try api.expectedRevision)
            let known = try await api.read { try $0.knownPoint(id) }
            let draft = try ServicePointDraft(api.fields(), changing: known)
            return try await api.write { tx in
                let revision = try expected ?? tx.knownPoint(id).revision
                return answer(try tx.changePoint(id, to: draft, revision: revision))
            }
        },
        .post(
            "/service-points/{id}/close", "Take a service point out of use for good", tag: "Queues", needs: .setQueues,
            body: nil, answers: .named("ServicePoint"), isRevised: true
        ) { api in
            let (id, expected) = (try api.id(of: ServicePoint.self), try api.expectedRevision)
            return try await api.write { tx in
                try tx.closePoint(id, revision: expected ?? tx.knownPoint(id).revision)
                return answer(try tx.knownPoint(id))
            }
        },
        .post(
            "/service-points/{id}/open", "Somebody serves there from now on", tag: "Queues", needs: .runQueue,
            body: .object([.optional("person", .id)]), answers: .named("ServicePoint")
        ) { api in
            let (id, fields) = (try api.id(of: ServicePoint.self), try api.fields())
            let person = fields.optionalID("person", of: Person.self)
            try fields.finish()
            return try await api.write { answer(try $0.openPoint(id, by: person)) }
        },
        .post(
            "/service-points/{id}/leave", "Nobody serves there for now", tag: "Queues", needs: .runQueue, body: nil,
            answers: .named("ServicePoint")
        ) { api in
            let id = try api.id(of: ServicePoint.self)
            return try await api.write { answer(try $0.leavePoint(id)) }
        },
    ]

    private static let reasons: [APIRoute] = [
        .get("/delay-reasons", "Reasons for delays", tag: "Queues", needs: .seeQueues, answers: .listed("DelayReason"))
        {
            api in
            let found = try await api.read { try $0.delayReasons() }
            return .list(found) { $0.write($1) }
        },
        .post(
            "/delay-reasons", "Add a reason for delays", tag: "Queues", needs: .setQueues,
            body: .named("DelayReasonDraft"), status: 201, answers: .named("DelayReason")
        ) { api in
            let draft = try DelayReasonDraft(api.fields())
            return try await api.write { answer(try $0.addDelayReason(draft), status: 201) }
        },
        .put(
            "/delay-reasons/{id}", "Change a reason for delays", tag: "Queues", needs: .setQueues,
            body: .named("DelayReasonDraft"), answers: .named("DelayReason")
        ) { api in
            let (id, expected) = (try api.id(of: DelayReason.self), try api.expectedRevision)
            let draft = try DelayReasonDraft(api.fields())
            return try await api.write { tx in
                let revision = try expected ?? tx.knownDelayReason(id).revision
                return answer(try tx.changeDelayReason(id, to: draft, revision: revision))
            }
        },
        .post(
            "/delay-reasons/{id}/close", "Take a reason for delays out of use", tag: "Queues", needs: .setQueues,
            body: nil, answers: .named("DelayReason"), isRevised: true
        ) { api in
            let (id, expected) = (try api.id(of: DelayReason.self), try api.expectedRevision)
            return try await api.write { tx in
                try tx.closeDelayReason(id, revision: expected ?? tx.knownDelayReason(id).revision)
                return answer(try tx.knownDelayReason(id))
            }
        },
    ]

    private static func answer(_ point: ServicePoint, status: Int = 200) -> APIAnswer {
        APIAnswer(status, revision: point.revision) { $0.write(point) }
    }
    private static func answer(_ reason: DelayReason, status: Int = 200) -> APIAnswer {
        APIAnswer(status, revision: reason.revision) { $0.write(reason) }
    }
}
