import Foundation
import KeptFigures
import Testing

/// Formulas of R. Ibrahim and W. Whitt (2009), and what they say of them.
@Suite struct DelayPredictionTests {
    @Test func theQueueLengthCountsServicesThatMustEnd() {
        let next = DelayPrediction.byLength(ahead: 0, servers: 4, meanService: 120)
        #expect(next.mean == 30 && next.standardDeviation == 30)
        let ninth = DelayPrediction.byLength(ahead: 8, servers: 4, meanService: 120)
        #expect(ninth.mean == 270 && ninth.standardDeviation == 90)
    }

    @Test func peopleWhoLeaveShortenTheWaitOfThoseBehind() {
        let found = DelayPrediction.byLength(ahead: 2, servers: 3, meanService: 1, meanPatience: 2)
        #expect(abs(found.mean - (1 / 3.0 + 1 / 3.5 + 1 / 4.0)) < 1e-15)
        #expect(abs(found.variance - (1 / 9.0 + 1 / 12.25 + 1 / 16.0)) < 1e-15)
        let patient = DelayPrediction.byLength(ahead: 200, servers: 3, meanService: 1, meanPatience: 1e12)
        #expect(abs(patient.mean - DelayPrediction.byLength(ahead: 200, servers: 3, meanService: 1).mean) < 1e-6)
    }

    @Test func aConstantRateOfLeavingIsExponentialPatience() {
        for ahead in [0, 1, 40] {
            let any = DelayPrediction.byLength(ahead: ahead, servers: 5, meanService: 2, arrivalRate: 9) { _ in 0.25 }
            let exponential = DelayPrediction.byLength(ahead: ahead, servers: 5, meanService: 2, meanPatience: 4)
            #expect(abs(any.mean - exponential.mean) < 1e-12 && abs(any.variance - exponential.variance) < 1e-12)
        }
        // Those who came first have waited longest and leave first: with rates that grow, the wait is shorter than with the
        // rate of a newcomer.
        let growing = DelayPrediction.byLength(ahead: 9, servers: 5, meanService: 2, arrivalRate: 9) { 0.25 + $0 }
        #expect(growing.mean < DelayPrediction.byLength(ahead: 9, servers: 5, meanService: 2, meanPatience: 4).mean)
    }

    /// Of those who find `n` ahead, (n+1)θ ÷ (nμ + (n+1)θ) leave in an Erlang A line; over its states that is the share that
    /// leaves, and what they are told beforehand is the mean wait offered to them.
    @Test func theWaitToldInAnErlangALineIsTheOneOffered() throws {
        let (load, servers, patience) = (11.0, 10, 1.5)
        var (state, total, told) = (1.0, 0.0, 0.0)
        for ahead in 0..<400 {
            let delay = DelayPrediction.byLength(
                ahead: ahead, servers: servers, meanService: 1, meanPatience: patience)
            total += state
            told += state * delay.mean
            state *= load / (Double(servers) + Double(ahead + 1) / patience)
        }
        // The density of the wait offered, summed by small steps.
        var (mass, offered) = (0.0, 0.0)
        for step in 0..<40_000 {
            let wait = (Double(step) + 0.5) * 5e-4
            let share = exp(load * patience * (1 - exp(-wait / patience)) - Double(servers) * wait)
            mass += share
            offered += share * wait
        }
        #expect(abs(told / total - offered / mass) < 1e-6, "\(told / total) \(offered / mass)")
    }

    /// Without abandonment, the squared error of the last delay to enter service is about twice that of the queue length
    /// (arrivals at random, many servers, heavy load), and the head of the line is as good.
    @Test func theLastDelayErrsTwiceAsMuchAsTheQueueLength() throws {
        let (servers, count) = (100, 80_000)
        var chance = SeededChance(seed: 4)
        var now = 0.0
        let arrivals = (0..<count).map { _ in
            now += chance.time(mean: 1 / 96.0)
            return QueueArrival(at: now, service: chance.time(mean: 1))
        }
        let outcomes = QueueSimulation(of: arrivals, servers: ServerPlan(always: servers)).outcomes
        var line = ObservedLine<Int>()
        var (byLength, byLast, byHead, seen) = (0.0, 0.0, 0.0, 0)
        var next = 0
        for (index, arrival) in arrivals.enumerated() {
            while next < index, case .served(let wait) = outcomes[next], arrivals[next].at + wait <= arrival.at {
                line.enterService(next, at: arrivals[next].at + wait)
                next += 1
            }
            if index > 10_000, case .served(let wait) = outcomes[index], wait > 0, let last = line.lastDelay {
                let head = line.headDelay(at: arrival.at) ?? 0
                let length = DelayPrediction.byLength(ahead: line.length, servers: servers, meanService: 1).mean
                byLength += (wait - length) * (wait - length)
                byLast += (wait - last) * (wait - last)
                byHead += (wait - head) * (wait - head)
                seen += 1
            }
            line.join(index, at: arrival.at)
        }
        #expect(seen > 20_000)
        #expect((1.7...2.5).contains(byLast / byLength), "\(byLast / byLength)")
        #expect((1.7...2.5).contains(byHead / byLength), "\(byHead / byLength)")
    }
}
