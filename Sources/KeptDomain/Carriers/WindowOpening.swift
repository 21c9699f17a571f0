/// A delivery window on one day, which can be chosen.
package struct WindowOpening: Sendable, Hashable {
    package let window: ID<DeliveryWindow>
    package let name: String
    /// In the receiver's zone.
    package let day: Day
    package let starts: Instant
    package let ends: Instant

    package init(window: ID<DeliveryWindow>, name: String, day: Day, starts: Instant, ends: Instant) {
        self.window = window
        self.name = name
        self.day = day
        self.starts = starts
        self.ends = ends
    }

    /// What a form on a public page names it by, without any id: `2026-11-05.1080-1260`, the day and its minutes.
    package func token(in zone: Zone) -> String {
        let midnight = zone.startOfDay(day)
        return "\(day).\((starts - midnight).seconds / 60)-\((ends - midnight).seconds / 60)"
    }
}

extension DeliveryWindow {
    /// The windows that may still be chosen for an order of `place` with `carrier`, in order of time.
    ///
    /// Those of the next `days` days of the receiver's calendar, today included, whose start is at least the window's notice
    /// away. A window that daylight saving leaves without length on a day is not offered.
    package static func openings(
        of windows: [DeliveryWindow], at place: ID<Place>, carrier: ID<Carrier>?, now: Instant, days: Int = 7,
        in zone: Zone
    ) -> [WindowOpening] {
        let today = zone.day(of: now)
        var openings: [WindowOpening] = []
        for day in (0..<days).map(today.advanced) {
            for window in windows where window.weekdays.contains(day.weekday) {
                guard window.place == nil || window.place == place, window.carrier == nil || window.carrier == carrier
                else { continue }
                let starts = zone.instant(of: day, secondsOfDay: window.starts * 60)
                let ends = zone.instant(of: day, secondsOfDay: window.ends * 60)
                guard starts < ends, now + .minutes(Int64(window.noticeMinutes)) <= starts else { continue }
                openings.append(
                    WindowOpening(window: window.id, name: window.name, day: day, starts: starts, ends: ends))
            }
        }
        return openings.sorted { ($0.starts, $0.ends, $0.window) < ($1.starts, $1.ends, $1.window) }
    }
}
