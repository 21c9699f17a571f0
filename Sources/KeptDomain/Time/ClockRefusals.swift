// What is wrong with a time, calendar, target or pause, as keys of the string files and facts.

extension TimeTextError: Refusal {
    package var key: String { key(of: .time) }

    package var facts: [Fact] {
        switch self {
        case .malformed(let at): [Fact("place", at + 1)]
        case .noSuchDate(let year, let month, let day):
            [Fact("date", "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))")]
        case .noSuchTime(let hour, let minute, let second):
            [Fact("time", "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))")]
        case .noSuchOffset(let hours, let minutes): [Fact("offset", "\(padded(hours, 2)):\(padded(minutes, 2))")]
        case .noOffset, .unitWithoutLength, .outOfRange: []
        }
    }

    /// What the text was to be.
    package enum Kind: Sendable { case time, span, date }

    package func key(of kind: Kind) -> String {
        switch (self, kind) {
        case (.malformed, .time): "clocks.time-malformed"
        case (.malformed, .span): "clocks.span-malformed"
        case (.malformed, .date): "clocks.date-malformed"
        case (.noSuchDate, _): "clocks.no-such-date"
        case (.noSuchTime, _): "clocks.no-such-time"
        case (.noOffset, _): "clocks.no-offset"
        case (.noSuchOffset, _): "clocks.no-such-offset"
        case (.unitWithoutLength, _): "clocks.unit-without-length"
        case (.outOfRange, _): "clocks.out-of-range"
        }
    }
}

extension ClockTargetFault: Refusal {
    package var key: String {
        switch self {
        case .badSpan(let error): error.key(of: .span)
        case .notPositive: "clocks.target-not-positive"
        case .malformed: "clocks.target-malformed"
        }
    }

    package var facts: [Fact] {
        if case .badSpan(let error) = self { error.facts } else { [] }
    }
}

extension ClockError: Refusal {
    package var key: String {
        switch self {
        case .negativeTarget: "clocks.target-not-positive"
        case .tooFar: "clocks.too-far"
        }
    }

    package var facts: [Fact] {
        if case .tooFar(let years) = self { [Fact("years", years)] } else { [] }
    }
}

extension PauseFault: Refusal {
    package var key: String {
        switch self {
        case .notTwoInstants: "clocks.pause-not-two-instants"
        case .badInstant(let error): error.key
        case .endsBeforeItBegins: "clocks.pause-ends-before-it-begins"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .notTwoInstants: []
        case .badInstant(let error): error.facts
        case .endsBeforeItBegins(let from, let to): [Fact("from", from.iso), Fact("to", to.iso)]
        }
    }
}

extension CalendarFault: Refusal {
    package var key: String {
        switch self {
        case .neverOpen: "clocks.calendar-never-open"
        case .closedTooLong: "clocks.calendar-closed-too-long"
        }
    }

    package var facts: [Fact] {
        guard case .closedTooLong(let from, let days) = self else { return [] }
        return [Fact("from", from), Fact("days", days), Fact("longest", WorkCalendar.longestClosure - 1)]
    }
}

extension JSONFault: Refusal {
    package var key: String { "json.\(kind.rawValue)" }
    package var facts: [Fact] { [Fact("line", line), Fact("column", column)] }
}

extension CalendarTextFault: Refusal {
    package var key: String {
        switch self {
        case .json(let fault): fault.key
        case .wrongKind(nil, _): "clocks.calendar-no-object"
        case .wrongKind(_, .object): "clocks.calendar-wants-object"
        case .wrongKind(_, .text): "clocks.calendar-wants-text"
        case .wrongKind(_, .truth): "clocks.calendar-wants-truth"
        case .wrongKind(_, .texts): "clocks.calendar-wants-texts"
        case .missing: "clocks.calendar-misses"
        case .unknownKey(_, nil): "clocks.calendar-unknown-key"
        case .unknownKey: "clocks.calendar-unknown-key-near"
        case .window(_, _, .malformed): "clocks.window-malformed"
        case .window(_, _, .noSuchTime): "clocks.window-no-such-time"
        case .window(_, _, .empty): "clocks.window-empty"
        case .window(_, _, .beginsAtMidnightOfNextDay): "clocks.window-begins-at-midnight"
        case .holiday(_, .malformed): "clocks.holiday-malformed"
        case .holiday: "clocks.holiday-no-such-date"
        case .alwaysWithHours: "clocks.calendar-always-with-hours"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .json(let fault): return fault.facts
        case .wrongKind(let key, _): return [Fact("key", key ?? "")]
        case .missing(let key): return [Fact("key", key)]
        case .unknownKey(let key, let near): return [Fact("key", key), Fact("near", near ?? "")]
        case .window(let weekday, let text, let fault):
            var facts = [Fact("weekday", weekday.key), Fact("window", text)]
            if case .noSuchTime(let hour, let minute) = fault {
                facts.append(Fact("time", "\(padded(hour, 2)):\(padded(minute, 2))"))
            }
            return facts
        case .holiday(let text, _): return [Fact("text", text)]
        case .alwaysWithHours: return []
        }
    }
}
