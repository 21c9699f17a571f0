import KeptDomain
import KeptStore

extension OrderListView.Filters {
    /// As an address narrows the list.
    init(_ query: inout QueryReader) {
        self.init()
        self.query = query.text("q")
        state = query.word("state")
        carrier = query.id("carrier", of: Carrier.self)?.description
        region = query.text("region")
        place = query.id("place", of: Place.self)?.description
        customer = query.id("customer", of: Customer.self)?.description
        from = query.day("from")
        to = query.day("to")
    }

    static let names = ["q", "state", "carrier", "region", "place", "customer", "from", "to"]

    /// As the address says them again.
    var pairs: [(name: String, value: String)] {
        [
            ("q", query), ("state", state?.rawValue), ("carrier", carrier), ("region", region), ("place", place),
            ("customer", customer), ("from", from?.description), ("to", to?.description),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    /// What the record is asked for.
    ///
    /// - Parameter places: those that the list is narrowed to, `nil` for none.
    func asked(within places: Set<ID<Place>>?) -> OrderFilter {
        var filter = OrderFilter()
        filter.text = query
        filter.carrier = carrier.flatMap { ID($0) }
        filter.region = region
        filter.places = places
        filter.customer = customer.flatMap { ID($0) }
        filter.from = from
        filter.to = to
        switch state {
        case .open: filter.statuses = Set(OrderStatus.allCases.filter { !$0.isFinal })
        case .atRisk: filter.word = .atRisk
        case .broken: filter.word = .broken
        case .delivered: filter.statuses = [.delivered]
        case .ended: filter.statuses = Set(OrderStatus.allCases.filter { $0.isFinal && $0 != .delivered })
        case nil: break
        }
        return filter
    }
}
