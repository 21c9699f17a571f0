import Testing

@testable import KeptDomain

/// Orders whose outcome is simple enough to be reckoned by hand.
private struct Shop {
    var record = DeliveryRecord()
    private static let first = Day("2026-01-05")!

    /// Ten orders a day, at 9:00 and every minute after.
    ///
    /// - Parameters:
    ///   - promised: days from the purchase.
    ///   - delivered: days from the purchase to the delivery at an hour of the day, by number; `nil` for never.
    init(
        days: Int, promised: Int? = 7, region: (Int) -> String? = { _ in "SP" },
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
                    promisedAt: promised.map { Zone.utc.endOfDay(day.advanced(by: $0)) },
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

    /// What comes after the last purchase of the span changes nothing of the quotes.
    @Test func theFutureIsNotKnown() throws {
        let span = BacktestSpan(from: Shop.day(60), to: Shop.day(69))
        func took(_ number: Int) -> Int { 3 + number * 7 % 5 }
        let calm = Shop(days: 100) { (took($0), 15) }
        let strike = Shop(days: 100) { ($0 < 700 ? took($0) : 40, 15) }
        let (first, second) = (
            try calm.record.deliveryBacktest(confidence: 0.8, span),
            try strike.record.deliveryBacktest(confidence: 0.8, span)
        )
        #expect(first.ours == second.ours && first.atPracticeShare == second.atPracticeShare)
        #expect(first.byMonth == second.byMonth && first.rolling == second.rolling)
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
