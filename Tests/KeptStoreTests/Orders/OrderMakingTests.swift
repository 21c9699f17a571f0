import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct OrderMakingTests {
    @Test(arguments: TestStore.engines) func theStandardMakesTheFirstPromise(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-01T17:50:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "day+3")
            let sameCity = try await shop.addStandard(
                "Same city", target: "day+1@12:00", scope: StandardScope(sameCity: true), said: "With you by {due}.")
            let near = CustomerDraft(name: "Ada", address: Address(city: "berlin"))
            let made = try await shop.order(shop.draft("1", customer: near))
            let promise = try #require(made.promise)
            #expect(promise.toldDue == .at("2026-11-02T12:00:00+01:00"))
            #expect(promise.said == "With you by Mon 2 Nov, 12:00.")
            #expect(promise.standardVersion == sameCity.version)
            #expect(promise.clock == .date)
            #expect(made.order.promisedAt == promise.toldDue)
            #expect(made.order.number == 1_001)
            let far = CustomerDraft(name: "Bo", address: Address(city: "Hamburg"))
            let other = try await shop.order(shop.draft("2", customer: far))
            #expect(other.promise?.toldDue == .at("2026-11-04T23:59:59.999999+01:00"))
            #expect(other.promise?.said == "With you by Wed 4 Nov.")
        }
    }

    @Test(arguments: TestStore.engines) func aDatePromiseMeansTheEndOfThatDayInTheCustomersZone(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-01T17:50:00+01:00") { shop in
            let customer = CustomerDraft(name: "林", language: "zh-CN", zone: "Asia/Shanghai")
            let day = try #require(Day("2026-11-05"))
            let made = try await shop.order(shop.draft("1", customer: customer, promisedBy: .day(day)))
            #expect(made.promise?.toldDue == .at("2026-11-05T23:59:59.999999+08:00"))
            #expect(made.promise?.said == "11月5日 周四送到。")
            #expect(made.promise?.language == "zh-Hans")
            #expect(made.order.zone == "Asia/Shanghai")
        }
    }

    @Test(arguments: TestStore.engines) func theSamePairMakesTheSameOrderAndOtherContentIsRefused(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-01T17:50:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "day+3")
            let draft = shop.draft("1", customer: CustomerDraft(name: "Ada", email: "Ada@Example.org"))
            let first = try await shop.order(draft)
            shop.time.advance(by: .hours(3))
            let again = try await shop.order(draft)
            #expect(!again.isNew)
            #expect(again.order == first.order)
            #expect(again.promises == first.promises)
            var other = draft
            other.lines = [Bookshop.book(quantity: 2)]
            await #expect(throws: OrderRefusal.madeOtherwise(number: 1_001, fields: ["lines"])) {
                try await shop.order(other)
            }
            #expect(try await shop.count("SELECT count(*) FROM orders") == 1)
            #expect(try await shop.count("SELECT count(*) FROM promises") == 1)
            #expect(try await shop.count("SELECT count(*) FROM customers") == 1)
            #expect(try await shop.count("SELECT count(*) FROM journal WHERE kind = 'order.made'") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func ordersSentAtTheSameMomentMakeOneOrderAndOneCustomer(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-01T17:50:00+01:00") { shop in
            let numbers = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let draft = shop.draft(
                            "\(number % 3)", customer: CustomerDraft(name: "Ada", email: "ada@example.org"))
                        let made = try await shop.order(draft)
                        return (made.order.number, made.isNew)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(numbers.map(\.0)).count == 3)
            #expect(numbers.count { $0.1 } == 3)
            #expect(try await shop.count("SELECT count(*) FROM customers") == 1)
            #expect(try await shop.count("SELECT count(*) FROM contact_points") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func theOrdersPromiseIsTheLatestOfItsGoods(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-01T10:00:00+01:00") { shop in
            try await shop.addStandard("Books", target: "day+1", scope: StandardScope(productGroup: "books"))
            try await shop.addStandard("Maps", target: "day+4", scope: StandardScope(productGroup: "maps"))
            try await shop.addStandard("Services", target: "day+9", scope: StandardScope(productGroup: "service"))
            let lines = [
                Bookshop.book("Novel", group: "books"), Bookshop.book("Atlas", group: "maps"),
                Bookshop.book("Gift wrap", group: "service", isGoods: false),
            ]
            let whole = try await shop.order(shop.draft("1", lines: lines))
            #expect(whole.promises.map(\.toldDue) == [.at("2026-11-05T23:59:59.999999+01:00")])
            let split = try await shop.order(shop.draft("2", lines: lines, splitDelivery: true))
            #expect(
                split.promises.map(\.toldDue).sorted() == [
                    .at("2026-11-02T23:59:59.999999+01:00"), .at("2026-11-05T23:59:59.999999+01:00"),
                ])
            #expect(split.order.promisedAt == .at("2026-11-05T23:59:59.999999+01:00"))
            let services = [Bookshop.book("Gift wrap", group: "service", isGoods: false)]
            let none = try await shop.order(shop.draft("3", lines: services))
            #expect(none.promise == nil)
            let stored = try await shop.store.read { try $0.lines(of: split.order.id) }
            #expect(stored.map { $0.line.promisedAt == nil } == [false, false, true])
        }
    }

    @Test(arguments: TestStore.engines) func anOrderToldAfterItsPromiseIsMeasuredButNotWatched(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-10T10:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "day+1")
            var late = shop.draft("1", promisedBy: .day(try #require(Day("2026-11-05"))))
            late.orderedAt = .at("2026-11-02T10:00:00+01:00")
            let told = try await shop.order(late)
            #expect(told.promise == nil)
            #expect(told.order.promisedAt == .at("2026-11-05T23:59:59.999999+01:00"))
            late.promisedBy = nil
            late.externalID = "2"
            let ruled = try await shop.order(late)
            #expect(ruled.promise == nil)
            #expect(ruled.order.promisedAt == nil, "nobody was told what a standard would have said")
        }
    }

    @Test(arguments: TestStore.engines) func anOrderSentAgainIsKnownWhateverWordWasGivenSince(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-10T10:00:00+01:00") { shop in
            var late = shop.draft("1", promisedBy: .day(try #require(Day("2026-11-05"))))
            late.orderedAt = .at("2026-11-02T10:00:00+01:00")
            let made = try await shop.order(late).order
            shop.time.advance(by: .minutes(5))
            _ = try await shop.write { tx in
                try tx.makePromise(
                    PromiseDraft(
                        about: .order(made.id), said: "Tomorrow.", language: "en", zone: "Europe/Berlin",
                        due: .at(tx.now + .hours(24))))
            }
            #expect(try await !shop.order(late).isNew)
            late.promisedBy = .day(try #require(Day("2026-11-06")))
            await #expect(throws: OrderRefusal.madeOtherwise(number: 1_001, fields: ["promised_by"])) {
                try await shop.order(late)
            }
            let wrapping = shop.draft(
                "2", lines: [Bookshop.book(isGoods: false)], promisedBy: .day(try #require(Day("2026-11-12"))))
            _ = try await shop.order(wrapping)
            #expect(try await !shop.order(wrapping).isNew, "nothing is promised where nothing is brought")
        }
    }

    @Test(arguments: TestStore.engines) func customersWithoutALanguageAreToldInTheBusinessesOwn(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T10:00:00+01:00") { shop in
            try await shop.write { $0.set(.customerLanguage, to: "zh-Hans") }
            let day = try #require(Day("2026-11-05"))
            let made = try await shop.order(shop.draft("1", promisedBy: .day(day)))
            #expect(made.promise?.language == "zh-Hans" && made.promise?.said == "11月5日 周四送到。")
            let ada = CustomerDraft(name: "Ada", language: "en")
            #expect(
                try await shop.order(shop.draft("2", customer: ada, promisedBy: .day(day))).promise?.language == "en")
            let reader = try await shop.store.read { try $0.reader(of: .order(made.order.id)) }
            #expect(reader.language == "zh-Hans" && reader.zone == "Europe/Berlin")
        }
    }

    @Test(arguments: TestStore.engines) func badInputIsRefusedFieldByFieldAndNothingStays(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-01T10:00:00+01:00") { shop in
            var draft = shop.draft(
                "", customer: CustomerDraft(name: " ", email: "nobody", zone: "Europe/Berlin"), lines: [])
            draft.orderedAt = .at("2027-01-01T00:00:00Z")
            do {
                try await shop.order(draft)
                Issue.record("taken")
            } catch let error as InvalidInput {
                #expect(
                    error.problems.map(\.field) == [
                        "external_id", "customer.name", "customer.email", "ordered_at", "lines",
                    ])
            }
            let nowhere = shop.draft("1", customer: CustomerDraft(name: "Ada", zone: "Europe/Berlim"))
            do {
                try await shop.order(nowhere)
                Issue.record("taken")
            } catch let error as InvalidInput {
                #expect(error.problems.first?.key == "problems.no-such-zone-but")
                #expect(error.problems.first?.facts.last?.value == "Europe/Berlin")
            }
            #expect(try await shop.count("SELECT count(*) FROM orders") == 0)
            #expect(try await shop.count("SELECT count(*) FROM customers") == 0)
        }
    }

    @Test func keysAreReadBackAsTheyAreWritten() {
        for _ in 0..<200 {
            let key = TrackingKey.random()
            #expect(key.text.count == 26)
            #expect(TrackingKey(key.text) == key)
            #expect(TrackingKey(key.text.uppercased()) == key)
        }
        #expect(TrackingKey("") == nil)
        #expect(TrackingKey(String(repeating: "u", count: 26)) == nil)
    }
}
