import ArgumentParser
import KeptDomain
import KeptStore

/// Open promises by the hundred thousand, for measurements.
struct BenchFill: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill-promises", abstract: "Make open promises that fall due evenly over a span.")

    @OptionGroup var store: StoreOptions

    @Option(help: "How many promises.")
    var count = 100_000

    @Option(help: "How many customers they are made to.")
    var customers = 1_000

    @Option(name: .customLong("due-from"), help: "When the first falls due, ISO 8601; in a day when left out.")
    var dueFrom: String?

    @Option(name: .customLong("due-span"), help: "Over how many seconds they fall due; thirty days when left out.")
    var dueSpan: Int64 = 30 * 86_400

    /// Small enough that other writers of the record get in between.
    private static let batch = 2_000

    func validate() throws {
        guard count > 0, customers > 0, dueSpan >= 0 else {
            throw ValidationError("--count and --customers must be positive, --due-span must not be negative.")
        }
    }

    func perform() async throws {
        let time = SystemTime()
        let first = try dueFrom.map { try Instant(iso: $0) } ?? time.now + .days(1)
        let timing = PromiseFill.PromiseTimes(first: first, span: .seconds(dueSpan), count: count)
        let (count, customers) = (count, customers)
        try await store.withStore(whenAbsent: .made, time: time) { store in
            let fill = try await store.write(as: .shell, at: time.now) {
                try $0.startPromiseFill(customers: customers, timing: timing)
            }
            for start in stride(from: 0, to: count, by: Self.batch) {
                let indexes = start..<min(start + Self.batch, count)
                try await store.write(as: .shell, at: time.now) { try $0.add(indexes, of: fill) }
            }
        }
        Terminal.answer("{\"promises\":\(count),\"first_due\":\"\(first.iso)\"}")
    }
}
