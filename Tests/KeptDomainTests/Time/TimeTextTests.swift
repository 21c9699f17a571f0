import KeptDomain
import KeptStore
import Testing

@Suite struct TimeTextTests {
    @Test(arguments: [
        ("2026-11-05T18:00:00Z", 1_793_901_600_000_000), ("2026-11-05T19:00:00+01:00", 1_793_901_600_000_000),
        ("2026-11-05 12:30-05:30", 1_793_901_600_000_000), ("2026-11-05t18:00:00.25z", 1_793_901_600_250_000),
        ("2026-11-05T18:00:00,1234567Z", 1_793_901_600_123_456), ("2026-11-05T19:00:00+01", 1_793_901_600_000_000),
        ("2026-11-05T19:00:00+0100", 1_793_901_600_000_000), ("1969-12-31T24:00:00Z", 0),
        ("1969-12-31T23:59:59.999999Z", -1),
    ]) func instantsAreRead(text: String, microseconds: Int64) throws {
        #expect(try Instant(iso: text).microseconds == microseconds)
    }

    @Test(arguments: [
        ("", TimeTextError.malformed(at: 0)), ("2026-11-05", .malformed(at: 10)), ("2026-11-05T18:00:00", .noOffset),
        ("2026-02-30T10:00:00Z", .noSuchDate(year: 2026, month: 2, day: 30)),
        ("2025-02-29T10:00:00Z", .noSuchDate(year: 2025, month: 2, day: 29)),
        ("2026-13-01T10:00:00Z", .noSuchDate(year: 2026, month: 13, day: 1)),
        ("0000-01-01T10:00:00Z", .noSuchDate(year: 0, month: 1, day: 1)),
        ("2026-11-05T24:00:01Z", .noSuchTime(hour: 24, minute: 0, second: 1)),
        ("2026-11-05T23:59:60Z", .noSuchTime(hour: 23, minute: 59, second: 60)),
        ("2026-11-05T10:00:00+25:00", .noSuchOffset(hours: 25, minutes: 0)),
        ("2026-11-05T10:00:00Zulu", .malformed(at: 20)), ("2026-11-05T10:00:00.Z", .malformed(at: 20)),
        ("05.11.2026 10:00", .malformed(at: 2)), ("2026-11-5T10:00:00Z", .malformed(at: 9)),
        ("２０２６-11-05T10:00:00Z", .malformed(at: 0)),
    ]) func whatIsNoInstantSaysWhy(text: String, error: TimeTextError) {
        #expect(throws: error) { try Instant(iso: text) }
    }

    @Test func aTextWithoutOffsetIsWallTimeOfTheZone() throws {
        let zone = try zones.zone("America/Sao_Paulo")
        #expect(try Instant(iso: "2018-05-01 13:45:10", in: zone).iso == "2018-05-01T16:45:10Z")
        #expect(try Instant(iso: "2018-05-01T13:45:10Z", in: zone).iso == "2018-05-01T13:45:10Z")
        #expect(try WallTime(iso: "2018-05-01 13:45").microsecondsOfDay == 49_500_000_000)
        #expect(throws: TimeTextError.malformed(at: 19)) { try WallTime(iso: "2018-05-01T13:45:10Z") }
    }

    @Test func writtenInstantsReadBackAsTheSame() throws {
        var numbers = Dice(seed: 11)
        let zone = try zones.zone("Asia/Kathmandu")
        for _ in 0..<5_000 {
            let instant = Instant(
                microseconds: .random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &numbers))
            #expect(try Instant(iso: instant.isoExact) == instant)
            #expect(try Instant(iso: instant.iso).seconds == instant.seconds)
            if instant.seconds > 0 { #expect(try Instant(iso: instant.iso(in: zone)).seconds == instant.seconds) }
        }
        #expect(Instant(seconds: 0).isoExact == "1970-01-01T00:00:00Z")
        #expect(Instant(microseconds: 1).isoExact == "1970-01-01T00:00:00.000001Z")
        #expect(Instant(microseconds: -1).iso == "1969-12-31T23:59:59Z")
    }

    @Test(arguments: [
        ("PT8H", Span.hours(8), "PT8H"), ("P1DT2H", .hours(26), "P1DT2H"), ("PT30M", .minutes(30), "PT30M"),
        ("P2W", .days(14), "P14D"), ("PT90M", .minutes(90), "PT1H30M"), ("PT0.5H", .minutes(30), "PT30M"),
        ("PT1,5S", .milliseconds(1_500), "PT1.5S"), ("-PT5M", .minutes(-5), "-PT5M"), ("PT0S", .zero, "PT0S"),
        ("P1DT1H1M1S", .seconds(90_061), "P1DT1H1M1S"),
    ]) func spansAreRead(text: String, span: Span, written: String) throws {
        #expect(try Span(iso: text) == span)
        #expect(span.iso == written)
    }

    @Test(arguments: [
        ("", TimeTextError.malformed(at: 0)), ("P", .malformed(at: 1)), ("PT", .malformed(at: 2)),
        ("P1DT", .malformed(at: 4)), ("8H", .malformed(at: 0)), ("P8H", .malformed(at: 2)), ("PT8", .malformed(at: 3)),
        ("P1M", .unitWithoutLength), ("P1Y", .unitWithoutLength), ("PT1M1H", .malformed(at: 5)),
        ("PT1.5H1M", .malformed(at: 6)), ("PT1H1H", .malformed(at: 5)), ("PT99999999999999999999H", .outOfRange),
        ("PT9999999999999H", .outOfRange), ("P2WD", .malformed(at: 3)), ("pt8h", .malformed(at: 0)),
    ]) func whatIsNoSpanSaysWhy(text: String, error: TimeTextError) {
        #expect(throws: error) { try Span(iso: text) }
    }
}
