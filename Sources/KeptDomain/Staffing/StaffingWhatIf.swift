import KeptFigures

/// How recorded days would have gone with more or fewer service points.
///
/// Each day is played again from its arrivals, services and patience, once with as many points as were at work at once in each
/// quarter of an hour and once with the others. What those two differ by is the answer; how far the first one is from what was
/// recorded says how well the play resembles the line.
package struct StaffingWhatIf: Sendable {
    package struct Figures: Sendable, Hashable {
        /// Of all who came.
        package let servedWithin: Double
        package let meanWaitSeconds: Double
        package let leftShare: Double
    }

    /// Added to the points of each quarter in which there were some.
    package let change: Int
    package let withinSeconds: Double
    package let days: ClosedRange<Day>
    package let dayCount: Int
    package let visits: Int
    package let recorded: Figures
    package let asWas: Figures
    package let changed: Figures
}

extension WaitHistory {
    /// What is not known of a visit is drawn; so many plays are averaged.
    private static let plays: ClosedRange<UInt64> = 1...3
    /// No more days than these, the last ones.
    package static let mostPlayedDays = 92

    /// - Parameters:
    ///   - change: more points, or fewer where below zero.
    ///   - seconds: within which somebody is served in time.
    ///   - line: `nil` for all lines together.
    ///   - span: the days that are played; all of the record where left out, at most the last `mostPlayedDays`.
    package func whatIf(
        change: Int, within seconds: Double, line: String? = nil, days span: ClosedRange<Day>? = nil
    ) throws(StaffingRefusal) -> StaffingWhatIf {
        let comers = try comers(to: line).filter { visit in
            span.map { $0.contains(Day(number: visit.day)) } ?? true
        }
        let numbers = Set(comers.map(\.day)).sorted().suffix(Self.mostPlayedDays)
        guard let first = numbers.first, let last = numbers.last else { throw .noVisits }
        let played = comers.filter { $0.day >= first }
        guard let services = ServiceTimes(played) else { throw .noServices }
        var recorded = Tally()
        var (asWas, changed) = (Tally(), Tally())
        for visits in Dictionary(grouping: played, by: \.day).sorted(by: { $0.key < $1.key }).map(\.value) {
            for visit in visits {
                let isInTime = visit.isServed && Double(visit.waited) <= seconds
                recorded.add(
                    count: 1, served: isInTime ? 1 : 0, wait: Double(visit.waited), left: visit.isServed ? 0 : 1)
            }
            let day = PlayedDay(visits, meanService: services.mean)
            for seed in Self.plays {
                asWas.add(day.figures(change: 0, within: seconds, seed: seed), count: visits.count)
                changed.add(day.figures(change: change, within: seconds, seed: seed), count: visits.count)
            }
        }
        return StaffingWhatIf(
            change: change, withinSeconds: seconds, days: Day(number: first)...Day(number: last),
            dayCount: numbers.count, visits: played.count, recorded: recorded.figures, asWas: asWas.figures,
            changed: changed.figures)
    }
}

/// One day to be played with other points.
private struct PlayedDay {
    private let record: RecordedQueue
    /// From when on as many points are open, a step for each quarter of an hour.
    private let steps: [ServerPlan.Step]

    init(_ visits: [RecordedWait], meanService: Double) {
        record = RecordedQueue(
            visits.map { visit in
                let service = visit.service.map { Double($0.upperBound - $0.lowerBound) }
                return RecordedQueue.Visit(
                    joined: Double(visit.joined), waited: Double(visit.waited),
                    service: visit.isServed ? service ?? meanService : nil)
            })
        steps = Self.steps(visits.compactMap(\.service), from: visits.map(\.joined).min() ?? 0)
    }

    /// How many services ran at once at most in each quarter.
    private static func steps(_ services: [ClosedRange<Int64>], from first: Int64) -> [ServerPlan.Step] {
        let start = min(first, services.map(\.lowerBound).min() ?? first) / 900 * 900
        guard let end = services.map(\.upperBound).max() else { return [] }
        var changes = services.flatMap { [($0.lowerBound, 1), (max($0.upperBound, $0.lowerBound + 1), -1)] }
        changes.sort { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }
        var (running, next) = (0, 0)
        return stride(from: start, through: end, by: 900).map { from in
            var most = running
            while next < changes.count, changes[next].0 < from + 900 {
                running += changes[next].1
                most = max(most, running)
                next += 1
            }
            return ServerPlan.Step(from: Double(from), servers: most)
        }
    }

    func figures(change: Int, within seconds: Double, seed: UInt64) -> WaitFigures? {
        let plan = ServerPlan(
            steps.map { step in
                ServerPlan.Step(from: step.from, servers: step.servers == 0 ? 0 : max(0, step.servers + change))
            })
        return record.arrivals(seed: seed).flatMap { QueueSimulation(of: $0, servers: plan).figures(within: seconds) }
    }
}

/// Adds up shares over days of different length.
private struct Tally {
    private var (count, served, wait, left) = (0.0, 0.0, 0.0, 0.0)

    mutating func add(count: Double, served: Double, wait: Double, left: Double) {
        self.count += count
        self.served += served
        self.wait += wait
        self.left += left
    }

    mutating func add(_ figures: WaitFigures?, count: Int) {
        guard let figures else { return }
        let count = Double(count)
        add(
            count: count, served: count * figures.servedWithin, wait: count * figures.meanWait,
            left: count * figures.leaves)
    }

    var figures: StaffingWhatIf.Figures {
        let count = max(count, 1)
        return StaffingWhatIf.Figures(
            servedWithin: served / count, meanWaitSeconds: wait / count, leftShare: left / count)
    }
}
