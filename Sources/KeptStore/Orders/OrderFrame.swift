import KeptDomain

/// What an order stands in: its place, customer, zone and address.
struct OrderFrame {
    let place: Place
    let customer: Customer?
    /// In which its days begin and end and its times are told: the customer's, else the place's.
    let zone: Zone
    let city: String?
    let region: String?
    let postcode: String?
}

extension Transaction {
    func frame(of draft: OrderDraft) throws -> OrderFrame {
        var problems: [FieldProblem] = []
        if let place = draft.place, try self.place(place) == nil || isClosed(place) {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let carrier = draft.carrier, try openCarrier(carrier) == nil {
            problems.append(FieldProblem("carrier", "problems.no-such-carrier"))
        }
        try problems.check()
        let place = try place(orDefault: draft.place)
        let customer = try draft.customer.map { try findOrMakeCustomer($0) }
        let address = draft.customer?.address
        return OrderFrame(
            place: place, customer: customer, zone: try zones.zone(customer?.zone ?? place.zone),
            city: address?.city ?? customer?.city, region: address?.region ?? customer?.region,
            postcode: address?.postcode)
    }
}

extension OrderDraft.PromisedBy {
    /// The last instant at which the word is kept. A day counts until its end in `zone`.
    func instant(in zone: Zone) -> Instant {
        switch self {
        case .day(let day): zone.endOfDay(day)
        case .instant(let instant): instant
        }
    }
}

extension OrderLine {
    /// Whether all goods were there; `nil` while that is unknown of one, or when there are none.
    static func isComplete(_ lines: [OrderLine]) -> Bool? {
        let goods = lines.filter(\.isGoods)
        if goods.contains(where: { line in line.filledQuantity.map { $0 < line.quantity } ?? false }) { return false }
        return goods.isEmpty || goods.contains { $0.filledQuantity == nil } ? nil : true
    }
}
