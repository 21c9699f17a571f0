import KeptDomain

/// The days of the report, both included, in the zone of the usual place.
package struct ServiceSpan: Sendable, Hashable {
    package let from: Day
    package let to: Day

    /// As asked; the last 92 days up to `today` where a bound is left out.
    package init(from: Day?, to: Day?, today: Day) {
        self.to = to ?? today
        self.from = from ?? min(self.to, today).advanced(by: -91)
    }
}

extension Reading {
    /// The measures of the service around deliveries, split; and of the whole span.
    ///
    /// Read from the rows themselves, so it is exact at any moment; its cost grows with what happened in the span.
    /// - Parameter places: only what happened at these.
    package func serviceReport(
        by split: ServiceSplit, _ span: ServiceSpan, at places: Set<ID<Place>>? = nil
    ) throws -> (rows: [ServiceRow], total: ServiceRow) {
        let zone = try zones.zone(businessZone())
        let facts = try serviceFacts(
            from: zone.startOfDay(span.from), before: zone.startOfDay(span.to.advanced(by: 1)), at: places)
        let names = try serviceNames(of: split)
        let groups = split == .productGroup ? try productGroups(of: Set(facts.compactMap(\.order))) : [:]
        let rows = ServiceRow.rows(of: facts, by: split) { fact in
            switch split {
            case .month: [String(zone.day(of: fact.at).description.prefix(7))]
            case .week: [zone.day(of: fact.at).isoWeek]
            case .day: [zone.day(of: fact.at).description]
            case .segment: [fact.segment ?? DeliveryRow.unknownKey]
            case .productGroup: fact.order.flatMap { groups[$0] } ?? [DeliveryRow.unknownKey]
            case .region: [fact.region ?? DeliveryRow.unknownKey]
            case .carrier: [fact.carrier.flatMap { names[$0.rawValue] } ?? DeliveryRow.unknownKey]
            case .place: [names[fact.place.rawValue] ?? DeliveryRow.unknownKey]
            }
        }
        return (rows, ServiceRow(key: "", facts: facts))
    }

    /// In no order.
    package func serviceFacts(
        from: Instant, before: Instant, at places: Set<ID<Place>>? = nil
    ) throws -> [ServiceFact] {
        let part = SQL.and("place_id", in: places)
        return try ServiceMeasure.allCases.flatMap { measure in
            try rows(
                """
                SELECT at, value, place_id, segment, region, carrier_id, order_id FROM (\(ServiceFactRows.statement(of: measure))) facts
                WHERE at >= \(from) AND at < \(before)\(part)
                """
            ) { row in
                let (at, known) = (row.instant(), row.optionalInt64())
                let value = Double(known ?? 0)
                return ServiceFact(
                    measure: measure, at: at, value: measure.scale == .time ? value / 1_000_000 : value,
                    place: row.id(), segment: row.optionalText(), region: row.optionalText(), carrier: row.optionalID(),
                    order: row.optionalID(), isOpen: known == nil)
            }
        }
    }

    /// The groups of the goods on orders, each once; of orders that have any.
    private func productGroups(of orders: Set<ID<Order>>) throws -> [ID<Order>: [String]] {
        Dictionary(
            grouping: try rows(
                """
                SELECT DISTINCT order_id, product_group FROM order_lines
                WHERE order_id IN \(anyOf: orders.sorted()) AND product_group IS NOT NULL AND is_goods = 1
                ORDER BY order_id, product_group
                """
            ) { (order: $0.id(Order.self), group: $0.text()) }, by: \.order
        ).mapValues { $0.map(\.group) }
    }

    private func serviceNames(of split: ServiceSplit) throws -> [Int64: String] {
        let table: SQL
        switch split {
        case .carrier: table = "carriers"
        case .place: table = "places"
        case .month, .week, .day, .segment, .productGroup, .region: return [:]
        }
        return Dictionary(uniqueKeysWithValues: try rows("SELECT id, name FROM \(table)") { ($0.int64(), $0.text()) })
    }
}
