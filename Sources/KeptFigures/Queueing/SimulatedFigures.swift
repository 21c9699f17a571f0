extension QueueSimulation {
    package var unserved: Int { outcomes.count { $0 == .unserved } }

    /// What those met who came; `nil` if nobody did.
    ///
    /// Occupancy and mean length are over the time from the first arrival to the last; a plan that closes servers may have
    /// more at work than it has open, and an occupancy above 1. Times of those who were never served are not known and count
    /// in no mean.
    ///
    /// - Parameters:
    ///   - target: zero or more.
    ///   - from: those who came earlier are left out, as the line begins empty; all time before is, too.
    package func figures(within target: Double, from start: Double = -.infinity) -> WaitFigures? {
        let first = arrivals.firstIndex { $0.at >= start } ?? arrivals.count
        guard first < arrivals.count else { return nil }
        let span = (arrivals[first].at, arrivals[arrivals.count - 1].at)
        var tally = Tally()
        for index in first..<arrivals.count { tally.add(outcomes[index], target: target) }
        var (busy, standing) = (0.0, 0.0)
        for (arrival, outcome) in zip(arrivals, outcomes) {
            func within(_ from: Double, _ to: Double) -> Double { max(0, min(to, span.1) - max(from, span.0)) }
            switch outcome {
            case .served(let wait):
                busy += within(arrival.at + wait, arrival.at + wait + arrival.service)
                standing += within(arrival.at, arrival.at + wait)
            case .left(let wait): standing += within(arrival.at, arrival.at + wait)
            case .unserved: standing += within(arrival.at, .infinity)
            }
        }
        return tally.figures(
            count: arrivals.count - first, busy: busy, open: servers.time(from: span.0, to: span.1),
            length: span.1 > span.0 ? standing / (span.1 - span.0) : 0)
    }

    private struct Tally {
        var (waited, left, served, inTime, known) = (0, 0, 0, 0, 0)
        var (wait, waitOfServed) = (0.0, 0.0)

        mutating func add(_ outcome: QueueOutcome, target: Double) {
            switch outcome {
            case .served(let time):
                if time > 0 { waited += 1 }
                if time <= target { inTime += 1 }
                served += 1
                known += 1
                wait += time
                waitOfServed += time
            case .left(let time):
                waited += 1
                left += 1
                known += 1
                wait += time
            case .unserved: waited += 1
            }
        }

        func figures(count: Int, busy: Double, open: Double, length: Double) -> WaitFigures {
            func share(_ part: Int) -> Double { Double(part) / Double(count) }
            return WaitFigures(
                waits: share(waited), leaves: share(left), meanWait: known > 0 ? wait / Double(known) : 0,
                meanWaitOfServed: served > 0 ? waitOfServed / Double(served) : 0, servedWithin: share(inTime),
                occupancy: open > 0 ? busy / open : 0, meanLength: length)
        }
    }
}
