/// Somebody who comes to a line, with all that decides how it goes.
package struct QueueArrival: Sendable, Hashable {
    package let at: Double
    /// How long their service takes if it begins.
    package let service: Double
    /// How long they wait before they go; infinite for those who stay.
    package let patience: Double

    /// - Precondition: No negative times, and no infinite service.
    package init(at: Double, service: Double, patience: Double = .infinity) {
        precondition(at.isFinite && service >= 0 && service.isFinite && patience >= 0, "\(at), \(service), \(patience)")
        self.at = at
        self.service = service
        self.patience = patience
    }
}

/// How it went for one of them.
package enum QueueOutcome: Sendable, Hashable {
    case served(after: Double)
    case left(after: Double)
    /// Patient, and no server opened any more.
    case unserved
}

/// A line played from event to event: first come first served, by as many servers as the plan has open.
///
/// The same arrivals and plan always give the same outcomes; chance comes in with the arrivals. Takes a step of a heap an
/// arrival: a second for some millions.
package struct QueueSimulation: Sendable {
    package let arrivals: [QueueArrival]
    package let servers: ServerPlan
    /// In the order of the arrivals.
    package let outcomes: [QueueOutcome]

    /// - Precondition: The arrivals are in order of time.
    package init(of arrivals: [QueueArrival], servers: ServerPlan) {
        precondition(zip(arrivals, arrivals.dropFirst()).allSatisfy { $0.at <= $1.at }, "arrivals out of order")
        self.arrivals = arrivals
        self.servers = servers
        var line = PlayedLine(arrivals, servers)
        for index in arrivals.indices { line.arrive(index) }
        outcomes = line.ended()
    }
}

/// The line at one instant of a simulation.
private struct PlayedLine {
    private let arrivals: [QueueArrival]
    private let steps: [ServerPlan.Step]
    private var nextStep = 0
    private var open = 0
    /// When the services end that run.
    private var ends = LeastFirst()
    /// In order of arrival from `head` on. Who lost patience is found out when they are called, since that changes nothing for
    /// anybody else.
    private var line: [Int] = []
    private var head = 0
    private var outcomes: [QueueOutcome]

    init(_ arrivals: [QueueArrival], _ servers: ServerPlan) {
        self.arrivals = arrivals
        steps = servers.steps
        outcomes = Array(repeating: .unserved, count: arrivals.count)
        line.reserveCapacity(arrivals.count)
    }

    mutating func arrive(_ index: Int) {
        let now = arrivals[index].at
        advance(to: now)
        line.append(index)
        call(at: now)
    }

    mutating func ended() -> [QueueOutcome] {
        advance(to: .infinity)
        for index in line[head...] where arrivals[index].patience < .infinity {
            outcomes[index] = .left(after: arrivals[index].patience)
        }
        return outcomes
    }

    /// Lets all happen that happens until then; at the same instant services end before the plan changes.
    private mutating func advance(to time: Double) {
        while true {
            let change = nextStep < steps.count ? steps[nextStep].from : .infinity
            if let end = ends.least, end <= min(time, change) {
                ends.removeLeast()
                call(at: end)
            } else if nextStep < steps.count, change <= time {
                open = steps[nextStep].servers
                nextStep += 1
                call(at: change)
            } else {
                return
            }
        }
    }

    /// Calls whoever stands first, while servers are free.
    private mutating func call(at now: Double) {
        while ends.count < open, head < line.count {
            let index = line[head]
            let arrival = arrivals[index]
            head += 1
            // Somebody without patience still takes a server that is free when they come.
            if now > arrival.at, arrival.at + arrival.patience <= now {
                outcomes[index] = .left(after: arrival.patience)
            } else {
                outcomes[index] = .served(after: now - arrival.at)
                ends.insert(now + arrival.service)
            }
        }
    }
}
