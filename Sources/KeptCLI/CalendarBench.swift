import ArgumentParser
import Foundation
import KeptDomain
import KeptStore

/// Due dates in opening hours by a compiled calendar and by Foundation's calendar in steps of a day, in the same run.
struct CalendarBench: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Time per due date, spans of opening hours up to five years.")

    @Option(help: "text or json.")
    var format: AnswerFormat = .text

    @Option(help: "How many due dates the compiled calendar is asked for.")
    var count = 1_000_000

    @Option(help: "How many of them Foundation's calendar is asked for too.")
    var steps = 100

    private static let text = """
        {"zone":"Europe/Berlin","hours":{"mon":["08:00-12:00","13:30-18:00"],"tue":["08:00-12:00","13:30-18:00"],
        "wed":["08:00-12:00","13:30-18:00"],"thu":["08:00-12:00","13:30-20:00"],
        "fri":["08:00-16:00"],"sat":["22:00-02:00"]},
        "holidays":["2026-12-25","2026-12-26","2027-01-01","2027-05-01","2028-01-01","2029-01-01"]}
        """

    func validate() throws {
        guard count > 0, (1...count).contains(steps) else {
            throw ValidationError("--count must be positive, and --steps between 1 and it.")
        }
    }

    func perform() async throws {
        let draft = try CalendarDraft(json: Self.text)
        let calendar = try draft.calendar(in: try ZoneFiles().zone(draft.zone))
        let compiled = CompiledCalendar(calendar)
        let questions = Self.questions(count, in: compiled)
        // The pages of the years asked for are made once in the life of a process.
        for question in questions.prefix(1_000) { _ = try compiled.due(from: question.from, after: question.span) }

        let clock = ContinuousClock()
        var answers: [Instant] = []
        answers.reserveCapacity(count)
        let ours = try clock.measure {
            for question in questions { answers.append(try compiled.due(from: question.from, after: question.span)) }
        }
        let stepped = try SteppedCalendar(calendar)
        var theirAnswers: [Instant] = []
        let theirs = clock.measure {
            for question in questions.prefix(steps) {
                theirAnswers.append(stepped.due(from: question.from, after: question.span))
            }
        }
        let agree = zip(theirAnswers, answers).count { $0 == $1 }
        let (mine, other) = (Self.nanoseconds(ours, over: count), Self.nanoseconds(theirs, over: steps))
        switch format {
        case .json:
            Terminal.answer(
                #"{"compiled_ns":\#(mine),"foundation_ns":\#(other),"#
                    + #""asked":\#(count),"compared":\#(steps),"agree":\#(agree)}"#
            )
        case .text:
            Terminal.answer("compiled calendar \(mine) ns, Foundation by steps \(other) ns; \(agree) of \(steps) agree")
        }
    }

    /// Starts within 2026, spans up to five years of the wall's time; the same in every run.
    private static func questions(_ count: Int, in calendar: CompiledCalendar) -> [(from: Instant, span: Span)] {
        let first = Instant(seconds: 1_767_225_600)
        let fiveYears = calendar.elapsed(from: first, to: first + .days(1_826)).seconds
        var state: UInt64 = 20_261_122
        func next(below limit: Int64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % limit
        }
        return (0..<count).map { _ in
            (first + .seconds(next(below: 31_536_000)), .seconds(1 + next(below: fiveYears)))
        }
    }

    private static func nanoseconds(_ duration: Duration, over count: Int) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return (seconds * 1_000_000_000 + attoseconds / 1_000_000_000) / Int64(count)
    }
}

/// What one would write with Foundation: day after day, window after window.
private struct SteppedCalendar {
    private let calendar: Calendar
    private let windows: [[OpeningWindow]]
    private let holidays: Set<DateComponents>

    init(_ work: WorkCalendar) throws {
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(identifier: work.zone.name) else {
            throw CommandFailure(sentence: "Foundation has no zone \(work.zone.name)", code: .unavailable)
        }
        calendar.timeZone = zone
        self.calendar = calendar
        windows = Weekday.allCases.map { work.windows(on: $0) }
        holidays = Set(
            work.holidays.map {
                let (year, month, day) = $0.components
                return DateComponents(year: year, month: month, day: day)
            })
    }

    func due(from start: Instant, after span: Span) -> Instant {
        let from = Date(timeIntervalSince1970: Double(start.seconds))
        var left = Double(span.seconds)
        // A window of the evening before may still be open.
        var day = calendar.date(byAdding: .day, value: -1, to: calendar.startOfDay(for: from))!
        while true {
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
            let date = DateComponents(year: parts.year, month: parts.month, day: parts.day)
            // Foundation counts from Sunday, which is 1.
            for window in holidays.contains(date) ? [] : windows[(parts.weekday! + 5) % 7] {
                let opens = max(instant(window.start, of: date), from)
                let open = instant(window.end, of: date).timeIntervalSince(opens)
                if open >= left { return Instant(seconds: Int64(opens.timeIntervalSince1970 + left)) }
                left -= max(0, open)
            }
            day = calendar.date(byAdding: .day, value: 1, to: day)!
        }
    }

    private func instant(_ secondsOfDay: Int, of date: DateComponents) -> Date {
        var date = date
        date.day! += secondsOfDay / 86_400
        date.hour = secondsOfDay % 86_400 / 3_600
        date.minute = secondsOfDay / 60 % 60
        return calendar.date(from: date)!
    }
}
