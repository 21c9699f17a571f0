import KeptFigures
import Testing

private let age = ClockFact("age", .age(.fine), spread: 1)

@Suite struct DriftTests {
    /// From some day on everything takes longer, on the runs that are open already too.
    private func struck(_ daily: Int, asOf day: Int32, since strike: Int32) -> QuoteClock {
        var invented = InventedRuns(width: 1)
        invented.add(daily * 300, over: 0..<300, keys: { _ in [1] }) { _, _, day in day < strike ? 0.15 : 0.03 }
        var clock = invented.clock([age], asOf: strike)
        clock.fit(asOf: strike)
        clock.advance(to: day)
        return clock
    }

    @Test func aStrikeIsSeenBeforeItsRunsEnd() {
        let before = struck(40, asOf: 200, since: 200)
        let after = struck(40, asOf: 207, since: 200)
        #expect(abs(before.drift.level) < 0.1, "\(before.drift.level)")
        // log(0.03/0.97) − log(0.15/0.85) = −1.74
        #expect(after.drift.level < -1, "\(after.drift.level)")
        #expect(after.curve(of: 0)[6] < before.curve(of: 0)[6] - 0.2)
        #expect(struck(40, asOf: 240, since: 200).drift.level < -1.5)
    }

    @Test func fewRunsMoveItSlowly() {
        #expect(struck(1, asOf: 207, since: 200).drift.level > struck(40, asOf: 207, since: 200).drift.level)
    }

    @Test func itFadesWithTheMedianRun() {
        var clock = struck(40, asOf: 240, since: 200)
        let now = clock.curve(of: 0, count: 1)[0]
        let later = clock.curve(of: 0, count: 1, ahead: 100)[0]
        #expect(later > now && abs(later - clock.curve(of: 0, count: 1, drift: false)[0]) < 0.01)
        clock.setFading(median: 100_000)
        #expect(abs(clock.curve(of: 0, count: 1, ahead: 100)[0] - now) < 0.001)
    }
}
