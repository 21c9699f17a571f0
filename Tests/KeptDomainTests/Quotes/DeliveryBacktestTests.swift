import Testing

@testable import KeptDomain

/// Orders whose outcome is simple enough to be reckoned by hand.
private struct Shop {
    var record = DeliveryRecord()
    private static let first = Day("2026-01-05")!

    /// Ten orders a day, at 9:00 and every minute after.
    ///
    /// - Parameters:
    ///   - promised: days from the purchase, for those that are promised something.
    ///   - delivered: days from the purchase to the delivery at an hour of the day, by number; `nil` for never.
    init(
        days: Int, promised: Int? = 7, isPromised: (Int) -> Bool = { _ in true },
        region: (Int) -> String? = { _ in "SP" },
        delivered: (Int) -> (days: Int, hour: Int)?
    ) {
        for number in 0..<days * 10 {
            let day = Self.first.advanced(by: number / 10)
            func at(_ days: Int, _ seconds: Int) -> Instant {
                Zone.utc.instant(of: day.advanced(by: days), secondsOfDay: seconds)
            }
            let facts = QuotedOrder.Facts(place: ID(1), region: region(number))
            record.append(
                QuotedOrder(
                    facts, zone: .utc, orderedAt: at(0, 32_400 + number % 10 * 60),
                    promisedAt: (isPromised(number) ? promised : nil).map { Zone.utc.endOfDay(day.advanced(by: $0)) },
                    deliveredAt: delivered(number).map { at($0.days, $0.hour * 3_600) }))
        }
    }

    static func day(_ number: Int) -> Day { first.advanced(by: number) }
}

@Suite struct DeliveryBacktestTests {
    /// Everything comes on the fifth day, so that is what is quoted, by us and by the last deliveries alike.
    @Test func whatAlwaysTakesFiveDaysIsQuotedFiveDays() throws {
        let shop = Shop(days: 100) { $0 % 10 == 9 ? nil : (5, 15) }
        let found = try shop.record.deliveryBacktest(confidence: 0.9)
        #expect(found.orders == 180 && found.undelivered == 20 && found.quoted == 180)
        #expect(found.days == Shop.day(80)...Shop.day(99))
        #expect(found.ours == .init(keptShare: 1, meanDays: 5) && found.medianDays == 5)
        #expect(found.practice == .init(keptShare: 1, meanDays: 7))
        #expect(found.rolling == .init(keptShare: 1, meanDays: 5))
        #expect(found.atPracticeShare == 5 && found.rollingAtPracticeShare == 5)
        #expect(found.byMonth.map(\.name) == ["2026-03", "2026-04"] && found.byMonth.map(\.orders) == [54, 126])
        #expect(found.byRegion == [.init(name: "SP", orders: 180, keptShare: 1, meanDays: 5)])
    }

    /// 20 ÷ (1 − 0.9) = 200 deliveries must be there; ten come a day from the fifth day on.
    @Test func beforeThereAreEnoughPrecedentsNothingIsQuoted() throws {
        let shop = Shop(days: 60) { _ in (5, 15) }
        let found = try shop.record.deliveryBacktest(
            confidence: 0.9, BacktestSpan(from: Shop.day(20), to: Shop.day(29)))
        // The evening of day 24 has the 200th delivery, so the first quotes are told on day 25.
        #expect(found.orders == 100 && found.quoted == 50)
        let strict = try shop.record.deliveryBacktest(
            confidence: 0.99, BacktestSpan(from: Shop.day(20), to: Shop.day(29)))
        #expect(strict.quoted == 0 && strict.ours.keptShare == nil && strict.byMonth.isEmpty)
    }

    @Test func regionsAreToldApart() throws {
        let shop = Shop(days: 120, region: { $0 % 2 == 0 ? "near" : nil }) { ($0 % 2 == 0 ? 2 : 9, 15) }
        let found = try shop.record.deliveryBacktest(confidence: 0.9)
        #expect(found.byRegion.map(\.name) == ["near", nil] || found.byRegion.map(\.name) == [nil, "near"])
        for part in found.byRegion {
            #expect(part.keptShare == 1 && abs(part.meanDays - (part.name == nil ? 9 : 2)) < 0.5, "\(part)")
        }
        #expect(found.practice.keptShare == 0.5)
    }

    /// What comes after the evening before a quote changes nothing of it, whenever the order was bought.
    @Test func theFutureIsNotKnown() throws {
        let span = BacktestSpan(from: Shop.day(60), to: Shop.day(65))
        func took(_ number: Int) -> Int { 3 + number * 7 % 5 }
        let calm = Shop(days: 100) { (took($0), 15) }
        let strike = Shop(days: 100) { ($0 / 10 + took($0) < 65 ? took($0) : 40, 15) }
        let (first, second) = (
            try calm.record.deliveryBacktest(confidence: 0.8, span),
            try strike.record.deliveryBacktest(confidence: 0.8, span)
        )
        #expect(first.quoted == 60 && first.ours.meanDays == second.ours.meanDays)
        #expect(first.rolling.meanDays == second.rolling.meanDays && first.medianDays == second.medianDays)
        #expect(first.ours.keptShare != second.ours.keptShare)
    }

    /// A run that is open for long while nearly all end at once is lost, and must not spoil what is learned of the others.
    @Test func whatNearlyAlwaysComesAtOnceIsNotQuotedTodayForOneLostOrder() throws {
        let shop = Shop(days: 260) { number in
            if number % 50 == 7 { return nil }
            let place = number * 7 % 20
            return (place < 17 ? 0 : place < 19 ? 1 : 2, 15)
        }
        let found = try shop.record.deliveryBacktest(confidence: 0.95)
        #expect(try #require(found.ours.keptShare) > 0.93 && (try #require(found.ours.meanDays)) > 0.5, "\(found.ours)")
    }

    /// Our lead at the business's share is over the orders that it promised something, not over slow ones beside them.
    @Test func whatIsComparedIsOverTheSameOrders() throws {
        let shop = Shop(days: 160, promised: 2, isPromised: { $0 % 2 == 0 }, region: { $0 % 2 == 0 ? "near" : "far" }) {
            number in
            (number % 2 == 1 ? 20 : number % 40 == 0 ? 3 : 2, 15)
        }
        let found = try shop.record.deliveryBacktest(confidence: 0.9)
        #expect(try #require(found.practice.keptShare) == 0.95 && found.practice.meanDays == 2)
        #expect(try #require(found.atPracticeShare) < 3 && (try #require(found.rollingAtPracticeShare)) < 3)
        #expect(try #require(found.ours.meanDays) > 10)
    }

    @Test func upToADayTheLastFifthOfWhatWasBoughtByThenIsScored() throws {
        let shop = Shop(days: 100) { _ in (5, 15) }
        let found = try shop.record.deliveryBacktest(confidence: 0.8, BacktestSpan(to: Shop.day(49)))
        #expect(found.orders == 100 && found.days == Shop.day(40)...Shop.day(49))
        let none = BacktestSpan(to: Shop.day(-1))
        #expect(throws: BacktestRefusal.noOrdersInSpan(from: nil, to: Shop.day(-1))) {
            try shop.record.deliveryBacktest(confidence: 0.8, none)
        }
    }

    /// A clock that jumped: the walk passes over the century between.
    @Test func aPurchaseOfTheFarFutureEndsToo() throws {
        var shop = Shop(days: 100) { _ in (5, 15) }
        let day = Day("2150-03-01")!
        func at(_ days: Int) -> Instant { Zone.utc.instant(of: day.advanced(by: days), secondsOfDay: 40_000) }
        shop.record.append(
            QuotedOrder(.init(place: ID(1)), zone: .utc, orderedAt: at(0), promisedAt: at(7), deliveredAt: at(9)))
        let found = try shop.record.deliveryBacktest(confidence: 0.8)
        #expect(found.orders == 201 && found.ours.meanDays == 5)
        #expect(try shop.record.riskBacktest().late == 1)
    }

    @Test func whatWasDeliveredBeforeItWasBoughtIsLeftOut() throws {
        var shop = Shop(days: 40) { _ in (5, 15) }
        let at = Zone.utc.instant(of: Shop.day(50))
        shop.record.append(
            QuotedOrder(.init(place: ID(1)), zone: .utc, orderedAt: at, deliveredAt: at - Span(microseconds: 1)))
        #expect(shop.record.impossible == 1 && shop.record.count == 400)
    }

    @Test func withoutOrdersItSaysSo() throws {
        #expect(throws: BacktestRefusal.noOrders) { try DeliveryRecord().deliveryBacktest(confidence: 0.9) }
        let span = BacktestSpan(from: Shop.day(1_000))
        let shop = Shop(days: 30) { _ in (5, 15) }
        #expect(throws: BacktestRefusal.noOrdersInSpan(from: Shop.day(1_000), to: nil)) {
            try shop.record.riskBacktest(span)
        }
    }

    /// In another zone a day may not be over yet: then what happened yesterday is not known.
    @Test func ordersOfSeveralZonesAreKnownADayLater() {
        var shop = Shop(days: 1) { _ in nil }
        #expect(shop.record.lag == 0)
        shop.record.append(
            QuotedOrder(
                .init(place: ID(1)), zone: .fixed(offset: 32_400), orderedAt: Zone.utc.instant(of: Shop.day(2))))
        #expect(shop.record.lag == 1)
    }
}

@Suite struct RiskBacktestTests {
    /// Near ones come on day 4 in the afternoon, far ones on day 12, and ten days are promised: read on days 1 to 4, and 1 to 10.
    @Test func readingsAreTakenAtNoonUntilTheDeliveryOrThePromisedDay() throws {
        let shop = Shop(days: 150, promised: 10, region: { $0 % 2 == 0 ? "near" : "far" }) {
            $0 % 2 == 0 ? (4, 15) : (12, 15)
        }
        let found = try shop.record.riskBacktest()
        #expect(found.orders == 300 && found.late == 150)
        #expect(found.readings == 150 * 4 + 150 * 10)
        #expect(try #require(found.auc) > 0.99 && (try #require(found.brier)) < 0.1)
        let half = try #require(found.curve.first { $0.threshold == 0.5 })
        #expect(half.precision == 1 && half.recall == 1 && (half.medianWarningDays ?? 0) >= 8, "\(half)")
    }

    /// A reading knows what had come by its noon. All are late here, so the score tells the chances apart.
    @Test func theFutureIsNotKnown() throws {
        let span = BacktestSpan(from: Shop.day(50), to: Shop.day(52))
        func took(_ number: Int) -> Int { 12 + number * 7 % 5 }
        let calm = Shop(days: 80) { (took($0), 15) }
        let strike = Shop(days: 80) { ($0 / 10 + took($0) < 60 ? took($0) : 40, 15) }
        let (first, second) = (try calm.record.riskBacktest(span), try strike.record.riskBacktest(span))
        #expect(first.readings == 210 && first.late == 30)
        #expect(first.readings == second.readings && first.brier == second.brier)
        #expect(first.curve.map(\.warned) == second.curve.map(\.warned))
    }

    /// What was delivered in the morning is not read at noon of that day, and what was not delivered or promised never.
    @Test func morningsAndUnknownOutcomes() throws {
        let morning = Shop(days: 100, promised: 10) { $0 % 5 == 0 ? nil : (4, 9) }
        let found = try morning.record.riskBacktest()
        #expect(found.orders == 160 && found.readings == 160 * 3 && found.late == 0)
        #expect(found.auc == nil && found.curve.allSatisfy { $0.recall == nil })
        let unpromised = try Shop(days: 100, promised: nil) { _ in (4, 9) }.record.riskBacktest()
        #expect(unpromised.readings == 0 && unpromised.brier == nil)
    }
}
