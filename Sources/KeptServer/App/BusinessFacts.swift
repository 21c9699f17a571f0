import KeptDomain
import KeptStore
import Synchronization

/// What every page says of the business: its name, its zone, whether it is set up. Read again when a second old.
final class BusinessFacts: Sendable {
    struct Facts: Sendable {
        let name: String
        /// That of the default place.
        let zone: Zone
        let isSetUp: Bool
    }

    private static let memory = Duration.seconds(1)
    private let store: Store
    private let known = Mutex<(facts: Facts, until: ContinuousClock.Instant)?>(nil)

    init(store: Store) { self.store = store }

    func current() async throws -> Facts {
        if let known = known.withLock({ $0 }), known.until > .now { return known.facts }
        let facts = try await store.read { reading in
            Facts(
                name: try reading.setting(.businessName) ?? "Kept",
                zone: try reading.zones.zone(try reading.businessZone()),
                isSetUp: try reading.setting(.setUpAt) != nil)
        }
        known.withLock { $0 = (facts, .now + Self.memory) }
        return facts
    }

    func forget() { known.withLock { $0 = nil } }
}
