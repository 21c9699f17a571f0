import KeptDomain
import Testing

@Suite struct DeliveryOutcomeTests {
    private let due = Instant(seconds: 1_000)

    private func outcome(_ events: [(TrackingEvent.Kind, Int64)]) -> DeliveryOutcome {
        OrderHistory(events.map { TrackingEvent($0.0, at: Instant(seconds: $0.1), learnedAt: due) }).outcome(due: due)
    }

    @Test func theDueInstantItselfIsInTime() {
        #expect(outcome([(.delivered, 1_000)]) == .kept(at: due))
        #expect(outcome([(.delivered, 1_001)]) == .late(at: Instant(seconds: 1_001)))
    }

    @Test func aCancellationCountsOnlyBeforeTheDeliveryAndTheDueTime() {
        #expect(outcome([(.cancelled, 900), (.delivered, 950)]) == .released(at: Instant(seconds: 900)))
        #expect(outcome([(.delivered, 900), (.cancelled, 950)]) == .kept(at: Instant(seconds: 900)))
        #expect(outcome([(.cancelled, 1_100)]) == .undecided)
        #expect(outcome([(.dispatched, 10), (.lost, 2_000)]) == .undecided)
    }

    @Test func severalParcelsAreThereWhenTheLastIs() {
        let parcels = [ID<Parcel>(1), ID<Parcel>(2)]
        let events = parcels.enumerated().map { index, parcel in
            TrackingEvent(.delivered, at: Instant(seconds: 900 + Int64(index) * 200), learnedAt: due, parcel: parcel)
        }
        let half = OrderHistory(events.prefix(1), parcels: 2)
        #expect(half.outcome(due: due) == .undecided)
        #expect(half.outcome(due: due, parcels: [parcels[0]]) == .kept(at: Instant(seconds: 900)))
        let whole = OrderHistory(events, parcels: 2)
        #expect(whole.outcome(due: due) == .late(at: Instant(seconds: 1_100)))
        #expect(whole.status == .delivered)
    }
}
