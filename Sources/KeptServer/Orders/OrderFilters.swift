import KeptDomain
import KeptStore

extension OrderListView.Filters {
    /// As an address narrows the list; what cannot be read narrows nothing.
    init(_ query: SubmittedForm) {
        self.init()
        self.query = query["q"]
        state = query["state"].flatMap { OrderListView.State(rawValue: $0) }
        carrier = query["carrier"].flatMap { ID<Carrier>($0)?.description }
        region = query["region"]
        place = query["place"].flatMap { ID<Place>($0)?.description }
        from = query["from"].flatMap { Day($0) }
        to = query["to"].flatMap { Day($0) }
    }

    /// As the address says them again.
    var pairs: [(name: String, value: String)] {
        [
            ("q", query), ("state", state?.rawValue), ("carrier", carrier), ("region", region), ("place", place),
            ("from", from?.description), ("to", to?.description),
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
