import Foundation
import KeptDomain
import KeptStore
import Testing

@Suite struct ZoneTests {
    /// Every kind of rule: none, both hemispheres, negative summer time, changes at midnight, half hours, skipped days.
    static let names = [
        "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Shanghai", "Europe/Dublin",
        "Australia/Lord_Howe", "America/Santiago", "America/Nuuk", "Asia/Gaza", "Africa/Casablanca", "Pacific/Apia",
        "America/St_Johns", "Asia/Kathmandu", "Asia/Jerusalem", "America/Havana", "Pacific/Chatham", "UTC",
    ]

    @Test(arguments: names) func offsetsAgreeWithFoundationBeforeAndAfter2037(name: String) throws {
        let zone = try zones.zone(name)
        let theirs = try #require(TimeZone(identifier: name))
        var numbers = Dice(seed: 20_261_105)
        // 1950 to 2120: Foundation's rules for earlier years differ from the tz database in places.
        for _ in 0..<5_000 {
            let seconds = Int64.random(in: -631_152_000...4_733_510_400, using: &numbers)
            let expected = theirs.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            let found = Int(zone.offset(at: Instant(seconds: seconds)))
            if found != expected { Issue.record("\(name) at \(Instant(seconds: seconds).iso): \(found)") }
        }
    }

    @Test(arguments: names) func wallTimesAgreeWithFoundation(name: String) throws {
        let zone = try zones.zone(name)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: name))
        var numbers = Dice(seed: 7)
        for _ in 0..<2_000 {
            let instant = Instant(seconds: .random(in: 0...4_000_000_000, using: &numbers))
            let local = zone.local(instant)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: Double(instant.seconds)))
            let day = local.day.components
            #expect(
                [day.year, day.month, day.day, local.hour, local.minute, local.second]
                    == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second],
                "\(name) \(instant.iso)")
            let back = zone.recordedInstant(of: local.day, secondsOfDay: local.secondsOfDay)
            #expect(Double(back.seconds) == calendar.date(from: parts)?.timeIntervalSince1970, "\(name) \(instant.iso)")
        }
    }

    @Test func theRuleGoesOnForEver() throws {
        let zone = try zones.zone("Europe/Berlin")
        for year in [2_038, 2_437, 2_440, 3_000, 9_998] {
            let day = Day(year: year, month: 7, day: 1)!
            let summer = zone.instant(of: day, secondsOfDay: 43_200)
            #expect(zone.offset(at: summer) == 7_200 && zone.local(summer).day == day && zone.local(summer).hour == 12)
            let winter = zone.instant(of: day.advanced(by: 180), secondsOfDay: 43_200)
            #expect(zone.offset(at: winter) == 3_600 && zone.local(winter).hour == 12, "\(year)")
        }
    }

    @Test("C17 A skipped time is the first existing instant, a doubled one the first") func c17_skippedAndDoubled()
        throws
    {
        let zone = try zones.zone("Europe/Berlin")
        let spring = Day(year: 2026, month: 3, day: 29)!
        #expect(zone.instant(of: spring, secondsOfDay: 9_000).iso(in: zone) == "2026-03-29T03:00:00+02:00")
        #expect(zone.recordedInstant(of: spring, secondsOfDay: 9_000).iso(in: zone) == "2026-03-29T03:30:00+02:00")
        let autumn = Day(year: 2026, month: 10, day: 25)!
        #expect(zone.instant(of: autumn, secondsOfDay: 9_000).iso(in: zone) == "2026-10-25T02:30:00+02:00")
        #expect(zone.recordedInstant(of: autumn, secondsOfDay: 9_000).iso(in: zone) == "2026-10-25T02:30:00+02:00")
    }

    @Test("C13 A day ends in the customer's zone") func c13_endOfDay() throws {
        let end = try zones.zone("Asia/Shanghai").endOfDay(Day(year: 2026, month: 11, day: 3)!)
        #expect(end.iso == "2026-11-03T15:59:59Z")
        #expect(end.isoExact == "2026-11-03T15:59:59.999999Z")
    }

    @Test func daysWithoutMidnightStartAtTheChange() throws {
        let zone = try zones.zone("America/Sao_Paulo")
        let day = Day(year: 2018, month: 11, day: 4)!
        #expect(zone.startOfDay(day).iso(in: zone) == "2018-11-04T01:00:00-02:00")
        // 17 February 2018 ended twice at midnight; the day lasts until the second.
        #expect(zone.endOfDay(Day(year: 2018, month: 2, day: 17)!).iso(in: zone) == "2018-02-17T23:59:59-03:00")
        // Samoa had no 30 December 2011.
        let apia = try zones.zone("Pacific/Apia")
        #expect(
            apia.startOfDay(Day(year: 2011, month: 12, day: 30)!)
                == apia.startOfDay(Day(year: 2011, month: 12, day: 31)!))
    }

    @Test func wallTimesNeverRunBackwards() throws {
        for name in Self.names {
            let zone = try zones.zone(name)
            var last = Instant(seconds: .min / 2_000_000)
            for number in stride(from: 14_600, to: 15_400, by: 1) {
                for quarter in 0..<96 {
                    let instant = zone.instant(of: Day(number: Int32(number)), secondsOfDay: quarter * 900)
                    #expect(instant >= last)
                    last = instant
                }
            }
        }
    }

    @Test func aFixedOffsetIsAZone() {
        let zone = Zone.fixed(offset: -12_600)
        #expect(zone.name == "-03:30")
        #expect(Instant(seconds: 0).iso(in: zone) == "1969-12-31T20:30:00-03:30")
    }

    @Test func brokenFilesAreRefusedAndNeverTrap() throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(zones.folder)/Europe/Berlin")))
        #expect(throws: ZoneError.notZoneFile) { try Zone(name: "x", file: []) }
        #expect(throws: ZoneError.notZoneFile) {
            try Zone(name: "x", file: Array("hello, this is not a zone file, it is a text.".utf8))
        }
        for length in 0..<whole.count {
            #expect(throws: ZoneError.self) { try Zone(name: "x", file: Array(whole[..<length])) }
        }
        var numbers = Dice(seed: 3)
        for _ in 0..<5_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = .random(in: 0...255, using: &numbers)
            }
            guard case .success(let zone) = Result(catching: { try Zone(name: "x", file: bytes) }) else { continue }
            _ = zone.local(Instant(seconds: .random(in: 0...9_000_000_000, using: &numbers)))
        }
    }
}
