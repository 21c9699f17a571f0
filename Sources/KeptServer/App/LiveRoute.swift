import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import ServiceLifecycle

/// Tells open pages of each change as it comes (server-sent events): its kind and what it is about, nothing more.
enum LiveRoute {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, Paths.live) { request, context in
                guard case .person = context.caller else { throw Unauthorized.noToken }
                let start = try await site.store.read { try $0.journalHead() }
                let body = ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                    try await request.body.consumeWithCancellationOnInboundClose { [writer] _ in
                        var writer = writer
                        try await tell(site, after: start, to: &writer)
                    }
                    try await writer.finish(nil)
                }
                return Response(
                    status: .ok,
                    headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"], body: body)
            }
        ]
    }

    private static func tell(
        _ site: Site, after start: JournalPosition, to writer: inout any ResponseBodyWriter
    ) async throws {
        for try await records in JournalFollower(site.store, after: start).cancelOnGracefulShutdown() {
            var text = ""
            for record in records {
                var json = JSONWriter(capacity: 120)
                json.object {
                    $0.field("kind", record.entry.kind)
                    $0.field("subject", record.entry.subject.description)
                }
                text += "id: \(record.position)\nevent: journal\ndata: \(json.text)\n\n"
            }
            try await writer.write(ByteBuffer(string: text))
        }
    }
}
