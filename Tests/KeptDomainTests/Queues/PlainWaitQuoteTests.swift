import KeptDomain
import Testing

@Suite struct PlainWaitQuoteTests {
    private static let now = Instant(seconds: 1_772_535_600)

    private static func state(ahead: Int, points: Int = 2, serving: Int = 2) -> WaitState {
        WaitState(ahead: ahead, points: points, serving: serving, now: now)
    }

    /// Waits of one to so many minutes of those who found nobody ahead and both points busy.
    private static func record(_ count: Int) -> [WaitPrecedent] {
        (1...count).map { WaitPrecedent(ahead: 0, points: 2, serving: 2, waited: .minutes(Int64($0))) }
    }

    @Test func theQuoteIsTheRankThatHoldsWithTheWantedChance() throws {
        // Of 19 waits the ⌈20 · 0.9⌉-th, here 18 minutes; but 20 are the fewest.
        #expect(
            PlainWaitQuote(record: Self.record(19)).outlook(Self.state(ahead: 0), confidence: 0.9) == .tooFew(needed: 1)
        )
        let quote = try #require(waitQuote(Self.state(ahead: 0), record: Self.record(20), confidence: 0.9))
        #expect(quote.keptWithin == 19 * 60 && quote.median == 10 * 60 && quote.precedents == 20)
    }

    @Test func aLongerLineIsQuotedInProportion() throws {
        let quote = try #require(waitQuote(Self.state(ahead: 2), record: Self.record(20), confidence: 0.9))
        #expect(quote.keptWithin == 3 * 19 * 60 && quote.median == 3 * 10 * 60)
    }

    @Test func aHigherConfidenceNeedsMorePrecedents() {
        let outlook = PlainWaitQuote(record: Self.record(20)).outlook(Self.state(ahead: 0), confidence: 0.99)
        #expect(outlook == .tooFew(needed: 80))
    }

    @Test func aLineFarBeyondWhatWasSeenIsNotQuoted() {
        let far = PlainWaitQuote(record: Self.record(40)).outlook(Self.state(ahead: 40), confidence: 0.8)
        #expect(far == .unlikeAny)
        let closed = PlainWaitQuote(record: Self.record(40)).outlook(Self.state(ahead: 0, points: 0), confidence: 0.8)
        #expect(closed == .nobodyServes)
    }

    @Test func withAFreePointOnlySuchWaitsCount() throws {
        let free = (1...20).map { WaitPrecedent(ahead: 0, points: 2, serving: 1, waited: .seconds(Int64($0))) }
        let quote = try #require(
            waitQuote(Self.state(ahead: 0, serving: 1), record: free + Self.record(40), confidence: 0.8))
        #expect(quote.keptWithin == 60 && quote.median == 0 && quote.precedents == 20)
    }

    @Test func negativeWaitsAreNoPrecedents() {
        let bad = (1...40).map { WaitPrecedent(ahead: 0, points: 2, serving: 2, waited: .minutes(Int64(-$0))) }
        #expect(PlainWaitQuote(record: bad).outlook(Self.state(ahead: 0), confidence: 0.8) == .tooFew(needed: 20))
    }
}
