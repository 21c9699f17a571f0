import KeptDomain
import KeptServer
import KeptStore
import Testing

@Suite struct OrderPageTests {
    static let said = [
        "en": ["Arrives on 4 November by 12:00.", "Arrives on 5 November by 12:00.", "Arrives this evening by 21:00."],
        "zh-Hans": ["11月4日12:00前送达。", "11月5日12:00前送达。", "今晚21:00前送达。"],
    ]

    static func chain(_ language: String, last: PromiseStanding = .atRisk) -> [PromiseView] {
        let said = Self.said[language]!
        let why = language == "en" ? "The courier was ill and nobody took over his round." : "配送员生病，无人接班。"
        return [
            PromiseView(
                id: ID(1), said: said[0], language: language, due: Snapshot.at("2026-11-04T12:00"), standing: .broken,
                used: 1,
                settledAt: Snapshot.at("2026-11-04T12:00")),
            PromiseView(
                id: ID(2), said: said[1], language: language, due: Snapshot.at("2026-11-05T12:00"),
                standing: .renegotiated,
                settledAt: Snapshot.at("2026-11-05T10:10"), why: why),
            PromiseView(
                id: ID(3), said: said[2], language: language, due: Snapshot.at("2026-11-05T21:00"), standing: last,
                used: 0.84,
                settledAt: last == .kept ? Snapshot.at("2026-11-05T14:00") : nil, isAskedByCustomer: true, revision: 4),
        ]
    }

    static let stages = [
        StageView(.ordered, at: Snapshot.at("2026-11-02T17:50")),
        StageView(
            .approved, at: Snapshot.at("2026-11-02T18:52"), took: .minutes(62),
            usual: UsualStages.Range(from: .minutes(4), to: .minutes(40), orders: 1_204),
            isSlow: true),
        StageView(
            .prepared, at: Snapshot.at("2026-11-02T23:10"), took: .minutes(258),
            usual: UsualStages.Range(from: .hours(2), to: .hours(6), orders: 1_204)),
        StageView(
            .dispatched, at: Snapshot.at("2026-11-03T01:09"), took: .minutes(119),
            usual: UsualStages.Range(from: .hours(1), to: .hours(3), orders: 1_204),
            isHere: true),
        StageView(.inTransit, at: nil, usual: UsualStages.Range(from: .hours(1), to: .hours(4), orders: 1_204)),
        StageView(.delivered, at: nil, usual: UsualStages.Range(from: .hours(3), to: .hours(9), orders: 1_204)),
    ]

    static func order(_ language: String) -> OrderView {
        let yuan = Currency("CNY")!
        var view = OrderView(
            id: ID(42), number: 1_042, externalID: "PB-77310", source: "shop", status: .attempted, customer: "Zhao Min",
            place: "Gulou", zone: "Asia/Shanghai", orderedAt: Snapshot.at("2026-11-02T17:50"), stages: stages,
            chains: [chain(language)])
        view.holding = chain(language).last
        view.contact = "zhao@example.org"
        view.carrier = "Swift Heron"
        view.carrierPhone = "+86 10 5555 0142"
        view.city = "Nanjing"
        view.trackingPath = Paths.tracking("x7Kq")
        view.parcels = [
            ParcelView(
                id: ID(61), code: "SH-99120", carrier: "Swift Heron", link: "https://heron.example/t/SH-99120",
                status: .attempted,
                attempts: [
                    AttemptView(
                        at: Snapshot.at("2026-11-04T19:40"), isDelivered: false, reason: "Scooter battery empty")
                ])
        ]
        view.carriers = [Field.Choice("2", "Swift Heron"), Field.Choice("3", "Island Post")]
        view.filledRight = true
        view.lines = [
            LineView(
                position: 1, name: "The Atlas of Rivers", sku: "978-7-1", quantity: 1, filled: 1,
                price: Money(minor: 12_800, currency: yuan)),
            LineView(
                position: 2, name: "Gift wrap", quantity: 1, price: Money(minor: 500, currency: yuan), isGoods: false),
        ]
        view.events = [
            EventView(
                kind: .attempted, at: Snapshot.at("2026-11-04T19:40"), learnedAt: Snapshot.at("2026-11-05T08:02"),
                reason: "Scooter battery empty", parcel: "SH-99120", by: "Swift Heron"),
            EventView(
                kind: .dispatched, at: Snapshot.at("2026-11-03T01:09"), learnedAt: Snapshot.at("2026-11-03T01:09")),
        ]
        view.cases = [CaseLine(id: ID(90), number: 10_477, subject: "Second broken word", customer: nil, due: nil)]
        view.windows = windows
        return view
    }

    static let windows = [
        WindowChoice(
            value: "3/2026-11-05", name: "Evening", from: Snapshot.at("2026-11-05T18:00"),
            to: Snapshot.at("2026-11-05T21:00"), isChosen: true),
        WindowChoice(
            value: "4/2026-11-07", name: "Saturday", from: Snapshot.at("2026-11-07T10:00"),
            to: Snapshot.at("2026-11-07T14:00")),
    ]

    @Test(arguments: Snapshot.languages) func anOrderShowsWhatWeSaidAndWhatToDo(language: String) throws {
        let page = orderPage(Self.order(language), Snapshot.context(language, path: "/orders/42"))
        try Snapshot.expect(page, "order", language)
    }

    @Test func aRefusedFormStandsOpenWithWhatWasTyped() {
        let values = FormValues(
            ["said": "Tomorrow <soon>", "why": ""], problems: [FieldProblem("said", "refusals.promise-nothing-said")])
        let page = orderPage(
            Self.order("en"), Snapshot.context("en", path: "/orders/42"), values: values, opened: "3/renegotiation"
        ).text
        #expect(page.contains("<details class=\"disclosure\" open data-key=\"e\">"))
        #expect(page.contains("Tomorrow &lt;soon&gt;</textarea>"))
        #expect(page.contains("role=\"alert\""))
    }

    @Test(arguments: Snapshot.languages) func theListOfOrders(language: String) throws {
        var filters = OrderListView.Filters()
        filters.state = .open
        let customers = ["Zhao Min", "Chen Hao", "Maria-Theresia Oberhofer-von der Tannenbergstrasse", nil]
        let rows = (0..<8).map { index -> OrderListRow in
            let ordered = Snapshot.at("2026-11-02T17:50") + .hours(Int64(index * 5))
            let due: Instant? = index == 6 ? nil : Snapshot.at("2026-11-04T12:00") + .hours(Int64(index * 9))
            return OrderListRow(
                id: ID(Int64(40 + index)), number: 1_040 + index, externalID: "PB-7731\(index)",
                customer: customers[index % 4], city: index == 3 ? nil : "Nanjing",
                carrier: index == 5 ? nil : "Swift Heron", status: OrderStatus.allCases[index % 6], orderedAt: ordered,
                due: due, standing: due == nil ? nil : PromiseStanding.allCases[index % 7])
        }
        let view = OrderListView(
            filters: filters, carriers: [Field.Choice("1", "Swift Heron")], regions: ["Jiangsu", "Zhejiang"],
            places: [],
            rows: rows, total: ListTotal(count: 1_234), next: "/orders?state=open&after=47")
        try Snapshot.expect(
            orderListPage(view, Snapshot.context(language, path: "/orders?state=open")), "orders", language)
    }
}
