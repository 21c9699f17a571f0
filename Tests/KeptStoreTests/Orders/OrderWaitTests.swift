import KeptDomain
import KeptTestSupport
import Testing

@testable import KeptStore

/// Each answer that is waited for is a way to the database and back, and many programs send orders one after another.
@Suite struct OrderWaitTests {
    @Test(arguments: TestStore.engines) func anOrderWaitsForFewAnswers(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T10:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "day+3")
            // The first of a process compiles the calendar.
            try await shop.order(shop.draft("0"))
            let ada = CustomerDraft(source: "erp", externalID: "7", name: "Ada", email: "ada@example.org")
            let lines = (1...20).map { Bookshop.book("Book \($0)", group: "books") }
            // The same order as before, the place, the customer, the number, the standards.
            #expect(try await Self.waits(for: shop.draft("1", customer: ada, lines: lines), in: shop) == 5)
            #expect(try await Self.waits(for: shop.draft("2", customer: ada, lines: lines), in: shop) == 5)
            #expect(try await Self.waits(for: shop.draft("3", customer: nil), in: shop) == 4)
            let made = try await shop.store.read { try $0.order(source: "shop", externalID: "2") }
            let order = try #require(made)
            let (stored, words) = try await shop.store.read { reading in
                (try reading.lines(of: order.id), try reading.promises(ofOrder: order.id))
            }
            #expect(stored.count == 20 && words.map(\.state) == [.open])
            var found: [Finding] = []
            _ = try await shop.store.examine { found.append($0) }
            #expect(found == [])
        }
    }

    /// What a new order is answered with is what the record says of it.
    @Test(arguments: TestStore.engines) func theAnswerIsWhatIsStored(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T10:00:00+01:00") { shop in
            try await shop.addStandard("Books", target: "day+1", scope: StandardScope(productGroup: "books"))
            try await shop.addStandard("Maps", target: "day+4", scope: StandardScope(productGroup: "maps"))
            let carrier = try await shop.write { try $0.addCarrier(CarrierDraft(name: "Post")) }
            var draft = shop.draft(
                "1", customer: CustomerDraft(name: " Ada ", email: "ada@example.org", segment: "new"),
                lines: [
                    Bookshop.book("Novel", group: "books", quantity: 2), Bookshop.book("Atlas", group: "maps"),
                    Bookshop.book("Gift wrap", isGoods: false),
                ], splitDelivery: true)
            draft.carrier = carrier.id
            let made = try await shop.order(draft)
            let again = try await shop.order(draft)
            #expect(made.isNew && !again.isNew)
            #expect(made.order == again.order && made.customer == again.customer)
            #expect(made.lines == again.lines && made.promises == again.promises)
            #expect(made.lines.map { $0.promise == nil } == [false, false, true])
            let facts = try await shop.store.read { try $0.deliveryFacts(of: made.order.id) }
            let zone = try shop.store.zones.zone(made.order.zone)
            #expect(facts == OrderFacts(of: made.order, made.lines.map(\.line), in: zone))
        }
    }

    private static func waits(for draft: OrderDraft, in shop: Bookshop) async throws -> Int {
        let (store, words, now, key) = (shop.store, shop.words, shop.time.now, TrackingKey.random())
        return try await store.driver.write { connection in
            let counted = CountedConnection(connection)
            let transaction = Transaction(
                counted, zones: store.zones, calendars: store.calendars, models: store.models, ids: store.ids,
                actor: .shell, now: now)
            let made = try transaction.makeOrder(draft, trackingKey: key, words: words)
            try transaction.finish()
            #expect(made.isNew)
            return counted.waits
        }
    }
}

/// Counts how often an answer is waited for.
private final class CountedConnection: Connection {
    private let base: any Connection
    private(set) var waits = 0
    var engine: Engine { base.engine }

    init(_ base: any Connection) { self.base = base }

    func rows<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> [T] {
        waits += 1
        return try base.rows(sql, body)
    }

    @discardableResult func run(_ sql: SQL) throws -> Int {
        waits += 1
        return try base.run(sql)
    }

    func runAll(_ statements: [SQL]) throws { try base.runAll(statements) }

    func apart<T>(_ body: () throws -> T) throws -> T {
        waits += 2
        return try base.apart(body)
    }

    func runScript(_ text: String) throws {
        waits += 1
        try base.runScript(text)
    }

    func add(into table: StaticString, columns: [StaticString], values: [Value]) throws {
        waits += 1
        try base.add(into: table, columns: columns, values: values)
    }
}
