import KeptFigures
import Testing

@Suite struct RecordedQueueTests {
    /// What a record of a simulated day would hold.
    private func record(_ day: QueueSimulation) -> RecordedQueue {
        RecordedQueue(
            zip(day.arrivals, day.outcomes).compactMap { arrival, outcome in
                switch outcome {
                case .served(let wait): .init(joined: arrival.at, waited: wait, service: arrival.service)
                case .left(let wait): .init(joined: arrival.at, waited: wait, service: nil)
                case .unserved: nil
                }
            })
    }

    @Test func aRecordedDayWithTheSameServersGoesAsItWent() throws {
        for seed in UInt64(0)..<5 {
            let plan = ServerPlan([
                .init(from: 0, servers: 4), .init(from: 50, servers: 6), .init(from: 90, servers: 5),
            ])
            let day = QueueSimulation(of: randomArrivals(count: 900, rate: 6, patience: 0.8, seed: seed), servers: plan)
            let again = QueueSimulation(of: try #require(record(day).arrivals(seed: 99)), servers: plan)
            #expect(again.outcomes == day.outcomes)
        }
    }

    /// What was not recorded is drawn so that the day with other servers goes as it truly would, in the long run.
    @Test func otherServersGiveWhatTheyWouldHave() throws {
        let arrivals = randomArrivals(count: 30_000, rate: 11, patience: 1.2, seed: 8)
        let day = QueueSimulation(of: arrivals, servers: ServerPlan(always: 10))
        let recorded = record(day)
        let patience = try #require(recorded.meanPatience)
        #expect(abs(patience / 1.2 - 1) < 0.05, "\(patience)")
        for servers in [8, 9, 12] {
            let plan = ServerPlan(always: servers)
            let drawn = QueueSimulation(of: try #require(recorded.arrivals(seed: 1)), servers: plan)
            let truly = try #require(QueueSimulation(of: arrivals, servers: plan).figures(within: 0.1))
            let found = try #require(drawn.figures(within: 0.1))
            #expect(abs(found.leaves - truly.leaves) < 0.015, "\(servers): \(found.leaves), \(truly.leaves)")
            #expect(abs(found.servedWithin - truly.servedWithin) < 0.02, "\(servers)")
        }
    }

    @Test func theSameSeedDrawsTheSame() throws {
        let day = QueueSimulation(
            of: randomArrivals(count: 500, rate: 6, patience: 0.5, seed: 2), servers: ServerPlan(always: 4))
        let recorded = record(day)
        #expect(recorded.arrivals(seed: 5) == recorded.arrivals(seed: 5))
        #expect(recorded.arrivals(seed: 5) != recorded.arrivals(seed: 6))
    }

    @Test func whatNothingTellsIsNotMadeUp() {
        #expect(RecordedQueue([.init(joined: 0, waited: 3, service: nil)]).arrivals(seed: 0) == nil)
        #expect(RecordedQueue([]).arrivals(seed: 0) == [])
        let served = RecordedQueue([.init(joined: 4, waited: 1, service: 2), .init(joined: 0, waited: 0, service: 9)])
        #expect(served.meanPatience == nil)
        #expect(served.arrivals(seed: 0)?.map(\.at) == [0, 4])
        #expect(served.arrivals(seed: 0)?.allSatisfy { $0.patience == .infinity } == true)
    }

    /// SplitMix64 as published with seed 1234567 (Vigna's reference program).
    @Test func seededChanceIsAsPublished() {
        var chance = SeededChance(seed: 1_234_567)
        let expected: [UInt64] = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        #expect((0..<3).map { _ in chance.next() } == expected)
    }
}
