import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CustomerPageTests {
    private static let euro = Currency("EUR")!
    private static let found = HistoryEntry.Numbered<Case>(ID(77), 10_477)
    private static let order = HistoryEntry.Numbered<Order>(ID(42), 1_042)

    private static func entry(
        _ id: Int64, _ at: String, order: HistoryEntry.Numbered<Order>? = nil,
        on found: HistoryEntry.Numbered<Case>? = Self.found, by colleague: String? = nil, _ what: HistoryEntry.What
    ) -> HistoryEntry {
        HistoryEntry(
            id, at: Snapshot.at(at), place: ID(1), order: order, case: found, colleague: colleague, what)
    }

    private static func remedy(_ id: Int64, minor: Int64, reverses: ID<Remedy>? = nil, isReversed: Bool = false)
        -> Remedy
    {
        Remedy(
            id: ID(id), case: ID(77), order: nil, customer: ID(9), place: ID(1), kind: .refund,
            amount: Money(minor: minor, currency: euro), right: .limit, givenBy: "person:7",
            givenAt: Snapshot.at("2026-11-04T18:00"), reverses: reverses, why: "The book was <torn>",
            isReversed: isReversed)
    }

    private static func history(_ language: String) -> [HistoryEntry] {
        [
            entry(13, "2026-11-05T12:00", .followUp(.no, words: "Still <b>torn</b>")),
            entry(12, "2026-11-05T11:00", .rating(.ease, value: 2)),
            entry(11, "2026-11-05T10:30", order: order, on: nil, .rating(.accuracy, value: 2)),
            entry(10, "2026-11-05T10:00", by: "Lin Yue", .remedy(remedy(10, minor: -2_500, reverses: ID(9)))),
            entry(9, "2026-11-05T09:00", by: "Lin Yue", .remedy(remedy(9, minor: 2_500, isReversed: true))),
            entry(
                8, "2026-11-04T17:10", by: "Lin Yue",
                .message(.init(.outgoing, .email, firstLine: "It comes tomorrow.", sending: .bounced))),
            entry(
                7, "2026-11-04T17:05", by: "Lin Yue",
                .message(.init(.internal, nil, firstLine: "Called the courier <script>"))),
            entry(
                6, "2026-11-04T17:01",
                .message(
                    .init(.outgoing, .email, subject: "Order 1042", firstLine: "We have your mail.", isAutomatic: true))
            ),
            entry(5, "2026-11-04T17:00", .message(.init(.incoming, .email, subject: "Order 1042", firstLine: " "))),
            entry(
                4, "2026-11-04T16:00", on: .init(ID(78), 10_478),
                .case(.init(.question, subject: "My mail", status: .closed, owner: "Ma Jun", mergedInto: 10_479))),
            entry(
                3, "2026-11-04T12:00", order: order,
                .case(.init(.failure, subject: "Order 1042 was not there", status: .open, owner: "Lin Yue"))),
            entry(
                2, "2026-11-04T12:00", order: order, on: nil,
                .promise(
                    said: language == "en" ? "Arrives on 4 November by 12:00." : "11月4日12:00前送到。", language: language)),
            entry(
                1, "2026-11-03T17:50", order: order, on: nil,
                .order(.inTransit, total: Money(minor: 8_900, currency: euro))),
        ]
    }

    private static func page() -> CustomerPage {
        var figures = CustomerFigures()
        (figures.orders, figures.cases, figures.openCases, figures.remedies) = (3, 2, 1, 1)
        figures.spent = [Money(minor: 12_900, currency: Currency("CNY")!), Money(minor: 8_900, currency: euro)]
        figures.given = [Money(minor: 1_000, currency: euro)]
        (figures.promises.kept, figures.promises.broken) = (5, 1)
        (figures.promises.chains, figures.promises.firstWordKept) = (5, 4)
        figures.ratings = [
            Rating(
                id: ID(12), subject: .case(ID(77)), question: .ease, value: 2, ratedAt: Snapshot.at("2026-11-05T11:00"))
        ]
        let open = Case(
            id: ID(77), number: 10_477, matter: ID(3), kind: .failure, subject: "Order 1042 was not there",
            customer: ID(9), order: ID(42), place: ID(1), owner: ID(7), openedAt: Snapshot.at("2026-11-04T12:00"))
        return CustomerPage(
            customer: Customer(
                id: ID(9), name: "Zhao <Min>", language: "zh-CN", zone: "Asia/Shanghai", city: "Shanghai",
                region: nil, segment: "regular"),
            reference: ("shop", "C-9"), since: Snapshot.at("2025-03-01T10:00"),
            contacts: [
                CustomerContact(.email, "zhao@example.org"), CustomerContact(.email, "old@example.org"),
                CustomerContact(.phone, "+86 138 0000 1111"),
            ],
            failing: [
                FailingAddress(
                    address: "old@example.org", since: Snapshot.at("2026-10-01T10:00"), status: "5.1.1",
                    reason: "no such user")
            ], figures: figures, openCases: [CaseListing(found: open, customer: "Zhao Min", owner: "Lin Yue")])
    }

    @Test(arguments: Snapshot.languages) func aCustomer(language: String) throws {
        var view = CustomerView(page: Self.page(), history: Self.history(language))
        view.showsJournal = true
        view.next = "/customers/9?after=1.2&trail=-#history"
        let page = customerPage(view, Snapshot.context(language, path: "/customers/9"))
        #expect(!page.text.contains("<script>") && !page.text.contains("<torn>") && !page.text.contains("<Min>"))
        try Snapshot.expect(page, "customer", language)
    }

    @Test(arguments: Snapshot.languages) func aCustomerOfWhomNothingIsKnown(language: String) throws {
        let bare = CustomerPage(customer: Customer(id: ID(9), name: "Ada"), since: Snapshot.at("2026-11-05T10:00"))
        var view = CustomerView(page: bare, history: [])
        view.isNarrowed = true
        let page = customerPage(view, Snapshot.context(language, path: "/customers/9"))
        try Snapshot.expect(page, "customer-empty", language)
        view.kind = .remedy
        let narrowed = customerPage(view, Snapshot.context(language, path: "/customers/9?kind=remedy"))
        try Snapshot.expect(narrowed, "customer-none-of-kind", language)
    }

    @Test(arguments: Snapshot.languages) func theListOfCustomers(language: String) throws {
        let row = CustomerListing(
            customer: Customer(id: ID(9), name: "Zhao Min", city: "Shanghai"),
            reachedBy: ["zhao@example.org", "+86 138 0000 1111"], knownSince: Snapshot.at("2026-10-01T10:00"))
        let context = Snapshot.context(language, path: "/customers")
        try Snapshot.expect(customerListPage(CustomerListView(query: nil, rows: [row]), context), "customers", language)
        let none = customerListPage(CustomerListView(query: "<x>", rows: []), context)
        try Snapshot.expect(none, "customers-none", language)
    }
}
