import KeptFigures
import Testing

/// Lines whose figures were published, or computed at 50 digits.
@Suite struct ErlangTests {
    private func line(
        perHour: Double, seconds: Double, servers: Int, patience: Double? = nil
    ) -> ErlangQueue {
        ErlangQueue(arrivalRate: perHour / 3_600, meanService: seconds, servers: servers, meanPatience: patience)
    }

    /// The usual table of Erlang's loss formula: the load at which one of a hundred calls is blocked. 15 servers: erlang.com,
    /// calculator manual, "How much traffic can a trunk group handle?".
    @Test(arguments: [(5, 1.361), (10, 4.461), (15, 8.108), (20, 12.031), (100, 84.064)])
    func oneOfAHundredIsBlockedAtThePublishedLoad(servers: Int, load: Double) {
        #expect(ErlangLoss.blocked(load: load - 0.001, servers: servers) < 0.01)
        #expect(ErlangLoss.blocked(load: load + 0.001, servers: servers) > 0.01)
    }

    @Test func lossIsKnownInClosedFormForFewServersAndSmallLoads() {
        #expect(ErlangLoss.blocked(load: 3, servers: 0) == 1)
        #expect(ErlangLoss.blocked(load: 3, servers: 1) == 0.75)
        #expect(abs(ErlangLoss.blocked(load: 2, servers: 2) - 0.4) < 1e-15)
        // Smaller than any number, and still no error.
        #expect(ErlangLoss.blocked(load: 1, servers: 10_000) == 0)
    }

    /// The commonest worked example of Erlang C: 100 contacts in 30 minutes of 3 minutes each, 20 seconds, 14 agents.
    @Test func theUsualExampleOfErlangC() throws {
        let found = try line(perHour: 200, seconds: 180, servers: 14).figures(within: 20)
        #expect(abs(found.waits - 0.174132) < 5e-7 && abs(found.servedWithin - 0.888350) < 5e-7, "\(found)")
        #expect(abs(found.meanWait - 7.8359) < 5e-5 && found.leaves == 0, "\(found)")
        #expect(abs(found.occupancy - 10.0 / 14) < 1e-15)
    }

    /// O. Garnett, A. Mandelbaum and M. Reiman, "Designing a call center with impatient customers", Manufacturing & Service
    /// Operations Management 4 (2002), 208-227, table 1: 50 agents, 48 calls a minute of a minute each, patience of 2 minutes.
    @Test func garnettsComparisonWithAndWithoutPatience() throws {
        let patient = try ErlangQueue(arrivalRate: 48, meanService: 1, servers: 50).figures(within: 0)
        #expect(abs(patient.meanWait * 60 - 20.8) < 0.05 && abs(patient.meanLength - 17) < 0.5, "\(patient)")
        #expect(abs(patient.occupancy - 0.96) < 0.005)
        let leaving = try ErlangQueue(arrivalRate: 48, meanService: 1, servers: 50, meanPatience: 2).figures(within: 0)
        #expect(abs(leaving.leaves - 0.031) < 0.000_5 && abs(leaving.meanWait * 60 - 3.7) < 0.05, "\(leaving)")
        #expect(abs(leaving.meanLength - 3) < 0.5 && abs(leaving.occupancy - 0.93) < 0.005)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let line: (perHour: Double, seconds: Double, servers: Int, patience: Double, target: Double)
        let c: (waits: Double, wait: Double, within: Double)
        let a: (waits: Double, leaves: Double, wait: Double, waitOfServed: Double, within: Double, occupancy: Double)
        var testDescription: String { "\(line)" }
    }

    /// Computed at 50 digits by formulas of their own and cross-checked by simulation, the ones without patience by another
    /// program too.
    static let rows = [
        Row(
            line: (20, 180, 2, 120, 20), c: (0.3333333333333, 60, 0.7017202277285),
            a: (
                0.2527379235738, 0.1208931146393, 14.50717375672, 8.871353125448, 0.7834097108272, 0.4395534426803
            )),
        Row(
            line: (60, 180, 4, 60, 20), c: (0.5094339622642, 91.69811320755, 0.5441384612455),
            a: (
                0.2926206932910, 0.1473218366100, 8.839310196598, 5.402236744437, 0.7722855551989, 0.6395086225425
            )),
        Row(
            line: (100, 180, 6, 120, 20), c: (0.5875164504606, 105.7529610829, 0.4742671808526),
            a: (
                0.3558335564479, 0.1123355800596, 13.48026960715, 10.84642378943, 0.7319651445938, 0.7397203499504
            )),
        Row(
            line: (100, 180, 8, 30, 10), c: (0.1672665066618, 10.03599039971, 0.8584119589245),
            a: (
                0.09948556277479, 0.04883743317343, 1.465122995203, 0.8153210390506, 0.9239448897964, 0.5944766042666
            )),
    ]

    @Test(arguments: rows) func figuresAgreeWithThoseOfFiftyDigits(row: Row) throws {
        let asked = row.line
        let c = try line(perHour: asked.perHour, seconds: asked.seconds, servers: asked.servers)
            .figures(within: asked.target)
        for (found, known) in [(c.waits, row.c.waits), (c.meanWait, row.c.wait), (c.servedWithin, row.c.within)] {
            #expect(abs(found - known) < 1e-12 * max(1, known))
        }
        let a = try line(
            perHour: asked.perHour, seconds: asked.seconds, servers: asked.servers, patience: asked.patience
        ).figures(within: asked.target)
        let pairs = [
            (a.waits, row.a.waits), (a.leaves, row.a.leaves), (a.meanWait, row.a.wait),
            (a.meanWaitOfServed, row.a.waitOfServed), (a.servedWithin, row.a.within), (a.occupancy, row.a.occupancy),
        ]
        for (found, known) in pairs { #expect(abs(found - known) < 1e-12 * max(1, known), "\(found) \(known)") }
    }

    /// The chain of the line's states, summed up; the service level is not in it.
    private func chain(_ load: Double, _ servers: Int, patience: Double) -> (waits: Double, wait: Double) {
        var (free, full, length, state) = (0.0, 1.0, 0.0, 1.0)
        for busy in stride(from: servers, to: 0, by: -1) {
            state *= Double(busy) / load
            free += state
        }
        state = 1
        for ahead in 1..<20_000 {
            state *= load / (Double(servers) + Double(ahead) / patience)
            full += state
            length += Double(ahead) * state
        }
        return (full / (free + full), length / (free + full) / load)
    }

    @Test(arguments: [1, 2, 7, 40, 500]) func erlangAIsTheSumOverItsStates(servers: Int) throws {
        // Beyond this the plain sum overflows.
        for ratio in [0.1, 0.7, 0.95, 1, 1.000_000_1, 1.2] {
            for patience in [0.01, 0.3, 1, 20] {
                let load = Double(servers) * ratio
                let known = chain(load, servers, patience: patience)
                let found = try ErlangQueue(
                    arrivalRate: load, meanService: 1, servers: servers, meanPatience: patience
                ).figures(within: 1)
                #expect(abs(found.waits - known.waits) < 1e-13, "\(ratio) \(patience)")
                #expect(abs(found.meanWait / known.wait - 1) < 1e-11, "\(ratio) \(patience)")
                #expect(abs(found.leaves - found.meanWait / patience) < 1e-13)
                #expect(abs(found.occupancy - ratio * (1 - found.leaves)) < 1e-12)
            }
        }
    }

    @Test func theShareServedInTimeGrowsFromThoseAtOnceToAllWhoStay() throws {
        let queue = line(perHour: 210, seconds: 180, servers: 10, patience: 240)
        let atOnce = try queue.figures(within: 0)
        #expect(abs(atOnce.servedWithin - (1 - atOnce.waits)) < 1e-15)
        let levels = try [0, 0.001, 1, 5, 20, 60, 300, 3_600].map { try queue.figures(within: $0).servedWithin }
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 <= $1 }, "\(levels)")
        #expect(abs(levels[levels.count - 1] - (1 - atOnce.leaves)) < 1e-14)
    }

    @Test func endlessPatienceIsErlangCAndNoneIsErlangB() throws {
        let endless = try line(perHour: 200, seconds: 180, servers: 14, patience: 1e12).figures(within: 20)
        let c = try line(perHour: 200, seconds: 180, servers: 14).figures(within: 20)
        #expect(abs(endless.servedWithin - c.servedWithin) < 1e-9 && abs(endless.meanWait - c.meanWait) < 1e-6)
        let none = try line(perHour: 200, seconds: 180, servers: 14, patience: 1e-6).figures(within: 20)
        #expect(abs(none.leaves - ErlangLoss.blocked(load: 10, servers: 14)) < 1e-8)
    }

    /// 4.1 calls a second of 30 seconds are 123 servers' work, or a hair less after rounding.
    @Test func aFullLineWantsOneMore() throws {
        let full = ErlangQueue(arrivalRate: 14_760.0 / 3_600, meanService: 30, servers: 123)
        #expect(#expect(throws: ErlangQueue.Overloaded.self) { try full.figures(within: 20) }?.leastServers == 124)
    }

    @Test func anOverloadedLineHasNoFiguresUnlessPeopleLeave() throws {
        for (perHour, servers, least) in [(200.0, 10, 11), (200, 1, 11), (210, 10, 11), (220, 7, 12)] {
            let overloaded = line(perHour: perHour, seconds: 180, servers: servers)
            let error = #expect(throws: ErlangQueue.Overloaded.self) { try overloaded.figures(within: 20) }
            #expect(overloaded.isOverloaded && error?.leastServers == least && error?.servers == servers)
        }
        let left = try line(perHour: 200, seconds: 180, servers: 5, patience: 1e9).figures(within: 20)
        #expect(abs(left.leaves - 0.5) < 1e-6 && abs(left.occupancy - 1) < 1e-9, "\(left)")
    }

    /// Nothing overflows, nothing is NaN, and nobody is lost: who comes is served or leaves.
    @Test func extremesStayWithinBounds() throws {
        for servers in [1, 170, 171, 10_000, 1_000_000] {
            for ratio in [1e-9, 0.5, 0.999_999, 1, 1.000_001, 2, 1e4] {
                for patience in [1e-9, 1e-3, 1, 1e3, 1e9] {
                    let found = try ErlangQueue(
                        arrivalRate: Double(servers) * ratio, meanService: 1, servers: servers, meanPatience: patience
                    ).figures(within: 0.1)
                    let shares = [found.waits, found.leaves, found.servedWithin, found.occupancy]
                    #expect(shares.allSatisfy { (0...1).contains($0) }, "\(servers) \(ratio) \(patience) \(found)")
                    #expect(found.meanWait >= 0 && found.meanWait.isFinite && found.meanWaitOfServed.isFinite)
                    #expect(abs(found.occupancy / ratio + found.leaves - 1) < 1e-9, "\(servers) \(ratio) \(patience)")
                }
            }
        }
    }
}
