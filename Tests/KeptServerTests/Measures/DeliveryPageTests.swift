import KeptDomain
import KeptServer
import Testing

@Suite struct DeliveryPageTests {
    /// Orders of one month, every fourth late and every fifth unknown.
    static func tally(_ seed: Int) -> DeliveryTally {
        var tally = DeliveryTally()
        for index in 0..<40 {
            let ordered = Snapshot.at("2026-10-01T10:00")
            let hours = Int64(20 + (index * 7 + seed * 5) % 60)
            let milestones = Milestones(
                ordered: ordered, approved: ordered + .minutes(30), prepared: ordered + .hours(5),
                dispatched: ordered + .hours(8), inTransit: ordered + .hours(11), delivered: ordered + .hours(hours))
            let promised = Day(year: 2026, month: 10, day: 3)!
            tally.add(
                OrderFacts(
                    day: Day(year: 2026, month: 10, day: 1)!, groups: OrderFacts.Groups(), status: .delivered,
                    milestones: milestones, promisedDay: index % 5 == 0 ? nil : promised,
                    deliveredDay: promised.advanced(by: (index + seed) % 4 == 0 ? 1 : 0),
                    attempts: index % 6 == 0 ? 2 : 1,
                    availability: Availability(lines: Share(known: 3, met: index % 8 == 0 ? 2 : 3)),
                    isComplete: index % 9 != 0,
                    isUndamaged: true, isFilledRight: index % 2 == 0 ? nil : true))
        }
        return tally
    }

    static func view(_ split: DeliverySplit) -> DeliveryView {
        let keys =
            split == .month
            ? ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]
            : ["Swift Heron", "Blue Van", DeliveryRow.unknownKey]
        var total = DeliveryTally()
        let rows = keys.enumerated().map { index, key -> DeliveryRow in
            let tally = Self.tally(index)
            total.merge(tally)
            return DeliveryRow(key: key, tally: tally)
        }
        return DeliveryView(
            split: split, from: Day("2026-07-01"), to: nil, total: DeliveryRow(key: "", tally: total), rows: rows)
    }

    @Test(arguments: Snapshot.languages) func theMeasuresByMonth(language: String) throws {
        try Snapshot.expect(
            deliveriesPage(Self.view(.month), Snapshot.context(language, path: "/deliveries?by=month")), "deliveries",
            language)
    }

    @Test(arguments: Snapshot.languages) func theMeasuresByCarrier(language: String) throws {
        try Snapshot.expect(
            deliveriesPage(Self.view(.carrier), Snapshot.context(language, path: "/deliveries?by=carrier")),
            "deliveries-carrier", language)
    }

    @Test func theServiceStandsBesideTheDeliveries() throws {
        var facts = (0..<12).map { number in
            ServiceFact(
                measure: .expediteMet, at: Snapshot.at("2026-10-01T10:00"), value: number < 9 ? 1 : 0, place: ID(1),
                segment: nil, region: nil, carrier: nil)
        }
        facts.append(
            ServiceFact(
                measure: .substitutionMet, at: Snapshot.at("2026-10-01T10:00"), value: 0, place: ID(1), segment: nil,
                region: nil, carrier: nil, isOpen: true))
        var view = Self.view(.month)
        view.service = ServiceRow(key: "", facts: facts)
        let page = deliveriesPage(view, Snapshot.context("en", path: "/deliveries?by=month")).text
        // Nine of twelve, Wilson's interval 0.4677 to 0.9111.
        for part in ["Service around deliveries", "expedites met", "9 of 12", "75 %", "47 % to 91 %", "1 open"] {
            #expect(page.contains(part), "\(part)")
        }
    }

    @Test func withoutOrdersThePageSaysWhereToBegin() {
        let none = DeliveryRow(key: "", tally: DeliveryTally())
        let page = deliveriesPage(
            DeliveryView(split: .day, from: nil, to: nil, total: none, rows: []),
            Snapshot.context("en", path: "/deliveries"))
        #expect(page.text.contains("No orders in this span"))
    }
}
