import KeptFigures

/// How many service points a line needs in each quarter of an hour, so that a share of all who come is served in time.
///
/// Each quarter as if it went on for long (Erlang A where people go away, else Erlang C): good while a service is short beside
/// a quarter of an hour, and a little late in answering where it is not.
package struct StaffingPlan: Sendable {
    package struct Quarter: Sendable, Hashable {
        package let arrivals: ArrivalForecast.Quarter
        package let serviceSeconds: Double
        /// Points for as many as are expected, and for a busy one of ten days.
        package let points: Int
        package let pointsWhenBusy: Int
        /// The share that so many points serve in time.
        package let servedWithin: Double

        /// `09:15`.
        package var from: String { padded(arrivals.number / 4, 2) + ":" + padded(arrivals.number % 4 * 15, 2) }
    }

    package struct OfWeekday: Sendable {
        package let weekday: Weekday
        package let days: Int
        package let quarters: [Quarter]
    }

    /// What a table tells of each quarter.
    package enum Column: String, Sendable, CaseIterable {
        case from, arrivals, spread, points
        case whenBusy = "when-busy"
        case served
    }

    package let target: Double
    package let withinSeconds: Double
    package let days: ClosedRange<Day>
    /// Days of the record on which somebody came.
    package let dayCount: Int
    /// All waiting ÷ how many went away; `nil` where nobody did.
    package let patienceSeconds: Double?
    /// From Monday on; those with too few days are left out.
    package let weekdays: [OfWeekday]
    /// Days of the week with too few days, and how many there are.
    package let lacking: [(weekday: Weekday, days: Int)]
}

/// Why no plan can be made.
package enum StaffingRefusal: Refusal, Hashable {
    case noVisits
    case unknownLine(String, known: [String])
    /// No day of the week has so many days.
    case tooFewDays(days: Int, needed: Int)
    /// Of no visit it is known how long its service took.
    case noServices

    package var key: String {
        switch self {
        case .noVisits: "waits.refusals.no-visits"
        case .unknownLine: "waits.refusals.unknown-line"
        case .tooFewDays: "waits.refusals.too-few-days"
        case .noServices: "waits.refusals.no-services"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .noVisits, .noServices: []
        case .unknownLine(let line, let known):
            [Fact("line", line), Fact("known", known.prefix(20).joined(separator: ", "))]
        case .tooFewDays(let days, let needed): [Fact("days", days), Fact("needed", needed)]
        }
    }
}

extension WaitHistory {
    /// Those who came to a line, or to all of them. Whoever went away without waiting never came to it.
    func comers(to line: String?) throws(StaffingRefusal) -> [RecordedWait] {
        guard !visits.isEmpty else { throw .noVisits }
        var chosen = visits
        if let line {
            guard let found = visits(of: line) else { throw .unknownLine(line, known: lines) }
            chosen = found
        }
        return chosen.filter { $0.isServed || $0.waited > 0 }
    }

    /// - Parameters:
    ///   - share: of all who come, above 0 and below 1.
    ///   - seconds: within which they are to be served.
    ///   - line: `nil` for all lines together.
    package func staffingPlan(
        share: Double, within seconds: Double, line: String? = nil
    ) throws(StaffingRefusal) -> StaffingPlan {
        let comers = try comers(to: line)
        guard !comers.isEmpty else { throw .noVisits }
        guard let services = ServiceTimes(comers) else { throw .noServices }
        var counts: [Int32: [Int]] = [:]
        for visit in comers { counts[visit.day, default: [Int](repeating: 0, count: 96)][visit.quarter] += 1 }
        let left = comers.count { !$0.isServed }
        let patience = left > 0 ? Double(comers.reduce(0) { $0 + $1.waited }) / Double(left) : nil
        var weekdays: [StaffingPlan.OfWeekday] = []
        var lacking: [(weekday: Weekday, days: Int)] = []
        for weekday in Weekday.allCases {
            let days = counts.keys.filter { Day(number: $0).weekday == weekday }.sorted().suffix(
                ArrivalForecast.mostDays)
            guard days.count >= ArrivalForecast.leastDays else {
                lacking.append((weekday, days.count))
                continue
            }
            let forecast = ArrivalForecast(days.compactMap { counts[$0] })
            weekdays.append(
                .init(
                    weekday: weekday, days: forecast.days,
                    quarters: forecast.quarters.map { quarter in
                        Self.planned(
                            quarter, service: services.mean(inHour: quarter.number / 4), patience, share, seconds)
                    }))
        }
        guard !weekdays.isEmpty else {
            throw .tooFewDays(days: lacking.map(\.days).max() ?? 0, needed: ArrivalForecast.leastDays)
        }
        let first = counts.keys.min() ?? 0
        return StaffingPlan(
            target: share, withinSeconds: seconds, days: Day(number: first)...Day(number: counts.keys.max() ?? first),
            dayCount: counts.count, patienceSeconds: patience, weekdays: weekdays, lacking: lacking)
    }

    private static func planned(
        _ quarter: ArrivalForecast.Quarter, service: Double, _ patience: Double?, _ share: Double, _ seconds: Double
    ) -> StaffingPlan.Quarter {
        func points(_ arrivals: Double) -> Int {
            ErlangQueue.leastServers(
                arrivalRate: arrivals / 900, meanService: service, meanPatience: patience, share: share, within: seconds
            )
        }
        let needed = points(quarter.expected)
        let queue = ErlangQueue(
            arrivalRate: quarter.expected / 900, meanService: service, servers: needed, meanPatience: patience)
        // So many points were found to serve the share, so the line is not overloaded.
        let served: Double
        do { served = try queue.figures(within: seconds).servedWithin } catch { served = 0 }
        return StaffingPlan.Quarter(
            arrivals: quarter, serviceSeconds: service, points: needed,
            pointsWhenBusy: max(needed, points(quarter.busy)),
            servedWithin: served)
    }
}

/// How long services take, by the hour in which they were asked for.
struct ServiceTimes {
    private let all: Double
    private let byHour: [Int: Double]
    /// Fewer tell less of their hour than all tell.
    private static let fewest = 30

    /// `nil` where no service is known.
    init?(_ visits: [RecordedWait]) {
        var sums: [Int: (seconds: Double, count: Int)] = [:]
        for visit in visits {
            guard let service = visit.service else { continue }
            let sum = sums[visit.hour] ?? (0, 0)
            sums[visit.hour] = (sum.seconds + Double(service.upperBound - service.lowerBound), sum.count + 1)
        }
        let count = sums.values.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
        // A service of no length at all is no service to plan with.
        all = max(1, sums.values.reduce(0) { $0 + $1.seconds } / Double(count))
        byHour = sums.filter { $0.value.count >= Self.fewest }.mapValues { max(1, $0.seconds / Double($0.count)) }
    }

    func mean(inHour hour: Int) -> Double { byHour[hour] ?? all }
    var mean: Double { all }
}
