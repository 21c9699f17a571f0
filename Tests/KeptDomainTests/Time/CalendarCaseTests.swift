import KeptDomain
import KeptStore
import Testing

/// Clock cases C1 to C12: calendar arithmetic.
@Suite struct CalendarCaseTests {
    @Test("C1 One hour from Friday afternoon ends on Monday") func c1_oneHourFromFridayAfternoon() throws {
        let calendar = try compiled(workdays, ["09:00-17:00"])
        #expect(try calendar.due(.open(.hours(1)), from: "2026-11-06 16:30") == "2026-11-09 09:30")
    }

    @Test("C2 A warning one hour before stands in opening hours") func c2_warningOneHourBefore() throws {
        let calendar = try compiled(workdays, ["08:00-18:00"])
        #expect(try calendar.due(.open(.hours(4)), from: "2026-11-02 17:00") == "2026-11-03 11:00")
        let clock = RunningClock(calendar, target: .open(.hours(4)), started: try calendar.at("2026-11-02 17:00"))
        #expect(try clock.instant(before: .hours(1)) == .due(calendar.at("2026-11-03 10:00")))
        #expect(try clock.instant(before: .hours(9)) == .due(calendar.at("2026-11-02 17:00")))
        #expect(try clock.instant(atShare: 0.8) == .due(calendar.at("2026-11-03 10:12")))
    }

    @Test("C3 A midday break takes no time") func c3_middayBreak() throws {
        let calendar = try compiled(workdays, ["08:00-12:00", "13:30-18:00"])
        #expect(try calendar.due(.open(.hours(1)), from: "2026-11-02 12:30") == "2026-11-02 14:30")
        #expect(try calendar.due(.open(.hours(1)), from: "2026-11-02 11:30") == "2026-11-02 14:00")
    }

    @Test("C4 A nightly window belongs to the day on which it begins") func c4_nightlyWindow() throws {
        let calendar = try compiled(["22:00-06:00"])
        #expect(try calendar.due(.open(.hours(2)), from: "2026-11-06 23:30") == "2026-11-07 01:30")
        // A holiday on Saturday closes what begins on Saturday, not the rest of Friday's night.
        let holiday = try compiled(["22:00-06:00"], holidays: ["2026-11-07"])
        #expect(try holiday.due(.open(.hours(2)), from: "2026-11-06 23:30") == "2026-11-07 01:30")
        #expect(try holiday.due(.open(.hours(7)), from: "2026-11-06 23:30") == "2026-11-08 22:30")
        // Only Fridays: the window still runs into Saturday.
        let friday = try compiled("Europe/Berlin", [.friday], ["22:00-06:00"])
        #expect(friday.isOpen(at: try friday.at("2026-11-07 05:59")))
        #expect(!friday.isOpen(at: try friday.at("2026-11-07 06:00")))
    }

    @Test("C5 A day's worth of hours ends at the close, not at the next opening") func c5_exactlyAtTheClose() throws {
        let calendar = try compiled(workdays, ["09:00-17:00"])
        #expect(try calendar.due(.open(.hours(8)), from: "2026-11-05 09:00") == "2026-11-05 17:00")
        #expect(try calendar.due(.open(.minutes(1)), from: "2026-11-05 17:00") == "2026-11-06 09:01")
        #expect(try calendar.due(.open(.hours(8)), from: "2026-11-05 08:00") == "2026-11-05 17:00")
    }

    @Test("C6 Instants are compared, not minutes on a display") func c6_instantsAreCompared() throws {
        let calendar = try compiled(workdays, ["09:00-17:00"])
        let due = try calendar.due(from: calendar.at("2026-11-05 09:00"), after: .hours(8))
        #expect(try calendar.at("2026-11-05 17:00:00") <= due)
        #expect(try calendar.at("2026-11-05 17:00:01") > due)
        #expect(try calendar.at("2026-11-05 17:00:00.000001") > due)
    }

    @Test("C7 A holiday and a weekend are passed over") func c7_christmas() throws {
        let calendar = try compiled(workdays, ["09:00-17:00"], holidays: ["2026-12-25"])
        #expect(try calendar.due(.open(.hours(2)), from: "2026-12-24 16:00") == "2026-12-28 10:00")
    }

    @Test("C9 A calendar that never opens cannot be made") func c9_neverOpen() throws {
        let zone = try zones.zone("Europe/Berlin")
        #expect(throws: CalendarFault.neverOpen) { try WorkCalendar(zone: zone, hours: WeeklyHours([:])) }
        let hours = WeeklyHours([.monday: [OpeningWindow(start: 32_400, end: 61_200)]])
        let first = Day(year: 2026, month: 11, day: 2)!
        let all = (0..<400).map { first.advanced(by: $0) }
        // From the Tuesday before, as no Tuesday to Sunday is open either.
        #expect(throws: CalendarFault.closedTooLong(from: first.advanced(by: -6), days: 412)) {
            try WorkCalendar(zone: zone, hours: hours, holidays: all)
        }
        let daily = WeeklyHours(Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, hours[.monday]) }))
        #expect(throws: CalendarFault.closedTooLong(from: first, days: 400)) {
            try WorkCalendar(zone: zone, hours: daily, holidays: all.shuffled() + all)
        }
        let calendar = CompiledCalendar(try WorkCalendar(zone: zone, hours: daily, holidays: all.dropLast()))
        #expect(try calendar.due(.open(.hours(1)), from: "2026-11-02 12:00") == "2027-12-06 10:00")
        #expect(calendar.show(calendar.nextOpening(at: try calendar.at("2026-11-02 12:00"))) == "2027-12-06 09:00")
    }

    @Test("C9 A target that no opening hours can reach is refused") func c9_tooFar() throws {
        let calendar = try compiled("Europe/Berlin", [.monday], ["09:00-09:01"])
        #expect(throws: ClockError.tooFar(years: 100)) {
            try calendar.due(from: calendar.at("2026-11-02 12:00"), after: .hours(100))
        }
        #expect(throws: ClockError.tooFar(years: 100)) {
            try calendar.due(.wall(.days(40_000)), from: "2026-11-02 12:00")
        }
        #expect(throws: ClockError.tooFar(years: 100)) {
            try calendar.due(.workingDays(9_999), from: "2026-11-02 12:00")
        }
        #expect(throws: ClockError.negativeTarget) {
            try calendar.due(from: calendar.at("2026-11-02 12:00"), after: .seconds(-1))
        }
    }

    @Test("C11 A target of zero makes no promise", arguments: ["PT0S", "P0WD", "-PT1H", "wall:PT0S"])
    func c11_zeroTarget(text: String) { #expect(throws: ClockTargetFault.notPositive) { try ClockTarget(text) } }

    @Test("C12 Two days have three meanings") func c12_twoDays() throws {
        let calendar = try compiled(workdays, ["09:00-17:00"])
        let start = "2026-11-05 15:00"
        #expect(try calendar.due(.workingDays(2), from: start) == "2026-11-09 17:00")
        #expect(try calendar.due(.wall(.hours(48)), from: start) == "2026-11-07 15:00")
        #expect(try calendar.due(.open(.hours(16)), from: start) == "2026-11-09 15:00")
        #expect(try calendar.due(.workingDays(1), from: "2026-11-07 23:00") == "2026-11-09 17:00")
        #expect(try calendar.due(.workingDays(500), from: start) == "2028-10-05 17:00")
    }

    @Test func sundownIsTheEndOfTodaysOpeningOrOfTheNext() throws {
        let calendar = try compiled(workdays, ["08:00-12:00", "13:30-18:00"], holidays: ["2026-11-09"])
        #expect(try calendar.due(.sundown, from: "2026-11-05 03:00") == "2026-11-05 18:00")
        #expect(try calendar.due(.sundown, from: "2026-11-05 12:30") == "2026-11-05 18:00")
        #expect(try calendar.due(.sundown, from: "2026-11-05 18:00") == "2026-11-06 18:00")
        #expect(try calendar.due(.sundown, from: "2026-11-06 18:30") == "2026-11-10 18:00")
        let night = try compiled(["22:00-06:00"])
        #expect(try night.due(.sundown, from: "2026-11-05 12:00") == "2026-11-06 06:00")
        let round = try always("Asia/Shanghai")
        #expect(try round.due(.sundown, from: "2026-11-05 12:00") == "2026-11-05 23:59:59")
    }

    @Test func quietHoursHoldAWarningBackUntilTheOpening() throws {
        // C56, as far as it is arithmetic.
        let calendar = try compiled(workdays, ["09:00-17:00"])
        let night = try calendar.at("2026-11-05 02:00")
        #expect(calendar.show(calendar.told(at: night, urgent: false)) == "2026-11-05 09:00")
        #expect(calendar.told(at: night, urgent: true) == night)
        let open = try calendar.at("2026-11-05 10:00")
        #expect(calendar.told(at: open, urgent: false) == open)
        #expect(
            calendar.show(calendar.told(at: try calendar.at("2026-11-06 17:00"), urgent: false)) == "2026-11-09 09:00")
    }
}

/// As `compiled`, in Berlin.
private func compiled(_ days: [Weekday], _ windows: [String], holidays: [String] = []) throws -> CompiledCalendar {
    try compiled("Europe/Berlin", days, windows, holidays: holidays)
}

private func compiled(_ windows: [String], holidays: [String] = []) throws -> CompiledCalendar {
    try compiled("Europe/Berlin", Weekday.allCases, windows, holidays: holidays)
}
