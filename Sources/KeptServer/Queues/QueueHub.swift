import KeptDomain
import KeptStore
import Logging
import Synchronization

/// Follows the queues for all pages that stand open on them. What happens in a queue costs one reading of it, however many
/// phones look at it: each is handed the same scene and sends on what changed for it.
package final class QueueHub: Sendable {
    /// What a page looks at.
    enum Watched: Sendable, Hashable {
        case queue(ID<Queue>)
        /// Everything in the queues of a place.
        case place(ID<Place>)
    }

    /// A scene that all pages of its queue share.
    final class Shared: Sendable {
        let scene: QueueScene
        init(_ scene: QueueScene) { self.scene = scene }
    }

    /// What a page hears: that something changed, with the queue as it stands where it watches one.
    struct News: Sendable {
        let shared: Shared?
    }

    struct Line: Sendable {
        let news: AsyncStream<News>
        fileprivate let listener: AsyncStream<News>.Continuation

        /// The process stops, or the page looks elsewhere.
        func end() { listener.finish() }
    }

    private typealias Listener = AsyncStream<News>.Continuation

    private struct State {
        var next = 0
        var listeners: [Watched: [Int: Listener]] = [:]
        var places: [ID<Queue>: ID<Place>] = [:]
        /// As read last.
        var scenes: [ID<Queue>: Shared] = [:]
        var following: Task<Void, Never>?
        var beating: Task<Void, Never>?
    }

    private let store: Store
    private let scenes: QueueScenes
    private let live: LiveHub
    private let time: any TimeSource
    private let pulse: Duration
    private let log: Logger
    private let state = Mutex(State())

    init(
        store: Store, scenes: QueueScenes, live: LiveHub, time: any TimeSource, pulse: Duration, log: Logger
    ) {
        self.store = store
        self.scenes = scenes
        self.live = live
        self.time = time
        self.pulse = pulse
        self.log = log
    }

    /// What happens from now on, the latest alone: who reads slowly misses what was overtaken, never what stands.
    func listen(to watched: Watched) -> Line {
        let (stream, listener) = AsyncStream.makeStream(of: News.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.listeners[watched, default: [:]][state.next] = listener
            if state.following == nil {
                state.following = Task { [weak self] in await self?.follow() }
                state.beating = Task { [weak self] in await self?.beat() }
            }
            return state.next
        }
        listener.onTermination = { [weak self] _ in self?.leave(number, watched) }
        return Line(news: stream, listener: listener)
    }

    private func leave(_ number: Int, _ watched: Watched) {
        let ended = state.withLock { state -> [Task<Void, Never>?] in
            state.listeners[watched]?.removeValue(forKey: number)
            if state.listeners[watched]?.isEmpty == true {
                state.listeners[watched] = nil
                if case .queue(let queue) = watched { state.scenes[queue] = nil }
            }
            guard state.listeners.isEmpty else { return [] }
            defer { (state.following, state.beating) = (nil, nil) }
            return [state.following, state.beating]
        }
        for task in ended { task?.cancel() }
    }

    /// The queue as it stands: as read for all, where it is watched and was read already.
    func scene(of queue: ID<Queue>) async throws -> Shared {
        if let known = state.withLock({ $0.scenes[queue] }) { return known }
        let now = time.now
        let fresh = Shared(try await scenes.scene(of: queue, at: now))
        state.withLock { state in
            if state.listeners[.queue(queue)] != nil { state.scenes[queue] = fresh }
        }
        return fresh
    }

    /// What passes by itself, a word that was given for one, shows without anything happening.
    private func beat() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: pulse) } catch { return }
            let watched = state.withLock { Array($0.listeners.keys) }
            await tell(watched)
        }
    }

    /// While the record is away the pages keep what they show.
    private func follow() async {
        while !Task.isCancelled {
            do {
                let line = try await live.listen(matching: .all)
                await tell(state.withLock { Array($0.listeners.keys) })
                for try await batch in line.batches { await tell(try await touched(by: batch.records)) }
            } catch is CancellationError {
                return
            } catch {
                log.warning("queues: the record is away", metadata: ["error": "\(error)"])
            }
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
        }
    }

    /// The watched queues and places in which something was done.
    private func touched(by records: [JournalRecord]) async throws -> [Watched] {
        var (queues, touched): (Set<ID<Queue>>, Set<Watched>) = ([], [])
        for record in records {
            let entry = record.entry
            switch entry.subject.kind {
            case .visit, .promise:
                for fact in entry.facts where fact.name == "queue" || fact.name == "queue-before" {
                    if let queue = ID<Queue>(fact.value) { queues.insert(queue) }
                }
            case .queue: queues.insert(ID(entry.subject.id))
            case .place where entry.kind.hasPrefix("queue."): touched.insert(.place(ID(entry.subject.id)))
            case .business where entry.kind.hasPrefix("queue."): return state.withLock { Array($0.listeners.keys) }
            default: continue
            }
        }
        guard !queues.isEmpty || !touched.isEmpty else { return [] }
        for place in try await places(of: queues) { touched.insert(.place(place)) }
        return state.withLock { state in
            // A point was opened or left: every queue of the place may wait for it.
            let opened = Set(
                records.map(\.entry).filter { $0.subject.kind == .place && $0.kind.hasPrefix("queue.") }.map(
                    \.subject.id))
            for watched in state.listeners.keys {
                guard case .queue(let queue) = watched else { continue }
                let place = state.scenes[queue]?.scene.queue.place.rawValue
                if queues.contains(queue) || place.map({ opened.contains($0) }) ?? false { touched.insert(watched) }
            }
            return touched.filter { state.listeners[$0] != nil }
        }
    }

    /// Asked of the record once a queue: a queue stays at its place.
    private func places(of queues: Set<ID<Queue>>) async throws -> Set<ID<Place>> {
        let (known, isAsked) = state.withLock { state in
            (state.places, state.listeners.keys.contains { if case .place = $0 { true } else { false } })
        }
        guard isAsked else { return [] }
        let unknown = queues.filter { known[$0] == nil }
        guard !unknown.isEmpty else { return Set(queues.compactMap { known[$0] }) }
        let found = try await store.read { try $0.queues(Array(unknown)).mapValues(\.place) }
        state.withLock { $0.places.merge(found) { $1 } }
        return Set(queues.compactMap { known[$0] ?? found[$0] })
    }

    private func tell(_ watched: [Watched]) async {
        for one in watched {
            guard case .queue(let queue) = one else {
                for listener in listeners(one) { listener.yield(News(shared: nil)) }
                continue
            }
            let now = time.now
            do {
                let shared = Shared(try await scenes.scene(of: queue, at: now))
                let told = state.withLock { state -> [Listener] in
                    guard let listeners = state.listeners[one] else { return [] }
                    state.scenes[queue] = shared
                    return Array(listeners.values)
                }
                for listener in told { listener.yield(News(shared: shared)) }
            } catch {
                log.warning("queues: one cannot be read", metadata: ["queue": "\(queue)", "error": "\(error)"])
            }
        }
    }

    private func listeners(_ watched: Watched) -> [Listener] {
        state.withLock { Array($0.listeners[watched, default: [:]].values) }
    }
}
