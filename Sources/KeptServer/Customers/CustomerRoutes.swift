import Hummingbird
import KeptDomain
import KeptStore

/// The list of customers, and one customer with all that there was.
enum CustomerRoutes {
    /// Lines on a page.
    private static let pageLength = 50

    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/customers", site) { page in
                let view = try await list(page)
                return try await page.page { customerListPage(view, $0) }
            },
            .page(.get, "/customers/{id}", site) { page in
                let view = try await show(page)
                return try await page.page { customerPage(view, $0) }
            },
        ]
    }

    private static func list(_ page: PageRequest) async throws -> CustomerListView {
        var asking = try page.listQuery(["q"])
        let before = asking.place { ID<Customer>($0) }
        try asking.check(Paths.customers)
        // Customers belong to no place: who may see any of what there was with them sees who they are.
        _ = try CustomerReach(try page.actor())
        let (query, trail) = (page.query["q"], ListTrail(page.query))
        let found = try await page.read { try $0.customerList(query, before: before, limit: pageLength + 1) }
        let rows = Array(found.prefix(pageLength))
        let pairs = query.map { [(name: "q", value: $0)] } ?? []
        let last = found.count > pageLength ? rows.last?.customer.id.description : nil
        return CustomerListView(
            query: query, rows: rows, previous: trail.previous(Paths.customers, pairs),
            next: trail.next(Paths.customers, pairs, cursor: last))
    }

    private static func show(_ page: PageRequest) async throws -> CustomerView {
        var asking = try page.listQuery(["kind"])
        let id = try page.id(of: Customer.self)
        let kind = asking.word("kind", of: HistoryKind.self)
        let after = asking.place { ListCursor($0) }
        let path = Paths.customer(id)
        try asking.check(path)
        let actor = try page.actor()
        let reach = try CustomerReach(actor)
        let (found, history) = try await page.read { reading in
            guard let found = try reading.customerPage(id, within: reach) else {
                throw StoreError.notFound("customer \(id)")
            }
            return (found, try reading.history(of: id, kind, within: reach, after: after, limit: pageLength))
        }
        var view = CustomerView(page: found, history: history.entries, kind: kind)
        view.isNarrowed = reach.isNarrowed
        view.showsJournal = actor.may(.seeJournal, .business)
        let trail = ListTrail(page.query)
        let pairs = kind.map { [(name: "kind", value: $0.rawValue)] } ?? []
        view.previous = trail.previous(path, pairs).map { $0 + "#history" }
        view.next = trail.next(path, pairs, cursor: history.next?.description).map { $0 + "#history" }
        return view
    }
}
