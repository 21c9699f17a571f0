import KeptFigures
import Testing

@testable import KeptDomain

/// Orders of 120 days, ten a day at 9:00: near ones come after 2 days, far ones after 9, each tenth never.
private struct Shop {
    static let first = Day("2026-01-05")!
    static let end = first.advanced(by: 120)
    var record = DeliveryRecord()

    init(days: Int = 120, delivered: (Int) -> Int? = { $0 % 10 == 9 ? nil : $0 % 2 == 0 ? 2 : 9 }) {
        for number in 0..<days * 10 {
            let day = Self.first.advanced(by: number / 10)
            func at(_ days: Int, _ hour: Int) -> Instant {
                Zone.utc.instant(of: day.advanced(by: days), secondsOfDay: hour * 3_600 + number % 10)
            }
            let took = delivered(number)
            record.append(
                Self.order(
                    region: number % 2 == 0 ? "near" : "far", at: at(0, 9),
                    dispatched: took.map { at(min(1, $0), 10) }, delivered: took.map { at($0, 15) }))
        }
    }

    static func order(
        region: String?, at: Instant, promised: Instant? = nil, isOfSource: Bool = true, dispatched: Instant? = nil,
        delivered: Instant? = nil
    ) -> QuotedOrder {
        QuotedOrder(
            QuotedOrder.Facts(place: ID(1), region: region, carrier: ID(7)), zone: .utc, orderedAt: at,
            promisedAt: promised, isPromiseOfSource: isOfSource, dispatchedAt: dispatched, deliveredAt: delivered)
    }

    static func at(_ day: Day, _ hour: Int = 12) -> Instant { Zone.utc.instant(of: day, secondsOfDay: hour * 3_600) }
}

@Suite struct DeliveryModelTests {
    private func model() throws -> DeliveryModel { try #require(Shop().record.learned(asOf: Shop.end)) }

    private func quote(_ order: QuotedOrder, _ model: DeliveryModel, at day: Day = Shop.end) throws -> DeliveryQuote {
        try model.quote(order, at: Shop.at(day), confidence: 0.9, alpha: 0.1).get()
    }

    @Test func aNewOrderIsQuotedByItsRegionAndSaysOnWhatThatRests() throws {
        let model = try model()
        let near = try quote(Shop.order(region: "near", at: Shop.at(Shop.end, 9)), model)
        #expect(near.days == 2 && near.day == Shop.end.advanced(by: 2) && near.due == Zone.utc.endOfDay(near.day))
        let far = try quote(Shop.order(region: "far", at: Shop.at(Shop.end, 9)), model)
        #expect(far.days == 9 && far.median == Shop.end.advanced(by: 9))
        #expect(near.delivered == model.delivered && model.delivered > 1_000 && !near.isRegionNew)
        let likes = try #require(near.likes)
        // Each tenth order, a far one, never comes: 5 near ones a day over 60 days.
        #expect(likes.count == 300 && likes.days == 2 && likes.isByRegion && likes.isByCarrier && likes.span == 60)
        #expect(near.chance(by: Shop.end.advanced(by: 1)) < 0.05 && near.chance(by: near.day) > 0.9)
    }

    @Test func aRegionNeverSeenFallsToTheGeneralCaseAndSaysSo() throws {
        let quote = try quote(Shop.order(region: "moon", at: Shop.at(Shop.end, 9)), try model())
        #expect(quote.isRegionNew && quote.days == 9 && quote.likes?.isByRegion == false)
        #expect(quote.likes?.isByCarrier == true)
    }

    @Test func whatIsOnTheWayIsQuotedFromTodayOn() throws {
        let model = try model()
        let bought = Shop.end.advanced(by: -4)
        let order = Shop.order(
            region: "far", at: Shop.at(bought, 9), dispatched: Shop.at(bought.advanced(by: 1), 10))
        let quote = try quote(order, model)
        #expect(quote.day == bought.advanced(by: 9) && quote.day >= Shop.end)
        // Nothing came later than the ninth day: nobody can say when this one will.
        let old = Shop.order(region: "far", at: Shop.at(Shop.end.advanced(by: -30), 9))
        #expect(
            model.quote(old, at: Shop.at(Shop.end), confidence: 0.9, alpha: 0.1) == .failure(.beyondBounds))
    }

    @Test func noQuoteIsBeforeTodayOrBeyondTheLongestRun() throws {
        let model = try model()
        for confidence in [0.5, 0.9, 0.98] {
            for age in 0..<9 {
                for region in ["near", "far", "moon", nil] {
                    let bought = Shop.end.advanced(by: -age)
                    let order = Shop.order(region: region, at: Shop.at(bought, 9))
                    guard
                        case .success(let quote) = model.quote(
                            order, at: Shop.at(Shop.end), confidence: confidence, alpha: 1 - confidence)
                    else { continue }
                    #expect(quote.day >= Shop.end && quote.days <= model.longest, "\(confidence) \(age) \(quote.day)")
                }
            }
        }
    }

    /// A clock that was set back a year, and an order bought a day ahead of it.
    @Test func aClockThatJumpsQuotesNothingAbsurd() throws {
        let model = try model()
        let back = Shop.end.advanced(by: -365)
        let early = try quote(Shop.order(region: "near", at: Shop.at(back, 9)), model, at: back)
        #expect(early.days == 2)
        let ahead = try quote(Shop.order(region: "near", at: Shop.at(Shop.end.advanced(by: 1), 9)), model)
        #expect(ahead.days == 2)
    }

    @Test func fewDeliveriesQuoteNothingAndSayHowManyAreMissing() throws {
        let model = try #require(Shop(days: 12) { _ in 2 }.record.learned(asOf: Shop.first.advanced(by: 12)))
        #expect(model.delivered == 100)
        let order = Shop.order(region: "near", at: Shop.at(Shop.first.advanced(by: 12), 9))
        #expect(
            model.quote(order, at: Shop.at(Shop.first.advanced(by: 12)), confidence: 0.9, alpha: 0.1)
                == .failure(.tooFew(lacking: 100)))
        #expect(DeliveryRecord().learned(asOf: Shop.end) == nil)
    }

    /// Delivered before it was bought: left out, and the rest is learned from.
    @Test func whatWasDeliveredBeforeItWasBoughtTeachesNothing() throws {
        var shop = Shop()
        shop.record.append(
            Shop.order(region: "near", at: Shop.at(Shop.end, 9), delivered: Shop.at(Shop.end.advanced(by: -300))))
        #expect(shop.record.impossible == 1)
        let model = try #require(shop.record.learned(asOf: Shop.end))
        #expect(try quote(Shop.order(region: "near", at: Shop.at(Shop.end, 9)), model).days == 2)
    }

    /// A promise that Kept quoted is no fact: the same order with and without it is quoted alike.
    @Test func aPromiseOfOurOwnIsNoFact() throws {
        let model = try model()
        let at = Shop.at(Shop.end, 9)
        let promised = Shop.at(Shop.end.advanced(by: 30))
        let plain = try quote(Shop.order(region: "near", at: at), model)
        #expect(try quote(Shop.order(region: "near", at: at, promised: promised, isOfSource: false), model) == plain)
    }

    @Test func bytesBringBackTheSameModel() throws {
        let model = try model()
        let bytes = model.bytes
        #expect(bytes.count < 400_000, "\(bytes.count)")
        let read = try DeliveryModel(bytes)
        #expect(read.bytes == bytes && read.day == model.day)
        for region in ["near", "far", "moon"] {
            let order = Shop.order(region: region, at: Shop.at(Shop.end, 9))
            #expect(try quote(order, read) == quote(order, model))
        }
        #expect(throws: ByteReader.Malformed.self) { try DeliveryModel([9] + bytes.dropFirst()) }
        #expect(throws: ByteReader.Malformed.self) { try DeliveryModel(Array(bytes.dropLast())) }
        #expect(throws: ByteReader.Malformed.self) { try DeliveryModel(bytes + [0]) }
        #expect(throws: ByteReader.Malformed.self) { try DeliveryModel([]) }
    }

    @Test func curvesKeepTheirChancesAsBytes() throws {
        let curve = QuoteCurve(first: 3, ended: [0, 0.25, 0.5, 0.99995, 1])
        #expect(curve.open.count == 4 && curve.chance(ofAtLeast: 3) == 1 && curve.chance(ofAtLeast: 4) == 1)
        #expect(abs(curve.chance(ofAtLeast: 5) - 0.75) < 1e-4 && abs(curve.chance(by: 5) - 0.5) < 1e-4)
        #expect(curve.chance(ofAtLeast: 90) < 1e-4 && curve.chance(by: 2) == 0)
        #expect(try QuoteCurve(curve.bytes) == curve)
        #expect(throws: ByteReader.Malformed.self) { try QuoteCurve([0, 3, 1]) }
    }
}
