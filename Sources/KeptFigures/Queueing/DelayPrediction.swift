/// What somebody who joins a line may be told of the wait ahead, from what can be seen at that instant.
///
/// R. Ibrahim and W. Whitt, "Real-time delay estimation based on delay history", Manufacturing & Service Operations Management
/// 11 (2009), 397-415, and "Real-time delay estimation in overloaded multiserver queues with abandonments", Management Science
/// 55 (2009), 1729-1742. All hold for somebody who finds every server busy and does not hang up; with a free server the
/// wait is zero. The delays of the last to enter service and of the head of the line are read from `ObservedLine`.
package enum DelayPrediction {
    /// By the queue length (QL): as many services must end as stand in line, and one more.
    ///
    /// Exact where service times are exponential and nobody hangs up. Where people do, it promises waits that are too long.
    ///
    /// - Parameters:
    ///   - ahead: how many stand in line before them, those being served not counted; zero or more.
    ///   - servers: one or more.
    ///   - meanService: above zero.
    package static func byLength(ahead: Int, servers: Int, meanService: Double) -> PredictedDelay {
        precondition(ahead >= 0 && servers > 0 && meanService > 0, "\(ahead) ahead of \(servers) at \(meanService)")
        let step = meanService / Double(servers)
        let steps = Double(ahead) + 1
        return PredictedDelay(mean: step * steps, variance: step * step * steps)
    }

    /// By the queue length with exponential patience (QLm): those ahead are served or hang up, the sooner the more of them.
    ///
    /// Exact for Erlang A. Takes a division a person ahead.
    ///
    /// - Parameter meanPatience: above zero.
    package static func byLength(
        ahead: Int, servers: Int, meanService: Double, meanPatience: Double
    ) -> PredictedDelay {
        precondition(meanPatience > 0, "a patience of \(meanPatience)")
        return byRates(ahead: ahead, servers: servers, meanService: meanService) { Double($0) / meanPatience }
    }

    /// By the queue length with any patience (QLa): whoever stands at the j-th place from the end of the line is taken to have
    /// waited for j arrivals, and hangs up at the rate of that wait.
    ///
    /// An approximation; with a constant rate it is the same as exponential patience. Takes a few operations a person ahead.
    ///
    /// - Parameters:
    ///   - arrivalRate: above zero.
    ///   - leaveRate: at which somebody hangs up who has waited so long; zero or more.
    package static func byLength(
        ahead: Int, servers: Int, meanService: Double, arrivalRate: Double, leaveRate: (_ wait: Double) -> Double
    ) -> PredictedDelay {
        precondition(arrivalRate > 0, "an arrival rate of \(arrivalRate)")
        // How many hang up a time unit of the `count` who came first among those ahead.
        var together = [0.0]
        together.reserveCapacity(ahead + 1)
        for place in stride(from: ahead, to: 0, by: -1) {
            together.append(together[together.count - 1] + leaveRate(Double(place) / arrivalRate))
        }
        return byRates(ahead: ahead, servers: servers, meanService: meanService) { together[$0] }
    }

    /// The sum of the times from one departure to the next, each exponential, until all ahead are gone and a server is free.
    private static func byRates(
        ahead: Int, servers: Int, meanService: Double, leaving: (_ count: Int) -> Double
    ) -> PredictedDelay {
        precondition(ahead >= 0 && servers > 0 && meanService > 0, "\(ahead) ahead of \(servers) at \(meanService)")
        let ending = Double(servers) / meanService
        var delay = PredictedDelay(mean: 0, variance: 0)
        for left in 0..<(ahead + 1) {
            let time = 1 / (ending + leaving(left))
            delay = PredictedDelay(mean: delay.mean + time, variance: delay.variance + time * time)
        }
        return delay
    }
}

/// A wait that is expected, with its spread.
package struct PredictedDelay: Sendable, Hashable {
    package let mean: Double
    /// In the square of the time unit.
    package let variance: Double

    package init(mean: Double, variance: Double) {
        self.mean = mean
        self.variance = variance
    }

    package var standardDeviation: Double { variance.squareRoot() }
}
