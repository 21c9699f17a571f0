import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Setting up queues, service points and reasons for delays.
enum QueueSettingsRoutes {
    static func routes(_ site: Site) -> [Route] { queues(site) + points(site) + reasons(site) }

    private static func queues(_ site: Site) -> [Route] {
        [
            .page(.get, "/queues/new", site) { page in
                try page.permit(.setQueues)
                return try await page.page { queueSettingsPage(nil, try await choices(page), $0) }
            },
            .page(.post, "/queues", site) { page in
                try page.permit(.setQueues)
                return try await page.submit { form in
                    let draft = try QueueForms.queue(form)
                    return Paths.queue(try await page.write { try $0.addQueue(draft) }.id)
                } orShow: { context, values in
                    queueSettingsPage(nil, try await choices(page), context, values: values)
                }
            },
            .page(.get, "/queues/{id}/settings", site) { page in
                let id = try page.id(of: Queue.self)
                return try await page.page { try await settings(id, page, $0) }
            },
            .page(.post, "/queues/{id}/settings", site) { page in
                try await changeQueue(page) { tx, id, form in
                    _ = try tx.changeQueue(id, to: QueueForms.queue(form), revision: form.revision() ?? 1)
                    return Paths.queue(id)
                }
            },
            .page(.post, "/queues/{id}/closing", site) { page in
                try await changeQueue(page) { tx, id, form in
                    try tx.closeQueue(id, revision: form.revision() ?? 1)
                    return Paths.queues
                }
            },
        ]
    }

    private static func changeQueue(
        _ page: PageRequest,
        _ work: @escaping @Sendable (Transaction, ID<Queue>, SubmittedForm) throws -> String
    ) async throws -> Response {
        let id = try page.id(of: Queue.self)
        return try await page.submit { form in
            try await page.write { try work($0, id, form) }
        } orShow: { context, values in
            try await settings(id, page, context, values: values)
        }
    }

    private static func settings(
        _ id: ID<Queue>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let queue = try await page.read { try $0.knownQueue(id) }
        try page.see(.setQueues, at: queue.place)
        return queueSettingsPage(queue, try await choices(page), context, values: values)
    }

    private static func choices(_ page: PageRequest) async throws -> QueueChoices {
        let reached = try page.places(for: .setQueues, asked: nil)
        let words = page.site.words(for: page.request, page.context)
        let (places, calendars) = try await page.read { (try $0.places(), try $0.calendarRows()) }
        // The reader's own language first.
        let all = page.site.vocabulary.languages.map { page.site.vocabulary[$0] }
        let languages = all.filter { $0.language == words.language } + all.filter { $0.language != words.language }
        return QueueChoices(
            places: places.filter { reached?.contains($0.id) ?? true }.map { Field.Choice("\($0.id)", $0.name) },
            calendars: calendars.map { Field.Choice("\($0.id)", $0.name) }, languages: languages)
    }

    // MARK: - Points

    private static func points(_ site: Site) -> [Route] {
        [
            .page(.get, "/points/new", site) { page in
                try page.permit(.setQueues)
                return try await page.page { try await newPoint(page, $0) }
            },
            .page(.post, "/points", site) { page in
                try page.permit(.setQueues)
                let sent = try await page.submitted()
                let place: ID<Place>? = try sent.id("place")
                return try await page.respond(to: sent) { form in
                    let draft = try QueueForms.point(form)
                    return .seeOther(Paths.point(try await page.write { try $0.addPoint(draft) }.id))
                } orShow: { context, values in
                    try await newPoint(page, context, at: place, values: values)
                }
            },
            .page(.get, "/points/{id}/settings", site) { page in
                let id = try page.id(of: ServicePoint.self)
                return try await page.page { try await pointSettings(id, page, $0) }
            },
            .page(.post, "/points/{id}/settings", site) { page in
                try await changePoint(page) { tx, id, form in
                    _ = try tx.changePoint(id, to: QueueForms.point(form), revision: form.revision() ?? 1)
                    return Paths.point(id)
                }
            },
            .page(.post, "/points/{id}/closing", site) { page in
                try await changePoint(page) { tx, id, form in
                    try tx.closePoint(id, revision: form.revision() ?? 1)
                    return Paths.queues
                }
            },
        ]
    }

    private static func newPoint(
        _ page: PageRequest, _ context: PageContext, at asked: ID<Place>? = nil, values: FormValues = .fresh
    ) async throws -> HTML {
        let choices = try await choices(page)
        let wanted = asked ?? page.query["at"].flatMap { ID<Place>($0) }
        guard let place = wanted ?? choices.places.first.flatMap({ ID<Place>($0.value) }) else {
            throw StoreError.notFound("place")
        }
        let queues = try await page.read { try $0.queues(at: [place]) }
        return pointSettingsPage(nil, queues: queues, place: place, choices, context, values: values)
    }

    private static func pointSettings(
        _ id: ID<ServicePoint>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let (point, queues) = try await page.read { reading in
            let point = try reading.knownPoint(id)
            return (point, try reading.queues(at: [point.place]))
        }
        try page.see(.setQueues, at: point.place)
        return pointSettingsPage(
            point, queues: queues, place: point.place, try await choices(page), context, values: values)
    }

    private static func changePoint(
        _ page: PageRequest,
        _ work: @escaping @Sendable (Transaction, ID<ServicePoint>, SubmittedForm) throws -> String
    ) async throws -> Response {
        let id = try page.id(of: ServicePoint.self)
        return try await page.submit { form in
            try await page.write { try work($0, id, form) }
        } orShow: { context, values in
            try await pointSettings(id, page, context, values: values)
        }
    }

    // MARK: - Reasons for delays

    private static func reasons(_ site: Site) -> [Route] {
        [
            .page(.get, "/queues/reasons", site) { page in
                try page.permit(.seeQueues)
                return try await page.page { try await reasons(page, $0) }
            },
            .page(.post, "/queues/reasons", site) { page in
                try await changeReason(page) { tx, form in _ = try tx.addDelayReason(QueueForms.reason(form)) }
            },
            .page(.post, "/queues/reasons/{id}", site) { page in
                let id = try page.id(of: DelayReason.self)
                return try await changeReason(page) { tx, form in
                    _ = try tx.changeDelayReason(id, to: QueueForms.reason(form), revision: form.revision() ?? 1)
                }
            },
            .page(.post, "/queues/reasons/{id}/closing", site) { page in
                let id = try page.id(of: DelayReason.self)
                return try await changeReason(page) { tx, form in
                    try tx.closeDelayReason(id, revision: form.revision() ?? 1)
                }
            },
        ]
    }

    private static func reasons(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let found = try await page.read { try $0.delayReasons() }
        let all = page.site.vocabulary.languages.map { page.site.vocabulary[$0] }
        return delayReasonsPage(
            found, QueueChoices(places: [], calendars: [], languages: all), context, values: values)
    }

    private static func changeReason(
        _ page: PageRequest, _ work: @escaping @Sendable (Transaction, SubmittedForm) throws -> Void
    ) async throws -> Response {
        try page.permit(.setQueues)
        return try await page.submit { form in
            try await page.write { try work($0, form) }
            return Paths.delayReasons
        } orShow: { context, values in
            try await reasons(page, context, values: values)
        }
    }
}
