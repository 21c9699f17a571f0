import KeptDomain
import KeptStore
import Synchronization

/// The usual times of each carrier, read from the rollups once in five minutes: they move slowly, and every order page
/// shows them.
final class UsualStageShelf: Sendable {
    private struct Held {
        let stages: UsualStages
        let at: Instant
    }

    private static let span = Span.minutes(5)
    private let store: Store
    private let held = Mutex<[ID<Carrier>?: Held]>([:])

    init(store: Store) { self.store = store }

    func stages(carrier: ID<Carrier>?, at now: Instant) async throws -> UsualStages {
        if let known = held.withLock({ $0[carrier] }), known.at <= now, now < known.at + Self.span {
            return known.stages
        }
        let stages = try await store.read { try $0.usualStages(carrier: carrier, today: Zone.utc.day(of: now)) }
        held.withLock { $0[carrier] = Held(stages: stages, at: now) }
        return stages
    }
}
