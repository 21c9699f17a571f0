import KeptDomain
import KeptStore
import KeptWords

/// A small bookshop in Berlin for tests: one place, open from 9 to 18 on weekdays, and a standard for its own city.
package struct Bookshop: Sendable {
    package let store: Store
    package let time: MovedTime
    package let words: Vocabulary
    package let place: ID<Place>

    /// Opens the shop on a fresh record, with the time at `start`, and closes it again.
    package static func with<T>(
        _ engine: Engine, at start: String, _ body: (Bookshop) async throws -> T
    ) async throws -> T {
        let time = MovedTime(start)
        return try await TestStore.with(engine, time: time) { store in
            let shop = try await Bookshop(store: store, time: time)
            return try await body(shop)
        }
    }

    package init(store: Store, time: MovedTime) async throws {
        self.store = store
        self.time = time
        words = try Vocabulary.shared()
        place = try await store.write(as: .shell, at: time.now) { tx in
            let place = try tx.place(orDefault: nil)
            let draft = PlaceDraft(name: "Kept Books", city: "Berlin", zone: "Europe/Berlin", calendar: place.calendar)
            try tx.changePlace(place.id, to: draft, revision: place.revision)
            return place.id
        }
    }

    /// One operation as somebody at the command line, now.
    package func write<T: Sendable>(
        as actor: Actor = .shell, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await store.write(as: actor, at: time.now, body)
    }

    @discardableResult
    package func addStandard(
        _ name: String, target: String, scope: StandardScope = StandardScope(), said: String = "With you by {due}."
    ) async throws -> Standard {
        try await write {
            try $0.addStandard(StandardDraft(name: name, scope: scope, target: target, said: ["en": said]))
        }
    }

    /// The draft of an order of one book, given now.
    package func draft(
        _ externalID: String, customer: CustomerDraft? = CustomerDraft(name: "Ada"), lines: [OrderLine]? = nil,
        promisedBy: OrderDraft.PromisedBy? = nil, splitDelivery: Bool = false
    ) -> OrderDraft {
        OrderDraft(
            source: "shop", externalID: externalID, customer: customer, lines: lines ?? [Self.book()],
            orderedAt: time.now, promisedBy: promisedBy, splitDelivery: splitDelivery)
    }

    package static func book(
        _ name: String = "A book", group: String? = nil, quantity: Int = 1, isGoods: Bool = true
    ) -> OrderLine {
        guard let euro = Currency("EUR") else { preconditionFailure("no euro") }
        return OrderLine(
            name: name, productGroup: group, quantity: quantity, price: Money(minor: 1_900, currency: euro),
            isGoods: isGoods)
    }

    @discardableResult
    package func order(_ draft: OrderDraft) async throws -> OrderMade {
        let key = TrackingKey.random()
        return try await write { [words] in try $0.makeOrder(draft, trackingKey: key, words: words) }
    }

    @discardableResult
    package func tell(
        _ kind: TrackingEvent.Kind, of order: ID<Order>, at: Instant? = nil, reason: String? = nil
    ) async throws -> EventRecorded {
        let at = at ?? time.now
        return try await write { [words] in
            try $0.recordEvent(EventDraft(kind, at: at, reason: reason), of: order, words: words)
        }
    }

    package func lapse() async throws { try await store.lapse(at: time.now) }

    package func promises(_ order: ID<Order>) async throws -> [Promise] {
        try await store.read { try $0.promises(ofOrder: order) }
    }

    package func count(_ sql: SQL) async throws -> Int { try await store.read { try $0.count(sql) } }
}

extension Store {
    /// Lets every deadline that has passed do its work. Those that a server's own runner has in hand are waited for.
    package func lapse(at now: Instant) async throws {
        let words = try Vocabulary.shared()
        while try await read({ try $0.hasDueDeadlines(at: now) }) {
            _ = try await write(as: .system("deadlines"), at: now) { try $0.lapseDeadlines(limit: 100, words: words) }
        }
    }
}

extension Instant {
    /// ISO 8601 with offset; a text that is no instant is a defect of the test.
    package static func at(_ text: String) -> Instant { MovedTime(text).now }
}
