import KeptDomain
import KeptStore
import Testing

/// Clock cases C13 to C21: zones and daylight saving.
@Suite struct ZoneCaseTests {
    @Test("C13 A date is meant in the customer's zone") func c13_dateOfTheCustomer() throws {
        let desk = try compiled("America/New_York", workdays, ["09:00-17:00"])
        let clock = RunningClock(
            desk, target: .dayEnd(1), started: try Instant(iso: "2026-11-02T15:00:00+08:00"),
            zone: try zones.zone("Asia/Shanghai"))
        let due = try #require(try clock.end().due)
        #expect(due.iso == "2026-11-03T15:59:59Z")
        #expect(due.isoExact == "2026-11-03T15:59:59.999999Z")
    }

    @Test("C14 An hour that does not exist takes no time") func c14_springInBerlin() throws {
        #expect(try always("Europe/Berlin").due(.wall(.hours(4)), from: "2026-03-29 01:00") == "2026-03-29 06:00")
        #expect(try always("Europe/Berlin").due(.open(.hours(4)), from: "2026-03-29 01:00") == "2026-03-29 06:00")
    }

    @Test("C15 An hour that comes twice counts twice") func c15_autumnInNewYork() throws {
        let calendar = try always("America/New_York")
        let due = try calendar.due(from: try Instant(iso: "2026-11-01T00:30:00-04:00"), after: .hours(3))
        #expect(due.iso(in: calendar.zone) == "2026-11-01T02:30:00-05:00")
    }

    @Test("C17 A window at a skipped time opens at the first existing instant, at a doubled time once")
    func c17_windowsAtTheChange() throws {
        let spring = try compiled("Europe/Berlin", [.sunday], ["02:30-12:00"])
        let opening = spring.nextOpening(at: try spring.at("2026-03-29 00:00"))
        #expect(opening.iso(in: spring.zone) == "2026-03-29T03:00:00+02:00")
        let autumn = spring.nextOpening(at: try spring.at("2026-10-25 00:00"))
        #expect(autumn.iso(in: spring.zone) == "2026-10-25T02:30:00+02:00")
        #expect(spring.isOpen(at: try Instant(iso: "2026-10-25T02:15:00+01:00")))
        let day = try spring.at("2026-10-25 00:00")
        #expect(spring.elapsed(from: day, to: day + .days(1)) == .minutes(630))
        // A window that lies wholly in the skipped hour does not open at all that day.
        let lost = try compiled("Europe/Berlin", [.sunday], ["02:10-02:50"])
        #expect(lost.show(lost.nextOpening(at: try lost.at("2026-03-29 00:00"))) == "2026-04-05 02:10")
        #expect(try lost.due(.sundown, from: "2026-03-29 00:00") == "2026-04-05 02:50")
    }

    @Test("C19 One instant, four renderings") func c19_fourRenderings() throws {
        let calendar = try compiled("America/New_York", workdays, ["09:00-17:00"])
        let due = try calendar.due(from: calendar.at("2026-11-02 16:00"), after: .hours(2))
        let shown = try ["UTC", "America/New_York", "Europe/Berlin", "Asia/Shanghai"].map {
            due.iso(in: try zones.zone($0))
        }
        #expect(
            shown == [
                "2026-11-03T15:00:00+00:00", "2026-11-03T10:00:00-05:00", "2026-11-03T16:00:00+01:00",
                "2026-11-03T23:00:00+08:00",
            ])
        #expect(try shown.map { try Instant(iso: $0) } == Array(repeating: due, count: 4))
    }

    @Test("C20 A changed rule moves the due times of opening hours, and its fingerprint tells") func c20_changedRule()
        throws
    {
        // As if Berlin gave up its summer time.
        let before = try zones.zone("Europe/Berlin")
        let after = Zone(renaming: try zones.zone("Africa/Lagos"), to: "Europe/Berlin")
        #expect(before != after && before.fingerprint != after.fingerprint)
        let hours = WeeklyHours([.monday: [try OpeningWindow("09:00-17:00")]])
        let start = try Instant(iso: "2027-06-04T12:00:00Z")
        let dues = try [before, after].map {
            try CompiledCalendar(try WorkCalendar(zone: $0, hours: hours)).due(from: start, after: .hours(1)).iso
        }
        #expect(dues == ["2027-06-07T08:00:00Z", "2027-06-07T09:00:00Z"])
    }

    @Test("C21 The past is counted by the offset that held then") func c21_pastOffsets() throws {
        let calendar = try compiled("Europe/Berlin", workdays, ["09:00-17:00"])
        // Summer time in both years, whatever holds today.
        let elapsed = calendar.elapsed(
            from: try Instant(iso: "2025-10-24T12:00:00Z"), to: try Instant(iso: "2025-10-27T12:00:00Z"))
        #expect(elapsed == .hours(3) + .hours(4))
        #expect(
            elapsed
                == CompiledCalendar(calendar.calendar).elapsed(
                    from: try Instant(iso: "2025-10-24T12:00:00Z"), to: try Instant(iso: "2025-10-27T12:00:00Z")))
    }

    @Test func theNextDayByNoon() throws {
        let calendar = try compiled("Europe/Berlin", workdays, ["09:00-17:00"])
        #expect(try calendar.due(.dayTime(1, secondsOfDay: 43_200), from: "2026-11-01 23:50") == "2026-11-02 12:00")
        #expect(try calendar.due(.dayTime(0, secondsOfDay: 64_800), from: "2026-11-01 10:00") == "2026-11-01 18:00")
        #expect(try calendar.due(.dayTime(1, secondsOfDay: 9_000), from: "2026-03-28 10:00") == "2026-03-29 03:00")
    }
}
