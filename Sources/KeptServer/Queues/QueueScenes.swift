import KeptDomain
import KeptStore

/// Queues as they stand, read once for all pages that look at them: a change costs one reading of its queue, however many
/// phones show it.
///
/// What is known is asked of again only by a look at the end of the journal; where nothing there is about the queue, the last
/// reading serves on for a few seconds, in which what it says of the rest of a wait does not change.
package actor QueueScenes {
    private struct Known {
        let position: JournalPosition
        let scene: QueueScene
    }

    private let store: Store
    private var known: [ID<Queue>: Known] = [:]
    /// The reading that goes on, and the one after it, which everybody shares who asked since the first began: what changed
    /// before they asked is in it.
    private var running: [ID<Queue>: Task<QueueScene, any Error>] = [:]
    private var next: [ID<Queue>: Task<QueueScene, any Error>] = [:]

    /// For so long a reading serves where nothing changed.
    private static let age = Span.seconds(5)
    /// After more entries than this the queue is read anew without looking through them.
    private static let farthest = 200

    package init(store: Store) { self.store = store }

    /// - Throws: `notFound` for a queue that there never was.
    package func scene(of queue: ID<Queue>, at now: Instant) async throws -> QueueScene {
        try await reading(of: queue, at: now).value
    }

    private func reading(of queue: ID<Queue>, at now: Instant) -> Task<QueueScene, any Error> {
        if let waiting = next[queue] { return waiting }
        let before = running[queue]
        let reading = Task { () throws -> QueueScene in
            if let before { _ = await before.result }
            begin(queue)
            defer { end(queue) }
            return try await look(at: queue, now)
        }
        if before == nil { running[queue] = reading } else { next[queue] = reading }
        return reading
    }

    private func begin(_ queue: ID<Queue>) {
        guard let waiting = next.removeValue(forKey: queue) else { return }
        running[queue] = waiting
    }

    private func end(_ queue: ID<Queue>) {
        // The one after it takes its place as it begins.
        if next[queue] == nil { running[queue] = nil }
    }

    private func look(at queue: ID<Queue>, _ now: Instant) async throws -> QueueScene {
        let last = known[queue]
        let found = try await store.read { reading in
            let head = try reading.journalHead()
            if let last, now - last.scene.at < Self.age, last.scene.at <= now {
                let since =
                    head == last.position ? [] : try reading.journal(after: last.position, limit: Self.farthest)
                let concerns = Self.concerns(queue, at: last.scene.queue.place)
                if since.count < Self.farthest, !since.contains(where: concerns) {
                    return Known(position: since.last?.position ?? last.position, scene: last.scene)
                }
            }
            return Known(position: head, scene: try reading.queueScene(queue, at: now))
        }
        known[queue] = found
        return found.scene
    }

    /// Whether an entry of the journal tells of something that the pages of a queue show.
    package static func concerns(
        _ queue: ID<Queue>, at place: ID<Place>
    ) -> @Sendable (JournalRecord) -> Bool {
        let (id, subject) = (queue.description, Subject.queue(queue))
        return { record in
            let entry = record.entry
            if entry.subject == subject { return true }
            switch entry.subject.kind {
            case .visit, .promise:
                return entry.facts.contains { ($0.name == "queue" || $0.name == "queue-before") && $0.value == id }
            case .place: return entry.subject == .place(place) && entry.kind.hasPrefix("queue.")
            case .business: return entry.kind.hasPrefix("queue.")
            default: return false
            }
        }
    }
}
