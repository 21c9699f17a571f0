import KeptDomain
import KeptServer
import Testing

@Suite struct CarrierPageTests {
    @Test(arguments: Snapshot.languages) func carriersAndWindows(language: String) throws {
        let carrier = Carrier(
            id: ID(2), name: "Swift Heron", phone: "+86 10 5555 0142", trackingURL: "https://heron.example/t/{code}",
            revision: 1)
        let rows = [CarrierRow(carrier: carrier, openOrders: 48, onTimeShare: 0.913, firstAttemptShare: nil)]
        let context = Snapshot.context(language, path: "/carriers")
        try Snapshot.expect(carrierListPage(rows, context), "carriers", language)
        let window = DeliveryWindow(
            id: ID(3), name: "Evening", place: nil, carrier: ID(2), weekdays: [.monday, .thursday, .friday],
            starts: 1_080, ends: 1_260,
            noticeMinutes: 120, revision: 2)
        let view = WindowListView(
            rows: [WindowRow(window: window, place: nil, carrier: "Swift Heron", chosen: 17)], places: [],
            carriers: [Field.Choice("2", "Swift Heron")])
        let refused = FormValues(["name": "Evening"], problems: [FieldProblem("name", "refusals.promise-nothing-said")])
        try Snapshot.expect(
            windowListPage(view, Snapshot.context(language, path: "/windows"), values: refused, editing: ID(3)),
            "windows", language)
        let place = Place(
            id: ID(1), name: "Gulou", city: "Nanjing", region: "Jiangsu", zone: "Asia/Shanghai", calendar: ID(3),
            isDefault: true, revision: 1)
        let places = PlaceListView(
            rows: [PlaceRow(place: place, calendar: "Shop hours", people: 6, openOrders: 31)],
            calendars: [Field.Choice("3", "Shop hours")])
        try Snapshot.expect(placeListPage(places, Snapshot.context(language, path: "/places")), "places", language)
    }
}
