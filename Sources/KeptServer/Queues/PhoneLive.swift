import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import KeptWords
import NIOCore
import ServiceLifecycle

/// How a phone page follows its queue: each change of what it shows is sent as the parts of the page, whole, and every line
/// begins with what stands. A phone that slept is true again with its first line.
enum PhoneLive {
    static func live(_ page: PageRequest) async throws -> Response {
        let (page, visit, key) = try await PhoneRoutes.opened(page)
        let (context, _) = try await page.site.pageContext(for: page.request, page.context)
        let follower = PhoneFollower(site: page.site, key: key.text, context: context, visit: visit)
        return QueueStream.response(to: page.request) { writer in try await follower.run(&writer) }
    }
}

/// Answers that stay open and tell a page its parts.
enum QueueStream {
    static func response(
        to request: Request, _ tell: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            try await request.body.consumeWithCancellationOnInboundClose { [writer] _ in
                var writer: any ResponseBodyWriter = writer
                try await tell(&writer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"], body: body)
    }

    /// What is said where nothing changed: the page knows that its line is whole.
    static let beat = "event: beat\ndata: {}\n\n"
}

/// One phone page that stands open.
private struct PhoneFollower: Sendable {
    let site: Site
    let key: String
    let context: PageContext
    let visit: Visit

    /// What is read of a visit beside its queue, and the visit as it was then.
    private struct Known {
        var visit: Visit
        var beside: VisitBeside
    }

    func run(_ writer: inout any ResponseBodyWriter) async throws {
        var known: Known?
        var (queue, last) = (visit.queue, Int?.none)
        while !Task.isCancelled {
            let line = site.queueHub.listen(to: .queue(queue))
            defer { line.end() }
            let first = try await site.queueHub.scene(of: queue)
            let moved = try await withGracefulShutdownHandler { () async throws -> ID<Queue>? in
                if let moved = try await tell(first, &known, &last, &writer) { return moved }
                for await news in line.news {
                    guard let shared = news.shared else { continue }
                    if let moved = try await tell(shared, &known, &last, &writer) { return moved }
                }
                return nil
            } onGracefulShutdown: {
                line.end()
            }
            guard let moved else { return }
            queue = moved
        }
    }

    /// Writes what changed of the page. - Returns: the queue in which the visit waits now, where it is another.
    private func tell(
        _ shared: QueueHub.Shared, _ known: inout Known?, _ last: inout Int?, _ writer: inout any ResponseBodyWriter
    ) async throws -> ID<Queue>? {
        let scene = shared.scene
        do {
            try await look(in: scene, &known)
        } catch StoreError.unavailable {
            // What is shown stays while nothing newer can be read.
            try await writer.write(ByteBuffer(string: ": the record is away\n\n"))
            return nil
        }
        guard let known else { return nil }
        if known.visit.queue != scene.queue.id { return known.visit.queue }
        var context = context.at(site.now)
        context.zone = scene.zone
        let view = PhoneView(known.visit, in: scene, key: key, beside: known.beside)
        let parts = phoneParts(view, context)
        var hasher = Hasher()
        for part in parts { hasher.combine(part.html.bytes) }
        let fresh = hasher.finalize()
        if last == fresh {
            try await writer.write(ByteBuffer(string: QueueStream.beat))
        } else {
            try await writer.write(ByteBuffer(string: parts.event))
            last = fresh
        }
        return nil
    }

    /// Reads what is new of the visit. One that ended and stands in the queue no more stays as it was read.
    private func look(in scene: QueueScene, _ known: inout Known?) async throws {
        let standing = scene.visit(visit.id)
        if let known, let standing, standing.revision == known.visit.revision, standing.promise == known.visit.promise {
            return
        }
        if let known, standing == nil, !known.visit.state.isActive, !known.visit.isOwed { return }
        let id = visit.id
        known = try await site.store.read { reading in
            let visit = try reading.knownVisit(id)
            return Known(visit: visit, beside: VisitBeside(try reading.visitPage(visit, in: scene)))
        }
    }
}

extension PageContext {
    /// The same page at another moment.
    func at(_ moment: Instant) -> PageContext {
        PageContext(
            words: words, zone: zone, now: moment, reader: reader, formToken: formToken, path: path, business: business,
            assets: assets, languages: languages)
    }
}
