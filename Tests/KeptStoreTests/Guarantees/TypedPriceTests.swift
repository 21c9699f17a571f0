import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A lower price is typed by somebody, so it is held to the order and to what they may give.
@Suite struct TypedPriceTests {
    private static let rule = GuaranteeRule(
        name: "Lower price", trigger: .lowerPrice, gifts: [.init(.priceMatch, .difference(percent: 100))])

    private static func with(_ engine: Engine, _ body: (AmendsDesk, ID<Guarantee>) async throws -> Void) async throws {
        try await AmendsDesk.with(engine) { desk in
            try await body(desk, try await Guaranteed.switchedOn(rule, in: desk.shop))
        }
    }

    @discardableResult
    private static func record(
        _ id: ID<Guarantee>, _ paid: Int64, _ seen: Int64, _ currency: Currency = AmendsDesk.euro, by actor: Actor,
        on found: ID<Case>, _ desk: AmendsDesk
    ) async throws -> GuaranteeCount {
        let (price, words) = (SeenPrice(paid: paid, seen: seen, currency: currency), desk.shop.words)
        return try await desk.shop.write(as: actor) {
            try $0.recordGuarantee(id, on: found, price: price, words: words)
        }
    }

    @Test(arguments: TestStore.engines) func aPriceAboveTheOrderIsRefused(on engine: Engine) async throws {
        try await Self.with(engine) { desk, id in
            let much = await #expect(throws: InvalidInput.self) {
                try await Self.record(id, 100_000_000, 0, by: desk.tom, on: desk.found, desk)
            }
            #expect(much?.problems.map(\.field) == ["paid"])
            #expect(much?.problems.first?.facts == [Fact("amount", AmendsDesk.euros(38_000))])
            await #expect(throws: InvalidInput.self) {
                try await Self.record(id, 1_000, 500, Currency("USD")!, by: desk.tom, on: desk.found, desk)
            }
            let ledger = try await desk.ledger()
            #expect(ledger.isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func beyondTheRecordersAuthorityALeadDecides(on engine: Engine) async throws {
        try await Self.with(engine) { desk, id in
            // The front line matches prices by 20.00 a case.
            let counted = try await Self.record(id, 3_000, 500, by: desk.tom, on: desk.found, desk)
            #expect(counted.given == 0 && counted.held == 1)
            let (bulk, single) = try await desk.shop.store.read { (try $0.heldGuarantees(), try $0.heldUses(limit: 9)) }
            #expect(bulk.isEmpty && single.map(\.use.heldBecause) == [.authority])
            let use = try #require(single.first).use
            #expect(use.paid == 3_000 && use.seen == 500 && single[0].total == AmendsDesk.euros(38_000))
            let words = desk.shop.words
            await #expect(throws: NotPermitted.self) {
                try await desk.shop.write(as: desk.tom) { try $0.releaseUse(use.id, words: words) }
            }
            try await desk.shop.write(as: desk.maya) { try $0.releaseUse(use.id, words: words) }
            await #expect(throws: GuaranteeRefusal.decidedAlready) {
                try await desk.shop.write(as: desk.noor) { try $0.declineUse(use.id, why: "late") }
            }
            let ledger = try await desk.ledger()
            #expect(ledger.map(\.amount) == [AmendsDesk.euros(2_500)] && ledger[0].right == .guarantee)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatIsTypedCountsLikeWhatIsGiven(on engine: Engine) async throws {
        try await Self.with(engine) { desk, id in
            let counted = try await Self.record(id, 2_000, 500, by: desk.tom, on: desk.found, desk)
            #expect(counted.given == 1)
            await #expect(throws: RemedyRefusal.beyondAuthority(upTo: AmendsDesk.euros(500))) {
                try await desk.give(.priceMatch, 501, by: desk.lina)
            }
            // 100.00 on a day: after six cases of 15.00 less is left than the seventh asks.
            for number in 1...5 {
                let found = try await desk.anotherCase("p\(number)")
                try await Self.record(id, 2_000, 500, by: desk.tom, on: found, desk)
            }
            let last = try await desk.anotherCase("p6")
            let held = try await Self.record(id, 2_000, 500, by: desk.tom, on: last, desk)
            #expect(held.given == 0 && held.held == 1)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func withoutATotalOrByOneselfNobodyGivesIt(on engine: Engine) async throws {
        try await Self.with(engine) { desk, id in
            let words = desk.shop.words
            let (place, order) = (desk.shop.place, desk.order)
            let found = try await desk.shop.write { tx in
                let customer = try tx.knownOrder(order).customer
                return try tx.openCase(
                    kind: .question, subject: "cheaper", customer: customer, order: nil, place: place
                ).id
            }
            let counted = try await Self.record(id, 900, 500, by: desk.maya, on: found, desk)
            #expect(counted.held == 1)
            let use = try #require(try await desk.shop.store.read { try $0.heldUses(limit: 9) }.first).use
            #expect(use.heldBecause == .totalUnknown)
            await #expect(throws: RemedyRefusal.ownRequest) {
                try await desk.shop.write(as: desk.maya) { try $0.releaseUse(use.id, words: words) }
            }
            try await desk.shop.write(as: desk.noor) { try $0.declineUse(use.id, why: "another shop’s receipt") }
            #expect(try await desk.shop.count("SELECT count(*) FROM remedies") == 0)
        }
    }
}
