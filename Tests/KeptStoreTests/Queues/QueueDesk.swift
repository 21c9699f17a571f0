import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords

/// A place open 09-17 in Berlin with the queues A (returns) and B (advice) and three points: one for A, one for B, and one for
/// B that helps with A. All points are open.
struct QueueDesk: Sendable {
    let counter: Counter
    let words: Vocabulary
    let returns: Queue
    let advice: Queue
    let points: [ServicePoint]

    static func with(_ engine: Engine, _ body: (QueueDesk) async throws -> Void) async throws {
        try await Counter.with(engine) { counter in
            let words = try Vocabulary.load()
            let made = try await counter.store.write(as: .shell, at: Counter.at("2026-03-02 08:00")) { tx in
                let place = try tx.defaultPlace()
                var first = QueueDraft(
                    place: place, letter: "A", slug: "returns", name: ["en": "Returns", "zh-Hans": "退货"])
                first.rules.offersCompany = true
                first.questions = [
                    QueueQuestion(key: "receipt", label: ["en": "Have you the receipt?"], kind: .yesNo),
                    QueueQuestion(
                        key: "size", label: ["en": "Size"], kind: .choice, choices: [["en": "Small"], ["en": "Large"]]),
                ]
                let returns = try tx.addQueue(first)
                let advice = try tx.addQueue(
                    QueueDraft(place: place, letter: "B", slug: "advice", name: ["en": "Advice"]))
                let serves: [[ServicePoint.Service]] = [
                    [.init(queue: returns.id)], [.init(queue: advice.id)],
                    [.init(queue: advice.id), .init(queue: returns.id, preference: 2)],
                ]
                let points = try serves.enumerated().map { index, serves in
                    try tx.openPoint(
                        tx.addPoint(
                            ServicePointDraft(place: place, name: ["en": "Counter \(index + 1)"], serves: serves)
                        ).id)
                }
                return (returns, advice, points)
            }
            try await body(
                QueueDesk(counter: counter, words: words, returns: made.0, advice: made.1, points: made.2))
        }
    }

    func draft(_ queue: Queue? = nil, party: Int = 1, phone: String? = nil) -> VisitDraft {
        var draft = VisitDraft((queue ?? returns).id, .counter, language: "en")
        draft.partySize = party
        draft.phone = phone
        return draft
    }

    @discardableResult func joins(_ draft: VisitDraft? = nil, at time: String) async throws -> VisitJoined {
        let (draft, key) = (draft ?? self.draft(), TrackingKey.random())
        return try await does(at: time) { [words] in try $0.joinQueue(draft, key: key, words: words) }
    }

    @discardableResult func calls(
        _ point: Int = 0, seen: ID<Visit>? = nil, at time: String
    ) async throws -> VisitCalled {
        let point = points[point].id
        return try await does(at: time) { try $0.callNext(at: point, seen: seen) }
    }

    func does<T: Sendable>(
        at time: String, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await counter.store.write(as: .shell, at: Counter.at(time), body)
    }

    func visit(_ id: ID<Visit>) async throws -> Visit { try await counter.store.read { try $0.knownVisit(id) } }

    func scene(_ queue: Queue? = nil, at time: String) async throws -> QueueScene {
        let id = (queue ?? returns).id
        return try await counter.store.read { try $0.queueScene(id, at: Counter.at(time)) }
    }

    /// So many visits that joined a minute apart from 09:00 of a day on, each called after three minutes and served in two.
    func precedents(_ count: Int, on day: String = "2026-03-03") async throws {
        let start = Counter.at("\(day) 09:00")
        for number in 0..<count {
            let joined = start + .minutes(Int64(number * 6))
            let draft = draft()
            let (key, point) = (TrackingKey.random(), points[0].id)
            let visit = try await counter.store.write(as: .shell, at: joined) { [words] in
                try $0.joinQueue(draft, key: key, words: words).visit.id
            }
            _ = try await counter.store.write(as: .shell, at: joined + .minutes(3)) { try $0.callNext(at: point) }
            _ = try await counter.store.write(as: .shell, at: joined + .minutes(5)) { try $0.finishVisit(visit) }
        }
    }
}
