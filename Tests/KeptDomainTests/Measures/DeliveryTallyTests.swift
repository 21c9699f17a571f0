import KeptDomain
import KeptStore
import KeptFigures
import Testing

private let noon = Instant(seconds: 1_500_000_000)

/// An order delivered after `days`, on time when that is at most `promised`.
private func order(
    days: Int64?, promised: Int? = nil, status: OrderStatus = .delivered, approvedAfter: Int64? = nil,
    dispatchedAfter: Int64? = nil, complete: Bool? = nil, billed: Bool? = nil, attempts: Int = 0
) -> OrderFacts {
    let day = Zone.utc.day(of: noon)
    let delivered = days.map { noon + .days($0) }
    return OrderFacts(
        day: day, groups: OrderFacts.Groups(carrier: "7"), status: status,
        milestones: Milestones(
            ordered: noon, approved: approvedAfter.map { noon + .hours($0) },
            dispatched: dispatchedAfter.map { noon + .hours($0) }, delivered: delivered),
        promisedDay: promised.map { day.advanced(by: $0) }, deliveredDay: delivered.map { Zone.utc.day(of: $0) },
        attempts: attempts, availability: Availability(wholeOrder: status), isComplete: complete, isBilledRight: billed)
}

@Suite struct DeliveryTallyTests {
    @Test func aPromisedDayIsKeptUntilItsEnd() {
        #expect(order(days: 3, promised: 3).isOnTime == true)
        #expect(order(days: 4, promised: 3).isOnTime == false)
        #expect(order(days: 4).isOnTime == nil)
        #expect(order(days: nil, promised: 3).isOnTime == nil)
        #expect(order(days: 3, promised: 3, status: .returned).isOnTime == nil)
    }

    @Test func aPerfectOrderNeedsToBeOnTimeAndWithoutAKnownFault() {
        #expect(order(days: 1, promised: 2).isPerfect == true)
        #expect(order(days: 1, promised: 2, complete: true, billed: true).isPerfect == true)
        #expect(order(days: 1, promised: 2, complete: true, billed: false).isPerfect == false)
        #expect(order(days: 3, promised: 2, complete: true).isPerfect == false)
        #expect(order(days: 3, complete: false).isPerfect == nil)
    }

    @Test func stagesOutOfOrderAreUnknownAndTheRestIsNot() {
        let late = order(days: 2, approvedAfter: 10, dispatchedAfter: 4).stages
        #expect(late.approved == .hours(10))
        #expect(late.dispatched == nil)
        #expect(late.delivered == .hours(44))
        let whole = order(days: 2, approvedAfter: 1, dispatchedAfter: 4).stages
        #expect(whole.dispatched == .hours(3))
        #expect(whole.prepared == nil && whole.inTransit == nil)
        #expect(order(days: 2, dispatchedAfter: 4).stages.dispatched == nil)
        #expect(order(days: nil, status: .dispatched, approvedAfter: 1).stages == StageTimes())
    }

    @Test func availabilityCountsLinesUnitsAndValue() {
        var there = Availability()
        there.add(quantity: 3, filled: 2, price: 1000, currency: "BRL", status: .delivered)
        there.add(quantity: 1, filled: nil, price: 500, currency: "BRL", status: .delivered)
        #expect(there.lines == Share(known: 2, met: 1))
        #expect(there.units == Share(known: 4, met: 3))
        #expect(there.value.map(\.currency) == ["BRL"])
        #expect(there.value.map(\.share) == [Share(known: 3500, met: 2500)])
        #expect(Availability(wholeOrder: .unavailable)?.lines == Share(known: 1, met: 0))
        #expect(Availability(wholeOrder: .cancelled) == nil)
    }

    @Test func partsMergedAreTheWholeAndSubtractingUndoesIt() throws {
        var random = Dice(seed: 11)
        let facts = (0..<400).map { _ in
            order(
                days: Int64.random(in: 0...40, using: &random), promised: Int.random(in: 1...40, using: &random),
                status: OrderStatus.allCases.randomElement(using: &random)!, approvedAfter: 2, dispatchedAfter: 30,
                complete: [true, false, nil].randomElement(using: &random)!,
                attempts: Int.random(in: 0...3, using: &random))
        }
        var whole = DeliveryTally()
        for one in facts { whole.add(one) }
        var merged = DeliveryTally()
        for start in stride(from: 0, to: 400, by: 40) {
            var part = DeliveryTally()
            for one in facts[start..<start + 40] { part.add(one) }
            merged.merge(try DeliveryTally(bytes: part.bytes))
        }
        #expect(merged == whole)
        for one in facts { merged.subtract(DeliveryTally(one)) }
        #expect(merged.isEmpty)
        #expect(try DeliveryTally(bytes: DeliveryTally().bytes).isEmpty)
        #expect(throws: ByteReader.Malformed()) { try DeliveryTally(bytes: Array(whole.bytes.dropLast())) }
        #expect(throws: ByteReader.Malformed()) { try DeliveryTally(bytes: whole.bytes + [0]) }
    }

    @Test func aDeliverySomeSecondsLaterComesBackFromItsBytes() throws {
        var (earlier, later) = (order(days: 3), order(days: 3))
        earlier.attempts = 1
        later.attempts = 1
        later.cycle = .days(3) + .seconds(4)
        var change = DeliveryTally(later)
        change.subtract(DeliveryTally(earlier))
        let read = try DeliveryTally(bytes: change.bytes)
        #expect(read == change)
        var whole = DeliveryTally(earlier)
        whole.merge(read)
        #expect(whole == DeliveryTally(later))
    }

    @Test func amountsOfSeveralCurrenciesOnOneOrderAreNotSummed() {
        var there = Availability()
        there.add(quantity: 1, filled: 1, price: 100, currency: "EUR", status: .delivered)
        there.add(quantity: 2, filled: 1, price: 300, currency: "CHF", status: .delivered)
        there.add(quantity: 1, filled: 0, price: 50, currency: "EUR", status: .delivered)
        var facts = order(days: 1)
        facts.availability = there
        let tally = DeliveryTally(facts)
        #expect(tally.availableValue == ["EUR": Share(known: 150, met: 100), "CHF": Share(known: 600, met: 300)])
        #expect(tally.availableUnits == Share(known: 4, met: 2))
    }

    @Test func amountsOfCurrenciesAreNeverSummed() {
        var tally = DeliveryTally()
        for currency in ["EUR", "BRL"] {
            var facts = order(days: 1)
            var there = Availability()
            there.add(quantity: 1, filled: 1, price: 100, currency: currency, status: .delivered)
            facts.availability = there
            tally.add(facts)
        }
        #expect(tally.availableValue == ["EUR": Share(known: 100, met: 100), "BRL": Share(known: 100, met: 100)])
        #expect(DeliveryRow(key: "all", tally: tally).valueAvailabilityShare == nil)
    }

    @Test func rowsTellSharesCoverageAndDays() {
        var tally = DeliveryTally()
        for days in [2, 4, 4, 10] as [Int64] { tally.add(order(days: days, promised: 5, attempts: days == 10 ? 2 : 1)) }
        tally.add(order(days: nil, promised: 5, status: .cancelled))
        let row = DeliveryRow(key: "2017-07", tally: tally)
        #expect(row.orders == 5 && row.delivered == 4 && row.onTime == 3)
        #expect(row.onTimeShare == 0.75)
        #expect(row.coverage.onTime == 0.8 && row.coverage.complete == 0 && row.coverage.cycle == 0.8)
        #expect(row.cycleDays.mean == 5)
        #expect(abs(row.cycleDays.p50! - 4) < 0.02)
        #expect(row.firstAttemptShare == 0.75 && row.meanAttempts == 1.25)
        #expect(row.availabilityShare == 1)
    }

    @Test(arguments: [
        ("2026-11-05", "2026-W45"), ("2021-01-03", "2020-W53"), ("2024-12-30", "2025-W01"), ("2016-01-01", "2015-W53"),
        ("2017-12-31", "2017-W52"),
    ])
    func weeksBelongToTheYearOfTheirThursday(day: String, week: String) {
        #expect(Day(day)?.isoWeek == week)
    }
}
