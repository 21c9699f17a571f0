import KeptFigures
import Testing

@testable import KeptDomain

@Suite struct StaffingPlanTests {
    private static let monday = Day("2026-03-02")!

    /// From 9 to 11 somebody every `pause` seconds, served for 180; each tenth goes away after 60 seconds.
    private static func history(
        days: ClosedRange<Int>, every pause: Int = 60, busyDay: Int? = nil, line: String = "A"
    ) -> WaitHistory {
        var history = WaitHistory()
        for day in days {
            let date = monday.advanced(by: day)
            let step = day == busyDay ? pause / 2 : pause
            for (number, second) in stride(from: 32_400, to: 39_600, by: step).enumerated() {
                let joined = Zone.utc.instant(of: date, secondsOfDay: second)
                let isLeft = number % 10 == 9
                var visit = PastVisit(
                    line: line, zone: .utc, outcome: isLeft ? .left : .served, joinedAt: joined,
                    waitedSeconds: isLeft ? 60 : 20)
                if !isLeft {
                    visit.servedAt = joined + .seconds(20)
                    visit.endedAt = joined + .seconds(200)
                }
                history.append(visit)
            }
        }
        return history
    }

    @Test func aQuarterIsStaffedForWhatComesOnLikeDays() throws {
        let plan = try Self.history(days: 0...20).staffingPlan(share: 0.8, within: 60)
        #expect(plan.weekdays.map(\.days) == Array(repeating: 3, count: 7) && plan.lacking.isEmpty)
        #expect(plan.dayCount == 21 && plan.days == Self.monday...Self.monday.advanced(by: 20))
        let day = plan.weekdays[0]
        #expect(day.quarters.map(\.from).first == "09:00" && day.quarters.map(\.from).last == "10:45")
        #expect(day.quarters.count == 8)
        let quarter = day.quarters[0]
        #expect(abs(quarter.arrivals.expected - 15) < 1e-9 && quarter.serviceSeconds == 180)
        #expect(quarter.arrivals.low < 15 && quarter.arrivals.high > 15 && quarter.arrivals.busy >= 15)
        // As Erlang A says for 15 in a quarter of an hour, with the mean patience of the record.
        let patience = try #require(plan.patienceSeconds)
        #expect(abs(patience - (9 * 20 + 60)) < 1e-9)
        let least = ErlangQueue.leastServers(
            arrivalRate: 15.0 / 900, meanService: 180, meanPatience: patience, share: 0.8, within: 60)
        #expect(quarter.points == least && quarter.servedWithin >= 0.8 && quarter.pointsWhenBusy >= least)
    }

    @Test func daysThatDifferNeedMoreOnABusyOne() throws {
        let calm = try Self.history(days: 0...34).staffingPlan(share: 0.8, within: 60).weekdays[0].quarters[0]
        let odd = try Self.history(days: 0...34, busyDay: 14).staffingPlan(share: 0.8, within: 60)
            .weekdays[0].quarters[0]
        #expect(odd.arrivals.high - odd.arrivals.low > calm.arrivals.high - calm.arrivals.low)
        #expect(odd.pointsWhenBusy > odd.points)
    }

    @Test func withTooFewDaysThereIsNoPlan() throws {
        #expect(throws: StaffingRefusal.tooFewDays(days: 2, needed: 3)) {
            _ = try Self.history(days: 0...13).staffingPlan(share: 0.8, within: 60)
        }
        let some = try Self.history(days: 0...14).staffingPlan(share: 0.8, within: 60)
        #expect(some.weekdays.map(\.weekday) == [.monday] && some.lacking.count == 6)
        #expect(throws: StaffingRefusal.noVisits) { _ = try WaitHistory().staffingPlan(share: 0.8, within: 60) }
        #expect(throws: StaffingRefusal.unknownLine("B", known: ["A"])) {
            _ = try Self.history(days: 0...20).staffingPlan(share: 0.8, within: 60, line: "B")
        }
    }

    @Test func morePointsShortenThePlayedWaits() throws {
        // Three points' work before two: the line grows all morning.
        var history = WaitHistory()
        for number in 0..<120 {
            let joined = Zone.utc.instant(of: Self.monday, secondsOfDay: 32_400 + number * 60)
            let waited = Int64(number * 15)
            var visit = PastVisit(
                line: "A", zone: .utc, outcome: .served, joinedAt: joined, waitedSeconds: waited)
            visit.servedAt = joined + .seconds(waited)
            visit.endedAt = joined + .seconds(waited + 150)
            history.append(visit)
        }
        let answer = try history.whatIf(change: 1, within: 300)
        #expect(answer.visits == 120 && answer.dayCount == 1 && answer.recorded.leftShare == 0)
        #expect(abs(answer.recorded.meanWaitSeconds - 892.5) < 1e-9)
        #expect(answer.changed.meanWaitSeconds < answer.asWas.meanWaitSeconds)
        #expect(answer.changed.servedWithin > answer.asWas.servedWithin)
        let same = try history.whatIf(change: 0, within: 300)
        #expect(same.asWas == same.changed)
        #expect(throws: StaffingRefusal.noVisits) {
            let before = Self.monday.advanced(by: -9)
            _ = try history.whatIf(change: 1, within: 300, days: before...before)
        }
    }
}
