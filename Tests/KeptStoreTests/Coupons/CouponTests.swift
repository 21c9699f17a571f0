import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CouponTests {
    private static func coupon(_ desk: AmendsDesk) async throws -> Coupon {
        try await desk.give(.coupon, 1_000, by: desk.tom)
        let made = try await desk.shop.store.read { [desk] in try $0.coupons(onCase: desk.found) }
        return try #require(made.first)
    }

    private static func redeem(
        _ code: String, _ till: String, _ reference: String, _ desk: AmendsDesk, total: Money? = nil
    ) async throws -> (use: CouponUse, isNew: Bool) {
        try await desk.shop.write(as: desk.lina) {
            try $0.redeemCoupon(code, at: CouponSale(till: till, reference: reference, total: total))
        }
    }

    @Test(arguments: TestStore.engines) func aCouponIsToldWithItsCodeAndTakenOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let coupon = try await Self.coupon(desk)
            let told = try await desk.shop.store.read { [desk] in try $0.tellings(ofOrder: desk.order) }
            #expect(told.count == 1 && told[0].said.contains(coupon.code.description), "\(told)")
            let first = try await Self.redeem(coupon.code.text.lowercased(), "till 1", "r-1", desk)
            #expect(first.isNew && first.use.amount == AmendsDesk.euros(1_000))
            let again = try await Self.redeem(coupon.code.description, "till 1", "r-1", desk)
            #expect(!again.isNew && again.use == first.use)
            await #expect(throws: CouponRefusal.self) {
                _ = try await Self.redeem(coupon.code.text, "till 1", "r-2", desk)
            }
            await #expect(throws: CouponRefusal.unknownCode) {
                _ = try await Self.redeem("K7QM-2XRW-9TPB", "till 1", "r-3", desk)
            }
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func manyTillsAtOnceTakeItOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let coupon = try await Self.coupon(desk)
            let taken = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        do {
                            // Two tills, each asking again and again about its own sale.
                            _ = try await Self.redeem(coupon.code.text, "till \(number % 2)", "sale", desk)
                            return 1 << (number % 2)
                        } catch is CouponRefusal { return 0 }
                    }
                }
                return try await group.reduce(0, |)
            }
            #expect(taken == 1 || taken == 2, "one of the two tills")
            let uses = try await desk.shop.store.read { try $0.couponUses(of: coupon.id) }
            #expect(uses.count == 1)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func aSaleThatDidNotComeAboutFreesIt(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let coupon = try await Self.coupon(desk)
            let use = try await Self.redeem(coupon.code.text, "till 1", "r-1", desk).use
            try await desk.shop.write(as: desk.lina) { try $0.reverseRedemption(use.id, why: "card refused") }
            await #expect(throws: CouponRefusal.notRedeemed) {
                try await desk.shop.write(as: desk.lina) { try $0.reverseRedemption(use.id, why: "again") }
            }
            _ = try await Self.redeem(coupon.code.text, "till 2", "r-9", desk)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func aRemedyTakenBackEndsItsCoupon(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let coupon = try await Self.coupon(desk)
            let words = desk.shop.words
            let remedy = try #require(coupon.remedy)
            let use = try await Self.redeem(coupon.code.text, "till 1", "r-1", desk).use
            await #expect(throws: RemedyRefusal.couponRedeemed) {
                try await desk.shop.write(as: desk.tom) { try $0.reverseRemedy(remedy, why: "x", words: words) }
            }
            try await desk.shop.write(as: desk.lina) { try $0.reverseRedemption(use.id, why: "returned") }
            try await desk.shop.write(as: desk.tom) { _ = try $0.reverseRemedy(remedy, why: "x", words: words) }
            await #expect(throws: CouponRefusal.ended) {
                _ = try await Self.redeem(coupon.code.text, "till 1", "r-2", desk)
            }
        }
    }

    @Test(arguments: TestStore.engines) func aPercentageNeedsTheSaleInItsOwnMoney(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let until = desk.shop.time.now + .days(30)
            let coupon = try await desk.shop.write(as: desk.owner) {
                try $0.addCoupon(
                    CouponDraft(worth: .percent(20, upTo: AmendsDesk.euros(700)), validUntil: until))
            }
            let code = coupon.code.text
            await #expect(throws: CouponRefusal.needsSale) { _ = try await Self.redeem(code, "t", "1", desk) }
            await #expect(throws: CouponRefusal.otherCurrency(AmendsDesk.euro)) {
                _ = try await Self.redeem(code, "t", "1", desk, total: Money(minor: 100, currency: Currency("USD")!))
            }
            let use = try await Self.redeem(code, "t", "1", desk, total: AmendsDesk.euros(1_999)).use
            #expect(use.amount == AmendsDesk.euros(399))
            await #expect(throws: NotPermitted.self) {
                try await desk.shop.write(as: desk.tom) {
                    try $0.addCoupon(CouponDraft(worth: .amount(AmendsDesk.euros(1)), validUntil: until))
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func afterItsLastMomentItIsTakenNoMore(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let coupon = try await Self.coupon(desk)
            desk.shop.time.move(to: coupon.validUntil)
            let use = try await Self.redeem(coupon.code.text, "t", "1", desk).use
            try await desk.shop.write(as: desk.lina) { try $0.reverseRedemption(use.id, why: "x") }
            desk.shop.time.advance(by: Span(microseconds: 1))
            await #expect(throws: CouponRefusal.expired(due: coupon.validUntil)) {
                _ = try await Self.redeem(coupon.code.text, "t", "2", desk)
            }
        }
    }
}
