/// The clock of one promise: from when, to what target, by which calendar, less which pauses.
///
/// Pauses count in the target's own time: a pause at night takes nothing from an opening-hours clock. A close that
/// falls into a pause does not count as the end of a working day or of today. Dates said to a customer are not moved by
/// pauses.
package struct RunningClock: Sendable {
    /// Where a clock ends.
    package enum End: Hashable, Sendable {
        case due(Instant)
        /// A pause that still lasts keeps it from ending; nothing falls due meanwhile.
        case stopped

        /// `nil` while stopped.
        package var due: Instant? {
            if case .due(let instant) = self { instant } else { nil }
        }
    }

    package let calendar: CompiledCalendar
    /// The customer's, in which dates are meant.
    package let zone: Zone
    package let target: ClockTarget
    package let started: Instant
    package let pauses: Pauses

    /// - Parameter zone: the customer's; by default that of the calendar.
    package init(
        _ calendar: CompiledCalendar, target: ClockTarget, started: Instant, pauses: Pauses = .none, zone: Zone? = nil
    ) {
        self.calendar = calendar
        self.zone = zone ?? calendar.zone
        self.target = target
        self.started = started
        self.pauses = target.isDate ? .none : pauses
    }

    /// When the target is reached.
    package func end() throws(ClockError) -> End {
        switch target {
        case .wall(let span), .open(let span): return try instant(using: span)
        case .sundown: return try close(1, from: calendar.zone.day(of: started))
        case .workingDays(let count): return try close(count, from: calendar.zone.day(of: started).advanced(by: 1))
        case .dayEnd(let days): return .due(zone.endOfDay(try day(after: days)))
        case .dayTime(let days, let seconds):
            return .due(zone.instant(of: try day(after: days), secondsOfDay: seconds))
        }
    }

    /// The clock time used up between the start and `instant`; zero before the start.
    package func used(at instant: Instant) -> Span {
        if !target.runsRoundTheClock { return calendar.elapsed(from: started, to: instant, less: pauses) }
        return pauses.all.reduce(elapsed(from: started, to: instant)) { left, pause in
            left - elapsed(from: max(pause.from, started), to: min(pause.to ?? instant, instant))
        }
    }

    /// All the clock time there is, from the start to the end. Where a pause still lasts, as if it ended at once.
    package func total() throws(ClockError) -> Span {
        switch target {
        case .wall(let span), .open(let span): return span
        case .sundown, .workingDays, .dayEnd, .dayTime:
            let settled = RunningClock(
                calendar, target: target, started: started, pauses: pauses.ended, zone: zone)
            guard case .due(let due) = try settled.end() else { preconditionFailure("stopped without an open pause") }
            return settled.used(at: due)
        }
    }

    /// Clock time left at `instant`; negative once the target is exceeded, and unchanging while the clock stands.
    package func remaining(at instant: Instant) throws(ClockError) -> Span { try total() - used(at: instant) }

    /// When `share` (0...1) of the clock time is used up: where a warning stands. In whole millionths of the clock.
    package func instant(atShare share: Double) throws(ClockError) -> End {
        let millionths = Int64((max(0, min(1, share)) * 1_000_000).rounded())
        let total = try total().microseconds
        let part = total / 1_000_000 * millionths + total % 1_000_000 * millionths / 1_000_000
        return try instant(using: Span(microseconds: part))
    }

    /// When `span` of clock time is left: "one hour before" in opening hours. The start where the target is shorter.
    package func instant(before span: Span) throws(ClockError) -> End {
        try instant(using: max(.zero, try total() - span))
    }

    /// The local day so many days after that of the start.
    private func day(after days: Int) throws(ClockError) -> Day {
        guard days >= 0 else { throw .negativeTarget }
        guard days <= CompiledCalendar.farthest * 366 else { throw .tooFar(years: CompiledCalendar.farthest) }
        return zone.day(of: started).advanced(by: days)
    }

    /// When `span` of clock time is used up.
    private func instant(using span: Span) throws(ClockError) -> End {
        guard span <= CompiledCalendar.longestSpan else { throw .tooFar(years: CompiledCalendar.farthest) }
        var left = span
        var cursor = started
        for pause in pauses.all where pause.to.map({ $0 > started }) ?? true {
            let run = elapsed(from: cursor, to: pause.from)
            if run >= left { break }
            guard let end = pause.to else { return .stopped }
            left = left - run
            cursor = max(cursor, end)
        }
        return .due(target.runsRoundTheClock ? cursor + left : try calendar.due(from: cursor, after: left))
    }

    /// The end of the `count`th opening day from `day` on that ends after the start and outside the pauses.
    private func close(_ count: Int, from day: Day) throws(ClockError) -> End {
        let first = try calendar.close(1, from: day)
        if pauses.isEmpty, first > started { return .due(count == 1 ? first : try calendar.close(count, from: day)) }
        var left = count
        var end: End?
        try calendar.closes(from: day) { close in
            guard close > started else { return false }
            if pauses.cover(endAt: close) {
                // Nothing ends any more once the pause that still lasts has begun.
                guard let since = pauses.openSince, close > since else { return false }
                end = .stopped
                return true
            }
            left -= 1
            if left == 0 { end = .due(close) }
            return left == 0
        }
        guard let end else { preconditionFailure("a walk that ended without an end") }
        return end
    }

    private func elapsed(from: Instant, to: Instant) -> Span {
        if target.runsRoundTheClock { return max(.zero, to - from) }
        return calendar.elapsed(from: from, to: to)
    }
}

extension CompiledCalendar {
    /// Opening time in `from ..< to` in which no pause was.
    package func elapsed(from: Instant, to: Instant, less pauses: Pauses) -> Span {
        pauses.all.reduce(elapsed(from: from, to: to)) { left, pause in
            left - elapsed(from: max(pause.from, from), to: min(pause.to ?? to, to))
        }
    }
}
