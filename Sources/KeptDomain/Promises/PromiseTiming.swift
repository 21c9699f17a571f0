/// When things happen on a promise's clock: where it ends, and when somebody is warned.
package struct PromiseTiming: Sendable {
    package enum DeadlineKind: String, Sendable { case warning, `break` }

    /// A moment at which the deadline runner must look at the promise.
    package struct Deadline: Sendable, Hashable {
        package let kind: DeadlineKind
        /// The place of the warning in the ladder; 0 for the break.
        package let step: Int
        package let due: Instant
    }

    /// `nil` where only an instant was named.
    private let clock: RunningClock?
    private let started: Instant
    private let named: Instant
    private let warnings: [WarningStep]

    /// - Parameters:
    ///   - calendar: of the version under which the promise was made.
    ///   - zone: the customer's, in which days are meant.
    ///   - due: where the promise names an instant and no target.
    package init(
        target: ClockTarget?, calendar: CompiledCalendar, zone: Zone, started: Instant, pauses: Pauses, due: Instant,
        warnings: [WarningStep]
    ) {
        clock = target.map { RunningClock(calendar, target: $0, started: started, pauses: pauses, zone: zone) }
        self.started = started
        named = due
        self.warnings = warnings
    }

    /// When the promise falls due; `nil` while a pause that still lasts keeps it from falling due at all.
    package func due() throws(ClockError) -> Instant? {
        guard let clock else { return named }
        return try instant(clock.end())
    }

    /// The share of the clock used up at `instant`, in 0...1; 1 for a clock without length.
    package func usedShare(at instant: Instant) throws(ClockError) -> Double {
        let (used, total) =
            if let clock { (clock.used(at: instant), try clock.total()) } else { (instant - started, named - started) }
        guard total > .zero else { return 1 }
        return min(1, max(0, Double(used.microseconds) / Double(total.microseconds)))
    }

    /// The warnings and the break, in order of time. Empty while a pause keeps the clock from reaching its end.
    package func deadlines() throws(ClockError) -> [Deadline] {
        guard let due = try due() else { return [] }
        var deadlines: [Deadline] = []
        for (step, warning) in warnings.enumerated() {
            guard let moment = try moment(of: warning), moment < due, moment > started else { continue }
            deadlines.append(Deadline(kind: .warning, step: step, due: moment))
        }
        deadlines.sort { $0.due < $1.due }
        return deadlines + [Deadline(kind: .break, step: 0, due: due)]
    }

    private func moment(of warning: WarningStep) throws(ClockError) -> Instant? {
        switch (warning.moment, clock) {
        case (.share(let share), let clock?): return instant(try clock.instant(atShare: share))
        case (.before(let span), let clock?): return instant(try clock.instant(before: span))
        case (.share(let share), nil):
            return started + Span(microseconds: Int64(Double((named - started).microseconds) * share))
        case (.before(let span), nil): return named - span
        }
    }

    private func instant(_ end: RunningClock.End) -> Instant? {
        if case .due(let instant) = end { instant } else { nil }
    }
}
