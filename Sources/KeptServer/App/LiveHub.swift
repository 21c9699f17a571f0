import KeptDomain
import KeptStore
import Synchronization

/// Follows the journal once for all open pages that hear the same, so that a change costs one look at the record however
/// many watch.
package final class LiveHub: Sendable {
    /// Entries in order, with the text that tells all of them as server-sent events.
    struct Batch: Sendable {
        let records: [JournalRecord]
        let text: String
    }

    private struct Group {
        var listeners: [Int: AsyncThrowingStream<Batch, any Error>.Continuation] = [:]
        let following: Task<Void, Never>
    }

    private struct Groups {
        var next = 0
        var all: [JournalFilter: Group] = [:]
    }

    /// What one page hears, and a way to put in a text between changes.
    struct Line: Sendable {
        let batches: AsyncThrowingStream<Batch, any Error>
        fileprivate let continuation: AsyncThrowingStream<Batch, any Error>.Continuation

        /// The process stops: what waits is still heard, and then the line ends.
        func end() { continuation.finish() }

        func say(_ text: String) { continuation.say(Batch(records: [], text: text)) }
    }

    /// Batches that wait for a slow reader.
    private static let mostWaiting = 100

    private let store: Store
    private let groups = Mutex(Groups())

    package init(store: Store) { self.store = store }

    /// What is added from now on. What was added before it answers is read by whoever listens: nothing falls between.
    ///
    /// Ends where the listener falls behind too far, and throws `StoreError.unavailable` while the record is away.
    func listen(matching filter: JournalFilter) async throws -> Line {
        let head = try await store.read { try $0.journalHead() }
        let (stream, continuation) = AsyncThrowingStream.makeStream(
            of: Batch.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        let number = groups.withLock { groups in
            groups.next += 1
            let number = groups.next
            if groups.all[filter] == nil {
                groups.all[filter] = Group(following: Task { [weak self] in await self?.follow(filter, after: head) })
            }
            groups.all[filter]?.listeners[number] = continuation
            return number
        }
        continuation.onTermination = { [weak self] _ in self?.leave(number, filter) }
        return Line(batches: stream, continuation: continuation)
    }

    private func leave(_ number: Int, _ filter: JournalFilter) {
        let ended = groups.withLock { groups -> Task<Void, Never>? in
            groups.all[filter]?.listeners.removeValue(forKey: number)
            guard let group = groups.all[filter], group.listeners.isEmpty else { return nil }
            groups.all[filter] = nil
            return group.following
        }
        ended?.cancel()
    }

    private func follow(_ filter: JournalFilter, after head: JournalPosition) async {
        do {
            for try await records in JournalFollower(store, after: head, matching: filter) {
                let batch = Batch(records: records, text: LiveRoute.text(of: records))
                for listener in listeners(filter) { listener.say(batch) }
            }
            end(filter, throwing: nil)
        } catch {
            end(filter, throwing: error)
        }
    }

    private func listeners(_ filter: JournalFilter) -> [AsyncThrowingStream<Batch, any Error>.Continuation] {
        groups.withLock { groups in groups.all[filter].map { Array($0.listeners.values) } ?? [] }
    }

    /// Whoever still listens is told; who comes afterwards begins a new group.
    private func end(_ filter: JournalFilter, throwing error: (any Error)?) {
        let group = groups.withLock { $0.all.removeValue(forKey: filter) }
        for listener in group?.listeners.values ?? [:].values { listener.finish(throwing: error) }
    }
}

extension AsyncThrowingStream<LiveHub.Batch, any Error>.Continuation {
    /// A reader who takes nothing for so long that a batch is dropped is let go: the browser comes back and says where it
    /// was.
    fileprivate func say(_ batch: LiveHub.Batch) { if case .dropped = yield(batch) { finish() } }
}
