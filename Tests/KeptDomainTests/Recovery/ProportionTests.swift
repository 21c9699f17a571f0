import KeptFigures
import Testing

@Suite struct ProportionTests {
    /// Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3: Wilson's score interval.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func wilsonsIntervalIsAsPublished(successes: Int, trials: Int, low: Double, high: Double) throws {
        let interval = try #require(Proportion(successes, of: trials).interval())
        #expect(abs(interval.lowerBound - low) < 0.000_05 && abs(interval.upperBound - high) < 0.000_05, "\(interval)")
    }

    /// Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10, examples (a) to (h).
    @Test(arguments: [
        ((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926), ((0, 10), (0, 20), -0.1611, 0.2775), ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1), ((10, 10), (0, 10), 0.6075, 1),
    ])
    func newcombesDifferenceIsAsPublished(one: (Int, Int), other: (Int, Int), low: Double, high: Double) throws {
        let found = Proportion(one.0, of: one.1).difference(from: Proportion(other.0, of: other.1))
        let interval = try #require(found).interval
        #expect(abs(interval.lowerBound - low) < 0.000_05 && abs(interval.upperBound - high) < 0.000_05, "\(interval)")
    }

    @Test func ofNothingNothingIsSaid() {
        let nothing = Proportion(0, of: 0)
        #expect(nothing.share == nil && nothing.interval() == nil)
        #expect(nothing.difference(from: Proportion(1, of: 2)) == nil)
        #expect(OrderedValues([]).quantile(0.5) == nil)
    }

    @Test func anIntervalHoldsItsShareAndNarrowsWithTrials() throws {
        for trials in [1, 2, 7, 40, 1_000] {
            for successes in stride(from: 0, through: trials, by: max(1, trials / 7)) {
                let proportion = Proportion(successes, of: trials)
                let (share, interval) = (try #require(proportion.share), try #require(proportion.interval()))
                #expect(interval.contains(share) && interval.lowerBound >= 0 && interval.upperBound <= 1)
                let wider = try #require(Proportion(successes, of: trials).interval(z: 3))
                #expect(wider.lowerBound <= interval.lowerBound && wider.upperBound >= interval.upperBound)
            }
        }
    }

    /// Hyndman and Fan, The American Statistician 50 (1996), type 7, as R's quantile() gives by default.
    @Test func quantilesLieBetweenTheNearestValues() {
        let values = OrderedValues([4, 1, 3, 2])
        #expect(values.quantile(0.5) == 2.5 && values.quantile(0) == 1 && values.quantile(1) == 4)
        #expect(abs((values.quantile(0.9) ?? 0) - 3.7) < 1e-12)
    }
}
