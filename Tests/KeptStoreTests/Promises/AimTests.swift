import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// What is promised about a case, told or not, beside what is promised on the order that the case is about.
@Suite("Aims and words of a case") struct AimTests {
    /// A shop that solves what came in before it closes, with an order whose word broke and opened a case.
    private static func withBrokenOrder(
        _ engine: Engine, _ body: (Bookshop, ID<Order>, Case) async throws -> Void
    ) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            _ = try await shop.write { tx in
                try tx.addStandard(
                    StandardDraft(
                        name: "Before we close", metric: .solution, target: "sundown", said: ["en": "By {due}."]))
            }
            _ = try await shop.write { tx in
                try tx.addWindow(
                    WindowDraft(name: "Evening", weekdays: Set(Weekday.allCases), starts: 18 * 60, ends: 22 * 60))
            }
            let due = shop.time.now + .minutes(2)
            let order = try await shop.order(shop.draft("1", promisedBy: .instant(due))).order.id
            shop.time.advance(by: .minutes(3))
            try await shop.lapse()
            let opened = try #require(try await shop.store.read { try $0.cases(CaseFilter(), limit: 1).first })
            try await body(shop, order, opened)
        }
    }

    private static func aims(_ shop: Bookshop) async throws -> [Promise] {
        try await shop.store.read { reading in
            let ids = try reading.rows("SELECT id FROM promises WHERE is_told = 0 ORDER BY id") { $0.id(Promise.self) }
            return try ids.compactMap { try reading.promise($0) }
        }
    }

    @Test("A closed case stays closed", arguments: TestStore.engines) func closed(on engine: Engine) async throws {
        try await Self.withBrokenOrder(engine) { shop, _, opened in
            _ = try await shop.write { try $0.closeCase(opened.id, cause: "van") }
            #expect(try await Self.aims(shop).map(\.state) == [.kept])
            shop.time.advance(by: .hours(24))
            try await shop.lapse()
            #expect(try await shop.count("SELECT count(*) FROM cases") == 1)
            #expect(try await shop.count("SELECT count(*) FROM cases WHERE lead_id IS NOT NULL") == 0)
        }
    }

    @Test("The order's broken word is found, holds, and is answered by the window", arguments: TestStore.engines)
    func window(on engine: Engine) async throws {
        try await Self.withBrokenOrder(engine) { shop, order, _ in
            let warnings = ShownWarnings(to: .all, at: shop.time.now)
            var broken = OrderFilter()
            broken.word = .broken
            let listed = try await shop.store.read { [broken] in try $0.orders(broken, warnings).items }
            #expect(listed.map(\.id) == [order] && listed.first?.word?.state == .broken)
            let words = try await shop.write(as: .customer(nil)) { [words = shop.words] tx in
                try tx.chooseWindow("2026-11-02.1080-1320", for: order, words: words)
            }
            #expect(words.map(\.state) == [.broken, .open] && words[1].replaces == words[0].id)
            #expect(words.holding == words[1])
            #expect(try await Self.aims(shop).map(\.state) == [.kept], "the customer heard what happens next and when")
        }
    }

    @Test("A delivery keeps neither the aim nor a word on the case", arguments: TestStore.engines)
    func delivered(on engine: Engine) async throws {
        try await Self.withBrokenOrder(engine) { shop, order, opened in
            try await shop.tell(.delivered, of: order)
            #expect(try await Self.aims(shop).map(\.state) == [.open])
            let call = try await shop.write { tx in
                try tx.makePromise(
                    PromiseDraft(
                        about: .case(opened.id), said: "We call you by five.", language: "en", zone: "Europe/Berlin",
                        due: .at(shop.time.now + .hours(2))))
            }
            #expect(call.order == nil && call.case == opened.id && call.matter == opened.matter)
            try await shop.tell(.returned, of: order, at: shop.time.now)
            let reread = try await shop.store.read { try $0.knownPromise(call.id) }
            #expect(reread.isOpen)
            let page = try await shop.store.read {
                try $0.orderPage(order, ShownWarnings(to: .all, at: .distantFuture))
            }
            #expect(page?.words.map(\.promise.said).last == "We call you by five.", "colleagues see it on the order")
        }
    }

    @Test("A split order is listed by its broken word while another word is open", arguments: TestStore.engines)
    func split(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let book = Bookshop.book()
            let lines = [1, 30].map { hours in
                OrderLine(
                    name: "Book \(hours)", quantity: 1, price: book.price,
                    promisedAt: shop.time.now + .hours(Int64(hours)))
            }
            let order = try await shop.order(shop.draft("1", lines: lines, splitDelivery: true)).order
            shop.time.advance(by: .hours(2))
            try await shop.lapse()
            let warnings = ShownWarnings(to: .all, at: shop.time.now)
            var broken = OrderFilter()
            broken.word = .broken
            let listed = try await shop.store.read { [broken] in try $0.orders(broken, warnings).items }
            #expect(listed.map(\.id) == [order.id])
            let key = TrackingKey(bytes: try #require(order.trackingKey))
            let page = try #require(try await shop.store.read { try $0.trackingPage(key, now: warnings.now) })
            #expect(page.chains.count == 2 && page.holding?.state == .open, "the open word due first holds")
        }
    }

    @Test("Kept's own words are worded for each reader") func worded() throws {
        let sentences: [OwnSentence] = [
            .caseClosed(1_004), .told("By noon. Surely."), .window("Evening · 晚间"), .calendarChanged,
            .zoneRulesChanged("Europe/Berlin"), .failure(.lost, order: 1_042),
        ]
        for sentence in sentences { #expect(OwnSentence(sentence.text) == sentence) }
        for text in ["the van broke down", "kept:", "kept:failure lost", "kept:case-closed x", "told: by noon"] {
            #expect(OwnSentence(text) == nil)
        }
        let words = try Vocabulary.shared()
        let lost = OwnSentence.failure(.lost, order: 1_042).text
        #expect(words[.english].stored(lost) == "Order 1042: Lost")
        #expect(words[Language("zh-Hans")].stored(lost) == "订单 1042：丢失")
        #expect(words[.english].stored("as a person wrote it") == "as a person wrote it")
    }
}
