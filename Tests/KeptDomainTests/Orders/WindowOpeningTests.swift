import KeptDomain
import KeptStore
import Testing

@Suite struct WindowOpeningTests {
    private static func evening(_ weekdays: Set<Weekday> = Set(Weekday.allCases), carrier: ID<Carrier>? = nil)
        -> DeliveryWindow
    {
        DeliveryWindow(
            id: ID(1), name: "Evening", place: nil, carrier: carrier, weekdays: weekdays, starts: 18 * 60,
            ends: 21 * 60,
            noticeMinutes: 120, revision: 1)
    }

    private func openings(_ window: DeliveryWindow, now: String, carrier: ID<Carrier>? = nil) throws -> [WindowOpening]
    {
        DeliveryWindow.openings(
            of: [window], at: ID(7), carrier: carrier, now: try Instant(iso: now),
            in: try ZoneFiles().zone("Europe/Berlin"))
    }

    @Test func aWindowCanBeChosenUntilItsNoticeBegins() throws {
        #expect(try openings(Self.evening(), now: "2026-11-05T16:00:00+01:00").first?.day == Day("2026-11-05"))
        #expect(try openings(Self.evening(), now: "2026-11-05T16:00:01+01:00").first?.day == Day("2026-11-06"))
    }

    @Test func onlyItsWeekdaysOfTheNextSevenDaysAreOffered() throws {
        let found = try openings(Self.evening([.saturday, .sunday]), now: "2026-11-05T08:00:00+01:00")
        #expect(found.map(\.day) == [Day("2026-11-07"), Day("2026-11-08")])
    }

    @Test func anotherCarriersWindowIsNotOffered() throws {
        #expect(try openings(Self.evening(carrier: ID(3)), now: "2026-11-05T08:00:00+01:00", carrier: ID(4)).isEmpty)
        #expect(try openings(Self.evening(carrier: ID(3)), now: "2026-11-05T08:00:00+01:00", carrier: ID(3)).count == 7)
    }

    @Test func theWallClockHoldsAcrossTheChangeOfTime() throws {
        let found = try openings(Self.evening([.sunday]), now: "2026-10-24T08:00:00+02:00")
        #expect(try found.map(\.starts) == [Instant(iso: "2026-10-25T18:00:00+01:00")])
        let night = DeliveryWindow(
            id: ID(1), name: "Night", place: nil, carrier: nil, weekdays: [.sunday], starts: 2 * 60, ends: 3 * 60,
            noticeMinutes: 0, revision: 1)
        #expect(try openings(night, now: "2026-03-28T08:00:00+01:00").isEmpty, "02:00 to 03:00 is skipped that night")
    }
}
