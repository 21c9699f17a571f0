import ArgumentParser
import KeptDomain
import KeptFigures
import KeptWords

/// From numbers given alone, without a record, or from the days of a record.
struct StaffingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staffing", abstract: "How many service points a line needs, and how it fares with them.",
        subcommands: [
            StaffingErlang.self, StaffingServers.self, StaffingPlanCommand.self, StaffingWhatIfCommand.self,
        ])
}

/// What comes to the line.
struct ArrivalOptions: ParsableArguments {
    @Option(help: "How many come in an hour.")
    var arrivalsPerHour: Double

    @Option(help: "How long a service takes on average.")
    var serviceSeconds: Double

    @Option(help: "How long people wait on average before they leave; without it everybody stays.")
    var patienceSeconds: Double?

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    /// What is wrong with a number is told with its flag, and is a mistake of usage.
    func asked<Answer>(
        within seconds: Double, target flag: String, _ body: (StaffingQuestion) throws -> Answer
    ) throws -> Answer {
        do {
            let question = try StaffingQuestion(
                arrivalsPerHour: arrivalsPerHour, serviceSeconds: serviceSeconds, patienceSeconds: patienceSeconds,
                targetSeconds: seconds)
            return try body(question)
        } catch let input as InvalidInput {
            let words = try Terminal.words()
            let lines = input.problems.map { problem in
                let name = problem.field == "target_seconds" ? flag : problem.field.replacing("_", with: "-")
                return "--\(name): " + words(refusal: problem.key, problem.facts)
            }
            throw CommandFailure(sentence: lines.joined(separator: "\nkept: "), code: .usage)
        }
    }
}

struct StaffingErlang: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "erlang", abstract: "How a line fares with so many service points, in the long run.",
        discussion: """
            For arrivals at random instants and exponential service times: Erlang C, or with --patience-seconds Erlang A, \
            where people leave after an exponential patience. Shares and the mean wait are of all who come; whoever leaves \
            counts with the wait until then, and not as served.
            """)

    @OptionGroup var arrivals: ArrivalOptions

    @Option(help: "How many service points there are.")
    var servers: Int

    @Option(help: "The wait within which somebody is served in time.")
    var targetSeconds = 20.0

    func perform() async throws {
        let figures = try arrivals.asked(within: targetSeconds, target: "target-seconds") {
            try $0.figures(servers: servers)
        }
        try StaffingText(
            servers: servers, figures: figures, targetSeconds: targetSeconds, someLeave: arrivals.patienceSeconds != nil
        ).answer(arrivals.format, namesServers: false)
    }
}

struct StaffingServers: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "servers", abstract: "The fewest service points with which a share is served in time.",
        discussion: "Reckoned as kept staffing erlang does.")

    @OptionGroup var arrivals: ArrivalOptions

    @Option(help: "The share of all who come that is to be served in time, such as 0.8.")
    var target: Double

    @Option(help: "In how many seconds.")
    var within: Double

    func perform() async throws {
        let (servers, figures) = try arrivals.asked(within: within, target: "within") { question in
            let servers = try question.leastServers(share: target)
            return (servers, try question.figures(servers: servers))
        }
        try StaffingText(
            servers: servers, figures: figures, targetSeconds: within, someLeave: arrivals.patienceSeconds != nil
        ).answer(arrivals.format, namesServers: true)
    }
}

/// The answer as text for programs and for people.
private struct StaffingText {
    let servers: Int
    let figures: WaitFigures
    let targetSeconds: Double
    let someLeave: Bool

    func answer(_ format: AnswerFormat, namesServers: Bool) throws {
        switch format {
        case .json: Terminal.answer("{" + (namesServers ? #""servers":\#(servers),"# : "") + json + "}")
        case .text: Terminal.answer(lines(try Terminal.words()).joined(separator: "\n"))
        }
    }

    /// In full precision: each number reads back as the one that was computed.
    private var json: String {
        #""p_wait":\#(figures.waits),"service_level":\#(figures.servedWithin),"#
            + #""mean_wait_seconds":\#(figures.meanWait),"abandon_share":\#(figures.leaves),"#
            + #""occupancy":\#(figures.occupancy)"#
    }

    private func lines(_ words: Words) -> [String] {
        let seconds = words.number(targetSeconds, digits: targetSeconds == targetSeconds.rounded() ? 0 : 1)
        var lines = [
            words(
                "staffing.within", count: servers,
                ["share": words.share(figures.servedWithin, digits: 1), "seconds": seconds]),
            words("staffing.waits", ["share": words.share(figures.waits, digits: 1)]),
            words("staffing.mean-wait", ["seconds": words.number(figures.meanWait, digits: 1)]),
        ]
        if someLeave { lines.append(words("staffing.leaves", ["share": words.share(figures.leaves, digits: 1)])) }
        return lines + [words("staffing.occupancy", ["share": words.share(figures.occupancy, digits: 1)])]
    }
}
