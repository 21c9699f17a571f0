import KeptDomain
import KeptWords

/// The last half hour at the counters of the demonstration, through the same operations as in a real shop.
struct DemoCounterDay {
    let store: Store
    let shop: DemoShop
    let now: Instant
    let words: Vocabulary

    private enum Step {
        /// The queue by its place among those of the shop.
        case join(Int, name: String? = nil, language: String = "en", party: Int = 1)
        /// Points by their place among those of the shop.
        case serve(Int)
        case call(Int)
        case finish(Int, owed: String? = nil)
    }

    /// What happens so many minutes before now.
    private static let steps: [(before: Int64, step: Step)] = [
        (36, .join(0, name: "Imogen")), (35, .serve(0)), (34, .join(0, name: "周雨桐", language: "zh-Hans")),
        (33, .serve(1)), (32, .join(1, name: "Odell")), (31, .serve(2)), (29, .join(0)),
        (28, .finish(0, owed: "the second volume, from the cellar")), (27, .serve(0)), (25, .join(0, name: "Priya")),
        (24, .finish(1)), (23, .serve(1)), (20, .finish(2)), (19, .join(1, name: "林小满", language: "zh-Hans")),
        (18, .serve(2)), (16, .join(0, party: 3)), (15, .finish(0)), (14, .serve(0)), (12, .join(0, name: "Hugo")),
        (10, .finish(1)), (9, .serve(1)), (7, .join(0, name: "Rosa")), (6, .join(1)),
        (5, .join(0, name: "吴明", language: "zh-Hans")), (4, .join(1, name: "Teo")), (2, .join(0)), (1, .finish(0)),
        (1, .call(0)),
    ]

    func play(_ queues: [Queue]) async throws {
        let points = try await store.read { [shop] in try $0.points(at: [shop.place.id]) }
        guard points.count == 3, queues.count == 2 else { return }
        let people = shop.frontLine + [shop.lead]
        try await store.write(as: .system("demo"), at: now - .minutes(40)) { tx in
            for (point, person) in zip(points, people) { _ = try tx.openPoint(point.id, by: person) }
        }
        for (before, step) in Self.steps {
            let at = now - .minutes(before)
            switch step {
            case .join(let queue, let name, let language, let party):
                let draft = draft(of: queues[queue], name, language, party)
                let (key, words) = (TrackingKey.random(), words)
                try await store.write(as: .system("demo"), at: at) {
                    _ = try $0.joinQueue(draft, key: key, words: words)
                }
            case .serve(let index):
                try await store.write(as: .system("demo"), at: at) {
                    _ = try $0.startServing($0.callNext(at: points[index].id).visit.id)
                }
            case .call(let index):
                try await store.write(as: .system("demo"), at: at) { _ = try $0.callNext(at: points[index].id) }
            case .finish(let index, let owed):
                try await store.write(as: .system("demo"), at: at) { tx in
                    guard let visit = try tx.visit(at: points[index].id) else { return }
                    _ = try tx.finishVisit(visit.id, owing: owed)
                }
            }
        }
    }

    /// Half of them join by their phones; what is collected says so in its form.
    private func draft(of queue: Queue, _ name: String?, _ language: String, _ party: Int) -> VisitDraft {
        var draft = VisitDraft(queue.id, name == nil ? .kiosk : .phone, language: language)
        (draft.name, draft.partySize) = (name, party)
        if !queue.questions.isEmpty { draft.answers = ["matter": party > 1 ? "2" : "1"] }
        draft.wantsCompany = queue.rules.offersCompany
        return draft
    }
}
