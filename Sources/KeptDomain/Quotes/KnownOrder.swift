import KeptFigures

/// One order as the model's tables know it.
struct KnownOrder {
    let ordered: Day
    let facts: RunFacts
    let standing: LateRisk.Standing
    let isRegionNew: Bool

    /// Today, counted from the purchase.
    var first: Int { standing.age }

    init(_ order: QuotedOrder, in model: DeliveryModel, at now: Instant) {
        let local = order.zone.local(order.orderedAt)
        ordered = local.day
        func days(_ instant: Instant?) -> Int? {
            instant.flatMap { $0 <= now ? max(0, order.zone.day(of: $0).days(since: local.day)) : nil }
        }
        let lead = order.lead(order.promisedAt.map { order.zone.day(of: $0).days(since: local.day) })
        let keys = DeliveryKeys.row(of: order.facts, lead: lead, ordered: local) { column, name in
            model.names[column.rawValue][NamePrint.of(name)] ?? 0
        }
        isRegionNew = order.facts.region?.isEmpty == false && keys[DeliveryColumn.region.rawValue] == 0
        // A clock that was set back, or a day that is not over elsewhere, is no time before the purchase.
        let age = max(0, order.zone.day(of: now).days(since: local.day))
        let dispatched = days(order.dispatchedAt).map { min($0, age) }
        let approved = (days(order.approvedAt) ?? (model.approvesOrders ? dispatched : 0)).map { min($0, age) }
        var facts = RunFacts(width: DeliveryColumn.allCases.count)
        facts.append(
            keys: keys, group: keys[DeliveryColumn.region.rawValue], weekday: local.day.weekday.rawValue,
            lead: lead ?? 0, mark: approved)
        self.facts = facts
        standing = LateRisk.Standing(age: age, approved: approved, dispatched: dispatched)
    }
}
