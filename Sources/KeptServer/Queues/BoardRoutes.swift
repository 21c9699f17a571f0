import Hummingbird
import KeptDomain
import KeptStore
import KeptWords
import NIOCore
import ServiceLifecycle

/// The board of a room, by the address of any of its queues. It names nobody: tickets alone.
enum BoardRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/q/{slug}/board", site) { page in
                let (page, queue) = try await JoinRoutes.opened(page)
                let (view, zone) = try await view(queue, page)
                return try await page.page { context in
                    var context = context
                    context.zone = zone
                    return boardPage(view, context)
                }
            },
            .page(.get, "/q/{slug}/board/live", site, live),
        ]
    }

    private static func view(_ queue: Queue, _ page: PageRequest) async throws -> (BoardView, Zone) {
        let now = page.site.now
        let board = try await page.read { try $0.queueBoard(at: queue.place, now: now) }
        let address = page.site.publicAddress(for: page.request) + Paths.queueJoining(queue.slug)
        return (BoardView(board, slug: queue.slug, address: address), board.scenes.first?.zone ?? .utc)
    }

    private static func live(_ page: PageRequest) async throws -> Response {
        let (page, queue) = try await JoinRoutes.opened(page)
        let (context, _) = try await page.site.pageContext(for: page.request, page.context)
        let site = page.site
        return QueueStream.response(to: page.request) { writer in
            let line = site.queueHub.listen(to: .place(queue.place))
            var last = try await tell(queue, page, context, after: nil, &writer)
            try await withGracefulShutdownHandler {
                for await _ in line.news { last = try await tell(queue, page, context, after: last, &writer) }
            } onGracefulShutdown: {
                line.end()
            }
        }
    }

    private static func tell(
        _ queue: Queue, _ page: PageRequest, _ context: PageContext, after last: HTML?,
        _ writer: inout any ResponseBodyWriter
    ) async throws -> HTML? {
        do {
            let (view, zone) = try await view(queue, page)
            var context = context.at(page.site.now)
            context.zone = zone
            let part = boardPart(view, context)
            let isSame = part.html.bytes == last?.bytes
            try await writer.write(ByteBuffer(string: isSame ? QueueStream.beat : [part].event))
            return part.html
        } catch StoreError.unavailable {
            try await writer.write(ByteBuffer(string: ": the record is away\n\n"))
            return last
        }
    }
}
