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
                let start: JournalPosition
                if let heard = lastHeard(request) {
                    start = heard
                } else {
                    start = try await site.store.read { try $0.journalHead() }
                }
                let body = ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "retry: 2000\nid: \(start)\nevent: start\ndata: {}\n\n"))
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

    /// The last change that a page heard before its line broke, told by the browser or, on a line of its own, by the
    /// page.
    static func lastHeard(_ request: Request) -> JournalPosition? {
        let told = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        return (told ?? request.uri.queryParameters["after"].map(String.init)).flatMap { JournalPosition($0) }
    }

    /// While the record is away the page keeps its line; it hears what it missed once the record is back.
    private static func tell(
        _ site: Site, after start: JournalPosition, to writer: inout any ResponseBodyWriter
    ) async throws {
        var position = start
        while true {
            do {
                return try await follow(site, from: &position, to: &writer)
            } catch StoreError.unavailable {
                try await writer.write(ByteBuffer(string: ": the record is away\n\n"))
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// - Parameter position: the last entry that was told.
    private static func follow(
        _ site: Site, from position: inout JournalPosition, to writer: inout any ResponseBodyWriter
    ) async throws {
        for try await records in JournalFollower(site.store, after: position).cancelOnGracefulShutdown() {
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
            if let last = records.last { position = last.position }
        }
    }
}
