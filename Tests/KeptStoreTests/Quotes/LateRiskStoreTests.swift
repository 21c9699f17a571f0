import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct LateRiskStoreTests {
    /// An order to the far region that was told the near one's time.
    private func hopeless(_ learned: LearnedShop, _ id: String, in days: Int = 4) async throws -> OrderMade {
        let shop = learned.shop
        var customer = CustomerDraft(name: "Ada \(id)", email: "ada-\(id.lowercased())@example.org")
        customer.address = Address(region: "far")
        let day = try shop.store.zones.zone("Europe/Berlin").day(of: shop.time.now).advanced(by: days)
        return try await shop.order(shop.draft(id, customer: customer, promisedBy: .day(day)))
    }

    private func read(_ shop: Bookshop) async throws -> [RiskReading] {
        let now = shop.time.now
        let readings = try await shop.store.read { try $0.riskReadings(at: now, limit: 2_000) }
        try await shop.write(as: .system("quotes")) { try $0.note(readings) }
        return readings
    }

    @Test(arguments: TestStore.engines) func openOrdersAreReadAtNoonAndAfterWhatHappensToThem(
        on engine: Engine
    ) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            let order = try await hopeless(learned, "B1").order.id
            #expect(try await read(shop).map(\.order) == [order])
            let risk = try #require(try await shop.store.read { try $0.risk(of: order) })
            #expect(risk.chance > 500 && risk.overSince == shop.time.now && risk.stage == .dispatch)
            #expect(try await read(shop).isEmpty)
            shop.time.advance(by: .hours(3))
            #expect(try await read(shop).count == 1, "noon has passed")
            #expect(try await shop.store.read { try $0.risk(of: order)?.overSince } == risk.overSince)
            shop.time.advance(by: .hours(1))
            try await shop.tell(.dispatched, of: order)
            #expect(try await read(shop).first?.risk.stage == .transit)
            try await shop.tell(.delivered, of: order)
            #expect(try await read(shop).isEmpty)
            #expect(try await shop.store.read { try $0.risk(of: order) } == nil)
        }
    }

    @Test(arguments: TestStore.engines) func itsCustomerIsWarnedOnceWithTheQuotedTime(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            let order = try await hopeless(learned, "B1").order
            _ = try await read(shop)
            let now = shop.time.now
            #expect(try await shop.store.read { try $0.ordersToForesee(at: now).orders } == [order.id])
            let words = try Vocabulary.shared()
            func foresee() async throws -> LatenessNoted? {
                try await shop.write(as: .system("quotes")) {
                    try $0.foreseeOrder(order.id, words: words, address: "https://kept.example.org")
                }
            }
            let noted = try #require(try await foresee())
            let zone = try shop.store.zones.zone("Europe/Berlin")
            #expect(noted.next?.due == zone.endOfDay(zone.day(of: now).advanced(by: 8)))
            let message = try #require(noted.message)
            #expect(
                message.body.contains("will probably be later") && message.body.contains("takes longer than we said"))
            #expect(try await foresee() == nil, "once")
            #expect(try await shop.store.read { try $0.ordersToForesee(at: now).orders.isEmpty })
            #expect(try await shop.count("SELECT count(*) FROM failures WHERE foreseen_at IS NOT NULL") == 1)
            // The new word is read anew and warned of no more, whatever becomes of it.
            shop.time.advance(by: .days(7))
            _ = try await read(shop)
            let later = shop.time.now
            #expect(try await shop.store.read { try $0.ordersToForesee(at: later).orders.isEmpty })
        }
    }

    @Test(arguments: TestStore.engines) func aStrikeStopsAndAsksAPersonOnce(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            for number in 0...Reading.mostForeseenADay { _ = try await hopeless(learned, "B\(number)") }
            #expect(try await read(shop).count == Reading.mostForeseenADay + 1)
            let now = shop.time.now
            let found = try await shop.store.read { try $0.ordersToForesee(at: now) }
            #expect(found.orders.isEmpty && found.held == Reading.mostForeseenADay + 1)
            for _ in 0..<3 { try await shop.write(as: .system("quotes")) { try $0.holdForesight(of: found.held) } }
            #expect(try await shop.count("SELECT count(*) FROM journal WHERE kind = 'place.warnings-held'") == 1)
            try await shop.write { try $0.releaseForesight() }
            await #expect(throws: StoreError.self) { try await shop.write { try $0.releaseForesight() } }
            #expect(try await shop.store.read { try $0.ordersToForesee(at: now).orders.count } == found.held)
        }
    }

    @Test(arguments: TestStore.engines) func whereNobodyWantsItNobodyIsWarned(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            let order = try await hopeless(learned, "B1").order.id
            try await shop.write { try $0.setQuoteRule(QuoteRule(foresees: false), at: nil) }
            _ = try await read(shop)
            let now = shop.time.now
            #expect(try await shop.store.read { try $0.ordersToForesee(at: now).orders.isEmpty })
            #expect(try await shop.store.read { try $0.risk(of: order)?.overSince } != nil, "it is shown all the same")
            try await shop.write { try $0.setQuoteRule(QuoteRule(threshold: 990), at: nil) }
            shop.time.advance(by: .hours(3))
            _ = try await read(shop)
        }
    }
}
