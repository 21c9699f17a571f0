import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The queues of a business as its people keep them: as they stand now, and as they are set up.
enum QueueRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/queues", site) { page in
                try page.permit(.seeQueues)
                return try await page.page { try await overview(page, $0) }
            },
            .page(.get, "/queues/{id}", site) { page in
                let id = try page.id(of: Queue.self)
                return try await page.page { try await show(id, page, $0) }
            },
            .page(.get, "/queues/{id}/sheet", site) { page in
                let id = try page.id(of: Queue.self)
                let (queue, place) = try await page.read { reading in
                    let queue = try reading.knownQueue(id)
                    return (queue, try reading.place(orDefault: queue.place).name)
                }
                try page.see(.seeQueues, at: queue.place)
                let site = page.site.publicAddress(for: page.request)
                return try await page.page { queueSheetPage(queue, place: place, site: site, $0) }
            },
            .page(.post, "/queues/{id}/shutting", site) { page in
                try await act(page) { tx, id, form, _ in _ = try tx.shutQueue(id, why: form["why"] ?? "") }
            },
            .page(.post, "/queues/{id}/opening", site) { page in
                try await act(page) { tx, id, form, zone in
                    _ = try tx.openQueue(id, until: try form.moment("until", in: zone))
                }
            },
        ]
    }

    static func overview(_ page: PageRequest, _ context: PageContext) async throws -> HTML {
        let (places, now) = (try page.places(for: .seeQueues, asked: nil), page.now)
        let view = try await page.read { reading in
            let queues = try reading.queues(at: places)
            let names = Dictionary(uniqueKeysWithValues: try reading.places().map { ($0.id, $0.name) })
            var lines: [QueuesView.Line] = []
            for place in Set(queues.map(\.place)).sorted() {
                lines += try reading.queueScenes(at: place, now: now).map {
                    QueuesView.Line($0, place: names[place] ?? "")
                }
            }
            let points = try reading.pointList(at: places).map {
                QueuesView.Point(point: $0.point, person: $0.person, current: $0.current)
            }
            return QueuesView(lines: lines, points: points)
        }
        return queuesPage(view, context)
    }

    private static func show(
        _ id: ID<Queue>, _ page: PageRequest, _ context: PageContext
    ) async throws -> HTML {
        let now = page.now
        let scene = try await page.read { try $0.queueScene(id, at: now) }
        try page.see(.seeQueues, at: scene.queue.place)
        let view = QueuePageView(
            line: PointDeskView.Line(scene), points: scene.points.map(\.point),
            site: page.site.publicAddress(for: page.request))
        return queuePage(view, context)
    }

    private static func act(
        _ page: PageRequest,
        _ work: @escaping @Sendable (Transaction, ID<Queue>, SubmittedForm, Zone) throws -> Void
    ) async throws -> Response {
        let (id, zone) = (try page.id(of: Queue.self), try await page.zone())
        return try await page.submit { form in
            try await page.write { try work($0, id, form, zone) }
            return Paths.queue(id)
        } orShow: { context, _ in
            try await show(id, page, context)
        }
    }
}
