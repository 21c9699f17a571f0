import Foundation
import KeptFigures
import Testing

@Suite struct LateRiskTests {
    /// Clocks with constant chances: approval 0.5 a day, dispatch 0.25 a day once approved, delivery 0.2 a day once on its way.
    private func risk() -> LateRisk {
        var chance = SeededChance(seed: 3)
        var (runs, approval, dispatch, transit) = (RunFacts(width: 1), RunTimes(), RunTimes(), RunTimes())
        func days(_ hazard: Double) -> Int {
            var days = 0
            while chance.share() > hazard, days < 100 { days += 1 }
            return days
        }
        for number in 0..<30_000 {
            let day = Int32(number / 100)
            let approved = days(0.5)
            let left = approved + days(0.25)
            runs.append(keys: [1], group: 0, weekday: Int(day % 7), lead: 20, mark: approved)
            approval.append(start: day, ended: approved)
            dispatch.append(start: day, ended: left)
            transit.append(start: day + Int32(left), ended: days(0.2), offset: left)
        }
        let age = ClockFact("age", .age(.fine), spread: 1)
        var clocks = [
            QuoteClock([age], runs: runs, times: approval, day: 280),
            QuoteClock([age, ClockFact("since", .sinceMark(.rough))], runs: runs, times: dispatch, day: 280),
            QuoteClock([age], runs: runs, times: transit, day: 280),
        ]
        for index in clocks.indices { clocks[index].fit(asOf: 280) }
        return LateRisk(approval: clocks[0], dispatch: clocks[1], transit: clocks[2])
    }

    /// The same by hand: the chance that the stages still to come take longer than the ticks that are left.
    private func exact(ticks: Int, stages: [Double]) -> Double {
        // By stage, the chance to stand in it when the next tick begins; several may pass on one tick.
        var standing = [1.0] + [Double](repeating: 0, count: stages.count - 1)
        var isOver = 0.0
        for _ in 0..<ticks {
            for (stage, hazard) in stages.enumerated() {
                let passes = standing[stage] * hazard
                standing[stage] -= passes
                if stage + 1 < stages.count { standing[stage + 1] += passes } else { isOver += passes }
            }
        }
        return 1 - isOver
    }

    @Test func theStagesFollowOneAnother() {
        let risk = risk()
        for age in [1, 3, 6] {
            let left = 20 - age + 1
            let cases: [(Int?, Int?, [Double])] = [
                (nil, nil, [0.5, 0.25, 0.2]), (1, nil, [0.25, 0.2]), (0, 1, [0.2]),
            ]
            for (approved, dispatched, stages) in cases {
                let found = risk.chance(
                    of: 29_000, standing: .init(age: age, approved: approved, dispatched: dispatched), lead: 20)
                let wanted = exact(ticks: left, stages: stages)
                #expect(abs(found - wanted) < 0.035, "at \(age) with \(stages): \(found), by hand \(wanted)")
            }
        }
    }

    @Test func aBrokenPromiseIsCertainlyLate() {
        var invented = InventedRuns(width: 1)
        invented.add(1, over: 0..<1, keys: { _ in [1] }) { _, _, _ in 1 }
        let clock = invented.clock([ClockFact("age", .age(.fine), spread: 1)], asOf: 10)
        let risk = LateRisk(approval: clock, dispatch: clock, transit: clock)
        #expect(risk.chance(of: 0, standing: .init(age: 21, approved: 0, dispatched: 1), lead: 20) == 1)
    }

    /// The whole curve says of each lead what `chance` says of it.
    @Test func theCurveSaysTheSameOfEachLead() {
        let risk = risk()
        for (approved, dispatched) in [(nil, nil), (1, nil), (0, 2)] as [(Int?, Int?)] {
            let standing = LateRisk.Standing(age: 3, approved: approved, dispatched: dispatched)
            let curve = risk.curve(of: 29_000, standing: standing, count: 60)
            for lead in [3, 5, 10, 20, 40] {
                let chance = risk.chance(of: 29_000, standing: standing, lead: lead)
                #expect(abs(1 - Double(curve[lead - 3]) - chance) < 2e-3, "\(lead): \(curve[lead - 3]), \(chance)")
            }
            #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }
}
