import KeptDomain
import KeptStore
import Testing

/// Calendars of the clock cases, told as short as the cases are.
func compiled(
    _ zone: String = "Europe/Berlin", _ days: [Weekday] = Weekday.allCases, _ windows: [String],
    holidays: [String] = []
) throws -> CompiledCalendar {
    let opening = try windows.map { try OpeningWindow($0) }
    let hours = WeeklyHours(Dictionary(uniqueKeysWithValues: days.map { ($0, opening) }))
    return CompiledCalendar(
        try WorkCalendar(zone: try zones.zone(zone), hours: hours, holidays: try holidays.map { try Day(iso: $0) }))
}

let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]

func always(_ zone: String) throws -> CompiledCalendar { CompiledCalendar(.always(in: try zones.zone(zone))) }

extension CompiledCalendar {
    /// An instant by the wall clock of this calendar.
    func at(_ text: String) throws -> Instant { try Instant(iso: text, in: zone) }

    /// The due instant by the wall clock, without zone and in whole minutes.
    func due(_ target: ClockTarget, from start: String, pauses: [(String, String?)] = []) throws -> String {
        let pauses = Pauses(try pauses.map { try Pauses.Pause(from: at($0.0), to: try $0.1.map { try at($0) }) })
        let clock = RunningClock(self, target: target, started: try at(start), pauses: pauses)
        return try clock.end().due.map(show) ?? "stopped"
    }

    func show(_ instant: Instant) -> String {
        let local = zone.local(instant)
        return "\(local.day) \(padded(local.hour, 2)):\(padded(local.minute, 2))"
            + (local.microsecondsOfDay % 60_000_000 == 0 ? "" : ":\(padded(local.second, 2))")
    }
}
