/// Visits of a record in order of time, each with the state of its line when it was joined.
package struct LineRecord: Sendable {
    /// Somebody who had to wait.
    package struct Course: Sendable {
        /// Its position in what was given.
        package let index: Int
        package let visit: RecordedWait
        package let state: LineState
        package let simple: WatchedLine.Simple

        package var seen: WaitClock.Seen {
            WaitClock.Seen(state, waited: Double(visit.waited), isServed: visit.isServed)
        }
    }

    /// In order of joining.
    package let courses: [Course]

    /// - Parameter visits: in any order; those that did not have to wait show how fast people are served.
    package init(_ visits: [RecordedWait]) {
        var lines = [WatchedLine](repeating: WatchedLine(), count: (visits.map(\.line).max() ?? 0) + 1)
        var courses: [Course] = []
        courses.reserveCapacity(visits.count)
        for event in Self.events(visits) {
            let visit = visits[event.visit]
            switch event.kind {
            case .serviceEnds:
                guard let service = visit.service else { continue }
                lines[visit.line].endService(
                    point: visit.point, at: event.at, length: Double(service.upperBound - service.lowerBound))
            case .serviceBegins: lines[visit.line].beginService(point: visit.point, at: event.at)
            case .waitEnds:
                lines[visit.line].end(
                    event.visit, waited: Double(visit.waited), isServed: visit.isServed, day: visit.day)
            case .joins:
                var state = lines[visit.line].state(at: visit.joined, credit: visit.credit, day: visit.day)
                (state.priority, state.kind, state.line) = (visit.priority, visit.kind, visit.line)
                (state.party, state.hour, state.weekday) = (visit.party, visit.hour, visit.weekday)
                courses.append(
                    Course(index: event.visit, visit: visit, state: state, simple: lines[visit.line].simple()))
                lines[visit.line].join(event.visit, at: visit.joined, credit: visit.credit)
            }
        }
        self.courses = courses
    }

    /// What happens at one instant, in the order in which it is taken: those who go make room first.
    private enum Kind: Int8 { case serviceEnds, serviceBegins, waitEnds, joins }

    private struct Event {
        let at: Int64
        let kind: Kind
        let visit: Int
    }

    private static func events(_ visits: [RecordedWait]) -> [Event] {
        var events: [Event] = []
        events.reserveCapacity(visits.count * 4)
        for (index, visit) in visits.enumerated() {
            if let service = visit.service {
                events.append(Event(at: service.lowerBound, kind: .serviceBegins, visit: index))
                // A service of no length ends after it began.
                events.append(
                    Event(
                        at: max(service.upperBound, service.lowerBound + 1), kind: .serviceEnds, visit: index))
            }
            guard visit.waited > 0 else { continue }
            events.append(Event(at: visit.joined, kind: .joins, visit: index))
            events.append(Event(at: visit.ended, kind: .waitEnds, visit: index))
        }
        events.sort { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
            return left.visit < right.visit
        }
        return events
    }
}
