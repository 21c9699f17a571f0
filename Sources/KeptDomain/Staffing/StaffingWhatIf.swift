import KeptFigures

/// How recorded days would have gone with more or fewer service points.
///
/// Each day is played again from its arrivals, services and patience, once with as many points as were there in each five
/// minutes and once with the others. What those two differ by is the answer; how far the first one is from what was
/// recorded says how well the play resembles the line.
package struct StaffingWhatIf: Sendable {
    package struct Figures: Sendable, Hashable {
        /// Of all who came.
        package let servedWithin: Double
        package let meanWaitSeconds: Double
        package let leftShare: Double
    }

    /// Added to the points of each five minutes in which there were some.
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
    /// From when on as many points are open.
    private let steps: [ServerPlan.Step]

    init(_ visits: [RecordedWait], meanService: Double) {
        record = RecordedQueue(
            visits.map { visit in
                let service = visit.service.map { Double($0.upperBound - $0.lowerBound) }
                return RecordedQueue.Visit(
                    joined: Double(visit.joined), waited: Double(visit.waited),
                    service: visit.isServed ? service ?? meanService : nil)
            })
        steps = Self.steps(visits)
    }

    private static let step: Int64 = 300

    /// How many points were there in each five minutes: while somebody waited, as many as served on average, since then none
    /// that could serve was free; where nobody waited, as many as served at once at most.
    private static func steps(_ visits: [RecordedWait]) -> [ServerPlan.Step] {
        var changes: [(at: Int64, serving: Int, waiting: Int)] = []
        for visit in visits {
            if let service = visit.service {
                changes.append((service.lowerBound, 1, 0))
                changes.append((max(service.upperBound, service.lowerBound + 1), -1, 0))
            }
            if visit.waited > 0 {
                changes.append((visit.joined, 0, 1))
                changes.append((visit.ended, 0, -1))
            }
        }
        changes.sort { $0.at == $1.at ? $0.serving < $1.serving : $0.at < $1.at }
        guard let first = changes.first?.at, let last = changes.last?.at else { return [] }
        var (serving, waiting, next) = (0, 0, 0)
        return stride(from: first / step * step, through: last, by: Int(step)).map { from in
            var (most, served, waited, now) = (serving, Int64(0), Int64(0), from)
            func pass(to time: Int64) {
                if waiting > 0 {
                    served += Int64(serving) * (time - now)
                    waited += time - now
                }
                now = time
            }
            while next < changes.count, changes[next].at < from + step {
                pass(to: changes[next].at)
                serving += changes[next].serving
                waiting += changes[next].waiting
                most = max(most, serving)
                next += 1
            }
            pass(to: from + step)
            let servers = waited >= 30 ? Int((Double(served) / Double(waited)).rounded()) : most
            return ServerPlan.Step(from: Double(from), servers: servers)
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
