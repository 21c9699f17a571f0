import KeptDomain
import KeptStore
import Synchronization

/// What is unusual in the remedies of late, sought at most once a minute for each set of places: it looks at weeks of the
/// ledger, and every lead asks for it with Today.
final class PatternShelf: Sendable {
    private struct Held {
        let patterns: [AuthorityPattern]
        let at: Instant
    }

    private static let span = Span.minutes(1)
    private let store: Store
    /// By places; `nil` for the whole business.
    private let held = Mutex<[Set<ID<Place>>?: Held]>([:])

    init(store: Store) { self.store = store }

    func patterns(at places: Set<ID<Place>>?, now: Instant) async throws -> [AuthorityPattern] {
        if let known = held.withLock({ $0[places] }), known.at <= now, now < known.at + Self.span {
            return known.patterns
        }
        let found = try await store.read { try $0.authorityPatterns(at: places, now: now) }
        held.withLock { $0[places] = Held(patterns: found, at: now) }
        return found
    }
}
