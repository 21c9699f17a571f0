import Foundation
import KeptTestSupport
import Testing

/// `kept calendar`, run as built.
@Suite final class CalendarCommandTests {
    private let kept: BuiltKept
    private let folder: URL

    init() throws {
        kept = try BuiltKept()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kept-calendar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) }
    }

    private static let office = """
        {"zone":"Europe/Berlin","hours":{"mon":["09:00-17:00"],"tue":["09:00-17:00"],"wed":["09:00-17:00"],
        "thu":["09:00-17:00"],"fri":["09:00-17:00"]},"holidays":["2026-12-25"]}
        """

    private func run(_ command: String, calendar: String = office, _ arguments: String...) async throws
        -> BuiltKept.Outcome
    {
        let file = folder.appendingPathComponent("calendar.json")
        try Data(calendar.utf8).write(to: file)
        return try await kept.run(["calendar", command, "--calendar", file.path] + arguments)
    }

    private func due(
        _ target: String, from: String, pauses: [String] = [], calendar: String = office
    ) async throws -> String {
        let file = folder.appendingPathComponent("calendar.json")
        try Data(calendar.utf8).write(to: file)
        let outcome = try await kept.run(
            ["calendar", "due", "--calendar", file.path, "--from", from, "--target", target, "--format", "json"]
                + pauses.flatMap { ["--pause", $0] })
        #expect(outcome.exitCode == 0 && outcome.complaint.isEmpty, "\(outcome.complaint)")
        return outcome.answer.trimmingCharacters(in: .newlines)
    }

    @Test func dueInOpeningHoursWithPauses() async throws {
        #expect(
            try await due("PT1H", from: "2026-11-06T16:30:00+01:00")
                == #"{"due":"2026-11-09T08:30:00Z","local":"2026-11-09T09:30:00+01:00","elapsed_seconds":3600}"#)
        let pauses = [
            "2026-11-06T12:00:00+01:00/2026-11-06T16:00:00+01:00",
            "2026-11-06T15:00:00+01:00/2026-11-09T11:00:00+01:00",
        ]
        #expect(
            try await due("PT8H", from: "2026-11-06T10:00:00+01:00", pauses: pauses)
                == #"{"due":"2026-11-09T16:00:00Z","local":"2026-11-09T17:00:00+01:00","elapsed_seconds":28800}"#)
        #expect(
            try await due("PT8H", from: "2026-11-06T10:00:00+01:00", pauses: ["2026-11-06T12:00:00+01:00/"]).contains(
                #""due":null"#))
    }

    @Test func workingDaysAndSundown() async throws {
        #expect(try await due("P2WD", from: "2026-12-23T15:00:00Z").hasPrefix(#"{"due":"2026-12-28T16:00:00Z""#))
        #expect(
            try await due("sundown", from: "2026-12-24T08:00:00Z")
                == #"{"due":"2026-12-24T16:00:00Z","local":"2026-12-24T17:00:00+01:00","elapsed_seconds":28800}"#)
        let always = #"{"zone":"Asia/Shanghai","always":true}"#
        #expect(
            try await due("sundown", from: "2026-11-03T12:00:00+08:00", calendar: always)
                == #"{"due":"2026-11-03T15:59:59Z","local":"2026-11-03T23:59:59+08:00","elapsed_seconds":43199}"#)
    }

    @Test("C14, C15 The changes of the clock, round the clock") func c14_c15_changesOfTheClock() async throws {
        #expect(
            try await due(
                "PT4H", from: "2026-03-29T01:00:00+01:00", calendar: #"{"zone":"Europe/Berlin","always":true}"#
            )
            .contains(#""local":"2026-03-29T06:00:00+02:00""#))
        #expect(
            try await due(
                "PT3H", from: "2026-11-01T00:30:00-04:00", calendar: #"{"zone":"America/New_York","always":true}"#
            )
            .contains(#""local":"2026-11-01T02:30:00-05:00""#))
    }

    @Test func elapsedLessPauses() async throws {
        let outcome = try await run(
            "elapsed", "--from", "2026-11-06T16:00:00+01:00", "--to", "2026-11-09T11:00:00+01:00", "--pause",
            "2026-11-06T16:30:00+01:00/2026-11-09T09:30:00+01:00", "--format", "json")
        #expect(outcome.answer == "{\"elapsed_seconds\":7200}\n")
        let text = try await run("elapsed", "--from", "2026-11-06T16:00:00+01:00", "--to", "2026-11-09T11:00:00+01:00")
        #expect(text.answer == "3:00:00 of the clock.\n")
    }

    @Test(arguments: [
        ("2026-11-06T16:00:00", "PT1H", "2026-11-06T16:00:00Z/2026-11-06T17:00:00Z", "Without Z or an offset"),
        ("2026-02-30T16:00:00Z", "PT1H", "2026-11-06T16:00:00Z/2026-11-06T17:00:00Z", "There is no 2026-02-30"),
        ("2026-11-06T16:00:00Z", "PT0S", "2026-11-06T16:00:00Z/2026-11-06T17:00:00Z", "longer than nothing"),
        ("2026-11-06T16:00:00Z", "soon", "2026-11-06T16:00:00Z/2026-11-06T17:00:00Z", "PT8H"),
        ("2026-11-06T16:00:00Z", "P1M", "2026-11-06T16:00:00Z/2026-11-06T17:00:00Z", "no fixed length"),
        ("2026-11-06T16:00:00Z", "PT1H", "2026-11-06T16:00:00Z", "slash"),
        ("2026-11-06T16:00:00Z", "PT1H", "2026-11-06T18:00:00Z/2026-11-06T17:00:00Z", "before it begins"),
    ]) func mistakesOfUsageNameTheFlag(from: String, target: String, pause: String, expected: String) async throws {
        let outcome = try await run("due", "--from", from, "--target=\(target)", "--pause", pause)
        #expect(outcome.exitCode == 64 && outcome.answer.isEmpty)
        #expect(outcome.complaint.contains(expected) && outcome.complaint.hasPrefix("kept: --"), "\(outcome.complaint)")
    }

    @Test(arguments: [
        (#"{"zone":"Europe/Berln","always":true}"#, "Europe/Berlin"),
        (#"{"zone":"../../etc/passwd","always":true}"#, "no time zone"),
        (#"{"zone":"UTC","hours":{}}"#, "no opening window"), ("{\n  \"zone\": \"UTC\",\n}", "Line 3, column 1"),
        (#"{"zone":"UTC","hours":{"mon":["17:00-17:00"]}}"#, "ends when it begins"), ("", "empty"),
        (#"{"zone":"UTC","hours":{"mon":["09:00-17:00"]},"holidays":["2026-11-31"]}"#, "2026-11-31"),
        (#"{"zone":"UTC","hours":{"monday":["09:00-17:00"]}}"#, "perhaps “mon”"), ("\u{0}\u{1}", "not JSON"),
    ]) func brokenCalendarsSayWhereAndWhy(calendar: String, expected: String) async throws {
        let outcome = try await run(
            "due", calendar: calendar, "--from", "2026-11-06T16:00:00Z", "--target", "PT1H", "--format", "json")
        #expect(outcome.exitCode == 65 && outcome.answer.isEmpty)
        #expect(
            outcome.complaint.contains(expected) && outcome.complaint.contains("calendar.json"), "\(outcome.complaint)")
    }

    @Test func fourHundredHolidaysInARowCannotBeComputed() async throws {
        let days = (1...12).flatMap { month in (1...31).map { day in (month, day) } }
        let dates = (2026...2027).flatMap { year in
            days.filter { !($0 == 2 && $1 > 28) && !([4, 6, 9, 11].contains($0) && $1 > 30) }
                .map { String(format: "\"%d-%02d-%02d\"", year, $0, $1) }
        }
        let calendar = #"{"zone":"UTC","hours":{"mon":["09:00-17:00"]},"holidays":[\#(dates.joined(separator: ","))]}"#
        let outcome = try await run("due", calendar: calendar, "--from", "2026-11-06T16:00:00Z", "--target", "PT1H")
        #expect(outcome.exitCode == 65 && outcome.complaint.contains("Cannot be computed: closed for"))
    }

    @Test func theLanguageOfTheTerminalIsSpoken() async throws {
        let outcome = try await kept.run(
            ["calendar", "due", "--calendar", "/nowhere", "--from", "x", "--target", "PT1H"],
            environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(outcome.complaint.contains("无法识别"))
    }

    @Test func theBenchComparesTheSameAnswers() async throws {
        let outcome = try await kept.run(["bench", "calendar", "--count", "300", "--steps", "10", "--format", "json"])
        #expect(outcome.exitCode == 0 && outcome.answer.contains(#""compared":10,"agree":10"#), "\(outcome)")
    }
}
