import ArgumentParser
import KeptDomain
import KeptStore

/// Cases by the hundred thousand, for measurements.
struct BenchFillCases: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill-cases", abstract: "Make cases with messages, opened over the past year; print ids of some.")

    @OptionGroup var store: StoreOptions

    @Option(help: "How many cases.")
    var count = 100_000

    @Option(help: "Messages of each.")
    var messages = 1

    @Option(help: "How many customers they are of.")
    var customers = 1_000

    @Option(help: "How many colleagues own them.")
    var owners = 20

    /// Small enough that other writers of the record get in between.
    private static let batch = 1_000

    func validate() throws {
        guard count > 0, messages >= 0, customers > 0, owners > 0 else {
            throw ValidationError(
                "--count, --customers and --owners must be positive, --messages must not be negative.")
        }
    }

    func perform() async throws {
        let time = SystemTime()
        let plan = CaseFill.Plan(cases: count, messages: messages, customers: customers, owners: owners)
        let count = count
        let ids = try await store.withStore(whenAbsent: .made, time: time) { store in
            let fill = try await store.write(as: .shell, at: time.now) { try $0.startCaseFill(plan) }
            var last: [ID<Case>] = []
            for start in stride(from: 0, to: count, by: Self.batch) {
                let indexes = start..<min(start + Self.batch, count)
                last = try await store.write(as: .shell, at: time.now) { try $0.add(indexes, of: fill) }
            }
            return last.suffix(100)
        }
        Terminal.answer("{\"cases\":\(count),\"last\":[\(ids.map { "\"\($0)\"" }.joined(separator: ","))]}")
    }
}
