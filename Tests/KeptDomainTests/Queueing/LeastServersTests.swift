import KeptFigures
import Testing

@Suite struct LeastServersTests {
    @Test(arguments: [nil, 30, 300] as [Double?]) func oneServerFewerIsTooFew(patience: Double?) {
        for perHour in [0.5, 20, 200, 4_000] {
            for share in [0, 0.5, 0.8, 0.95, 0.999_999] {
                for target in [0.0, 20, 600] {
                    let rate = perHour / 3_600
                    let least = ErlangQueue.leastServers(
                        arrivalRate: rate, meanService: 180, meanPatience: patience, share: share, within: target)
                    func level(_ servers: Int) -> Double {
                        let queue = ErlangQueue(
                            arrivalRate: rate, meanService: 180, servers: servers, meanPatience: patience)
                        // An overloaded line is none, even if nobody need be served in time.
                        do { return try queue.figures(within: target).servedWithin } catch { return -1 }
                    }
                    #expect(level(least) >= share, "\(perHour) \(share) \(target)")
                    #expect(least == 1 || level(least - 1) < share, "\(perHour) \(share) \(target)")
                }
            }
        }
    }

    /// The usual example of Erlang C: 13 agents answer four of five within 20 seconds no more, 14 do.
    @Test func theUsualExampleNeedsFourteen() {
        #expect(ErlangQueue.leastServers(arrivalRate: 200.0 / 3_600, meanService: 180, share: 0.8, within: 20) == 14)
    }

    @Test func aLineOfTenThousandIsReckoned() {
        let least = ErlangQueue.leastServers(arrivalRate: 10_000, meanService: 1, share: 0.8, within: 0.1)
        #expect((10_001...10_100).contains(least))
    }
}
