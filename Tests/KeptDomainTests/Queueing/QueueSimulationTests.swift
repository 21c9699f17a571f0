import KeptFigures
import Testing

@Suite struct QueueSimulationTests {
    private func played(_ arrivals: [QueueArrival], _ servers: Int) -> [QueueOutcome] {
        QueueSimulation(of: arrivals, servers: ServerPlan(always: servers)).outcomes
    }

    @Test func whoComesFirstIsCalledFirst() {
        let arrivals = [(0.0, 10.0), (1, 3), (2, 1), (3, 1)].map { QueueArrival(at: $0.0, service: $0.1) }
        #expect(
            played(arrivals, 1) == [.served(after: 0), .served(after: 9), .served(after: 11), .served(after: 11)])
        #expect(played(arrivals, 2) == [.served(after: 0), .served(after: 0), .served(after: 2), .served(after: 2)])
        #expect(played([], 2) == [])
    }

    @Test func whoLosesPatienceTakesNoServer() {
        let arrivals = [(0.0, 10.0, 1.0), (1, 5, 4), (2, 5, 8), (3, 5, 8)].map {
            QueueArrival(at: $0.0, service: $0.1, patience: $0.2)
        }
        // The third one's patience ends at the very instant at which a server is free.
        #expect(played(arrivals, 1) == [.served(after: 0), .left(after: 4), .left(after: 8), .served(after: 7)])
        let hasty = QueueArrival(at: 0, service: 1, patience: 0)
        #expect(played([hasty, hasty], 1) == [.served(after: 0), .left(after: 0)])
    }

    @Test func serversComeAndGo() {
        let arrivals = (0..<4).map { QueueArrival(at: Double($0), service: 10, patience: $0 == 3 ? 100 : .infinity) }
        let plan = ServerPlan([.init(from: 1, servers: 1), .init(from: 5, servers: 2), .init(from: 12, servers: 0)])
        let day = QueueSimulation(of: arrivals, servers: plan)
        // Served from 1 and from 5; the first ends at 11 and the third is called; at 12 the last server closes.
        #expect(
            day.outcomes == [.served(after: 1), .served(after: 4), .served(after: 9), .left(after: 100)])
        let closed = QueueSimulation(of: arrivals, servers: ServerPlan([]))
        #expect(closed.unserved == 3 && closed.figures(within: 5)?.servedWithin == 0)
    }

    @Test func figuresAreOfThoseWhoCame() throws {
        let arrivals = [(0.0, 10.0, 99.0), (1, 5, 4), (10, 5, 99), (20, 1, 99)].map {
            QueueArrival(at: $0.0, service: $0.1, patience: $0.2)
        }
        let day = QueueSimulation(of: arrivals, servers: ServerPlan(always: 1))
        let found = try #require(day.figures(within: 1))
        #expect(found.waits == 0.25 && found.leaves == 0.25 && found.servedWithin == 0.75 && found.meanWait == 1)
        #expect(found.occupancy == 15 / 20.0 && found.meanLength == 4 / 20.0 && found.meanWaitOfServed == 0)
        #expect(day.figures(within: 1, from: 21) == nil)
    }

    /// Without abandonment nobody waits longer for one server more.
    @Test func oneServerMoreLetsNobodyWaitLonger() {
        let arrivals = randomArrivals(count: 5_000, rate: 9.5, patience: nil, seed: 3)
        var before = played(arrivals, 10)
        for servers in [11, 12, 20] {
            let after = played(arrivals, servers)
            for (one, other) in zip(before, after) {
                guard case .served(let long) = one, case .served(let short) = other else {
                    Issue.record("somebody was not served")
                    return
                }
                #expect(short <= long + 1e-9)
            }
            before = after
        }
    }

    /// Steady state by formula and by play: within four standard errors, estimated from batches.
    @Test(
        arguments: [
            (8.0, 10, nil, 0.3), (9, 10, nil, 1), (0.7, 1, nil, 2), (9, 10, 0.5, 0.1), (13, 10, 1, 0.2),
            (95, 100, 0.7, 0.05),
        ] as [(Double, Int, Double?, Double)])
    func theLongRunIsErlangs(rate: Double, servers: Int, patience: Double?, target: Double) throws {
        let (batches, count) = (20, 5_000)
        let known = try ErlangQueue(
            arrivalRate: rate, meanService: 1, servers: servers, meanPatience: patience
        ).figures(within: target)
        let found = try (0..<batches).map { batch in
            let arrivals = randomArrivals(count: count, rate: rate, patience: patience, seed: UInt64(batch))
            let day = QueueSimulation(of: arrivals, servers: ServerPlan(always: servers))
            return try #require(day.figures(within: target, from: arrivals[count / 8].at))
        }
        let measures: [(any KeyPath<WaitFigures, Double> & Sendable, String)] = [
            (\.waits, "waits"), (\.leaves, "leaves"), (\.meanWait, "mean wait"), (\.servedWithin, "served within"),
            (\.meanWaitOfServed, "mean wait of served"), (\.occupancy, "occupancy"), (\.meanLength, "mean length"),
        ]
        for (measure, name) in measures {
            let values = found.map { $0[keyPath: measure] }
            let mean = values.reduce(0, +) / Double(batches)
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(batches * (batches - 1))
            let away = abs(mean - known[keyPath: measure])
            #expect(away <= 4 * square.squareRoot() + 1e-12, "\(name): \(mean), not \(known[keyPath: measure])")
        }
    }
}

/// Calls at random instants with services of mean 1.
func randomArrivals(count: Int, rate: Double, patience: Double?, seed: UInt64) -> [QueueArrival] {
    var chance = SeededChance(seed: seed)
    var now = 0.0
    return (0..<count).map { _ in
        now += chance.time(mean: 1 / rate)
        return QueueArrival(
            at: now, service: chance.time(mean: 1), patience: patience.map { chance.time(mean: $0) } ?? .infinity)
    }
}
