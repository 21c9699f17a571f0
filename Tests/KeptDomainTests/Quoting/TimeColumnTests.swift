import Foundation
import KeptFigures
import Testing

@Suite struct TimeColumnTests {
    @Test func bandsGrowByTheirShare() {
        #expect((0..<24).allSatisfy { AgeBands.fine[$0] == $0 } && AgeBands.fine[24] == 24 && AgeBands.fine[26] == 25)
        #expect(AgeBands.rough[0] == 0 && AgeBands.rough[1] == 0 && AgeBands.rough[2] == 1 && AgeBands.rough[4] == 2)
        for bands in [AgeBands.fine, .coarse, .rough] {
            #expect(bands[100_000] == bands.count - 1 && bands[-5] == 0)
            for age in 1..<600 { #expect(bands[age] >= bands[age - 1] && bands[age] <= bands[age - 1] + 1) }
        }
    }

    @Test func amountsAreBandedByTheirShare() {
        #expect(AmountBand.of(0, growth: 1.4) == 0 && AmountBand.of(1.3, growth: 1.4) == 0)
        #expect(AmountBand.of(1.5, growth: 1.4) == 1 && AmountBand.of(2, growth: 1.4) == 2)
        #expect(AmountBand.of(-7, growth: 1.4) == 0)
    }

    /// On a clock of days nothing ends on Sundays: none is foretold then.
    @Test func theDayOfTheWeekIsThatOfTheTick() {
        var invented = InventedRuns(width: 1)
        invented.add(6_000, over: 0..<210, keys: { _ in [1] }) { _, _, day in day % 7 == 6 ? 0 : 0.2 }
        var clock = invented.clock(
            [ClockFact("age", .age(.fine), spread: 1), ClockFact("day", .weekday, spread: 1)], asOf: 200)
        clock.fit(asOf: 200)
        // The first run starts on day 0, a Monday.
        let curve = clock.curve(of: 0, drift: false)
        #expect(curve[6] - curve[5] < 0.01 && curve[7] - curve[6] > 0.02, "\(curve[4...7])")
    }

    /// Runs end on the last tenth of what was promised, whatever that is.
    @Test func theShareOfALeadCounts() {
        var runs = RunFacts(width: 1)
        var times = RunTimes()
        for number in 0..<4_000 {
            let lead = 10 + number % 31
            runs.append(keys: [1], group: 0, weekday: 0, lead: lead, mark: nil)
            times.append(start: Int32(number / 20), ended: lead - 1 - number % 2)
        }
        var clock = QuoteClock(
            [ClockFact("age", .age(.fine), spread: 1), ClockFact("share", column: 0, .leadShare)], runs: runs,
            times: times, day: 190)
        clock.fit(asOf: 190)
        for run in [5, 10, 25] {
            let curve = clock.curve(of: run, drift: false)
            let lead = 10 + run % 31
            #expect(curve[lead / 2] < 0.1 && curve[lead] > 0.8, "\(lead): \(curve[lead / 2]) \(curve[lead])")
        }
    }
}
