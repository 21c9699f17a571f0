import KeptDomain
import KeptWords
import Testing

/// Every refusal of times and calendars has its sentence, and the sentence only slots that the refusal fills.
@Suite struct ClockWordsTests {
    static let refusals: [any Refusal] =
        JSONFault.Kind.allCases.map { JSONFault(kind: $0, line: 1, column: 2) }
        + [
            TimeTextError.malformed(at: 0), TimeTextError.noSuchDate(year: 2026, month: 2, day: 30),
            TimeTextError.noSuchTime(hour: 25, minute: 0, second: 0), TimeTextError.noOffset,
            TimeTextError.noSuchOffset(hours: 25, minutes: 0), TimeTextError.unitWithoutLength,
            TimeTextError.outOfRange,
            ClockTargetFault.badSpan(.malformed(at: 1)), ClockTargetFault.malformed, ClockTargetFault.notPositive,
            ClockError.negativeTarget, ClockError.tooFar(years: 100), PauseFault.notTwoInstants,
            PauseFault.endsBeforeItBegins(from: Instant(seconds: 1), to: Instant(seconds: 0)), CalendarFault.neverOpen,
            CalendarFault.closedTooLong(from: Day(number: 0), days: 400),
        ] + CalendarTextFault.Kind.allCases.map { CalendarTextFault.wrongKind(key: "hours", expected: $0) }
        + [
            CalendarTextFault.wrongKind(key: nil, expected: .object), CalendarTextFault.missing(key: "zone"),
            CalendarTextFault.unknownKey("hour", near: nil), CalendarTextFault.unknownKey("hour", near: "hours"),
            CalendarTextFault.window(.monday, text: "9", .malformed),
            CalendarTextFault.window(.monday, text: "9", .noSuchTime(hour: 25, minute: 0)),
            CalendarTextFault.window(.monday, text: "9", .empty),
            CalendarTextFault.window(.monday, text: "9", .beginsAtMidnightOfNextDay),
            CalendarTextFault.holiday(text: "x", .malformed(at: 0)),
            CalendarTextFault.holiday(text: "x", .noSuchDate(year: 2026, month: 2, day: 30)),
            CalendarTextFault.alwaysWithHours,
        ]

    @Test func everyRefusalIsWorded() throws {
        let vocabulary = try Vocabulary.load()
        for language in vocabulary.languages {
            let words = vocabulary[language]
            for refusal in Self.refusals {
                let key = WordKey.of(refusal)
                #expect(words.has(key), "\(refusal.key) in \(language)")
                let slots = words.template(key).slots
                #expect(slots.isSubset(of: refusal.facts.map(\.name)), "\(refusal.key) in \(language)")
            }
        }
    }
}
