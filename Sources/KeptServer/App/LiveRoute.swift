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
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, Paths.live) { request, context in
                guard let person = context.caller.person else { throw Unauthorized.noToken }
                guard let reached = Permissions.places(for: .seeJournal, with: person.grants) else {
                    throw NotPermitted(.seeJournal)
                }
                var filter = JournalFilter.all
                filter.reached = reached
                return try await stream(to: request, matching: filter, site)
            }
        ]
    }

    /// Tells an open page of each change as it comes, until it is closed.
    ///
    /// - Parameters:
    ///   - hears: what of the entries this page hears; all where left out.
    ///   - lives: runs beside for as long as the page stands open.
    static func stream(
        to request: Request, matching filter: JournalFilter, _ site: Site,
        hears: (@Sendable (JournalRecord) -> Bool)? = nil, lives: (@Sendable () async -> Void)? = nil
    ) async throws -> Response {
        let start = try await start(of: request, matching: filter, site)
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "retry: 2000\nid: \(start)\nevent: start\ndata: {}\n\n"))
            try await request.body.consumeWithCancellationOnInboundClose { [writer] _ in
                var writer = writer
                let living = lives.map { lives in Task { await lives() } }
                defer { living?.cancel() }
                try await tell(site, after: start, matching: filter, hears, to: &writer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"], body: body)
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

    /// While the record is away the page keeps its line; it hears what it missed once the record is back.
    private static func tell(
        _ site: Site, after start: JournalPosition, matching filter: JournalFilter,
        _ hears: (@Sendable (JournalRecord) -> Bool)?, to writer: inout any ResponseBodyWriter
    ) async throws {
        var position = start
        while true {
            do {
                let line = try await site.live.listen(matching: filter)
                let beating = Task {
                    while true {
                        try await Task.sleep(for: site.options.livePulse)
                        line.say(":\n\n")
                    }
                }
                defer { beating.cancel() }
                position = try await tellMissed(site, after: position, matching: filter, hears, to: &writer)
                // Not `cancelOnGracefulShutdown`: what merges two sequences can lock up its threads for good when many pages
                // are closed at the same moment.
                try await withGracefulShutdownHandler {
                    for try await batch in line.batches {
                        let text = text(of: batch, after: position, hears)
                        if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                        if let last = batch.records.last { position = max(position, last.position) }
                    }
                } onGracefulShutdown: {
                    line.end()
                }
                return
            } catch StoreError.unavailable {
                try await writer.write(ByteBuffer(string: ": the record is away\n\n"))
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// What came before the line was open. - Returns: up to where.
    private static func tellMissed(
        _ site: Site, after start: JournalPosition, matching filter: JournalFilter,
        _ hears: (@Sendable (JournalRecord) -> Bool)?, to writer: inout any ResponseBodyWriter
    ) async throws -> JournalPosition {
        var position = start
        while true {
            let missed = try await site.store.read { [position] in
                try $0.journal(after: position, limit: mostMissed, matching: filter)
            }
            let text = text(of: hears.map { missed.filter($0) } ?? missed)
            if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
            position = missed.last?.position ?? position
            if missed.count < mostMissed { return position }
        }
    }

    private static func text(
        of batch: LiveHub.Batch, after position: JournalPosition, _ hears: (@Sendable (JournalRecord) -> Bool)?
    ) -> String {
        guard let first = batch.records.first else { return batch.text }
        // As a rule everything is new to everybody, and was worded once for all of them.
        if hears == nil, first.position > position { return batch.text }
        return text(of: batch.records.filter { $0.position > position && hears?($0) ?? true })
    }

    static func text(of records: [JournalRecord]) -> String {
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
