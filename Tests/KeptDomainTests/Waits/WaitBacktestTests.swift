import KeptFigures
import Testing

@testable import KeptDomain

@Suite struct WaitBacktestTests {
    private static let first = Day("2026-03-02")!

    /// Two points a day from 9:00, somebody every 40 seconds for two hours; waits by a line that is simple to foretell: 20
    /// seconds a person ahead, and each seventh goes away after 15.
    private static func history(days: Int, spoiledAfter spoiled: Day? = nil) -> WaitHistory {
        var history = WaitHistory()
        for day in 0..<days {
            let date = first.advanced(by: day)
            for number in 0..<180 {
                let joined = Zone.utc.instant(of: date, secondsOfDay: 32_400 + number * 40)
                let isLeft = number % 7 == 3
                let waited: Int64 = isLeft ? 15 : Int64(20 + number % 5 * 20)
                var visit = PastVisit(
                    line: number % 2 == 0 ? "A" : "B", zone: .utc, outcome: isLeft ? .left : .served, joinedAt: joined,
                    waitedSeconds: spoiled.map { date > $0 } == true ? 3_000 : waited)
                if !isLeft {
                    visit.servedAt = joined + .seconds(visit.waitedSeconds)
                    visit.endedAt = joined + .seconds(visit.waitedSeconds + 60)
                    visit.point = "P\(number % 2)"
                }
                history.append(visit)
            }
        }
        return history
    }

    @Test func theLastQuarterOfTheDaysOfAMonthIsScored() throws {
        let found = try Self.history(days: 20).backtest(confidence: 0.8)
        #expect(found.days == Self.first.advanced(by: 15)...Self.first.advanced(by: 19))
        #expect(found.visits == 900 && found.quoted == 900 && found.abandoned == 5 * 26)
        #expect(abs(try #require(found.keptShare) - 0.8) < 0.08, "\(found.keptShare ?? 0)")
        #expect(try #require(found.medianError) < 45)
        #expect(found.byLine.map(\.name) == ["A", "B"] && found.byDay.count == 5 && found.byMonth.count == 1)
        #expect(found.baselines.best != nil)
    }

    /// What comes on later days must not change what is told on earlier ones.
    @Test func whatComesLaterChangesNothingThatIsToldBefore() throws {
        let from = Self.first.advanced(by: 10)
        let plain = try Self.history(days: 12).backtest(confidence: 0.9, from: from)
        let spoiled = try Self.history(days: 12, spoiledAfter: Self.first.advanced(by: 10)).backtest(
            confidence: 0.9, from: from)
        #expect(plain.byDay.first == spoiled.byDay.first && plain.byDay.last != spoiled.byDay.last)
    }

    @Test func withTooFewPrecedentsNothingIsQuoted() throws {
        let found = try Self.history(days: 2).backtest(confidence: 0.99, from: Self.first.advanced(by: 1))
        #expect(found.visits == 180 && found.quoted == 0 && found.keptShare == nil && found.byDay.isEmpty)
    }

    @Test func withoutVisitsItSaysSo() {
        #expect(throws: WaitBacktestRefusal.noVisits) { _ = try WaitHistory().backtest(confidence: 0.8) }
        let after = Self.first.advanced(by: 30)
        #expect(throws: WaitBacktestRefusal.noVisitsFrom(after)) {
            _ = try Self.history(days: 2).backtest(confidence: 0.8, from: after)
        }
    }
}
