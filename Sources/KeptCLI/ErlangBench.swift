import ArgumentParser
import KeptFigures

/// A line whose callers hang up, reckoned by Kept and as a chain summed up state by state, in the same run.
struct ErlangBench: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "erlang", abstract: "Time per evaluation of Erlang A, loads about the number of servers.")

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    @Option(help: "How many servers.")
    var servers = 500

    @Option(help: "How many evaluations.")
    var count = 2_000

    func validate() throws {
        guard (1...100_000).contains(servers) else { throw Terminal.usage(of: "--servers", from: 1, to: 100_000) }
        guard (1...1_000_000).contains(count) else { throw Terminal.usage(of: "--count", from: 1, to: 1_000_000) }
    }

    func perform() async throws {
        let queues = (0..<count).map { number in
            let load = Double(servers) * (0.9 + 0.2 * Double(number) / Double(count))
            return ErlangQueue(arrivalRate: load / 180, meanService: 180, servers: servers, meanPatience: 120)
        }
        let clock = ContinuousClock()
        var figures: [WaitFigures] = []
        figures.reserveCapacity(count)
        let ours = try clock.measure { for queue in queues { figures.append(try queue.figures(within: 20)) } }
        var chains: [SummedChain] = []
        chains.reserveCapacity(count)
        let theirs = clock.measure { for queue in queues { chains.append(SummedChain(queue, meanPatience: 120)) } }
        let farthest = zip(figures, chains).reduce(0.0) { farthest, pair in
            max(farthest, abs(pair.0.waits - pair.1.waits), abs(pair.0.leaves - pair.1.leaves))
        }
        let (mine, other) = (Self.nanoseconds(ours, over: count), Self.nanoseconds(theirs, over: count))
        switch format {
        case .json:
            Terminal.answer(
                #"{"erlang_ns":\#(mine),"chain_ns":\#(other),"servers":\#(servers),"#
                    + #""asked":\#(count),"farthest":\#(farthest)}"#)
        case .text:
            Terminal.answer(
                "Erlang A with \(servers) servers \(mine) ns, state by state \(other) ns; \(farthest) apart at most")
        }
    }

    private static func nanoseconds(_ duration: Duration, over count: Int) -> Int64 {
        Int64((duration / .nanoseconds(1)) / Double(count))
    }
}

/// What one would write first: the states of the line beside that in which all servers are just busy, until they no longer
/// count.
private struct SummedChain {
    let waits: Double
    let leaves: Double

    init(_ queue: ErlangQueue, meanPatience: Double) {
        let servers = Double(queue.servers)
        var (free, state) = (0.0, 1.0)
        for busy in stride(from: servers, to: 0, by: -1) {
            state *= busy / queue.load
            free += state
        }
        var (full, length) = (1.0, 0.0)
        state = 1
        var ahead = 0.0
        // Beyond the peak each state counts less than the one before.
        while state > 1e-18 * full || ahead < queue.arrivalRate * meanPatience {
            ahead += 1
            state *= queue.arrivalRate / (servers / queue.meanService + ahead / meanPatience)
            full += state
            length += ahead * state
        }
        waits = full / (free + full)
        leaves = length / (free + full) / meanPatience / queue.arrivalRate
    }
}
