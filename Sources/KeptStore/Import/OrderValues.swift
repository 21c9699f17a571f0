import KeptDomain

/// The rows that an order of a file becomes.
extension Transaction {
    static let orderColumns: [StaticString] = [
        "id", "number", "source", "external_id", "customer_id", "place_id", "carrier_id", "channel", "segment", "city",
        "region", "postcode", "zone", "currency", "total_minor", "is_history", "ordered_at", "ordered_day",
        "promised_at", "promised_day", "status", "approved_at", "prepared_at", "dispatched_at", "in_transit_at",
        "delivered_at", "attempts", "complete", "undamaged", "filled", "billed", "created_at",
    ]

    func appendValues(
        of order: ImportedOrder, _ id: ID<Order>, _ number: Int, _ source: String, _ customer: FoundCustomer?,
        place: ID<Place>, carrier: ID<Carrier>?, to rows: inout [Value]
    ) {
        let row = order.row
        let at = row.milestones
        rows.append(.int(id.rawValue))
        rows.append(.int(Int64(number)))
        rows.append(.text(source))
        rows.append(.text(row.order))
        rows.append(.optional(customer?.id.rawValue))
        rows.append(.int(place.rawValue))
        rows.append(.optional(carrier?.rawValue))
        rows.append(.optional(row.channel))
        rows.append(.optional(row.segment ?? customer?.segment))
        rows.append(.optional(row.city ?? customer?.city))
        rows.append(.optional(row.region ?? customer?.region))
        rows.append(.optional(row.postcode ?? customer?.postcode))
        rows.append(.text(row.zone.name))
        rows.append(.optional(row.currency))
        rows.append(.optional(row.totalMinor))
        rows.append(.int(1))
        rows.append(.int(at.ordered.microseconds))
        rows.append(.int(Int64(row.orderedDay.number)))
        rows.append(.optional(row.promisedAt?.microseconds))
        rows.append(.optional(row.promisedDay.map { Int64($0.number) }))
        rows.append(.text(row.statusOrTold.rawValue))
        rows.append(.optional(at.approved?.microseconds))
        rows.append(.optional(at.prepared?.microseconds))
        rows.append(.optional(at.dispatched?.microseconds))
        rows.append(.optional(at.inTransit?.microseconds))
        rows.append(.optional(at.delivered?.microseconds))
        rows.append(.int(row.attempts ?? 0))
        rows.append(.optional(row.isComplete ?? order.isComplete))
        rows.append(.optional(row.isUndamaged))
        rows.append(.optional(row.isFilledRight))
        rows.append(.optional(row.isBilledRight))
        rows.append(.int(now.microseconds))
    }

    static let eventColumns: [StaticString] = ["id", "order_id", "kind", "at", "learned_at"]

    func appendValues(
        of event: (kind: TrackingEvent.Kind, at: Instant), of order: ID<Order>, to rows: inout [Value]
    ) {
        rows.append(.int(newID(TrackingEvent.self).rawValue))
        rows.append(.int(order.rawValue))
        rows.append(.text(event.kind.rawValue))
        rows.append(.int(event.at.microseconds))
        rows.append(.int(now.microseconds))
    }
}

extension OrderRow {
    /// What the row tells to have happened. A final status without a time of its own is set at the last known time, so
    /// that the status can be worked out from the events.
    var events: [(kind: TrackingEvent.Kind, at: Instant)] {
        var all: [(kind: TrackingEvent.Kind, at: Instant)] = []
        all.reserveCapacity(4)
        if let at = milestones.approved { all.append((.approved, at)) }
        if let at = milestones.prepared { all.append((.prepared, at)) }
        if let at = milestones.dispatched { all.append((.dispatched, at)) }
        if let at = milestones.inTransit { all.append((.inTransit, at)) }
        if let at = milestones.delivered { all.append((.delivered, at)) }
        if let cancelledAt { all.append((.cancelled, cancelledAt)) }
        let last = all.map(\.at).max() ?? milestones.ordered
        switch status {
        case .cancelled where cancelledAt == nil: all.append((.cancelled, last))
        case .unavailable: all.append((.unavailable, last))
        case .lost: all.append((.lost, last))
        case .returned: all.append((.returned, last))
        default: break
        }
        return all
    }
}

extension ImportedOrder {
    /// What the order contributes to the deliveries measures: the same as reading it back would tell.
    func facts(
        _ id: ID<Order>, _ customer: FoundCustomer?, place: ID<Place>, carrier: ID<Carrier>?
    ) -> OrderFacts {
        let goods = lines.map { line in
            GoodsLine(
                order: id, group: line.productGroup, quantity: line.quantity, filled: line.filledQuantity,
                price: line.priceMinor, currency: line.currency)
        }
        let status = row.statusOrTold
        return OrderFacts(
            day: row.orderedDay,
            groups: OrderFacts.Groups(
                carrier: carrier.map { String($0.rawValue) }, region: row.region ?? customer?.region,
                segment: row.segment ?? customer?.segment, place: String(place.rawValue),
                productGroups: goods.productGroups),
            status: status, milestones: row.milestones, promisedDay: row.promisedDay,
            deliveredDay: row.milestones.delivered.map { row.zone.day(of: $0) }, attempts: Int(row.attempts ?? 0),
            availability: goods.availability(status), isComplete: row.isComplete ?? isComplete,
            isUndamaged: row.isUndamaged, isFilledRight: row.isFilledRight, isBilledRight: row.isBilledRight)
    }

    /// Whether all goods were there; `nil` while that is unknown of one.
    var isComplete: Bool? {
        if lines.contains(where: { ($0.filledQuantity ?? $0.quantity) < $0.quantity }) { return false }
        return lines.isEmpty || lines.contains { $0.filledQuantity == nil } ? nil : true
    }
}

extension Value {
    static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    static func optional(_ number: Int64?) -> Value { number.map { .int($0) } ?? .null }
    static func optional(_ flag: Bool?) -> Value { flag.map { .int($0 ? 1 : 0) } ?? .null }
}
