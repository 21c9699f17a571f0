import KeptDomain
import KeptFigures

extension Reading {
    /// The deliveries report over the days of purchase from `first` to `last`, both included, `nil` for no bound.
    ///
    /// Made from the rollups, the changes not folded into them yet, and the orders of imports that still run, so it is
    /// exact at any moment. Its cost grows with days and groups, not with orders. Periods come in order of time, groups
    /// with most orders first, orders without a group last under `unknown`.
    ///
    /// - Parameter places: only orders of these. Rollups keep one dimension at a time, so that a report narrowed like
    ///   this is split by time or place alone.
    /// - Precondition: `places` is `nil` unless `split.isKnownByPlace`.
    package func deliveries(
        by split: DeliverySplit, from first: Day? = nil, to last: Day? = nil, at places: Set<ID<Place>>? = nil
    ) throws -> [DeliveryRow] {
        precondition(places == nil || split.isKnownByPlace, "deliveries of some places by \(split)")
        let (first, last) = (first ?? Day(number: -1_000_000), last ?? Day(number: 4_000_000))
        let dimension = places == nil ? split.dimension : .place
        let wanted = places.map { Set($0.map(\.description)) }
        var groups: [String: DeliverySum] = [:]
        for part in rollups(of: split, dimension, from: first, to: last) {
            _ = try rows("SELECT key, day, tally FROM \(part)") { row in
                let (key, day) = (row.text(), row.day())
                if let wanted, !wanted.contains(key) { return }
                try groups[split.key(day: day, group: key), default: DeliverySum()].merge(bytes: row.bytes())
            }
        }
        for range in try unfoldedRanges(limit: nil) {
            try eachDeliveryFacts(in: range) { _, facts in
                guard facts.day >= first, facts.day <= last else { return }
                for key in facts.groups.keys(of: dimension) where wanted?.contains(key) ?? true {
                    groups[split.key(day: facts.day, group: key), default: DeliverySum()].add(facts)
                }
            }
        }
        let names = try names(of: split.dimension)
        let rows = groups.mapValues(\.tally).filter { !$0.value.isEmpty }.map { key, tally in
            DeliveryRow(key: key.isEmpty ? DeliveryRow.unknownKey : names[key] ?? key, tally: tally)
        }
        if split.dimension == .all { return rows.sorted { $0.key < $1.key } }
        return rows.sorted { left, right in
            let (isLeftKnown, isRightKnown) = (left.key != DeliveryRow.unknownKey, right.key != DeliveryRow.unknownKey)
            if isLeftKnown != isRightKnown { return isLeftKnown }
            return left.orders == right.orders ? left.key < right.key : left.orders > right.orders
        }
    }

    /// The fewest rollups that add up to the report, and the changes that are not folded into them yet.
    private func rollups(
        of split: DeliverySplit, _ dimension: DeliveryDimension, from first: Day, to last: Day
    ) -> [SQL] {
        func days(_ from: Day, _ to: Day) -> SQL {
            "delivery_rollups WHERE span = 'day' AND dimension = \(dimension) AND day BETWEEN \(from) AND \(to)"
        }
        var parts: [SQL] = ["delivery_deltas WHERE dimension = \(dimension) AND day BETWEEN \(first) AND \(last)"]
        // The whole months of the span, from the first day of one to the first of the month after the last.
        let from = first == first.firstOfMonth ? first : first.firstOfNextMonth
        let end = last.advanced(by: 1).firstOfMonth
        if split == .day || split == .week || from >= end { return parts + [days(first, last)] }
        parts.append(
            "delivery_rollups WHERE span = 'month' AND dimension = \(dimension) AND day >= \(from) AND day < \(end)")
        if first < from { parts.append(days(first, from.advanced(by: -1))) }
        if end <= last { parts.append(days(end, last)) }
        return parts
    }

    /// What people call the groups whose keys are ids.
    private func names(of dimension: DeliveryDimension) throws -> [String: String] {
        let table: SQL
        switch dimension {
        case .carrier: table = "carriers"
        case .place: table = "places"
        case .all, .region, .productGroup, .segment: return [:]
        }
        return Dictionary(
            uniqueKeysWithValues: try rows("SELECT id, name FROM \(table)") { (String($0.int64()), $0.text()) })
    }
}
