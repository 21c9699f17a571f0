import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct QueueScenesTests {
    @Test(arguments: TestStore.engines) func oneReadingServesUntilTheQueueChanges(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestStore.with(engine, time: time) { store in
            let words = try Vocabulary.shared()
            let (queue, point) = try await store.write(as: .shell, at: time.now) { tx in
                let place = try tx.defaultPlace()
                let queue = try tx.addQueue(QueueDraft(place: place, letter: "A", slug: "a", name: ["en": "A"])).id
                let point = try tx.addPoint(
                    ServicePointDraft(place: place, name: ["en": "1"], serves: [.init(queue: queue)]))
                return (queue, try tx.openPoint(point.id).id)
            }
            let scenes = QueueScenes(store: store)
            let first = try await scenes.scene(of: queue, at: time.now)
            #expect(first.waiting.isEmpty)
            // Something of another kind: the same reading serves on.
            time.advance(by: .seconds(1))
            try await store.write(as: .shell, at: time.now) {
                _ = try $0.findOrMakeCustomer(CustomerDraft(name: "Ann", email: "ann@example.org"))
            }
            #expect(try await scenes.scene(of: queue, at: time.now).at == first.at)
            let (draft, key) = (VisitDraft(queue, .phone, language: "en"), TrackingKey.random())
            try await store.write(as: .customer(nil), at: time.now) {
                _ = try $0.joinQueue(draft, key: key, words: words)
            }
            // On PostgreSQL the journal tells of it once no older transaction of the whole server runs; a reading of some seconds
            // ago is made anew in any case.
            if engine == .postgres { time.advance(by: .seconds(6)) }
            #expect(try await scenes.scene(of: queue, at: time.now).waiting.count == 1)
            try await store.write(as: .shell, at: time.now) { _ = try $0.callNext(at: point) }
            if engine == .postgres { time.advance(by: .seconds(6)) }
            let pages = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await scenes.scene(of: queue, at: time.now).called.count } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(pages == Array(repeating: 1, count: 50))
            // A wait goes on without a change: after a few seconds it is read anew.
            time.advance(by: .seconds(6))
            #expect(try await scenes.scene(of: queue, at: time.now).at == time.now)
        }
    }
}
