import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct OrderListTests {
    /// Ten orders an hour apart: 1 and 2 delivered in time, 3 broken, 4 cancelled, the rest open.
    private static func stocked(_ shop: Bookshop) async throws -> [ID<Order>] {
        try await shop.addStandard("Everywhere", target: "wall:PT12H")
        var ids: [ID<Order>] = []
        for number in 1...10 {
            let name = number % 2 == 0 ? "Ada Lovelace" : "王小明"
            ids.append(
                try await shop.order(
                    shop.draft("A-\(number)", customer: CustomerDraft(name: name, email: "c\(number)@example.org"))
                ).order.id)
            shop.time.advance(by: .hours(1))
        }
        try await shop.tell(.delivered, of: ids[0])
        try await shop.tell(.delivered, of: ids[1])
        try await shop.tell(.cancelled, of: ids[3])
        shop.time.advance(by: .hours(4) + .minutes(30))
        try await shop.lapse()
        return ids
    }

    @Test(arguments: TestStore.engines) func listsAreFilteredAndPaged(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T06:00:00+01:00") { shop in
            let ids = try await Self.stocked(shop)
            func list(_ change: (inout OrderFilter) -> Void) async throws -> [Int] {
                var filter = OrderFilter()
                change(&filter)
                let (asked, warnings) = (filter, ShownWarnings(to: .all, at: shop.time.now))
                var found: [Int] = []
                var cursor: ListCursor?
                repeat {
                    let (from, limit) = (cursor, 3)
                    let page = try await shop.store.read { try $0.orders(asked, warnings, after: from, limit: limit) }
                    found += page.items.map { $0.number - 1_000 }
                    cursor = page.next
                    if let next = cursor { #expect(ListCursor("\(next)") == next) }
                } while cursor != nil
                return found
            }
            #expect(try await list { _ in } == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
            #expect(try await list { $0.statuses = [.delivered] } == [2, 1])
            #expect(try await list { $0.statuses = [.cancelled, .ordered] } == [10, 9, 8, 7, 6, 5, 4, 3])
            #expect(try await list { $0.word = .broken } == [3])
            #expect(try await list { $0.word = .open } == [5, 6, 7, 8, 9, 10])
            #expect(try await list { $0.word = .atRisk } == [5])
            #expect(try await list { $0.text = "小明" } == [9, 7, 5, 3, 1])
            #expect(try await list { $0.text = "love ada" } == [10, 8, 6, 4, 2])
            #expect(try await list { $0.text = "#1007" } == [7])
            #expect(try await list { $0.text = "A-4" } == [4])
            #expect(try await list { $0.text = "C9@example.org" } == [9])
            #expect(try await list { $0.text = "nobody" } == [])
            #expect(try await list { $0.from = Day("2026-11-03") } == [])
            #expect(try await list { $0.to = Day("2026-11-02") }.count == 10)
            let warnings = ShownWarnings(to: .all, at: shop.time.now)
            let items = try await shop.store.read { try $0.orders(OrderFilter(), warnings).items }
            let broken = try #require(items.first { $0.id == ids[2] })
            #expect(broken.word?.state == .broken)
            #expect(broken.openCase == 1_001)
            #expect(broken.customer == "王小明")
            #expect(items.first { $0.id == ids[4] }?.isAtRisk == true)
        }
    }

    @Test(arguments: TestStore.engines) func theTrackingPageTellsTheChainAndNoId(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let carrier = try await shop.write { tx in
                try tx.addCarrier(
                    CarrierDraft(name: "Swift Bikes", phone: "030 1", trackingURL: "https://bikes.example/{code}"))
            }
            _ = try await shop.write { tx in
                try tx.addWindow(
                    WindowDraft(name: "Evening", weekdays: Set(Weekday.allCases), starts: 18 * 60, ends: 21 * 60))
            }
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            var draft = shop.draft("1")
            draft.carrier = carrier.id
            let order = try await shop.order(draft).order
            let parcel = try await shop.write { try $0.addParcel(to: order.id, trackingCode: "X 1/2") }
            let key = TrackingKey(bytes: try #require(order.trackingKey))
            let now = shop.time.now
            let page = try #require(try await shop.store.read { try $0.trackingPage(key, now: now) })
            #expect(page.parcels.first?.url == "https://bikes.example/X%201%2F2")
            #expect(page.openings.count == 7)
            let tuesday = try #require(page.openings.first { $0.token.hasPrefix("2026-11-03") })
            #expect(tuesday.token == "2026-11-03.1080-1260")
            let chosen = try await shop.write(as: .customer(order.customer)) { [words = shop.words] tx in
                try tx.chooseWindow(tuesday.token, for: order.id, words: words)
            }
            #expect(chosen.map(\.state) == [.renegotiated, .open])
            #expect(chosen[1].askedByCustomer)
            #expect(chosen[1].said == "It comes on Tue 3 Nov between 18:00 and 21:00.")
            #expect(chosen[1].due == tuesday.ends)
            let again = try await shop.write { [words = shop.words] tx in
                try tx.chooseWindow(tuesday.token, for: order.id, words: words)
            }
            #expect(again.count == 2)
            let after = try #require(try await shop.store.read { try $0.trackingPage(key, now: now) })
            #expect(after.holding?.due == tuesday.ends)
            #expect(after.chains.first?.first?.whyReplaced.flatMap { OwnSentence($0) } == .window("Evening"))
            #expect(after.chosen?.starts == tuesday.starts)
            let text = "\(after)"
            for id in [order.id.description, carrier.id.description, parcel.id.description, "\(order.place)"] {
                #expect(!text.contains(id))
            }
            #expect(try await shop.store.read { try $0.knownOrder(order.id) }.promisedAt == tuesday.ends)
            await #expect(throws: OrderRefusal.windowNotOffered) {
                _ = try await shop.write { [words = shop.words] tx in
                    try tx.chooseWindow("2026-11-02.0-60", for: order.id, words: words)
                }
            }
            shop.time.move(to: tuesday.ends)
            try await shop.tell(.delivered, of: order.id)
            #expect(try await shop.promises(order.id).map(\.state) == [.renegotiated, .kept])
            let unknown = try await shop.store.read { try $0.trackingPage(.random(), now: now) }
            #expect(unknown == nil)
        }
    }

    @Test(arguments: TestStore.engines) func aWindowAfterABrokenWordIsTheNextWordAndTheBreakStays(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            _ = try await shop.write { tx in
                try tx.addWindow(
                    WindowDraft(name: "Evening", weekdays: Set(Weekday.allCases), starts: 18 * 60, ends: 22 * 60))
            }
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            let order = try await shop.order(shop.draft("1")).order
            shop.time.move(to: .at("2026-11-03T12:00:01+01:00"))
            try await shop.lapse()
            let promises = try await shop.write(as: .customer(order.customer)) { [words = shop.words] tx in
                try tx.chooseWindow("2026-11-03.1080-1320", for: order.id, words: words)
            }
            #expect(promises.map(\.state) == [.broken, .open])
            #expect(promises[1].replaces == promises[0].id)
            let promised = try await shop.store.read { try $0.knownOrder(order.id).promisedAt }
            #expect(promised == promises[0].toldDue, "measured by the word that was broken")
        }
    }
}
