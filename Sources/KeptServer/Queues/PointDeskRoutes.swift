import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The page of a service point, and what is done there.
enum PointDeskRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/points/{id}", site) { page in
                let id = try page.id(of: ServicePoint.self)
                return try await page.page { try await show(id, page, $0) }
            },
            .page(.post, "/points/{id}/next", site) { page in
                try await act(page) { tx, id, form in
                    _ = try tx.callNext(at: id, seen: try form.id("seen"))
                }
            },
            .page(.post, "/points/{id}/opening", site) { page in
                try await act(page) { tx, id, _ in _ = try tx.openPoint(id) }
            },
            .page(.post, "/points/{id}/leaving", site) { page in
                try await act(page) { tx, id, _ in _ = try tx.leavePoint(id) }
            },
            .page(.post, "/visits/{id}", site, work),
            .page(.post, "/queues/{id}/delay", site) { page in
                let queue = try page.id(of: Queue.self)
                return try await done(page) { tx, form in
                    guard let reason = try form.id("reason", of: DelayReason.self) else {
                        throw InvalidInput("reason", "problems.required")
                    }
                    _ = try tx.explainDelay(queue, because: reason)
                }
            },
            .page(.post, "/queues/{id}/delay/end", site) { page in
                let queue = try page.id(of: Queue.self)
                return try await done(page) { tx, _ in try tx.endExplanation(queue) }
            },
            .page(.post, "/queues/{id}/visits", site, join),
        ]
    }

    private static func show(
        _ id: ID<ServicePoint>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let (now, sending) = (page.now, Secret.random(bits: 128).text)
        let desk = try await page.read { try $0.pointDesk(id, at: now) }
        try page.see(.seeQueues, at: desk.point.place)
        var context = context
        if let zone = desk.scenes.first?.zone, page.context.caller.person?.zone == nil { context.zone = zone }
        return pointDeskPage(PointDeskView(desk, at: now, sending: sending), context, values: values)
    }

    private static func act(
        _ page: PageRequest,
        _ work: @escaping @Sendable (Transaction, ID<ServicePoint>, SubmittedForm) throws -> Void
    ) async throws -> Response {
        let id = try page.id(of: ServicePoint.self)
        return try await page.submit { form in
            try await page.write { try work($0, id, form) }
            return Paths.point(id)
        } orShow: { context, values in
            try await show(id, page, context, values: values)
        }
    }

    /// Something done from the page of a point, which is shown again; a queue's own page where none is named.
    private static func done(
        _ page: PageRequest, _ work: @escaping @Sendable (Transaction, SubmittedForm) throws -> Void
    ) async throws -> Response {
        _ = try page.actor()
        let sent = try await page.submitted()
        let point: ID<ServicePoint>? = try sent.id("point")
        return try await page.respond(to: sent) { form in
            try await page.write { try work($0, form) }
            return .seeOther(point.map { Paths.point($0) } ?? page.cameFrom ?? Paths.queues)
        } orShow: { context, values in
            guard let point else { return try await QueueRoutes.overview(page, context) }
            return try await show(point, page, context, values: values)
        }
    }

    private static func work(_ page: PageRequest) async throws -> Response {
        let (id, words) = (try page.id(of: Visit.self), page.site.vocabulary)
        return try await done(page) { tx, form in
            let action: VisitAction = try form.choice("do")
            switch action {
            case .start: _ = try tx.startServing(id)
            case .recall: _ = try tx.recallVisit(id)
            case .absent: _ = try tx.markAbsent(id)
            case .park: _ = try tx.parkVisit(.id(id))
            case .unpark: _ = try tx.unparkVisit(.id(id), words: words)
            case .back: _ = try tx.returnVisit(.id(id), words: words)
            case .finish: _ = try tx.finishVisit(id, owing: form["owed"])
            case .given: _ = try tx.markGiven(id)
            case .left: _ = try tx.leaveQueue(.id(id))
            case .end: _ = try tx.closeVisit(id, why: form["why"] ?? "")
            case .requote: _ = try tx.requoteWait(id, words: words)
            case .transfer:
                guard let other = try form.id("queue", of: Queue.self) else {
                    throw InvalidInput("queue", "problems.required")
                }
                _ = try tx.transferVisit(id, to: other, why: form["why"] ?? "", words: words)
            case .call:
                guard let point = try form.id("point", of: ServicePoint.self) else {
                    throw InvalidInput("point", "problems.required")
                }
                _ = try tx.callVisit(id, to: point, reason: form.choice("reason"), why: form["why"] ?? "")
            case .first: _ = try tx.putFirst(id, reason: form.choice("reason"), why: form["why"] ?? "")
            case .together:
                guard let other = try form.id("with", of: Visit.self) else {
                    throw InvalidInput("with", "problems.required")
                }
                try tx.bringTogether(id, with: other)
            }
        }
    }

    /// Somebody at the counter: their number is told by whoever joins them, and printed where there is a printer.
    private static func join(_ page: PageRequest) async throws -> Response {
        let (id, words) = (try page.id(of: Queue.self), page.site.vocabulary)
        let language = page.site.words(for: page.request, page.context).language.tag
        let queue = try await page.read { try $0.knownQueue(id) }
        return try await done(page) { tx, form in
            let draft = try QueueForms.draft(form, queue, .counter, language: language)
            _ = try tx.joinQueue(draft, key: TrackingKey.random(), words: words)
        }
    }
}
