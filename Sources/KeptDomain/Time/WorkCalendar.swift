/// When a business is open: a zone with weekly hours and holidays, or round the clock.
///
/// Every value can be computed with: one that never opens, or stays closed for `longestClosure` days or more, cannot
/// be made.
package struct WorkCalendar: Hashable, Sendable {
    package enum Opening: Hashable, Sendable {
        case always
        case weekly(WeeklyHours)
    }

    package let zone: Zone
    package let opening: Opening
    /// Days on which no window begins, in order. A window that began on the day before runs to its end.
    package let holidays: [Day]

    /// A calendar closed for so many days in a row is refused.
    package static let longestClosure = 400

    package init(zone: Zone, hours: WeeklyHours, holidays: some Sequence<Day> = []) throws(CalendarFault) {
        if hours.isEmpty { throw .neverOpen }
        self.zone = zone
        self.opening = .weekly(hours)
        self.holidays = Set(holidays).sorted()
        if let closure = Self.longClosure(hours, self.holidays) {
            throw .closedTooLong(from: closure.first, days: closure.days)
        }
    }

    private init(always zone: Zone) {
        self.zone = zone
        opening = .always
        holidays = []
    }

    /// Open round the clock, every day.
    package static func always(in zone: Zone) -> WorkCalendar { WorkCalendar(always: zone) }

    /// The windows that begin on `weekday` when it is no holiday; the whole day when always open.
    package func windows(on weekday: Weekday) -> [OpeningWindow] {
        switch opening {
        case .always: [OpeningWindow(start: 0, end: 86_400)]
        case .weekly(let hours): hours[weekday]
        }
    }

    /// The first stretch of at least `longestClosure` days on which no window begins.
    private static func longClosure(_ hours: WeeklyHours, _ holidays: [Day]) -> (first: Day, days: Int)? {
        let isOpen = { (day: Day) in !hours[day.weekday].isEmpty }
        // Only holidays that meet an opening day lengthen a closure; each may follow straight on the one before.
        var closure: (first: Day, next: Day)?
        for holiday in holidays where isOpen(holiday) {
            var next = holiday.advanced(by: 1)
            while !isOpen(next) { next = next.advanced(by: 1) }
            if let open = closure, open.next == holiday {
                closure = (open.first, next)
            } else {
                var first = holiday
                while !isOpen(first.advanced(by: -1)) { first = first.advanced(by: -1) }
                closure = (first, next)
            }
            if let open = closure, open.next.days(since: open.first) >= longestClosure {
                return (open.first, lengthToEnd(of: open, holidays, isOpen))
            }
        }
        return nil
    }

    /// The whole length of a closure found too long, to be told.
    private static func lengthToEnd(
        of closure: (first: Day, next: Day), _ holidays: [Day], _ isOpen: (Day) -> Bool
    ) -> Int {
        var next = closure.next
        for holiday in holidays where holiday >= next {
            guard holiday == next || !isOpen(holiday) else { break }
            repeat { next = next.advanced(by: 1) } while !isOpen(next)
        }
        return next.days(since: closure.first)
    }
}

/// Why a calendar cannot be computed with.
package enum CalendarFault: Error, Hashable, Sendable {
    /// No window in the whole week.
    case neverOpen
    /// Holidays keep it closed from `from` for `days` days, which is `WorkCalendar.longestClosure` or more.
    case closedTooLong(from: Day, days: Int)
}
