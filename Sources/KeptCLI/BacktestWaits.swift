import ArgumentParser
import KeptDomain
import KeptFigures
import KeptStore
import KeptWords

struct BacktestWaits: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "waits", abstract: "Quoted waits against what people waited, and against simpler forecasts.",
        discussion: """
            Everybody who had to wait is quoted when they joined. Whoever went away before it was their turn counts while \
            learning for as long as they stayed, and is left out of shares and errors.
            """)

    @OptionGroup var store: StoreOptions

    @Option(help: "The share of quotes to keep, 0.5 to 0.999.")
    var confidence = 0.8

    @Option(help: "The first day, such as 2026-11-01; the last quarter of the days of each month when left out.")
    var from: Day?

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    func validate() throws {
        guard (0.5...0.999).contains(confidence) else { throw Terminal.usage("backtest.usage.confidence") }
    }

    func perform() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let history = try await store.withStore { store in try await store.read { try $0.waitHistory() } }
        let found = try history.backtest(confidence: confidence, from: from)
        let seconds = (clock.now - start) / .seconds(1)
        switch format {
        case .json: Terminal.answer(BacktestText.json(found, seconds: seconds))
        case .text: Terminal.answer(WaitBacktestLines(found, try Terminal.words()).lines(seconds: seconds))
        }
    }
}

/// A back-test of waits for people.
private struct WaitBacktestLines {
    private let backtest: WaitBacktest
    private let words: Words

    init(_ backtest: WaitBacktest, _ words: Words) {
        self.backtest = backtest
        self.words = words
    }

    func lines(seconds: Double) -> String {
        let span = words(
            "waits.backtest.span",
            [
                "from": backtest.days.lowerBound.description, "to": backtest.days.upperBound.description,
                "visits": words.number(backtest.visits), "abandoned": words.number(backtest.abandoned),
            ])
        let took = words("backtest.took", ["seconds": words.number(seconds, digits: 1)])
        let confidence = words.share(backtest.confidence)
        guard let share = backtest.keptShare, let mean = backtest.meanQuotedSeconds else {
            let needed = words.number(QuotedTicks.needed(confidence: backtest.confidence))
            return [span, words("waits.backtest.none-quoted", ["confidence": confidence, "needed": needed]), took]
                .joined(separator: "\n")
        }
        let kept = words(
            "waits.backtest.kept",
            [
                "confidence": confidence, "share": words.share(share, digits: 1),
                "seconds": words.number(mean, digits: 1),
            ])
        return [
            span, words("waits.backtest.quoted", count: backtest.quoted), "", kept, "", errors, "", parts, "", took,
        ]
        .joined(separator: "\n")
    }

    private var errors: String {
        let rows: [(String, Double?)] = [
            ("median", backtest.medianError), ("mean-of-day", backtest.baselines.meanOfDay),
            ("last-to-enter-service", backtest.baselines.lastToEnterService),
            ("queue-length", backtest.baselines.queueLength),
        ]
        return TextTable.aligned(
            [["", words("waits.backtest.error")]]
                + rows.map { name, error in
                    [words("waits.backtest.foretold", of: Foretold(rawValue: name) ?? .median), number(error)]
                })
    }

    private var parts: String {
        let heads = [
            "", words("waits.backtest.served"), words("backtest.deliveries.kept"), words("waits.backtest.seconds"),
        ]
        return TextTable.aligned(
            [heads]
                + (backtest.byDay + (backtest.byLine.count > 1 ? backtest.byLine : [])).map { part in
                    [
                        part.name ?? "–", words.number(part.visits), words.share(part.keptShare, digits: 1),
                        number(part.meanSeconds),
                    ]
                })
    }

    private func number(_ value: Double?) -> String { value.map { words.number($0, digits: 1) } ?? "–" }

    private enum Foretold: String {
        case median
        case meanOfDay = "mean-of-day"
        case lastToEnterService = "last-to-enter-service"
        case queueLength = "queue-length"
    }
}
