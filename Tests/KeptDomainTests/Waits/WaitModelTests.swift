import KeptFigures
import Testing

@testable import KeptDomain

@Suite struct WaitModelTests {
    private static let first = Day("2026-03-02")!

    /// One point that serves for 60 seconds, 9:00 to 11:00; people come in bursts of five every ten minutes.
    static func history(days: Int, line: String = "post") -> WaitHistory {
        var history = WaitHistory()
        for day in 0..<days {
            for burst in 0..<12 {
                for number in 0..<5 {
                    let joined = Zone.utc.instant(
                        of: first.advanced(by: day), secondsOfDay: 32_400 + burst * 600 + number)
                    let waited = Int64(5 + number * 60)
                    var visit = PastVisit(
                        line: line, zone: .utc, outcome: .served, joinedAt: joined, waitedSeconds: waited)
                    visit.servedAt = joined + .seconds(waited)
                    visit.endedAt = joined + .seconds(waited + 58)
                    visit.point = "1"
                    history.append(visit)
                }
            }
        }
        return history
    }

    private static func now(_ seconds: Int, day: Int = 20) -> Instant {
        Zone.utc.instant(of: first.advanced(by: day), secondsOfDay: seconds)
    }

    @Test func aLongerLineIsQuotedLonger() throws {
        let model = try #require(WaitModel(Self.history(days: 20), asOf: Self.now(0)))
        #expect(model.served == 1_200)
        let forecast = try #require(
            WaitForecast(model, line: "post", confidence: 0.8, today: [], zone: .utc, at: Self.now(32_400)))
        let short = try #require(forecast.outlook(ahead: 0, points: 1).quote)
        let long = try #require(forecast.outlook(ahead: 4, points: 1).quote)
        #expect(short.keptWithin == 60 && (240...360).contains(long.keptWithin), "\(long.keptWithin)")
        #expect(long.median <= long.keptWithin && long.precedents == 1_200 && long.basis[0].key == "learned")
    }

    @Test func whatIsWrittenQuotesTheSame() throws {
        let model = try #require(WaitModel(Self.history(days: 20), asOf: Self.now(0)))
        let read = try WaitModel(model.bytes)
        #expect(model.bytes.count < 100_000 && read.served == model.served)
        for ahead in 0..<5 {
            let quotes = try [model, read].map { model in
                try #require(
                    WaitForecast(model, line: "post", confidence: 0.85, today: [], zone: .utc, at: Self.now(32_400))
                ).outlook(ahead: ahead, points: 1)
            }
            #expect(quotes[0] == quotes[1])
        }
        #expect(throws: ByteReader.Malformed.self) { _ = try WaitModel(Array(model.bytes.dropLast())) }
        #expect(throws: ByteReader.Malformed.self) { _ = try WaitModel([]) }
    }

    @Test func withTooFewPrecedentsOfItsOwnALineHasNoForecast() throws {
        #expect(WaitModel(Self.history(days: 0), asOf: Self.now(0)) == nil)
        let model = try #require(WaitModel(Self.history(days: 20), asOf: Self.now(0)))
        #expect(WaitForecast(model, line: "other", confidence: 0.8, today: [], zone: .utc, at: Self.now(32_400)) == nil)
        let few = try #require(WaitModel(Self.history(days: 1), asOf: Self.now(0)))
        #expect(WaitForecast(few, line: "post", confidence: 0.8, today: [], zone: .utc, at: Self.now(32_400)) == nil)
    }

    /// Where everybody waits five times as long as learned, quotes grow before any night.
    @Test func quotesGrowWhileTheDayGoesSlower() throws {
        let model = try #require(WaitModel(Self.history(days: 20), asOf: Self.now(0)))
        let slow = (0..<100).map { number in
            var seen = WaitForecast.Seen(joined: Self.now(32_400 + number * 60))
            seen.called = seen.joined + .seconds(290)
            seen.ended = seen.joined + .seconds(300)
            seen.point = 1
            return seen
        }
        let now = Self.now(32_400 + 6_500)
        let usual = try #require(
            WaitForecast(model, line: "post", confidence: 0.8, today: [], zone: .utc, at: now)?
                .outlook(ahead: 1, points: 1).quote)
        let slower = try #require(
            WaitForecast(model, line: "post", confidence: 0.8, today: slow, zone: .utc, at: now)?
                .outlook(ahead: 1, points: 1).quote)
        #expect(slower.keptWithin >= usual.keptWithin, "\(usual.keptWithin) to \(slower.keptWithin)")
    }

    /// A queue whose staff forgot to close visits, a clock that was set back, a party of 500: no absurd quote.
    @Test func oddDaysGiveNoAbsurdQuote() throws {
        let model = try #require(WaitModel(Self.history(days: 20), asOf: Self.now(0)))
        var odd = (0..<500).map { WaitForecast.Seen(joined: Self.now(32_400 + $0)) }
        odd[0].called = Self.now(30_000)
        odd[1].called = Self.now(32_500)
        odd[1].ended = Self.now(32_450)
        odd[2].party = 500
        odd.append(WaitForecast.Seen(joined: Self.now(86_000)))
        let forecast = try #require(
            WaitForecast(model, line: "post", confidence: 0.95, today: odd, zone: .utc, at: Self.now(36_000)))
        for ahead in [0, 499, 1_000_000] {
            switch forecast.outlook(ahead: ahead, points: 1) {
            case .quoted(let quote): #expect((60...300).contains(quote.keptWithin))
            case .unlikeAny: break
            case .tooFew, .nobodyServes: Issue.record("\(ahead)")
            }
        }
    }
}
