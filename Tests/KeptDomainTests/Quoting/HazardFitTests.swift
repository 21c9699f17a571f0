import Foundation
import KeptFigures
import Testing

private let age = ClockFact("age", .age(.fine), spread: 1)

@Suite struct HazardFitTests {
    /// Three values of a fact whose chances to end stand in the odds 1 : 2 : 4, all with the same shape over age.
    @Test func theChancesThatMadeTheRecordAreFoundAgain() {
        let odds = [0.05, 0.1, 0.2]
        var invented = InventedRuns(width: 1)
        invented.add(30_000, over: 0..<300, keys: { [UInt16(1 + $0 % 3)] }) { keys, tick, _ in
            let odds = odds[Int(keys[0]) - 1] * (tick < 5 ? 1 : 2)
            return odds / (1 + odds)
        }
        var clock = invented.clock([age, ClockFact("kind", column: 0, .once)], asOf: 280)
        clock.fit(asOf: 280)
        for (kind, odds) in odds.enumerated() {
            let curve = clock.curve(of: kind)
            var survival = 1.0
            for tick in [0, 4, 9, 19] {
                survival = (0...tick).reduce(1.0) { survival, tick in
                    survival / (1 + odds * (tick < 5 ? 1 : 2))
                }
                #expect(abs(Double(curve[tick]) - (1 - survival)) < 0.02, "kind \(kind) by \(tick): \(curve[tick])")
            }
        }
        let effects = (1...3).compactMap { clock.tables.effect(of: "kind", value: $0) }
        #expect(
            abs(effects[1] - effects[0] - log(2)) < 0.08 && abs(effects[2] - effects[1] - log(2)) < 0.08, "\(effects)")
    }

    /// A fact that says nothing comes to nothing, however many values it has, and one value with few precedents stays near
    /// the general case.
    @Test func whatTheRecordDoesNotSayIsNotLearned() throws {
        var invented = InventedRuns(width: 2)
        invented.add(8_000, over: 0..<300, keys: { [UInt16(1 + $0 % 200), $0 < 3 ? 1 : 2] }) { _, _, _ in 0.15 }
        var clock = invented.clock(
            [age, ClockFact("noise", column: 0, .once), ClockFact("rare", column: 1, .once)], asOf: 280)
        for _ in 0..<4 { clock.fit(asOf: 280) }
        #expect(try #require(clock.tables.spread(of: "noise")) < 0.015)
        let all = clock.curve(of: 5_000)[9]
        for run in [0, 10, 100, 7_000] { #expect(abs(clock.curve(of: run)[9] - all) < 0.05) }
    }

    /// Runs still open count for the ticks they were seen, not as failures and not as long runs.
    @Test func whatIsStillOpenIsNoFailure() {
        var invented = InventedRuns(width: 1)
        // Most of the record is young: of what began in the last days only the quick ones have ended.
        invented.add(2_000, over: 0..<100, keys: { _ in [1] }) { _, _, _ in 0.1 }
        invented.add(6_000, over: 100..<120, keys: { _ in [1] }) { _, _, _ in 0.1 }
        var clock = invented.clock([age], asOf: 120)
        clock.fit(asOf: 113)
        clock.fit(asOf: 120)
        let curve = clock.curve(of: 0, drift: false)
        for tick in [3, 6, 13] {
            #expect(abs(Double(curve[tick]) - (1 - pow(0.9, Double(tick + 1)))) < 0.03, "\(tick): \(curve[tick])")
        }
    }

    /// Runs that never end do not make the others look long.
    @Test func whatNeverEndsDoesNotCount() {
        var invented = InventedRuns(width: 1)
        invented.add(12_000, over: 0..<400, keys: { _ in [1] }, ends: 0.8) { _, _, _ in 0.1 }
        var clock = invented.clock([age], asOf: 300)
        for day in stride(from: Int32(300), through: 342, by: 14) { clock.fit(asOf: day) }
        let curve = clock.curve(of: 0)
        for tick in [6, 13, 27] {
            #expect(abs(Double(curve[tick]) - (1 - pow(0.9, Double(tick + 1)))) < 0.03, "\(tick): \(curve[tick])")
        }
    }

    /// What ends on a day or later changes nothing of what is learned before that day.
    @Test func nothingIsLearnedFromTheFuture() {
        var known = InventedRuns(width: 1)
        known.add(4_000, over: 0..<200, keys: { _ in [1] }) { _, _, _ in 0.1 }
        var other = InventedRuns(width: 1)
        other.add(4_000, over: 0..<200, keys: { _ in [1] }) { _, _, day in day < 150 ? 0.1 : 0.9 }
        var (first, second) = (known.clock([age], asOf: 150), other.clock([age], asOf: 150))
        first.fit(asOf: 140)
        first.advance(to: 150)
        second.fit(asOf: 140)
        second.advance(to: 150)
        #expect(first.curve(of: 0) == second.curve(of: 0))
        second.advance(to: 170)
        #expect(second.curve(of: 0)[5] > first.curve(of: 0)[5])
    }

    @Test func anEmptyRecordIsNoTrouble() {
        var clock = InventedRuns(width: 1).clock([age, ClockFact("kind", column: 0, .once)], asOf: 10)
        clock.fit(asOf: 10)
        clock.advance(to: 30)
        #expect(clock.drift.level == 0 && clock.longest == 0)
    }

    /// The tables are of a size that memory and a file bear.
    @Test func tablesStaySmall() {
        var invented = InventedRuns(width: 1)
        invented.add(70_000, over: 0..<100, keys: { [UInt16(1 + $0 % 65_000)] }) { _, _, _ in 0.5 }
        var clock = invented.clock([age, ClockFact("kind by age", column: 0, .age(.coarse))], asOf: 100)
        clock.fit(asOf: 100, sweeps: 1)
        #expect(clock.tables.count <= 2 * 65_536)
        // A value beyond the table adds nothing.
        #expect(clock.tables.effect(of: "kind by age", value: 60_000) == nil)
        #expect(clock.curve(of: 60_000)[0].isFinite)
    }
}
