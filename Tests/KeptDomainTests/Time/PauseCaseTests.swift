import KeptDomain
import Testing

/// Clock cases C22 to C31, as far as they are arithmetic.
@Suite struct PauseCaseTests {
    let calendar: CompiledCalendar
    init() throws { calendar = try compiled("Europe/Berlin", workdays, ["09:00-17:00"]) }

    private func clock(
        _ target: ClockTarget, from start: String, pauses: [(String, String?)]
    ) throws -> RunningClock {
        let pauses = Pauses(
            try pauses.map { try Pauses.Pause(from: calendar.at($0.0), to: try $0.1.map { try calendar.at($0) }) })
        return RunningClock(calendar, target: target, started: try calendar.at(start), pauses: pauses)
    }

    @Test("C22 A pause counts in opening hours") func c22_pauseOverTheWeekend() throws {
        #expect(
            try calendar.elapsed(from: calendar.at("2026-11-06 12:00"), to: calendar.at("2026-11-09 11:00"))
                == .hours(7))
        let clock = try clock(
            .open(.hours(8)), from: "2026-11-06 10:00", pauses: [("2026-11-06 12:00", "2026-11-09 11:00")])
        #expect(try clock.end() == .due(calendar.at("2026-11-09 17:00")))
        let resumed = try calendar.at("2026-11-09 11:00")
        #expect(try clock.remaining(at: resumed) == .hours(6))
        #expect(try calendar.due(from: resumed, after: .hours(6)) == calendar.at("2026-11-09 17:00"))
    }

    @Test("C23 A clock that stands never ends") func c23_pausedNeverFallsDue() throws {
        let clock = try clock(.open(.hours(8)), from: "2026-11-06 10:00", pauses: [("2026-11-06 12:00", nil)])
        #expect(try clock.end() == .stopped)
        #expect(try clock.instant(atShare: 0.8) == .stopped)
        #expect(try clock.instant(before: .hours(1)) == .stopped)
        #expect(try clock.remaining(at: calendar.at("2027-11-06 10:00")) == .hours(6))
        #expect(try clock.instant(atShare: 0.25) == .due(calendar.at("2026-11-06 12:00")))
        for target in [ClockTarget.sundown, .workingDays(2)] {
            #expect(
                try calendar.due(target, from: "2026-11-06 10:00", pauses: [("2026-11-06 12:00", nil)]) == "stopped")
        }
        // What was due before the pause stays due.
        #expect(
            try calendar.due(.open(.hours(2)), from: "2026-11-06 10:00", pauses: [("2026-11-06 12:00", nil)])
                == "2026-11-06 12:00")
    }

    @Test("C24 After a pause the remaining time is right at once") func c24_pausedAtNinetyPerCent() throws {
        let clock = try clock(
            .open(.hours(10)), from: "2026-11-05 09:00", pauses: [("2026-11-06 10:00", "2026-11-06 15:00")])
        let resumed = try calendar.at("2026-11-06 15:00")
        #expect(try clock.remaining(at: resumed) == .hours(1))
        #expect(clock.used(at: resumed) == .hours(9))
        #expect(try clock.end() == .due(calendar.at("2026-11-06 16:00")))
        // The warning at 80 % stood before the pause and does not move behind it.
        #expect(try clock.instant(atShare: 0.8) == .due(calendar.at("2026-11-05 17:00")))
    }

    @Test("C25 A pause outside opening hours adds nothing") func c25_pauseAtNight() throws {
        let pause: [(String, String?)] = [("2026-11-05 18:00", "2026-11-06 08:00")]
        #expect(try calendar.due(.open(.hours(8)), from: "2026-11-05 15:00", pauses: pause) == "2026-11-06 15:00")
        #expect(try calendar.due(.sundown, from: "2026-11-05 15:00", pauses: pause) == "2026-11-05 17:00")
        #expect(try calendar.due(.workingDays(1), from: "2026-11-05 15:00", pauses: pause) == "2026-11-06 17:00")
        #expect(try calendar.due(.wall(.hours(20)), from: "2026-11-05 15:00", pauses: pause) == "2026-11-07 01:00")
    }

    @Test("C27 Past pauses are honoured under a new target") func c27_newTarget() throws {
        let pause: [(String, String?)] = [("2026-11-05 10:00", "2026-11-05 14:00")]
        #expect(try calendar.due(.open(.hours(8)), from: "2026-11-05 09:00", pauses: pause) == "2026-11-06 13:00")
        #expect(try calendar.due(.open(.hours(4)), from: "2026-11-05 09:00", pauses: pause) == "2026-11-05 17:00")
        #expect(try calendar.due(.wall(.hours(4)), from: "2026-11-05 09:00", pauses: pause) == "2026-11-05 17:00")
    }

    @Test("C30 A backdated pause gives a new result") func c30_backdatedPause() throws {
        let told = try calendar.due(.open(.hours(8)), from: "2026-11-05 09:00")
        let corrected = try calendar.due(
            .open(.hours(8)), from: "2026-11-05 09:00", pauses: [("2026-11-05 08:00", "2026-11-05 11:00")])
        #expect((told, corrected) == ("2026-11-05 17:00", "2026-11-06 11:00"))
    }

    @Test("C31 A date said to the customer is not moved by a pause") func c31_datesStand() throws {
        let pauses: [(String, String?)] = [("2026-11-05 10:00", "2026-11-08 10:00"), ("2026-11-09 09:00", nil)]
        #expect(try calendar.due(.dayEnd(1), from: "2026-11-05 09:00", pauses: pauses) == "2026-11-06 23:59:59")
        #expect(
            try calendar.due(.dayTime(1, secondsOfDay: 43_200), from: "2026-11-05 09:00", pauses: pauses)
                == "2026-11-06 12:00")
    }

    @Test func pausesThatOverlapAreUnitedAndThoseOfNoLengthLeftOut() throws {
        func pause(_ from: Int64, _ to: Int64?) throws -> Pauses.Pause {
            try Pauses.Pause(from: Instant(seconds: from), to: to.map { Instant(seconds: $0) })
        }
        #expect(try Pauses([pause(5, 9), pause(1, 3), pause(2, 4), pause(4, 5), pause(7, 7)]).all == [pause(1, 9)])
        #expect(try Pauses([pause(1, 9), pause(2, 3), pause(10, 10)]).all == [pause(1, 9)])
        #expect(
            try Pauses([pause(5, nil), pause(1, 2), pause(7, 9), pause(6, nil)]).all == [pause(1, 2), pause(5, nil)])
        #expect(try Pauses([pause(1, 6), pause(5, nil)]).all == [pause(1, nil)])
        #expect(throws: PauseFault.endsBeforeItBegins(from: Instant(seconds: 2), to: Instant(seconds: 1))) {
            try pause(2, 1)
        }
        #expect(throws: PauseFault.notTwoInstants) { try Pauses.Pause(iso: "2026-11-05T10:00:00Z") }
        #expect(throws: PauseFault.badInstant(.noOffset)) { try Pauses.Pause(iso: "2026-11-05T10:00:00/") }
        #expect(try Pauses.Pause(iso: "1970-01-01T00:00:01Z/").to == nil)
    }

    @Test func aCloseInsideAPauseIsNoEndOfADay() throws {
        // Paused over Tuesday's close: today is then the day on which the clock runs again.
        let overnight: [(String, String?)] = [("2026-11-03 11:00", "2026-11-04 11:00")]
        #expect(try calendar.due(.sundown, from: "2026-11-03 10:00", pauses: overnight) == "2026-11-04 17:00")
        #expect(try calendar.due(.workingDays(2), from: "2026-11-02 10:00", pauses: overnight) == "2026-11-05 17:00")
        let midday: [(String, String?)] = [("2026-11-03 11:00", "2026-11-03 15:00")]
        #expect(try calendar.due(.sundown, from: "2026-11-03 10:00", pauses: midday) == "2026-11-03 17:00")
        let stands = try clock(.sundown, from: "2026-11-03 10:00", pauses: [("2026-11-03 11:00", nil)])
        #expect(try stands.remaining(at: calendar.at("2026-11-09 12:00")) == .hours(6))
    }
}
