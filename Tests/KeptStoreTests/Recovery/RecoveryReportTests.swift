import KeptDomain
import KeptFigures
import KeptStore
import KeptTestSupport
import Testing

@Suite struct RecoveryReportTests {
    private func report(
        _ desk: RecoveryDesk, from: Day? = nil, within: LaterPurchases.Within = .days90
    ) async throws -> RecoveryReport {
        let now = desk.shop.time.now
        return try await desk.shop.store.read { reading in
            let today = try reading.reportToday(at: now)
            return try reading.recoveryReport(
                ReportSpan(from: from, to: nil, today: today), within: within, now: now)
        }
    }

    @Test(arguments: TestStore.engines) func itCountsFailuresStepsAnswersCausesAndCost(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (first, second) = (try await desk.order("A-1"), try await desk.order("A-2", email: "b@example.org"))
            let one = try await desk.broken(first)
            let other = try await desk.openCase(of: second)
            desk.shop.time.advance(by: .minutes(30))
            try await desk.tell(one.id, channel: .phone)
            let euro = try #require(Currency("EUR"))
            let words = desk.shop.words
            try await desk.shop.write {
                try $0.addUsualLimits(in: euro)
                let draft = RemedyDraft(.gesture, amount: Money(minor: 500, currency: euro), why: "late")
                _ = try $0.giveRemedy(draft, on: one.id, words: words)
            }
            try await desk.close(one.id)
            try await desk.close(other.id, .notOurs("The customer had asked for the fifth."))
            desk.shop.time.advance(by: .days(3))
            let keys = try await desk.ask()
            try await desk.answer(keys[0], .yes)
            let found = try await report(desk)
            #expect(found.recoveries == 2 && found.failures == 2 && found.kinds.map(\.kind) == [.brokenPromise])
            #expect(found.asked == 2 && found.madeGood == Proportion(1, of: 1))
            let apologised = try #require(found.steps.first { $0.step == .apologise })
            #expect(apologised.done == 1 && apologised.median == 5_400, "from 12:00 to 13:30")
            #expect(found.costs.map(\.amount.minor) == [500] && found.costs.map(\.remedies) == [1])
            #expect(found.causes.map(\.cases) == [1, 1] && found.causes.map(\.isOurs).contains(false))
            let json = try await desk.shop.store.read { reading in
                let span = ReportSpan(from: nil, to: nil, today: try reading.reportToday(at: found.now(desk)))
                return RecoveryText.json(found, span: span, causes: try reading.causes())
            }
            #expect(json.contains("\"made_good\":{\"yes\":1,\"of\":1") && !json.contains("nan"))
        }
    }

    @Test(arguments: TestStore.engines) func aBreakThatWasCorrectedIsNoRecovery(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            _ = try await desk.broken(order)
            #expect(try await report(desk).recoveries == 1)
            try await desk.shop.tell(.delivered, of: order, at: .at("2026-11-03T09:00:00+01:00"))
            let found = try await report(desk)
            #expect(found.recoveries == 0 && found.failures == 0)
            #expect(found.steps.allSatisfy { $0.done == 0 } && found.firstStep.median == nil)
            let facts = try await desk.shop.store.read {
                try $0.serviceFacts(from: .at("2026-11-01T00:00:00+01:00"), before: .at("2026-12-01T00:00:00+01:00"))
            }
            #expect(!facts.contains { $0.measure == .respondTime || $0.measure == .mendTime })
        }
    }

    @Test(arguments: TestStore.engines) func costsAreNeverAddedAcrossCurrencies(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            let (euro, yuan) = (try #require(Currency("EUR")), try #require(Currency("CNY")))
            let words = desk.shop.words
            for currency in [euro, yuan] {
                let draft = RemedyDraft(.gesture, amount: Money(minor: 300, currency: currency), why: nil)
                try await desk.shop.write { _ = try $0.giveRemedy(draft, on: found.id, words: words) }
            }
            #expect(try await report(desk).costs.map(\.amount.currency.code) == ["CNY", "EUR"])
        }
    }

    @Test(arguments: TestStore.engines) func laterPurchasesCountOnceNinetyDaysHavePassed(on engine: Engine) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order("A-1")
            let quiet = try await desk.order("Quiet", email: "quiet@example.org")
            desk.shop.time.advance(by: .hours(2))
            try await desk.shop.tell(.delivered, of: quiet)
            desk.shop.time.advance(by: .hours(25))
            try await desk.shop.lapse()
            let found = try await desk.openCase(of: order)
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3))
            try await desk.answer(try #require(try await desk.ask().first), .yes)
            #expect(try await report(desk).purchases[.well].trials == 0, "too early to say")
            let again = desk.shop.draft("B-1", customer: CustomerDraft(name: "A-1", email: "ada@example.org"))
            _ = try await desk.shop.order(again)
            desk.shop.time.advance(by: .days(91))
            let purchases = try await report(desk).purchases
            #expect(purchases[.well] == Proportion(1, of: 1))
            #expect(purchases[.never] == Proportion(0, of: 1), "matched by the time of their order")
        }
    }

    @Test(arguments: TestStore.engines) func whoFailsLaterIsStillComparedWithAndAShorterTimeIsKnownSooner(
        on engine: Engine
    ) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order("A-1")
            let quiet = try await desk.order("Quiet", email: "quiet@example.org")
            desk.shop.time.advance(by: .hours(2))
            try await desk.shop.tell(.delivered, of: quiet)
            desk.shop.time.advance(by: .hours(25))
            try await desk.shop.lapse()
            let found = try await desk.openCase(of: order)
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3))
            try await desk.answer(try #require(try await desk.ask().first), .yes)
            desk.shop.time.advance(by: .days(30))
            #expect(try await report(desk).purchases[.well].trials == 0)
            let early = try await report(desk, within: .days30).purchases
            #expect(early.within == .days30 && early[.well].trials == 1 && early[.never].trials == 1)
            desk.shop.time.advance(by: .days(70))
            try await desk.shop.write {
                _ = try $0.openCase(kind: .complaint, subject: "Torn", customer: nil, order: quiet, place: nil)
            }
            #expect(try await report(desk).purchases[.never].trials == 1, "what goes wrong later does not choose")
            let soon = try await desk.shop.store.read { try $0.count("SELECT count(*) FROM failures") }
            #expect(soon == 2)
        }
    }

    @Test(arguments: TestStore.engines) func aPurchaseBeforeTheFirstDayOfTheReportCountsAfterTheFailure(
        on engine: Engine
    ) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order("A-1")
            desk.shop.time.move(to: .at("2026-11-04T10:00:00+01:00"))
            let again = desk.shop.draft("B-1", customer: CustomerDraft(name: "A-1", email: "ada@example.org"))
            _ = try await desk.shop.order(again)
            // Nobody looked before: the word of the third is seen broken on the fifth.
            desk.shop.time.move(to: .at("2026-11-05T11:00:00+01:00"))
            try await desk.shop.lapse()
            let found = try await desk.openCase(of: order)
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3))
            for key in try await desk.ask() { try await desk.answer(key, .yes) }
            desk.shop.time.advance(by: .days(91))
            let purchases = try await report(desk, from: Day("2026-11-05")).purchases
            #expect(purchases[.well] == Proportion(1, of: 1))
        }
    }

    @Test(arguments: TestStore.engines) func recoveriesAreReadInPagesNoneTwiceAndNoneLeftOut(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            for number in 1...7 { _ = try await desk.order("A-\(number)", email: "a\(number)@example.org") }
            desk.shop.time.advance(by: .hours(27))
            try await desk.shop.lapse()
            let from = Instant.at("2026-11-01T00:00:00+01:00")
            func read(page: Int) async throws -> [ID<Case>] {
                try await desk.shop.store.read { reading in
                    var all: [ID<Case>] = []
                    try reading.eachRecovery(from: from, to: from + .days(30), page: page) { all.append($0.case) }
                    return all
                }
            }
            let whole = try await read(page: 100)
            #expect(whole.count == 7 && Set(whole).count == 7)
            for page in [1, 2, 3, 7] { #expect(try await read(page: page) == whole, "\(page)") }
        }
    }

    @Test(arguments: TestStore.engines) func promisesAreCountedByStandardAndMonth(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (kept, late) = (try await desk.order("A-1"), try await desk.order("A-2"))
            desk.shop.time.advance(by: .hours(20))
            try await desk.shop.tell(.delivered, of: kept)
            desk.shop.time.advance(by: .hours(7))
            try await desk.shop.lapse()
            _ = late
            let now = desk.shop.time.now
            let counts = try await desk.shop.store.read { reading in
                try reading.promiseCounts(ReportSpan(from: nil, to: nil, today: try reading.reportToday(at: now)))
            }
            #expect(counts.count == 1)
            let count = try #require(counts.first)
            #expect(count.month == "2026-11" && count.name == "Next day by 12:00")
            #expect(count.kept == 1 && count.broken == 1 && count.chains == 2 && count.firstKept == 1)
        }
    }
}

extension RecoveryReport {
    fileprivate func now(_ desk: RecoveryDesk) -> Instant { desk.shop.time.now }
}
