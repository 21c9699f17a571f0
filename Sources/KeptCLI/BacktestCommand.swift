import ArgumentParser
import KeptDomain
import KeptFigures
import KeptStore
import KeptWords

struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "How quotes and warnings would have held on the record.",
        discussion: "The past is walked through day by day with what was known then. docs/quotes.md says how.",
        subcommands: [BacktestDeliveries.self, BacktestRisk.self, BacktestWaits.self])
}

/// Which orders a back-test scores.
struct BacktestOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions

    @Option(help: "The first day of purchase, such as 2026-11-01; the last 20 % of the orders when left out.")
    var from: Day?

    @Option(help: "The last day of purchase, included.")
    var to: Day?

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    func validate() throws {
        if let from, let to, to < from {
            throw Terminal.usage("commands.usage.to-before-from", ["from": from.description, "to": to.description])
        }
    }

    /// Reads the orders and hands them on. What cannot be learned from is told on standard error.
    ///
    /// - Returns: what `body` makes of them, and the seconds that both took.
    func backtest<Found: Sendable>(
        _ body: (DeliveryRecord, BacktestSpan) throws -> Found
    ) async throws -> (found: Found, seconds: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let record = try await store.withStore { store in try await store.read { try $0.deliveryRecord() } }
        let found = try body(record, BacktestSpan(from: from, to: to))
        if record.impossible > 0 {
            Terminal.note(try Terminal.words()("backtest.impossible", count: record.impossible))
        }
        return (found, (clock.now - start) / .seconds(1))
    }
}

struct BacktestDeliveries: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "Quoted delivery days against what came, and against what was promised.",
        discussion: """
            Each order is quoted as of its purchase. A day is kept until its end in the order's zone. Orders that were not \
            delivered count while learning, as open, and are left out of shares.
            """)

    @OptionGroup var options: BacktestOptions

    @Option(help: "The share of quotes to keep, 0.5 to 0.999.")
    var confidence = 0.9

    func validate() throws {
        guard (0.5...0.999).contains(confidence) else { throw Terminal.usage("backtest.usage.confidence") }
    }

    func perform() async throws {
        let (found, seconds) = try await options.backtest { record, span in
            try record.deliveryBacktest(confidence: confidence, span)
        }
        switch options.format {
        case .json: Terminal.answer(BacktestText.json(found, seconds: seconds))
        case .text: Terminal.answer(DeliveryBacktestLines(found, try Terminal.words()).lines(seconds: seconds))
        }
    }
}

struct BacktestRisk: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "risk", abstract: "How well the chance to be late told which orders would be.",
        discussion: """
            Read at 12:00 of each day, from the day after the purchase until the delivery or the promised day, whichever is \
            first. Orders that were never delivered are left out.
            """)

    @OptionGroup var options: BacktestOptions

    func perform() async throws {
        let (found, seconds) = try await options.backtest { record, span in try record.riskBacktest(span) }
        switch options.format {
        case .json: Terminal.answer(BacktestText.json(found))
        case .text: Terminal.answer(RiskBacktestLines(found, try Terminal.words()).lines(seconds: seconds))
        }
    }
}
