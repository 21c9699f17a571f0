/// How long a promise may take, with the unit in which it was said. "Two days" can mean three of these.
package enum ClockTarget: Hashable, Sendable {
    /// So much time by the wall, opening hours or not.
    case wall(Span)
    /// So much opening time.
    case open(Span)
    /// Until the close of the nth opening day after the local day of the start.
    case workingDays(Int)
    /// Until the end of today's opening hours; when nothing of them is left, of the next opening day's.
    case sundown
    /// Until the last microsecond of the local day so many days after that of the start, in the customer's zone.
    case dayEnd(Int)
    /// Until a time of the local day so many days after that of the start, in the customer's zone.
    case dayTime(Int, secondsOfDay: Int)

    /// A date said to a customer: it is not moved by pauses, and runs by the wall.
    package var isDate: Bool {
        switch self {
        case .dayEnd, .dayTime: true
        case .wall, .open, .workingDays, .sundown: false
        }
    }

    /// Whether the clock runs in 24/7 time rather than in opening hours.
    package var runsRoundTheClock: Bool {
        switch self {
        case .wall, .dayEnd, .dayTime: true
        case .open, .workingDays, .sundown: false
        }
    }
}

extension ClockTarget {
    /// The clock that a promise to this target runs by.
    package var clock: PromiseClock {
        switch self {
        case .wall: .always
        case .open, .workingDays: .openingHours
        case .sundown: .sundown
        case .dayEnd, .dayTime: .date
        }
    }
}

/// Why a text is no target.
package enum ClockTargetFault: Error, Hashable, Sendable {
    case badSpan(TimeTextError)
    /// A target of no time, or less: no promise is made of it.
    case notPositive
    case malformed
}

extension ClockTarget {
    /// Reads what `text` writes. - Throws: also for a target of zero or less.
    package init(_ text: some StringProtocol) throws(ClockTargetFault) {
        if text == "sundown" {
            self = .sundown
        } else if text.hasPrefix("wall:") {
            self = .wall(try Self.positiveSpan(text.dropFirst(5)))
        } else if text.hasPrefix("P"), text.hasSuffix("WD") {
            guard let days = Self.count(text.dropFirst().dropLast(2)) else { throw .malformed }
            guard days > 0 else { throw .notPositive }
            self = .workingDays(days)
        } else if text.hasPrefix("day+") {
            let parts = text.dropFirst(4).split(separator: "@", omittingEmptySubsequences: false)
            guard let days = Self.count(parts[0]), parts.count <= 2 else { throw .malformed }
            if parts.count == 1 {
                self = .dayEnd(days)
            } else {
                guard let seconds = Self.timeOfDay(parts[1]) else { throw .malformed }
                self = .dayTime(days, secondsOfDay: seconds)
            }
        } else {
            self = .open(try Self.positiveSpan(text[...]))
        }
    }

    /// `PT16H` opening hours, `wall:PT48H`, `P2WD`, `sundown`, `day+0` (end of the day), `day+1@12:00` (next day by
    /// 12:00).
    package var text: String {
        switch self {
        case .wall(let span): "wall:\(span.iso)"
        case .open(let span): span.iso
        case .workingDays(let count): "P\(count)WD"
        case .sundown: "sundown"
        case .dayEnd(let days): "day+\(days)"
        case .dayTime(let days, let seconds):
            "day+\(days)@\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2))"
                + (seconds % 60 == 0 ? "" : ":\(padded(seconds % 60, 2))")
        }
    }

    private static func positiveSpan(_ text: some StringProtocol) throws(ClockTargetFault) -> Span {
        let span: Span
        do { span = try Span(iso: text) } catch { throw .badSpan(error) }
        guard span > .zero else { throw .notPositive }
        return span
    }

    /// Up to five digits.
    private static func count(_ text: some StringProtocol) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// `12:00`, `12:00:30` or `24:00`.
    private static func timeOfDay(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.utf8.count == 2 ? count($0) : nil }
        guard numbers.count == parts.count, (2...3).contains(numbers.count), numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        let seconds = zip(numbers, [3_600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
        return seconds <= 86_400 ? seconds : nil
    }
}
