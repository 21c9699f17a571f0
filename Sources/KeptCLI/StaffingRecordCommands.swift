import ArgumentParser
import KeptDomain
import KeptStore
import KeptWords

/// What is asked of a recorded line.
struct RecordedLineOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions

    @Option(help: "The line by its name or address; all lines together when left out.")
    var line: String?

    @Option(help: "In how many seconds somebody is served in time.")
    var within = 300.0

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    func validate() throws {
        guard (0...86_400).contains(within) else { throw Terminal.usage(of: "--within", from: 0, to: 86_400) }
    }

    func history() async throws -> WaitHistory {
        try await store.withStore { store in try await store.read { try $0.waitHistory() } }
    }
}

struct StaffingPlanCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Service points needed in each quarter of an hour, by the recorded days.",
        discussion: """
            Foretold for each day of the week from days of the record, at least three of each. Each quarter is reckoned as kept \
            staffing erlang does, with the patience and the lengths of services that were recorded.
            """)

    @OptionGroup var options: RecordedLineOptions

    @Option(help: "The share of all who come that is to be served in time, such as 0.8.")
    var target = 0.8

    func validate() throws {
        guard (0.01...0.999).contains(target) else { throw Terminal.usage("waits.usage.target") }
    }

    func perform() async throws {
        let plan = try await options.history().staffingPlan(share: target, within: options.within, line: options.line)
        switch options.format {
        case .json: Terminal.answer(StaffingJSON.json(plan, line: options.line))
        case .text: Terminal.answer(Self.lines(plan, try Terminal.words()))
        }
    }

    private static func lines(_ plan: StaffingPlan, _ words: Words) -> String {
        let head = words(
            "waits.plan.rests",
            [
                "days": words.number(plan.dayCount), "from": plan.days.lowerBound.description,
                "to": plan.days.upperBound.description, "share": words.share(plan.target),
                "seconds": words.number(plan.withinSeconds, digits: 0),
            ])
        let columns = StaffingPlan.Column.allCases.map { words("waits.plan.columns", of: $0) }
        let tables = plan.weekdays.map { day in
            let rows = day.quarters.map { quarter in
                [
                    quarter.from, words.number(quarter.arrivals.expected, digits: 1),
                    "\(words.number(quarter.arrivals.low, digits: 0))–\(words.number(quarter.arrivals.high, digits: 0))",
                    words.number(quarter.points), words.number(quarter.pointsWhenBusy),
                    words.share(quarter.servedWithin, digits: 1),
                ]
            }
            let title = words(
                "waits.plan.of-weekday",
                ["weekday": words.longWeekday(day.weekday), "days": words.number(day.days)])
            return title + "\n" + TextTable.aligned([columns] + rows)
        }
        let lacking = plan.lacking.filter { $0.days > 0 }.map { lack in
            words(
                "waits.plan.lacking",
                [
                    "weekday": words.longWeekday(lack.weekday), "days": words.number(lack.days),
                    "needed": words.number(ArrivalForecast.leastDays),
                ])
        }
        return ([head] + tables + lacking).joined(separator: "\n\n")
    }
}

struct StaffingWhatIfCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if", abstract: "How recorded days would have gone with more or fewer service points.",
        discussion: """
            The days are played again from their arrivals, services and patience. Compare the last two lines with each other; how \
            near the play comes to what was recorded is in the first two.
            """)

    @OptionGroup var options: RecordedLineOptions

    @Option(help: "How many more, or fewer: +1, or --points=-1.")
    var points: Int

    @Option(help: "The first day, such as 2026-11-01.")
    var from: Day?

    @Option(help: "The last day, included.")
    var to: Day?

    func validate() throws {
        guard (-1_000...1_000).contains(points) else { throw Terminal.usage(of: "--points", from: -1_000, to: 1_000) }
        if let from, let to, to < from {
            throw Terminal.usage("commands.usage.to-before-from", ["from": from.description, "to": to.description])
        }
    }

    func perform() async throws {
        let span = (from ?? Day(number: .min))...(to ?? Day(number: .max))
        let answer = try await options.history().whatIf(
            change: points, within: options.within, line: options.line, days: span)
        switch options.format {
        case .json: Terminal.answer(StaffingJSON.json(answer, line: options.line))
        case .text: Terminal.answer(Self.lines(answer, try Terminal.words()))
        }
    }

    private static func lines(_ answer: StaffingWhatIf, _ words: Words) -> String {
        let head = words(
            "waits.what-if.rests",
            [
                "days": words.number(answer.dayCount), "from": answer.days.lowerBound.description,
                "to": answer.days.upperBound.description, "visits": words.number(answer.visits),
            ])
        let rows: [(String, StaffingWhatIf.Figures)] = [
            (words("waits.what-if.recorded"), answer.recorded), (words("waits.what-if.as-was"), answer.asWas),
            (words("waits.what-if.changed", ["change": words.change(answer.change)]), answer.changed),
        ]
        let heads = [
            "",
            words("waits.what-if.served", ["seconds": words.number(answer.withinSeconds, digits: 0)]),
            words("waits.what-if.wait"), words("waits.what-if.left"),
        ]
        return head + "\n"
            + TextTable.aligned(
                [heads]
                    + rows.map { name, figures in
                        [
                            name, words.share(figures.servedWithin, digits: 1),
                            words.number(figures.meanWaitSeconds, digits: 1),
                            words.share(figures.leftShare, digits: 1),
                        ]
                    })
    }
}

extension Words {
    /// `+2`, `−1`.
    func change(_ count: Int) -> String { (count < 0 ? "\u{2212}" : "+") + number(abs(count)) }
}
