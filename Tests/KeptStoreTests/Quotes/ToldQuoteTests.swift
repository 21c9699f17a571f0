import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct ToldQuoteTests {
    private func level(_ shop: Bookshop) async throws -> Int {
        try await shop.count("SELECT alpha FROM quote_levels WHERE confidence = 900")
    }

    private func hear(_ shop: Bookshop) async throws -> Int {
        try await shop.write(as: .system("quotes")) { try $0.hearOutcomes(limit: 100) }
    }

    @Test(arguments: TestStore.engines) func aNewOrderIsPromisedTheQuotedDayWhereThePlaceSaysSo(
        on engine: Engine
    ) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            let before = try await learned.order("B0", to: "near")
            #expect(before.promise == nil, "off until somebody turns it on")
            try await shop.write { try $0.setQuoteRule(QuoteRule(promises: true), at: nil) }
            let made = try await learned.order("B1", to: "near")
            let promise = try #require(made.promise)
            let zone = try shop.store.zones.zone("Europe/Berlin")
            #expect(promise.due == zone.endOfDay(zone.day(of: shop.time.now).advanced(by: 3)))
            let told = try #require(
                try await shop.store.read { try $0.toldQuotes(of: made.order.id)[promise.id] })
            #expect(!told.isWish && told.chance >= 900 && told.basis.likes?.isByRegion == true)
            let sentence = try Vocabulary.shared()[.english].basis(of: told.basis, region: "near", carrier: nil)
            #expect(sentence.contains("orders to near in 60 days: nine of ten within 3 days."), "\(sentence)")
            // The same order sent again changes nothing.
            let again = try await learned.order("B1", to: "near")
            #expect(!again.isNew && again.promise?.id == promise.id)
            // What somebody told is told.
            let day = zone.day(of: shop.time.now).advanced(by: 1)
            let own = try await shop.order(shop.draft("B2", promisedBy: .day(day)))
            #expect(own.promise?.due == zone.endOfDay(day))
        }
    }

    @Test(arguments: TestStore.engines) func anOutcomeMovesTheLevelOnceAndOnlyWhenItsDayIsOver(
        on engine: Engine
    ) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            try await shop.write { try $0.setQuoteRule(QuoteRule(promises: true), at: nil) }
            let (kept, late) = (try await learned.order("B1", to: "near"), try await learned.order("B2", to: "near"))
            let gone = try await learned.order("B3", to: "near")
            let start = try await level(shop)
            #expect(start == 100_000_000)
            shop.time.advance(by: .days(1))
            try await shop.tell(.delivered, of: kept.order.id)
            try await shop.tell(.cancelled, of: gone.order.id)
            #expect(try await hear(shop) == 1, "the cancelled one; the kept one waits for the end of its day")
            #expect(try await level(shop) == start)
            shop.time.advance(by: .days(5))
            #expect(try await hear(shop) == 1)
            let after = try await level(shop)
            #expect(after > start, "a quote was kept")
            #expect(try await hear(shop) == 0, "heard once")
            #expect(try await level(shop) == after)
            try await shop.tell(.delivered, of: late.order.id)
            #expect(try await hear(shop) == 1)
            #expect(try await level(shop) < after, "a quote was late")
            let now = shop.time.now
            let held = try await shop.store.read { try $0.heldQuotes(at: now) }
            #expect(held.told == 3 && held.known == 2 && held.kept == 1, "\(held)")
            #expect(try await shop.count("SELECT heard FROM quote_levels WHERE confidence = 900") == 2)
        }
    }

    @Test(arguments: TestStore.engines) func anEarlierTimeIsAWishWithItsChance(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            let made = try await learned.order("B1", to: "far")
            let zone = try shop.store.zones.zone("Europe/Berlin")
            let today = zone.day(of: shop.time.now)
            func say(_ day: Day) async throws -> ToldQuote? {
                let due = zone.endOfDay(day)
                let promise = try await shop.write { tx in
                    let draft = PromiseDraft(
                        about: .order(made.order.id), said: "Soon.", language: "en", zone: "Europe/Berlin",
                        due: .at(due))
                    return try tx.giveWord(draft, after: tx.promises(ofOrder: made.order.id))
                }
                return try await shop.store.read { try $0.toldQuotes(of: made.order.id)[promise.id] }
            }
            let wish = try #require(try await say(today.advanced(by: 4)))
            #expect(wish.isWish && wish.chance < 300 && wish.quoted == today.advanced(by: 8))
            let words = try Vocabulary.shared()[.english]
            let text = words.toldBasis(
                wish.basis, chance: Double(wish.chance) / 1_000, isWish: true, region: "far", carrier: nil)
            #expect(text.contains("of 100"), "\(text)")
            let quoted = try #require(try await say(today.advanced(by: 8)))
            #expect(!quoted.isWish && quoted.chance >= 900)
            // Wishes are scored and teach nothing.
            let now = shop.time.now
            #expect(try await shop.store.read { try $0.heldQuotes(at: now) }.told == 1)
        }
    }

    /// A quote must not feed on itself: an order that Kept promised has no promised lead to learn from.
    @Test(arguments: TestStore.engines) func whatKeptQuotedIsNoPromiseOfTheSource(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            try await shop.write { try $0.setQuoteRule(QuoteRule(promises: true), at: nil) }
            let own = try await learned.order("B1", to: "near").order.id
            let day = try shop.store.zones.zone("Europe/Berlin").day(of: shop.time.now).advanced(by: 5)
            let told = try await shop.order(shop.draft("B2", promisedBy: .day(day))).order.id
            #expect(try await shop.store.read { try $0.isPromiseOfSource(own) } == false)
            #expect(try await shop.store.read { try $0.isPromiseOfSource(told) } == true)
        }
    }
}
