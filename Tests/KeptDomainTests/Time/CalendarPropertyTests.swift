import KeptDomain
import KeptStore
import Testing

/// Rules that hold for every calendar, tried on random ones. A failure names the seed that makes it again.
@Suite struct CalendarPropertyTests {
    static let seeds: [UInt64] = (1...60).map { $0 }

    static let zoneNames = [
        "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Shanghai", "Australia/Lord_Howe",
        "America/Havana", "Asia/Kathmandu", "Pacific/Apia", "Asia/Gaza", "America/Nuuk", "UTC",
    ]

    /// Windows at odd minutes, over midnight, overlapping; some days without any; up to sixty holidays.
    static func calendar(_ numbers: inout Dice, zones names: [String] = zoneNames) throws -> WorkCalendar {
        let zone = try zones.zone(names.randomElement(using: &numbers)!)
        if Int.random(in: 0..<12, using: &numbers) == 0 { return .always(in: zone) }
        var windows: [Weekday: [OpeningWindow]] = [:]
        while windows.isEmpty {
            for day in Weekday.allCases where Int.random(in: 0..<4, using: &numbers) > 0 {
                for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                    let start = Int.random(in: 0..<1_440, using: &numbers) * 60
                    let length = Int.random(in: 1...(Bool.random(using: &numbers) ? 1_439 : 240), using: &numbers) * 60
                    windows[day, default: []].append(OpeningWindow(start: start, end: start + length))
                }
            }
        }
        let holidays = (0..<Int.random(in: 0...60, using: &numbers)).map { _ in
            Day(year: 2026, month: 1, day: 1)!.advanced(by: .random(in: 0..<730, using: &numbers))
        }
        return try WorkCalendar(zone: zone, hours: WeeklyHours(windows), holidays: holidays)
    }

    static func instant(_ numbers: inout Dice) -> Instant {
        Instant(microseconds: .random(in: 1_767_225_600_000_000...1_830_297_600_000_000, using: &numbers))
    }

    static func span(_ numbers: inout Dice) -> Span {
        let largest: Int64 = [60_000_000, 86_400_000_000, 30 * 86_400_000_000, 1_827 * 86_400_000_000].randomElement(
            using: &numbers)!
        return Span(microseconds: .random(in: 1...largest, using: &numbers))
    }

    static func pauses(_ numbers: inout Dice) throws -> Pauses {
        Pauses(
            try (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
                let from = instant(&numbers)
                return try Pauses.Pause(
                    from: from, to: from + Span(microseconds: .random(in: 0...900_000_000_000, using: &numbers)))
            })
    }

    @Test(arguments: seeds) func theElapsedTimeUntilDueIsTheTarget(seed: UInt64) throws {
        var numbers = Dice(seed: seed)
        let calendar = CompiledCalendar(try Self.calendar(&numbers))
        for _ in 0..<60 {
            let (from, target) = (Self.instant(&numbers), Self.span(&numbers))
            let due = try calendar.due(from: from, after: target)
            #expect(
                calendar.elapsed(from: from, to: due) == target, "seed \(seed): \(target.iso) from \(from.isoExact)")
            // Nothing earlier would do.
            #expect(calendar.elapsed(from: from, to: due - Span(microseconds: 1)) < target)
        }
    }

    @Test(arguments: seeds) func withPausesTooAndALongerTargetIsNeverDueEarlier(seed: UInt64) throws {
        var numbers = Dice(seed: seed)
        let calendar = CompiledCalendar(try Self.calendar(&numbers))
        for _ in 0..<40 {
            let (from, pauses) = (Self.instant(&numbers), try Self.pauses(&numbers))
            let spans = [Self.span(&numbers), Self.span(&numbers)].sorted()
            var dues: [Instant] = []
            for target in spans.map(Bool.random(using: &numbers) ? ClockTarget.open : ClockTarget.wall) {
                let clock = RunningClock(calendar, target: target, started: from, pauses: pauses)
                let due = try #require(try clock.end().due)
                #expect(try clock.remaining(at: due) == .zero, "seed \(seed)")
                #expect(clock.used(at: due) == (try clock.total()), "seed \(seed)")
                dues.append(due)
            }
            #expect(dues[0] <= dues[1], "seed \(seed)")
        }
    }

    @Test(arguments: seeds) func theTimeLeftNeverGrows(seed: UInt64) throws {
        var numbers = Dice(seed: seed)
        let calendar = CompiledCalendar(try Self.calendar(&numbers))
        for target in [ClockTarget.open(.hours(30)), .sundown, .workingDays(3), .wall(.hours(50)), .dayEnd(2)] {
            let start = Self.instant(&numbers)
            let clock = RunningClock(calendar, target: target, started: start, pauses: try Self.pauses(&numbers))
            var last = try clock.remaining(at: start)
            var now = start
            for _ in 0..<60 {
                now = now + Span(microseconds: .random(in: 0...9_000_000_000, using: &numbers))
                let left = try clock.remaining(at: now)
                #expect(left <= last, "seed \(seed), \(target.text) at \(now.isoExact)")
                last = left
            }
        }
    }

    @Test(arguments: seeds) func aPauseOfNoLengthChangesNothing(seed: UInt64) throws {
        var numbers = Dice(seed: seed)
        let calendar = CompiledCalendar(try Self.calendar(&numbers))
        for target in [ClockTarget.open(.hours(30)), .sundown, .workingDays(3), .wall(.hours(50)), .dayEnd(2)] {
            let start = Self.instant(&numbers)
            let plain = RunningClock(calendar, target: target, started: start)
            let due = try #require(try plain.end().due)
            for moment in [start, due, start + Span(microseconds: (due - start).microseconds / 2)] {
                let pauses = Pauses([try Pauses.Pause(from: moment, to: moment)])
                let paused = RunningClock(calendar, target: target, started: start, pauses: pauses)
                #expect(try paused.end() == .due(due), "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds) func everySearchEndsAndFindsADayThatFits(seed: UInt64) throws {
        var numbers = Dice(seed: seed)
        let calendar = CompiledCalendar(try Self.calendar(&numbers))
        for _ in 0..<40 {
            let start = Self.instant(&numbers)
            let opening = calendar.nextOpening(at: start)
            #expect(opening >= start && calendar.isOpen(at: opening))
            #expect(calendar.elapsed(from: start, to: opening) == .zero)
            var last = start
            for target in [ClockTarget.sundown, .workingDays(1), .workingDays(2), .workingDays(9)] {
                let due = try #require(try RunningClock(calendar, target: target, started: start).end().due)
                #expect(due > start && due - start < .days(60), "seed \(seed)")
                if target != .sundown { #expect(due >= last, "seed \(seed)") }
                last = target == .sundown ? start : due
            }
        }
    }

    /// Counts minute by minute, by what the wall clock shows. Only where no clock is changed, since a doubled hour
    /// opens once.
    @Test(arguments: seeds) func countingEveryMinuteGivesTheSame(seed: UInt64) throws {
        var numbers = Dice(seed: seed)
        let work = try Self.calendar(&numbers, zones: ["Asia/Shanghai", "Asia/Kathmandu", "UTC", "Africa/Lagos"])
        let calendar = CompiledCalendar(work)
        let start = Instant(seconds: Self.instant(&numbers).seconds / 60 * 60)
        var minutes: Int64 = 0
        for minute in 0..<(12 * 1_440) {
            let instant = start + .minutes(Int64(minute))
            let local = work.zone.local(instant)
            let isOpen = [0, 1].contains { back in
                let day = local.day.advanced(by: -back)
                let second = local.secondsOfDay + back * 86_400
                return !work.holidays.contains(day)
                    && work.windows(on: day.weekday).contains { $0.start <= second && second < $0.end }
            }
            if calendar.isOpen(at: instant) != isOpen { Issue.record("seed \(seed) at \(instant.iso)") }
            minutes += isOpen ? 1 : 0
        }
        #expect(calendar.elapsed(from: start, to: start + .days(12)) == .minutes(minutes), "seed \(seed)")
    }

    @Test(arguments: zoneNames) func daylightSavingNeitherGainsNorLosesOpeningTime(name: String) throws {
        let zone = try zones.zone(name)
        let day = try compiled(name, Weekday.allCases, ["09:00-17:00"])
        let whole = try compiled(name, Weekday.allCases, ["00:00-24:00"])
        let parts = try compiled(name, Weekday.allCases, ["00:00-01:30", "01:30-02:30", "02:30-03:10", "03:10-24:00"])
        let from = zone.startOfDay(Day(year: 2026, month: 1, day: 1)!)
        let to = zone.startOfDay(Day(year: 2028, month: 1, day: 1)!)
        #expect(day.elapsed(from: from, to: to) == .hours(8 * 730))
        #expect(whole.elapsed(from: from, to: to) == to - from)
        #expect(parts.elapsed(from: from, to: to) == to - from)
    }
}
