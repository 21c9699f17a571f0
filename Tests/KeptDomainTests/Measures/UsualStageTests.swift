import KeptDomain
import Testing

@Suite struct UsualStageTests {
    /// Orders that were approved after 1, 2, … hours.
    private func tally(_ count: Int) throws -> DeliveryTally {
        let day = try #require(Day("2026-11-05"))
        var tally = DeliveryTally()
        for hours in 1...count {
            let ordered = Instant(seconds: 1_800_000_000)
            let approved = ordered + .hours(Int64(hours))
            tally.add(
                OrderFacts(
                    day: day, groups: OrderFacts.Groups(), status: .delivered,
                    milestones: Milestones(ordered: ordered, approved: approved, delivered: approved + .days(9)),
                    promisedDay: nil, deliveredDay: nil))
        }
        return tally
    }

    @Test func theMiddleEightOfTenAreUsual() throws {
        let range = try #require(UsualStages(try tally(101), orElse: DeliveryTally())[.approved])
        #expect(range.orders == 101)
        // The 10th percentile of 1...101 hours is 11, the 90th 91, within 0.8 %.
        #expect(abs(range.from.seconds - 11 * 3_600) < 400 && abs(range.to.seconds - 91 * 3_600) < 2_600)
    }

    @Test func ofTooFewNothingIsSaidAndAllOrdersStandIn() throws {
        let few = try tally(Int(UsualStages.leastOrders) - 1)
        #expect(UsualStages(few, orElse: DeliveryTally())[.approved] == nil)
        #expect(UsualStages(few, orElse: try tally(40))[.approved]?.orders == 40)
        #expect(UsualStages(try tally(20), orElse: try tally(40))[.approved]?.orders == 20)
        #expect(UsualStages(try tally(20), orElse: try tally(40))[.prepared] == nil)
    }
}
