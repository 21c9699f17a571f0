import KeptDomain

extension Words {
    /// `Thu 5 Nov, 18:00` as the clocks of `zone` show it; with the year when it is not the present one there.
    package func moment(_ instant: Instant, in zone: Zone, now: Instant) -> String {
        let local = zone.local(instant)
        return moment(local.day, secondOfDay: local.secondsOfDay, today: zone.day(of: now))
    }

    /// `tomorrow, 18:00`, else as `moment(_:in:now:)`.
    package func nearMoment(_ instant: Instant, in zone: Zone, now: Instant) -> String {
        let local = zone.local(instant)
        return nearMoment(local.day, secondOfDay: local.secondsOfDay, today: zone.day(of: now))
    }

    /// `18:00` as the clocks of `zone` show it.
    package func clock(_ instant: Instant, in zone: Zone) -> String {
        clock(secondOfDay: zone.local(instant).secondsOfDay)
    }
}
