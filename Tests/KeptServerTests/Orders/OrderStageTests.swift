import KeptDomain
import KeptTestSupport
import Testing

@testable import KeptServer

@Suite struct OrderStageTests {
    private static let start = Instant.at("2026-11-02T08:00:00Z")

    /// Usual: from one hour for each stage of 40 orders to two for the slowest.
    private static func usual() throws -> UsualStages {
        let day = try #require(Day("2026-11-02"))
        var tally = DeliveryTally()
        for number in 0..<40 {
            let step = Span.minutes(Int64(60 + number))
            let times = (1...5).map { start + Span(microseconds: step.microseconds * Int64($0)) }
            tally.add(
                OrderFacts(
                    day: day, groups: OrderFacts.Groups(), status: .delivered,
                    milestones: Milestones(
                        ordered: start, approved: times[0], prepared: times[1], dispatched: times[2],
                        inTransit: times[3], delivered: times[4]), promisedDay: nil, deliveredDay: nil))
        }
        return UsualStages(tally, orElse: DeliveryTally())
    }

    private static func at(_ minutes: Int64) -> Instant { start + .minutes(minutes) }

    @Test func aStageIsSlowAgainstWhatTheRecordMeasures() throws {
        let stages = OrderStages(
            status: .delivered, orderedAt: Self.start, approvedAt: Self.at(70), preparedAt: Self.at(170),
            dispatchedAt: Self.at(230), inTransitAt: Self.at(300), attemptedAt: Self.at(310),
            deliveredAt: Self.at(420), endedAt: nil
        ).views(beside: try Self.usual())
        #expect(
            stages.map(\.status) == [.ordered, .approved, .prepared, .dispatched, .inTransit, .attempted, .delivered])
        // Delivered two hours after it was on its way, though the try at the door stood in between.
        #expect(stages.map(\.isSlow) == [false, false, true, false, false, false, true])
        #expect(stages.map { $0.usual?.orders } == [nil, 40, 40, 40, 40, nil, 40])
    }

    @Test func whatIsNotMeasuredIsNotSlow() throws {
        // Fetched at the counter: nothing was dispatched, so the whole way has no length of its own.
        let stages = OrderStages(
            status: .delivered, orderedAt: Self.start, approvedAt: Self.at(70), preparedAt: Self.at(130),
            dispatchedAt: nil, inTransitAt: nil, attemptedAt: nil, deliveredAt: Self.at(900), endedAt: nil)
        #expect(try stages.views(beside: Self.usual()).allSatisfy { !$0.isSlow })
        #expect(stages.views().allSatisfy { $0.usual == nil }, "the customer is not compared")
    }
}
