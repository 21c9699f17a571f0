import KeptDomain
import KeptFigures
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct DeliveryLearningTests {
    @Test(arguments: TestStore.engines) func itIsLearnedOnceANightAndQuotedFromThere(on engine: Engine) async throws {
        try await LearnedShop.with(engine, learned: false) { learned in
            let shop = learned.shop
            let before = try await learned.quote("near")
            #expect(before.outcome == .failure(.tooFew(lacking: 0)), "there is enough, and nothing was learned yet")
            guard
                case .learned(let orders, let delivered, let bytes) = try await shop.store.learnDeliveries(
                    at: shop.time.now)
            else {
                Issue.record("not learned")
                return
            }
            #expect(orders == 960 && delivered > 800 && bytes < 1_000_000, "\(orders) \(delivered) \(bytes)")
            #expect(try await shop.store.learnDeliveries(at: shop.time.now) == .known)
            let near = try #require(try await learned.quote("near").quote)
            #expect(near.days == 3 && near.delivered == delivered && near.likes?.isByRegion == true)
            #expect(try await learned.quote("far").quote?.days == 8)
            #expect(try await learned.quote("moon").quote?.isRegionNew == true)

            // The next local day begins: it is learned anew, and what was held from before is let go.
            shop.time.advance(by: .hours(15))
            let again = try await shop.store.learnDeliveries(at: shop.time.now)
            #expect(again == .learned(orders: 960, delivered: delivered, bytes: bytes) || again != .known)
            #expect(try await shop.count("SELECT revision FROM quote_models") == 2)
            // A clock that is set back learns nothing again and quotes on.
            shop.time.advance(by: -Span.hours(20))
            #expect(try await learned.quote("near").quote?.days == 3)
        }
    }

    @Test(arguments: TestStore.engines) func whatAnotherVersionWroteIsLearnedAnew(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            try await shop.write { tx in
                _ = try tx.run("UPDATE quote_models SET content = \([UInt8]([200, 1, 7])), revision = revision + 1")
            }
            #expect(try await learned.quote("near").outcome == .failure(.tooFew(lacking: 0)))
            guard case .learned = try await shop.store.learnDeliveries(at: shop.time.now) else {
                Issue.record("not learned anew")
                return
            }
            #expect(try await learned.quote("near").quote?.days == 3)
        }
    }

    @Test(arguments: TestStore.engines) func anEmptyRecordSaysHowManyDeliveriesAreMissing(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: LearnedShop.start) { shop in
            #expect(try await shop.store.learnDeliveries(at: shop.time.now) == .tooFew(0))
            let answer = try await LearnedShop(shop: shop).quote("near")
            #expect(answer.outcome == .failure(.tooFew(lacking: 200)))
            let words = try Vocabulary.shared()
            #expect(QuoteText.sentence(answer, words[.english]).contains("200 more deliveries"))
            #expect(QuoteText.json(answer, words: words).contains(#""quoted":false,"why":"too-few","needed":200"#))
        }
    }

    @Test(arguments: TestStore.engines) func anOrderUnderWayIsQuotedByWhereItStands(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let shop = learned.shop
            let made = try await learned.order("B1", to: "far")
            func quote() async throws -> DeliveryQuote? {
                let now = shop.time.now
                return try await shop.store.read { try $0.quote(of: made.order.id, at: now).quote }
            }
            let first = try #require(try await quote())
            #expect(first.days == 8)
            let words = try Vocabulary.shared()
            let (now, id) = (shop.time.now, made.order.id)
            let answer = try await shop.store.read { try $0.quote(of: id, at: now) }
            let sentence = QuoteText.sentence(answer, words[.english])
            #expect(sentence.contains("orders to far in 60 days: nine of ten within 8 days."), "\(sentence)")
            shop.time.advance(by: .days(2))
            try await shop.tell(.dispatched, of: made.order.id)
            #expect(try #require(try await quote()).day >= first.day)
            try await shop.tell(.delivered, of: made.order.id)
            await #expect(throws: QuoteRefusal.ended(.delivered)) { try await quote() }
        }
    }

    @Test(arguments: TestStore.engines) func aPlaceQuotesByItsOwnRule(on engine: Engine) async throws {
        try await LearnedShop.with(engine) { learned in
            let (shop, place) = (learned.shop, learned.shop.place)
            #expect(try await learned.quote("near").confidence == 0.9)
            try await shop.write { try $0.setQuoteRule(QuoteRule(confidence: 800), at: nil) }
            #expect(try await learned.quote("near").confidence == 0.8)
            try await shop.write { try $0.setQuoteRule(QuoteRule(confidence: 950), at: place) }
            #expect(try await learned.quote("near").confidence == 0.95)
            #expect(try await learned.quote("near", confidence: 500).confidence == 0.5)
            await #expect(throws: InvalidInput.self) { try await learned.quote("near", confidence: 499) }
            await #expect(throws: InvalidInput.self) {
                try await shop.write { try $0.setQuoteRule(QuoteRule(confidence: 1_000), at: nil) }
            }
            try await shop.write { try $0.dropQuoteRule(at: place) }
            #expect(try await learned.quote("near").confidence == 0.8)
        }
    }
}
