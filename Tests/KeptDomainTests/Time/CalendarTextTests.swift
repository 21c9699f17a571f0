import KeptDomain
import KeptStore
import Testing

@Suite struct CalendarTextTests {
    @Test func aCalendarIsReadAndWritten() throws {
        let text = """
            {"zone":"Europe/Berlin","hours":{"mon":["09:00-12:00","13:30-18:00"],"fri":["22:00-06:00"],
             "sat":["18:00-24:00"]},
             "holidays":["2026-12-25"]}
            """
        let draft = try CalendarDraft(json: text)
        let calendar = try draft.calendar(in: try zones.zone(draft.zone))
        #expect(calendar.windows(on: .monday).map(\.text) == ["09:00-12:00", "13:30-18:00"])
        #expect(calendar.windows(on: .friday) == [OpeningWindow(start: 79_200, end: 108_000)])
        #expect(calendar.windows(on: .tuesday) == [])
        #expect(calendar.json == text.replacing("\n ", with: "").replacing("\n", with: ""))
        #expect(try CalendarDraft(json: calendar.json) == draft)
        let always = try CalendarDraft(json: #"{"zone":"UTC","always":true}"#)
        #expect(try always.calendar(in: .utc).json == #"{"zone":"UTC","always":true}"#)
    }

    @Test func windowsThatOverlapOrTouchAreMerged() throws {
        let windows = try ["13:00-15:00", "09:00-12:00", "12:00-13:30", "20:00-02:00", "23:00-01:00"].map {
            try OpeningWindow($0)
        }
        #expect(WeeklyHours([.monday: windows])[.monday].map(\.text) == ["09:00-15:00", "20:00-02:00"])
        // Over midnight into the next day's window: counted once.
        let calendar = try compiled("UTC", Weekday.allCases, ["22:00-06:00", "05:00-09:00"])
        let day = try calendar.at("2026-11-05 00:00")
        #expect(calendar.elapsed(from: day, to: day + .days(7)) == .hours(7 * 11))
    }

    @Test(arguments: [
        ("", OpeningWindowFault.malformed), ("9-17", .malformed), ("09:00", .malformed),
        ("09:00-12:00-13:00", .malformed),
        ("09:00-25:00", .noSuchTime(hour: 25, minute: 0)), ("09:61-10:00", .noSuchTime(hour: 9, minute: 61)),
        ("09:00-24:01", .noSuchTime(hour: 24, minute: 1)), ("09:00-09:00", .empty), ("00:00-00:00", .empty),
        ("24:00-02:00", .beginsAtMidnightOfNextDay), ("0x:00-10:00", .malformed), ("morning-noon", .malformed),
    ]) func whatIsNoWindowSaysWhy(text: String, fault: OpeningWindowFault) {
        #expect(throws: fault) { try OpeningWindow(text) }
    }

    @Test(arguments: [
        ("", CalendarTextFault.json(JSONFault(kind: .empty, line: 1, column: 1))),
        ("[]", .wrongKind(key: nil, expected: .object)),
        (
            "{\"zone\":\"UTC\",\n \"hours\":{\"mon\":[\"09:00-17:00\",]}}",
            .json(JSONFault(kind: .unexpected, line: 2, column: 32))
        ),
        (#"{"zone":"UTC""#, .json(JSONFault(kind: .endsTooEarly, line: 1, column: 14))),
        (#"{"zone":"UTC","zone":"UTC"}"#, .json(JSONFault(kind: .duplicateName, line: 1, column: 15))),
        (#"{"zone":"UTC} "#, .json(JSONFault(kind: .unclosedString, line: 1, column: 9))),
        (#"{"zone":"UTC"} x"#, .json(JSONFault(kind: .textAfterEnd, line: 1, column: 16))),
        (#"{"zone":"UTC"}"#, .missing(key: "hours")), (#"{"always":true}"#, .missing(key: "zone")),
        (#"{"zone":"UTC","always":1}"#, .wrongKind(key: "always", expected: .truth)),
        (#"{"zone":1,"always":true}"#, .wrongKind(key: "zone", expected: .text)),
        (#"{"zone":"UTC","hour":{}}"#, .unknownKey("hour", near: "hours")),
        (#"{"zone":"UTC","hours":{"monday":[]}}"#, .unknownKey("hours.monday", near: "mon")),
        (#"{"zone":"UTC","hours":{"mon":"09:00-17:00"}}"#, .wrongKind(key: "hours.mon", expected: .texts)),
        (#"{"zone":"UTC","hours":{"mon":["09:00-09:00"]}}"#, .window(.monday, text: "09:00-09:00", .empty)),
        (
            #"{"zone":"UTC","hours":{},"holidays":["2026-02-29"]}"#,
            .holiday(text: "2026-02-29", .noSuchDate(year: 2026, month: 2, day: 29))
        ),
        (#"{"zone":"UTC","always":true,"hours":{"mon":["09:00-17:00"]}}"#, .alwaysWithHours),
    ]) func whatIsNoCalendarSaysWhereAndWhy(text: String, fault: CalendarTextFault) {
        #expect(throws: fault) { try CalendarDraft(json: text) }
    }

    @Test func aTextOfOtherBytesIsNamedWithItsPlace() {
        #expect(throws: JSONFault(kind: .notUTF8, line: 2, column: 3)) {
            try JSONValue(json: Array("{\n\"a".utf8) + [0xFF, 0xFE] + Array("\":1}".utf8))
        }
        #expect(throws: JSONFault(kind: .tooDeep, line: 1, column: 66)) {
            try JSONValue(json: String(repeating: "[", count: 10_000))
        }
        #expect(
            try! JSONValue(json: #"["\u00e9\ud83d\ude00\n",-1.5e3,null]"#)
                == .array([.string("é😀\n"), .number("-1.5e3"), .null]))
        #expect(throws: JSONFault(kind: .badEscape, line: 1, column: 3)) { try JSONValue(json: #"["\ud83d"]"#) }
    }

    @Test(arguments: ["PT16H", "wall:P2D", "P2WD", "sundown", "day+0", "day+1@12:00", "day+2@00:00:30"])
    func targetsReadAsTheyAreWritten(text: String) throws { #expect(try ClockTarget(text).text == text) }

    @Test(arguments: [
        "", "2 days", "PWD", "P-1WD", "day+", "day-1", "day+1@25:00", "day+1@12", "wall:", "P1M", "P999999WD",
    ])
    func whatIsNoTargetIsRefused(text: String) { #expect(throws: ClockTargetFault.self) { try ClockTarget(text) } }
}
