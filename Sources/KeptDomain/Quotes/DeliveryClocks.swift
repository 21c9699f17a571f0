import KeptFigures

/// What an order's clocks go by: the key columns of `RunFacts`.
enum DeliveryColumn: Int, CaseIterable {
    case region, hasLead, lead, wideLead, total, freight, area, district, goods, hour, weekday, productGroup, sku
    case carrier, place, channel, segment
}

/// The clocks of an order cycle, each with the facts by which it runs faster or slower.
///
/// Which facts there are is a matter of what a business knows when an order is bought. How much each of them says is read from
/// the record; one that says nothing comes to nothing.
package enum DeliveryClock: Sendable {
    /// From the purchase to the delivery.
    case delivery
    /// From the purchase to the approval.
    case approval
    /// From the purchase to the dispatch.
    case dispatch
    /// From the dispatch to the delivery.
    case transit

    package var facts: [ClockFact] {
        switch self {
        case .delivery:
            Self.general + Self.lane
                + [
                    fact("lead share", .hasLead, .leadShare), fact("lead", .lead), rough("wide lead", .wideLead),
                    fact("freight", .freight), fact("goods", .goods), rough("hour", .hour),
                    rough("weekday", .weekday), fact("product group", .productGroup), fact("place", .place),
                    fact("channel", .channel), fact("segment", .segment),
                ]
        case .approval:
            Self.general + [rough("hour", .hour), rough("weekday", .weekday), fact("channel", .channel)]
        case .dispatch:
            Self.general + Self.lane
                + [
                    fact("lead", .lead), rough("wide lead", .wideLead),
                    fact("total", .total), fact("freight", .freight), fact("goods", .goods), rough("hour", .hour),
                    rough("weekday", .weekday), fact("product group", .productGroup),
                    rough("product group by age", .productGroup), fact("sku", .sku),
                    fact("place", .place), fact("channel", .channel), fact("segment", .segment),
                    ClockFact("since approval", .sinceMark(.rough)),
                ]
        case .transit:
            Self.general + Self.lane
                + [
                    ClockFact("since purchase", .ageSinceOrigin(.coarse)),
                    fact("lead share", .hasLead, .leadShare), fact("lead", .lead), rough("wide lead", .wideLead),
                    fact("total", .total), fact("freight", .freight), fact("goods", .goods),
                    fact("product group", .productGroup),
                    fact("place", .place),
                ]
        }
    }

    private static let general = [
        ClockFact("age", .age(.fine), spread: 1), ClockFact("day of the week", .weekday, spread: 1),
    ]

    /// Where it goes and who brings it.
    private static let lane = [
        fact("region", .region), fact("region by age", .region, .age(.coarse)), fact("area", .area),
        fact("district", .district), fact("carrier", .carrier), fact("carrier by age", .carrier, .age(.coarse)),
    ]

    private static func fact(_ name: String, _ column: DeliveryColumn, _ time: TimeColumn = .once) -> ClockFact {
        ClockFact(name, column: column.rawValue, time)
    }

    private func fact(_ name: String, _ column: DeliveryColumn, _ time: TimeColumn = .once) -> ClockFact {
        Self.fact(name, column, time)
    }

    private func rough(_ name: String, _ column: DeliveryColumn) -> ClockFact {
        Self.fact(name, column, .age(.rough))
    }
}
