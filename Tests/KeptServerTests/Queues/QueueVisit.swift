import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// A site with a queue of one open point, at a time that the test moves.
struct QueueVisit: Sendable {
    let site: Site
    let time: MovedTime
    let queue: Queue
    let other: Queue
    let point: ServicePoint
    let client: any TestClientProtocol

    static let path = Paths.queueJoining("returns")

    static func with(
        _ engine: Engine, _ body: @escaping @Sendable (QueueVisit) async throws -> Void
    ) async throws {
        // A Thursday, ten o'clock.
        let time = MovedTime("2026-11-05T10:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let (queue, other, point) = try await site.store.write(as: .shell, at: site.now) { tx in
                let place = try tx.defaultPlace()
                var draft = QueueDraft(
                    place: place, letter: "A", slug: "returns", name: ["en": "Returns", "zh-Hans": "退货"])
                draft.rules.offersCompany = true
                draft.offers = [QueueOffer(label: ["en": "The menu"], address: "https://shop.example/menu")]
                draft.questions = [
                    QueueQuestion(key: "receipt", label: ["en": "Have you the receipt?"], kind: .yesNo),
                    QueueQuestion(key: "what", label: ["en": "What is it?"]),
                ]
                let queue = try tx.openQueue(tx.addQueue(draft).id, until: site.now + .hours(12))
                let other = try tx.addQueue(
                    QueueDraft(place: place, letter: "B", slug: "advice", name: ["en": "Advice"]))
                _ = try tx.openQueue(other.id, until: site.now + .hours(12))
                let point = try tx.addPoint(
                    ServicePointDraft(place: place, name: ["en": "Counter 1"], serves: [.init(queue: queue.id)]))
                return (queue, other, try tx.openPoint(point.id))
            }
            try await buildApplication(site).test(.router) { client in
                try await body(
                    QueueVisit(site: site, time: time, queue: queue, other: other, point: point, client: client))
            }
        }
    }

    func customer() async throws -> SiteVisit { try await .customer(on: site, client, at: Self.path) }
    func staff(_ role: Role = .frontLine) async throws -> SiteVisit {
        try await .staff([Grant(role: role)], on: site, client)
    }

    /// Joins by the form; the path of the phone page.
    func joined(_ fields: [String: String] = [:], as visit: SiteVisit) async throws -> String {
        var form = try await visit.form(Self.path, on: Self.path)
        for (name, value) in fields { form[name] = value }
        let answer = try await visit.post(form)
        return try #require(answer.location, "\(answer.status) \(answer.text)")
    }

    func does(_ work: @escaping @Sendable (Transaction) throws -> Void) async throws {
        try await site.store.write(as: .shell, at: site.now, work)
    }

    func visit(_ path: String) async throws -> Visit {
        let key = try #require(path.split(separator: "/").last.flatMap { TrackingKey(String($0)) })
        return try await site.store.read { try $0.knownVisit(key) }
    }
}
