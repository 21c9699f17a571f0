import ArgumentParser
import KeptDomain
import KeptStore
import KeptWords

/// Computes with a calendar file alone; no record is opened.
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Compute due and elapsed times with a calendar file.",
        subcommands: [CalendarDue.self, CalendarElapsed.self])
}

enum AnswerFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// What both calculations need.
struct CalendarOptions: ParsableArguments {
    @Option(name: .customLong("calendar"), help: "The calendar, a JSON file with zone, hours and holidays.")
    var file: String

    @Option(help: "When the clock starts: ISO 8601 with offset, such as 2026-11-05T18:00:00+01:00.")
    var from: String

    @Option(help: "A time in which the clock stood, FROM/TO; may be given several times. Without TO it still stands.")
    var pause: [String] = []

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    func pauses() throws -> Pauses {
        Pauses(try pause.map { text in try flag("--pause", text) { try Pauses.Pause(iso: text) } })
    }

    /// Reads the value of a flag; what is wrong with it is told with the flag and the value, and is a mistake of usage.
    func flag<Value>(_ name: String, _ text: String, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch let refusal as any Refusal {
            throw CommandFailure(sentence: "\(name) \(text): \(CommandFailure.sentence(of: refusal))", code: .usage)
        }
    }

    func instant(_ name: String, _ text: String) throws -> Instant { try flag(name, text) { try Instant(iso: text) } }
}

struct CalendarDue: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "When a target is reached.",
        discussion: """
            Targets: PT8H is eight opening hours, P2WD the close of the second working day after today, sundown the end \
            of today's opening hours; wall:PT48H runs around the clock, day+0 is the end of today, day+1@12:00 the \
            next day by 12:00.
            """)

    @OptionGroup var options: CalendarOptions

    @Option(help: "PT8H, P2WD, sundown, wall:PT48H, day+0 or day+1@12:00.")
    var target: String

    func perform() async throws {
        let target = try options.flag("--target", self.target) { try ClockTarget(self.target) }
        let started = try options.instant("--from", options.from)
        let pauses = try options.pauses()
        let calendar = CompiledCalendar(try CalendarFile(path: options.file).calendar())
        let clock = RunningClock(calendar, target: target, started: started, pauses: pauses)
        let end = try options.flag("--target", self.target) { try clock.end() }
        switch (end, options.format) {
        case (.due(let due), .json):
            let elapsed = clock.used(at: due).seconds
            Terminal.answer(
                #"{"due":"\#(due.iso)","local":"\#(due.iso(in: calendar.zone))","elapsed_seconds":\#(elapsed)}"#)
        case (.stopped, .json): Terminal.answer(#"{"due":null,"local":null,"elapsed_seconds":null}"#)
        case (.due(let due), .text):
            let words = try Terminal.words()
            Terminal.answer(
                words(
                    "clocks.due-line",
                    [
                        "local": due.iso(in: calendar.zone), "utc": due.iso,
                        "elapsed": clockText(clock.used(at: due)),
                    ]))
        case (.stopped, .text):
            let since = clock.pauses.openSince?.iso(in: calendar.zone) ?? ""
            Terminal.answer(try Terminal.words()("clocks.stopped-line", ["paused": since]))
        }
    }
}

struct CalendarElapsed: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "elapsed", abstract: "How much of the calendar's own time lies between two instants, less pauses.")

    @OptionGroup var options: CalendarOptions

    @Option(help: "When the clock is read: ISO 8601 with offset.")
    var to: String

    func perform() async throws {
        let from = try options.instant("--from", options.from)
        let to = try options.instant("--to", self.to)
        let pauses = try options.pauses()
        let words = try Terminal.words()
        guard from <= to else { throw CommandFailure(sentence: words("clocks.to-before-from"), code: .usage) }
        let calendar = CompiledCalendar(try CalendarFile(path: options.file).calendar())
        let elapsed = calendar.elapsed(from: from, to: to, less: pauses)
        switch options.format {
        case .json: Terminal.answer(#"{"elapsed_seconds":\#(elapsed.seconds)}"#)
        case .text: Terminal.answer(words("clocks.elapsed-line", ["elapsed": clockText(elapsed)]))
        }
    }
}

/// `26:05:00`: hours, minutes and seconds, as a clock that runs only while open counts them.
private func clockText(_ span: Span) -> String {
    let seconds = Int(span.seconds)
    return "\(seconds / 3_600):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
}
