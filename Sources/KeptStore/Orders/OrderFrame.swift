import KeptDomain

/// What an order stands in: its place, customer, zone and address.
struct OrderFrame {
    let place: Place
    /// In force at the place.
    let calendar: CurrentCalendar
    let customer: Customer?
    /// BCP 47: in which the customer is told what we promise.
    let language: String
    /// In which its days begin and end and its times are told: the customer's, else the place's.
    let zone: Zone
    let city: String?
    let region: String?
    let postcode: String?
    /// Whether quotes are promised anywhere, so that the place's own rule is worth a question.
    let promisesQuotes: Bool
}

extension Transaction {
    func frame(of draft: OrderDraft) throws -> OrderFrame {
        var problems: [FieldProblem] = []
        let ground = try ground(of: draft.place)
        if let named = draft.place, ground?.place.id != named || ground?.place.closedAt != nil {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let carrier = draft.carrier, try openCarrier(carrier) == nil {
            problems.append(FieldProblem("carrier", "problems.no-such-carrier"))
        }
        try problems.check()
        guard let (place, version, language, promisesQuotes) = ground else {
            throw StoreError.notFound("the default place")
        }
        let customer = try draft.customer.map { try findOrMakeCustomer($0) }
        let address = draft.customer?.address
        return OrderFrame(
            place: place, calendar: (version, try calendar(version: version)), customer: customer,
            language: customer?.language ?? language, zone: try zones.zone(customer?.zone ?? place.zone),
            city: address?.city ?? customer?.city, region: address?.region ?? customer?.region,
            postcode: address?.postcode, promisesQuotes: promisesQuotes)
    }

    /// The place named, else the default one, with the calendar in force there and the language that customers are told in
    /// where they chose none: all in one question. `nil` for an unknown place.
    private func ground(
        of named: ID<Place>?
    ) throws -> (place: Place, calendar: ID<CalendarVersion>, language: String, promisesQuotes: Bool)? {
        let wanted: SQL = if let named { "id = \(named)" } else { "is_default = 1" }
        return try row(
            """
            SELECT \(Place.columns), (SELECT v.id FROM calendars c JOIN calendar_versions v ON v.calendar_id = c.id
                AND v.version = c.current_version WHERE c.id = places.calendar_id),
              coalesce((SELECT value FROM settings WHERE name = \(Setting.customerLanguage)), 'en'),
              (SELECT count(*) FROM quote_rules WHERE promises = 1)
            FROM places WHERE \(wanted)
            """
        ) { (Place(&$0), $0.id(), $0.text(), $0.int() > 0) }
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
