import KeptFigures

/// Visits of the record, with names made numbers, as waits are learned from them.
package struct WaitHistory: Sendable {
    package private(set) var visits: [RecordedWait] = []
    /// In the order of their numbers, from 1.
    package private(set) var lines: [String] = []
    package private(set) var kinds: [String] = []
    private var lineNumbers: [String: Int] = [:]
    private var kindNumbers: [String: Int] = [:]
    private var pointNumbers: [String: Int] = [:]

    package init() {}

    package var isEmpty: Bool { visits.isEmpty }

    /// Rows that the other system says to pass over are left out.
    package mutating func append(_ visit: PastVisit) {
        guard visit.outcome != .void else { return }
        let local = visit.zone.local(visit.joinedAt)
        let service = visit.servedAt.flatMap { served -> ClosedRange<Int64>? in
            guard let ended = visit.endedAt, ended >= served else { return nil }
            return served.seconds...ended.seconds
        }
        var wait = RecordedWait(
            joined: visit.joinedAt.seconds, waited: visit.waitedSeconds, isServed: visit.outcome != .left,
            service: service, day: local.day.number, hour: local.hour,
            weekday: local.day.weekday.rawValue)
        wait.quarter = local.secondsOfDay / 900
        wait.credit = visit.creditSeconds
        wait.priority = visit.priority
        wait.kind = visit.kind.map { Self.number($0, &kindNumbers, &kinds) } ?? 0
        wait.line = Self.number(visit.line, &lineNumbers, &lines)
        wait.party = visit.party
        wait.point =
            visit.point.map { point in
                if let known = pointNumbers[point] { return known }
                pointNumbers[point] = pointNumbers.count + 1
                return pointNumbers.count
            } ?? 0
        visits.append(wait)
    }

    /// The visits of one line; `nil` for a name that no line has.
    package func visits(of line: String) -> [RecordedWait]? {
        lineNumbers[line].map { number in visits.filter { $0.line == number } }
    }

    private static func number(_ name: String, _ numbers: inout [String: Int], _ names: inout [String]) -> Int {
        if let known = numbers[name] { return known }
        names.append(name)
        numbers[name] = names.count
        return names.count
    }
}
