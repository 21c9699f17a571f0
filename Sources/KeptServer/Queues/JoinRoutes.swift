import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Joining a queue by its address: from a phone, and at a kiosk in the room.
enum JoinRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/q/{slug}", site) { page in
                let (page, queue) = try await opened(page)
                return try await page.page { context in
                    var context = context
                    let view = try await view(queue, .phone, page, &context)
                    return joinPage(view, context)
                }
            },
            .page(.post, "/q/{slug}", site) { page in
                try await join(page, .phone) { key, _ in
                    Paths.visit(key.text)
                } orShow: {
                    joinPage($0, $1, values: $2)
                }
            },
            .page(.get, "/q/{slug}/kiosk", site) { page in
                let (page, queue) = try await opened(page)
                let ticket = try await ticket(page, of: queue)
                return try await page.page { context in
                    var context = context
                    let view = try await view(queue, .kiosk, page, &context)
                    return kioskPage(view, ticket: ticket, context)
                }
            },
            .page(.post, "/q/{slug}/kiosk", site) { page in
                try await join(page, .kiosk) { key, queue in
                    Paths.with(Paths.queueKiosk(queue.slug), ["ticket": key.text])
                } orShow: {
                    kioskPage($0, ticket: nil, $1, values: $2)
                }
            },
        ]
    }

    /// The page as customers read it, and the queue at its address.
    static func opened(_ page: PageRequest) async throws -> (PageRequest, Queue) {
        let slug = page.context.parameters.get("slug") ?? ""
        let (queue, usual) = try await page.read { (try $0.queue(at: slug), try $0.customerLanguage()) }
        return (page.asRead(by: CustomerReading(own: nil, usual: usual)), queue)
    }

    static func view(
        _ queue: Queue, _ way: QueueRules.Way, _ page: PageRequest, _ context: inout PageContext
    ) async throws -> JoinView {
        let (now, sending) = (page.now, Secret.random(bits: 128).text)
        let (view, zone) = try await page.read { reading in
            let scene = try reading.queueScene(queue.id, at: now)
            let others = try reading.queues(at: [queue.place]).filter {
                $0.id != queue.id && $0.rules.ways.contains(way)
            }
            let place = try reading.place(orDefault: queue.place)
            return (JoinView(scene, place: place, sending: sending, others: others), scene.zone)
        }
        context.zone = zone
        return view
    }

    /// What was just taken at the kiosk.
    private static func ticket(_ page: PageRequest, of queue: Queue) async throws -> KioskTicket? {
        guard let key = page.query["ticket"].flatMap({ TrackingKey($0) }) else { return nil }
        guard let visit = try await page.read({ try $0.visit(key) }), visit.place == queue.place else { return nil }
        let told = try await page.read { try $0.toldWaits(of: visit.id).last }
        return KioskTicket(
            ticket: visit.ticket ?? "", due: told?.due,
            address: page.site.publicAddress(for: page.request) + Paths.visit(key.text))
    }

    private static func join(
        _ page: PageRequest, _ way: QueueRules.Way, to path: (TrackingKey, Queue) -> String,
        orShow show: (JoinView, PageContext, FormValues) -> HTML
    ) async throws -> Response {
        let (page, queue) = try await opened(page)
        let language = page.site.words(for: page.request, page.context).language.tag
        let (now, words) = (page.now, page.site.vocabulary)
        return try await page.submit(isPublic: true) { form in
            let draft = try QueueForms.draft(form, queue, way, language: language)
            // Who mistyped something must not be kept out for it.
            try draft.problems(for: queue).check()
            // In a transaction of its own, so that what is refused counts too. A kiosk is one browser for all.
            let browser = way == .phone ? SiteCookie.value(VisitCookie.name, in: page.request) : nil
            let address = page.site.address(of: page.request, page.context)
            try await page.site.store.write(as: .customer(nil), at: now) {
                try $0.countJoining(queue.id, browser: browser, from: address)
            }
            let key = TrackingKey.random()
            let joined = try await page.site.store.write(as: .customer(nil), at: now) {
                try $0.joinQueue(draft, key: key, words: words)
            }
            return path(joined.key, queue)
        } orShow: { context, values in
            var context = context
            let view = try await view(queue, way, page, &context)
            return show(view, context, values)
        }
    }
}
