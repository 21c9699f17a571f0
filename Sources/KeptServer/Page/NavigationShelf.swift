import KeptDomain
import KeptStore
import Synchronization

/// What the navigation counts for each reader, read at most once a second.
final class NavigationShelf: Sendable {
    private struct Held {
        let counts: NavigationCounts
        let at: Instant
    }

    private static let span = Span.seconds(1)
    /// So many readers are remembered; then all are counted anew.
    private static let limit = 10_000
    private let store: Store
    private let held = Mutex<[ID<Person>: Held]>([:])

    init(store: Store) { self.store = store }

    func counts(for person: Person, at now: Instant) async throws -> NavigationCounts {
        if let known = held.withLock({ $0[person.id] }), known.at <= now, now < known.at + Self.span {
            return known.counts
        }
        let reached = Permissions.places(for: .seeToday, with: person.grants)
        let deciding = Permissions.places(for: .approveRemedy, with: person.grants)
        let (taking, leading) = (
            Permissions.places(for: .takeCase, with: person.grants),
            Permissions.places(for: .seeConduct, with: person.grants)
        )
        let keeping = Permissions.places(for: .runQueue, with: person.grants)
        let actor = Actor.person(person.id, grants: person.grants)
        let bound = NavigationCounts.bound + 1
        let warnings = ShownWarnings(to: WarningAudience(grants: person.grants), at: now)
        let counts = try await store.read { reading in
            var counts = NavigationCounts(
                atRisk: try reached.map {
                    try reading.promisesInNeed(at: $0.places, warnings: warnings, bound: bound)
                } ?? 0,
                myCases: try reading.casesToMove(of: person.id, awakeAt: now, bound: bound),
                approvals: try deciding.map { try reading.requestsWaiting(at: $0.places, bound: bound) } ?? 0,
                calls: try reading.standingCalls(taking: taking, leading: leading, besides: actor, limit: bound).count)
            if let keeping {
                counts.waits = try reading.queuesInNeed(at: keeping.places, now: now).reduce(0) { $0 + $1.late }
            }
            return counts
        }
        held.withLock { held in
            if held.count >= Self.limit { held.removeAll() }
            held[person.id] = Held(counts: counts, at: now)
        }
        return counts
    }

    /// After the reader changed something, which the next page must count.
    func forget(_ person: ID<Person>) { held.withLock { _ = $0.removeValue(forKey: person) } }
}
