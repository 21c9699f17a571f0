import KeptDomain
import KeptServer
import Testing

@Suite struct CalendarPageTests {
    static let week: CalendarWeek = {
        let day = [(from: 9 * 3_600, to: 12 * 3_600), (from: 48_600, to: 18 * 3_600)]
        return CalendarWeek([day, day, day, day, [(from: 79_200, to: 108_000)], [(from: 36_000, to: 50_400)], []])
    }()

    @Test(arguments: Snapshot.languages) func hoursAreSeenAndTried(language: String) throws {
        let context = Snapshot.context(language, path: "/calendars/3")
        let view = CalendarFormView(
            id: ID(3), name: "Shop hours", zone: "Asia/Shanghai", isAlways: false, week: Self.week,
            holidays: [Day("2026-12-25")!, Day("2027-01-01")!], openCount: 3)
        let trial = CalendarTrial(
            values: FormValues(["from": "2026-11-05T16:30", "target_unit": "open", "target_count": "240"]),
            due: Snapshot.at("2026-11-06T11:00"), elapsed: .hours(4))
        try Snapshot.expect(calendarFormPage(view, context, trial: trial), "calendar", language)
        let rows = [
            CalendarRow(
                id: ID(3), name: "Shop hours", zone: "Asia/Shanghai", places: ["Gulou", "Depot"], week: Self.week)
        ]
        try Snapshot.expect(calendarListPage(rows, context), "calendars", language)
    }
}
