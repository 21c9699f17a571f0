import HTTPTypes
import Hummingbird
import KeptDomain
import KeptStore
import NIOCore
import ServiceLifecycle

/// How the page of a talk follows what changes: by server-sent events, and by waiting questions where those do not come
/// through. Neither tells what changed, only that something did: the page then reads itself anew.
extension TalkRoutes {
    /// How long a question waits for a change, in seconds: proxies cut what is silent for half a minute.
    private static let longestWait = 25

    static func live(_ page: PageRequest) async throws -> Response {
        let (page, talk, key) = try await opened(page)
        let site = page.site
        return try await LiveRoute.stream(
            to: page.request, matching: .all, site, hears: try await hears(talk, page),
            lives: { await site.presence.stay(key) })
    }

    /// What happens on the case, but for what the customer does themselves.
    private static func hears(_ talk: Talk, _ page: PageRequest) async throws -> @Sendable (JournalRecord) -> Bool {
        let standing = try await page.read { try $0.standingCase(of: talk).id }
        let subjects: Set<Subject> = [.case(talk.case), .case(standing)]
        return { subjects.contains($0.entry.subject) && !$0.entry.kind.hasPrefix("case.customer-") }
    }

    /// Answers once something changed after the position that the page heard last, at the latest after `longestWait`.
    static func changes(_ page: PageRequest) async throws -> Response {
        let (page, talk, key) = try await opened(page)
        let hears = try await hears(talk, page)
        let site = page.site
        let after = try await start(page)
        try await site.store.write(as: .customer(nil), at: page.now) { try $0.customerIsHere(key) }
        let line = try await site.live.listen(matching: .all)
        let missed = try await page.read { try $0.journal(after: after, limit: 500) }
        var (position, isChanged) = (missed.last?.position ?? after, missed.contains(where: hears))
        if !isChanged {
            (position, isChanged) = try await waited(on: line, after: position, hears, site)
        }
        var json = JSONWriter(capacity: 100)
        json.object { json in
            json.field("position", position.description)
            json.field("changed", isChanged)
        }
        return .json(json.bytes)
    }

    private static func start(_ page: PageRequest) async throws -> JournalPosition {
        if let after = page.query["after"].flatMap({ JournalPosition($0) }) { return after }
        return try await page.read { try $0.journalHead() }
    }

    private static func waited(
        on line: LiveHub.Line, after start: JournalPosition,
        _ hears: @escaping @Sendable (JournalRecord) -> Bool, _ site: Site
    ) async throws -> (JournalPosition, Bool) {
        let waiting = Task {
            try await site.time.sleep(for: .seconds(Int64(longestWait)))
            line.end()
        }
        defer { waiting.cancel() }
        return try await withGracefulShutdownHandler {
            var position = start
            for try await batch in line.batches {
                position = max(position, batch.records.last?.position ?? position)
                if batch.records.contains(where: { $0.position > start && hears($0) }) { return (position, true) }
            }
            return (position, false)
        } onGracefulShutdown: {
            line.end()
        }
    }
}
