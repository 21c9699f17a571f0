import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Of one order no more goes back than it cost, by whatever right and whoever gives it.
@Suite struct MoneyBackTests {
    /// A case on an order of 19.00.
    private static func small(_ desk: AmendsDesk) async throws -> (found: ID<Case>, order: ID<Order>) {
        let shop = desk.shop
        let order = try await shop.order(shop.draft("S-1", customer: CustomerDraft(name: "Bo"))).order.id
        let found = try await shop.write {
            try $0.openCase(kind: .complaint, subject: "torn", customer: nil, order: order, place: nil).id
        }
        return (found, order)
    }

    private static func beyond(_ left: Int64) -> RemedyRefusal {
        .moreBackThanPaid(left: AmendsDesk.euros(left), total: AmendsDesk.euros(1_900))
    }

    @Test(arguments: TestStore.engines) func theRefusalSaysHowMuchIsLeft(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (found, _) = try await Self.small(desk)
            await #expect(throws: Self.beyond(1_900)) { try await desk.give(.refund, 2_500, by: desk.tom, on: found) }
            let first = try await desk.give(.refund, 1_000, by: desk.tom, on: found)
            await #expect(throws: Self.beyond(900)) { try await desk.give(.priceMatch, 901, by: desk.owner, on: found) }
            try await desk.give(.replacement, 1_900, by: desk.tom, on: found)
            let offers = try await desk.shop.store.read { [tom = desk.tom, now = desk.shop.time.now] in
                try $0.remedyOffers(to: tom, on: $0.knownCase(found), at: now)
            }
            #expect(offers.first { $0.kind == .refund }?.upTo == AmendsDesk.euros(900))
            try await desk.give(.refund, 900, by: desk.tom, on: found)
            await #expect(throws: Self.beyond(0)) { try await desk.give(.refund, 1, by: desk.owner, on: found) }
            let words = desk.shop.words
            _ = try await desk.shop.write(as: desk.maya) { try $0.reverseRemedy(first.id, why: "twice", words: words) }
            try await desk.give(.refund, 1_000, by: desk.maya, on: found)
            let dollars = RemedyDraft(.refund, amount: Money(minor: 1, currency: Currency("USD")!))
            await #expect(throws: InvalidInput.self) {
                try await desk.shop.write { try $0.giveRemedy(dollars, on: found, words: words) }
            }
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatWasAskedIsHeldToItWhenItIsApproved(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (found, _) = try await Self.small(desk)
            let words = desk.shop.words
            func ask(_ minor: Int64) async throws -> RemedyRequest {
                let draft = RemedyDraft(.refund, amount: AmendsDesk.euros(minor), why: "a gift")
                return try await desk.shop.write(as: desk.tom) { try $0.askForRemedy(draft, on: found, words: words) }
            }
            await #expect(throws: Self.beyond(1_900)) { _ = try await ask(1_901) }
            let request = try await ask(1_900)
            try await desk.give(.refund, 400, by: desk.lina, on: found)
            await #expect(throws: Self.beyond(1_500)) { _ = try await desk.approve(request.id, by: desk.maya) }
            _ = try await desk.approve(request.id, 1_500, by: desk.maya)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func manyAtOnceGiveBackNoMoreThanItCost(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (found, order) = try await Self.small(desk)
            let done = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        do {
                            try await desk.give(.refund, 600, by: number % 2 == 0 ? desk.maya : desk.owner, on: found)
                            return true
                        } catch is RemedyRefusal { return false }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(done == 3, "19.00 hold 6.00 three times")
            let back = try await desk.shop.count("SELECT sum(amount_minor) FROM remedies WHERE order_id = \(order)")
            #expect(back == 1_800)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func aGuaranteeGivesBackWhatIsLeft(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (found, order) = try await Self.small(desk)
            let rule = GuaranteeRule(name: "Whole", trigger: .damaged, gifts: [.init(.refund, .percent(100))])
            _ = try await Guaranteed.switchedOn(rule, in: desk.shop)
            try await desk.give(.refund, 1_000, by: desk.tom, on: found)
            try await desk.shop.tell(.damaged, of: order)
            let back = try await desk.shop.count("SELECT sum(amount_minor) FROM remedies WHERE order_id = \(order)")
            #expect(back == 1_900)
            #expect(try await desk.findings() == [])
        }
    }
}
