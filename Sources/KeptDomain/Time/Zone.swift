/// A time zone: which offset from UTC holds at which instant, for all of time.
///
/// Built from a compiled file of the tz database (`Zone(name:file:)`), or with one fixed offset. Files are read at the
/// edge of the program and handed in; the domain itself never looks anything up.
package struct Zone: Sendable, Hashable {
    /// As the tz database spells it, `Europe/Berlin`; `UTC`; or `+05:30` for a fixed offset.
    package let name: String
    let table: ZoneTable

    init(name: String, table: ZoneTable) {
        self.name = name
        self.table = table
    }

    package static let utc = Zone(name: "UTC", table: ZoneTable(times: [], offsets: [0], repeats: false))

    /// One offset for ever. - Parameter offset: seconds east of UTC, under 26 hours either way.
    package static func fixed(offset: Int32) -> Zone {
        precondition(abs(offset) < 26 * 3_600, "offset of \(offset) s")
        if offset == 0 { return .utc }
        return Zone(name: offsetText(offset), table: ZoneTable(times: [], offsets: [offset], repeats: false))
    }

    /// The same rules under another name.
    package init(renaming zone: Zone, to name: String) { self.init(name: name, table: zone.table) }

    /// Seconds to add to UTC to get local time at `instant`. Costs one binary search.
    package func offset(at instant: Instant) -> Int32 { table.offset(at: instant.seconds) }

    /// What the clock on the wall shows at `instant`.
    package func local(_ instant: Instant) -> LocalTime {
        let offset = table.offset(at: instant.seconds)
        let local = instant.microseconds + Int64(offset) * 1_000_000
        let day = floorDivide(local, 86_400_000_000)
        return LocalTime(
            day: Day(number: Int32(day)), microsecondsOfDay: local - day * 86_400_000_000, offset: offset)
    }

    package func day(of instant: Instant) -> Day { local(instant).day }

    /// The first instant at which the wall clock shows `secondsOfDay` of `day` or later.
    ///
    /// Where the clock is put forward and the time is skipped, this is the instant of the change (02:30 on the spring
    /// day is 03:00); where it is put back and the time comes twice, the first of both. So it never decreases as
    /// the wall time grows, which is what opening hours need.
    /// - Parameter secondsOfDay: from midnight; may be negative or beyond 86,400, which reach into other days.
    package func instant(of day: Day, secondsOfDay: Int = 0) -> Instant {
        Instant(seconds: table.firstReaching(Int64(day.number) * 86_400 + Int64(secondsOfDay)))
    }

    /// As `instant(of:secondsOfDay:)`, but a skipped time is read with the offset from before the change: 02:30 on the
    /// spring day is 03:30. This is the reading for times that another system wrote down, since it keeps
    /// their order and distance.
    package func recordedInstant(of day: Day, secondsOfDay: Int) -> Instant {
        Instant(seconds: table.firstReachingOrShifted(Int64(day.number) * 86_400 + Int64(secondsOfDay)))
    }

    /// The first instant of the local day; the next existing one where the zone has no midnight that day.
    package func startOfDay(_ day: Day) -> Instant { instant(of: day) }

    /// The last microsecond of the local day: how a date promise is stored.
    package func endOfDay(_ day: Day) -> Instant {
        Instant(seconds: table.endBefore((Int64(day.number) + 1) * 86_400)) - Span(microseconds: 1)
    }

    /// A number that changes when the rules of this zone change, equal for equal rules on every machine.
    package var fingerprint: Int64 { table.fingerprint }

    package static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.table.hasSameRules(as: right.table)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What a wall clock shows, and by which offset it does.
package struct LocalTime: Hashable, Sendable {
    package let day: Day
    /// 0 ..< 86,400,000,000.
    package let microsecondsOfDay: Int64
    /// Seconds east of UTC.
    package let offset: Int32

    package init(day: Day, microsecondsOfDay: Int64, offset: Int32) {
        self.day = day
        self.microsecondsOfDay = microsecondsOfDay
        self.offset = offset
    }

    /// 0 ..< 86,400, rounded down.
    package var secondsOfDay: Int { Int(microsecondsOfDay / 1_000_000) }
    package var hour: Int { secondsOfDay / 3_600 }
    package var minute: Int { secondsOfDay / 60 % 60 }
    package var second: Int { secondsOfDay % 60 }
    package var microsecond: Int { Int(microsecondsOfDay % 1_000_000) }
}

/// `+01:00`, `-03:30`; with seconds only where there are some, as in local mean times of the 19th century.
package func offsetText(_ offset: Int32) -> String {
    let seconds = Int(abs(offset))
    let minutes = "\(offset < 0 ? "-" : "+")\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2))"
    return seconds % 60 == 0 ? minutes : "\(minutes):\(padded(seconds % 60, 2))"
}
