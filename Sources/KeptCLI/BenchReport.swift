import ArgumentParser
import KeptDomain
import KeptStore

/// How long the deliveries report takes inside the process, each time from the database anew.
struct BenchReport: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Time of the deliveries report by month, without the start of the process.")

    @OptionGroup var store: StoreOptions

    @Option(help: "How often it is made.")
    var times = 11

    func validate() throws {
        guard times > 0 else { throw ValidationError("--times must be positive.") }
    }

    func perform() async throws {
        let clock = ContinuousClock()
        let times = times
        let (spans, rows) = try await store.withStore { store in
            var spans: [String] = []
            var rows = 0
            for _ in 0..<times {
                let start = clock.now
                rows = try await store.read { try $0.deliveries(by: .month).count }
                spans.append("\((clock.now - start) / .milliseconds(1))")
            }
            return (spans, rows)
        }
        Terminal.answer("{\"rows\":\(rows),\"milliseconds\":[\(spans.joined(separator: ","))]}")
    }
}
