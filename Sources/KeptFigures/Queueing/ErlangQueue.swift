/// A line before servers of one kind, first come first served: calls at random instants, exponential service times, and
/// callers who wait without end (Erlang C, M/M/n) or hang up after an exponential patience (Erlang A, M/M/n+M).
///
/// The steady state; an hour in which the load changes lies beside it. Times are in one unit of the caller's choice,
/// rates in its inverse.
package struct ErlangQueue: Sendable, Hashable {
    package let arrivalRate: Double
    package let meanService: Double
    package let servers: Int
    /// `nil` where nobody hangs up.
    package let meanPatience: Double?

    /// - Precondition: All above zero and finite; no more than 10^20 calls within a patience, which no number tells from none
    ///   hanging up.
    package init(arrivalRate: Double, meanService: Double, servers: Int, meanPatience: Double? = nil) {
        let numbers = [arrivalRate, meanService, meanPatience ?? 1]
        precondition(numbers.allSatisfy { $0 > 0 && $0.isFinite } && servers > 0, "\(numbers), \(servers) servers")
        precondition(arrivalRate * (meanPatience ?? 0) <= 1e20, "a patience of \(meanPatience ?? 0)")
        self.arrivalRate = arrivalRate
        self.meanService = meanService
        self.servers = servers
        self.meanPatience = meanPatience
    }

    /// How many servers would be busy on average if there were enough, in erlangs.
    package var load: Double { arrivalRate * meanService }

    /// The line would grow without end: as much work comes as can be done, or more, and nobody hangs up.
    package var isOverloaded: Bool { meanPatience == nil && load >= Double(servers) }

    /// - Parameter target: the wait within which `servedWithin` counts; zero or more.
    /// - Throws: `Overloaded` where there is no steady state.
    package func figures(within target: Double) throws(Overloaded) -> WaitFigures {
        precondition(target >= 0, "a target of \(target)")
        guard let meanPatience else { return try withoutEnd(within: target) }
        return withPatience(meanPatience, within: target)
    }

    /// Without patience the line has no steady state from here on.
    package struct Overloaded: Error, Hashable {
        package let load: Double
        package let servers: Int
        /// As many servers as keep up at least, if only just.
        package var leastServers: Int { max(Int(load), servers) + 1 }
    }

    /// Erlang C. The wait of those who wait is exponential with the rate at which the servers are ahead of the calls.
    private func withoutEnd(within target: Double) throws(Overloaded) -> WaitFigures {
        let lead = Double(servers) / meanService - arrivalRate
        // Both are asked: rounding may leave the one or the other a hair above zero.
        guard !isOverloaded, lead > 0 else { throw Overloaded(load: load, servers: servers) }
        let odds = arrivalRate / lead / ErlangLoss.inverse(load: load, servers: servers - 1)
        let waits = 1 / (1 + 1 / odds)
        let meanWait = waits / lead
        return WaitFigures(
            waits: waits, leaves: 0, meanWait: meanWait, meanWaitOfServed: meanWait,
            servedWithin: 1 / (1 + odds) + waits * Exponential.ended(after: lead * target),
            occupancy: min(1, load / Double(servers)), meanLength: arrivalRate * meanWait)
    }

    /// Erlang A: C. Palm (1943, 1957); A. Mandelbaum and S. Zeltyn, "Service engineering in action: the Palm/Erlang-A queue"
    /// (2007). By the density of the wait that is offered, which is 1 where the wait begins and is summed up by panels: the
    /// same few hundred additions for any number of servers and any patience.
    private func withPatience(_ patience: Double, within target: Double) -> WaitFigures {
        let wait = WaitDensity(
            arrivalRate: arrivalRate, departureRate: Double(servers) / meanService, meanPatience: patience)
        let sums = wait.sums(until: target)
        // The peak of the density was divided out; of those served at once the same is.
        let atOnce = ErlangLoss.inverse(load: load, servers: servers - 1) * wait.startByPeak
        let odds = arrivalRate * sums.all / atOnce
        let waits = 1 / (1 + 1 / odds)
        let now = 1 / (1 + odds)
        let served = min(1, now + waits * (sums.served / sums.all))
        let meanWait = waits * (sums.wait / sums.all)
        return WaitFigures(
            waits: waits, leaves: meanWait / patience, meanWait: meanWait,
            meanWaitOfServed: waits * (sums.waitOfServed / sums.all) / served,
            servedWithin: min(1, now + waits * (sums.servedInTime / sums.all)),
            occupancy: min(1, load / Double(servers) * served), meanLength: arrivalRate * meanWait)
    }
}

/// What callers of a line meet. Shares are of all who call, 0...1; times in the unit of the question.
package struct WaitFigures: Sendable, Hashable {
    /// Find every server busy.
    package let waits: Double
    /// Hang up before it is their turn.
    package let leaves: Double
    /// Over all who call: those served at once with a wait of zero, those who hung up until they did.
    package let meanWait: Double
    /// Over those who were served, whether at once or after a wait.
    package let meanWaitOfServed: Double
    /// Are served, and wait no longer than the target.
    package let servedWithin: Double
    /// The share of the servers' time that is service.
    package let occupancy: Double
    /// How many stand in line on average.
    package let meanLength: Double

    package init(
        waits: Double, leaves: Double, meanWait: Double, meanWaitOfServed: Double, servedWithin: Double,
        occupancy: Double, meanLength: Double
    ) {
        self.waits = waits
        self.leaves = leaves
        self.meanWait = meanWait
        self.meanWaitOfServed = meanWaitOfServed
        self.servedWithin = servedWithin
        self.occupancy = occupancy
        self.meanLength = meanLength
    }
}
