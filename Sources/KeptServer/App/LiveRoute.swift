import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import NIOCore
import ServiceLifecycle

/// Tells open pages of each change as it comes (server-sent events): its kind and what it is about, nothing more, and only
/// of what the reader may see.
///
/// A page whose line broke says which entry it heard last and gets what came since. Where nothing happens a comment goes
/// out now and then, so that no proxy takes the stream for dead.
enum LiveRoute {
    /// Whoever missed more entries than this begins with the present: a page that old is better read anew.
    private static let mostMissed = 2_000
    /// Batches of entries that wait for a slow reader.
    private static let mostWaiting = 100

    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, Paths.live) { request, context in
                guard let person = context.caller.person else { throw Unauthorized.noToken }
                guard let reached = Permissions.places(for: .seeJournal, with: person.grants) else {
                    throw NotPermitted(.seeJournal)
                }
                var filter = JournalFilter.all
                filter.reached = reached
                let start = try await start(of: request, matching: filter, site)
                let body = ResponseBody { [filter] writer in
                    try await writer.write(ByteBuffer(string: "retry: 2000\nid: \(start)\nevent: start\ndata: {}\n\n"))
                    try await request.body.consumeWithCancellationOnInboundClose { [writer] _ in
                        var writer = writer
                        try await tell(site, after: start, matching: filter, to: &writer)
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

    /// After what the page heard last, else after all there is.
    private static func start(
        of request: Request, matching filter: JournalFilter, _ site: Site
    ) async throws -> JournalPosition {
        let heard = lastHeard(request)
        do {
            return try await site.store.read { reading in
                let head = try reading.journalHead()
                guard let heard, heard < head else { return head }
                let missed = try reading.journal(after: heard, limit: mostMissed + 1, matching: filter)
                return missed.count > mostMissed ? head : heard
            }
        } catch StoreError.unavailable(let cause) {
            // A line that is refused is not tried again by itself.
            guard let heard else { throw StoreError.unavailable(cause) }
            return heard
        }
    }

    private static func tell(
        _ site: Site, after start: JournalPosition, matching filter: JournalFilter,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        let (texts, told) = AsyncThrowingStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingOldest(mostWaiting))
        let following = Task {
            do {
                try await follow(site, after: start, matching: filter, told)
                told.finish()
            } catch {
                told.finish(throwing: error)
            }
        }
        let beating = Task {
            while true {
                try await Task.sleep(for: site.options.livePulse)
                tell(":\n\n", told)
            }
        }
        defer {
            following.cancel()
            beating.cancel()
        }
        for try await text in texts { try await writer.write(ByteBuffer(string: text)) }
    }

    /// While the record is away the page keeps its line; it hears what it missed once the record is back.
    private static func follow(
        _ site: Site, after start: JournalPosition, matching filter: JournalFilter,
        _ told: AsyncThrowingStream<String, any Error>.Continuation
    ) async throws {
        var position = start
        while true {
            do {
                let followed = JournalFollower(site.store, after: position, matching: filter)
                for try await records in followed.cancelOnGracefulShutdown() {
                    tell(text(of: records), told)
                    if let last = records.last { position = last.position }
                }
                return
            } catch StoreError.unavailable {
                tell(": the record is away\n\n", told)
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// A reader who takes nothing for so long that a text is dropped is let go: the browser comes back and says where it was.
    private static func tell(_ text: String, _ told: AsyncThrowingStream<String, any Error>.Continuation) {
        if case .dropped = told.yield(text) { told.finish() }
    }

    private static func text(of records: [JournalRecord]) -> String {
        var text = ""
        for record in records {
            var json = JSONWriter(capacity: 120)
            json.object {
                $0.field("kind", record.entry.kind)
                $0.field("subject", record.entry.subject.description)
            }
            text += "id: \(record.position)\nevent: journal\ndata: \(json.text)\n\n"
        }
        return text
    }
}
