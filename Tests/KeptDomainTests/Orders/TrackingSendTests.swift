import KeptDomain
import Testing

@Suite struct TrackingSendTests {
    private let now = Instant(seconds: 1_000_000)

    @Test func theOldestOfTheLastOnesDecides() {
        let times = [1, 2, 3].map { now - .minutes(Int64($0)) }
        #expect(TrackingSends.wait(after: times, limit: 4, at: now) == nil)
        #expect(TrackingSends.wait(after: times, limit: 3, at: now) == .minutes(57))
        #expect(TrackingSends.wait(after: [now - TrackingSends.span], limit: 1, at: now) == nil)
        #expect(TrackingSends.wait(after: [], limit: 1, at: now) == nil)
    }

    @Test func theWaitIsRoundedUp() {
        #expect(TooManySends(wait: Span(microseconds: 1)).seconds == 1)
        #expect(TooManySends(wait: .seconds(61)).facts == [Fact("count", 2)])
    }
}
