import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct NavigationFigureTests {
    @Test(arguments: TestStore.engines) func whatNeedsSomebodyIsCountedUntilItIsDone(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT10H")
            let orders = [
                try await shop.order(shop.draft("1")).order.id, try await shop.order(shop.draft("2")).order.id,
            ]
            func inNeed(at place: ID<Place>? = nil, bound: Int = 10) async throws -> Int {
                let warnings = ShownWarnings(to: .all, at: shop.time.now)
                return try await shop.store.read {
                    try $0.promisesInNeed(at: place.map { [$0] }, warnings: warnings, bound: bound)
                }
            }
            #expect(try await inNeed() == 0)
            shop.time.advance(by: .hours(9))
            try await shop.lapse()
            #expect(try await inNeed() == 2)
            #expect(try await inNeed(at: shop.place) == 2)
            #expect(try await inNeed(at: ID(1)) == 0)
            #expect(try await inNeed(bound: 1) == 1)
            try await shop.tell(.delivered, of: orders[0])
            #expect(try await inNeed() == 1)
            shop.time.advance(by: .hours(2))
            try await shop.lapse()
            #expect(try await inNeed() == 1, "broken, and no next word given")
            let open = try #require(try await shop.store.read { try $0.cases(CaseFilter(), limit: 1).first })
            func mine() async throws -> Int {
                try await shop.store.read { try $0.casesToMove(of: open.owner, bound: 10) }
            }
            #expect(try await mine() == 1)
            _ = try await shop.write { try $0.setMove(of: open.id, to: .customer, why: "asked for the address") }
            #expect(try await mine() == 0)
            _ = try await shop.write { try $0.closeCase(open.id, cause: "van") }
            #expect(try await inNeed() == 0)
        }
    }

    @Test(arguments: TestStore.engines) func listsAreCountedUpToABound(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            for number in 1...3 { try await shop.order(shop.draft("\(number)")) }
            _ = try await shop.write {
                try $0.openCase(kind: .question, subject: "Open?", customer: nil, order: nil, place: nil)
            }
            func total(_ filter: OrderFilter = OrderFilter()) async throws -> ListTotal {
                let warnings = ShownWarnings(to: .all, at: shop.time.now)
                return try await shop.store.read { try $0.totalOrders(filter, warnings) }
            }
            var ada = OrderFilter()
            ada.text = "2"
            #expect(try await total() == ListTotal(count: 3))
            #expect(try await total(ada) == ListTotal(count: 1))
            let (cases, closed, promises) = try await shop.store.read { reading in
                (
                    try reading.totalCases(CaseFilter(status: .open)),
                    try reading.totalCases(CaseFilter(status: .closed)),
                    try reading.totalPromises(PromiseFilter(state: .open))
                )
            }
            #expect(cases == ListTotal(count: 1) && closed == ListTotal(count: 0) && promises == ListTotal(count: 0))
            _ = try await shop.write { tx in
                try tx.run(
                    """
                    INSERT INTO orders (id, number, source, external_id, place_id, zone, ordered_at, ordered_day, status, created_at)
                    WITH RECURSIVE steps (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < \(ListTotal.bound))
                    SELECT n, 1000000 + n, 'bulk', CAST(n AS TEXT), \(shop.place), 'UTC', n, 1, 'ordered', n FROM steps
                    """)
            }
            #expect(try await total() == ListTotal(count: ListTotal.bound, isCapped: true))
        }
    }
}
