import KeptDomain

extension Transaction {
    /// Adds what a file tells and the record does not know, and corrects what it tells otherwise. What the file does not
    /// tell stays. Orders that live here are not history and are left alone.
    ///
    /// - Parameter orders: each known order at most once.
    func complete(
        _ orders: [(known: KnownOrder, told: ImportedOrder)], _ source: String, _ outcome: inout BatchOutcome
    ) throws {
        // A customer is only looked for where the record has none, so that a second run makes nobody twice.
        let alone = orders.filter { $0.known.isHistory && $0.known.customer == nil }
        let found = try findOrMakeCustomers(alone.map(\.told.row), source, &outcome)
        let customers = Dictionary(uniqueKeysWithValues: zip(alone.map(\.known.id), found))
        var completed: [KnownOrder] = []
        for (known, told) in orders {
            outcome.totals[.orders].read += told.rowCount
            guard known.isHistory else {
                outcome.totals[.orders].unchanged += 1
                outcome.totals.count(OrderLearning.Counts(same: told.row.events.count), as: .events)
                outcome.totals.count(OrderLearning.Counts(same: told.lines.count), as: .lines)
                continue
            }
            var order = known
            let customer = customers[known.id] ?? nil
            order.customer = known.customer ?? customer?.id
            order.about.hear(told.row, customer, outcome.memo)
            outcome.totals.count(order.learning.tell(milestones: told.row.events, told.row.news), as: .events)
            outcome.totals.count(order.learning.tell(lines: told.lines), as: .lines)
            completed.append(order.settled())
        }
        let changed = try save(completed, source: source).count
        outcome.totals[.orders].changed += changed
        outcome.totals[.orders].unchanged += completed.count - changed
    }
}

extension ImportTotals {
    /// Adds what an order heard of `kind`. Lines are only counted where there are any.
    mutating func count(_ counts: OrderLearning.Counts, as kind: Kind) {
        if kind == .lines, counts == OrderLearning.Counts() { return }
        self[kind].read += counts.added + counts.changed + counts.same
        self[kind].imported += counts.added
        self[kind].changed += counts.changed
        self[kind].unchanged += counts.same
    }
}

extension OrderRow {
    /// When the row says that the order reached its milestones.
    var events: [(kind: TrackingEvent.Kind, at: Instant)] {
        var all: [(kind: TrackingEvent.Kind, at: Instant)] = []
        eachEvent { all.append(($0, $1)) }
        return all
    }

    /// As `events`, for half a million rows without an array of its own for each.
    func eachEvent(_ body: (TrackingEvent.Kind, Instant) -> Void) {
        if let at = milestones.approved { body(.approved, at) }
        if let at = milestones.prepared { body(.prepared, at) }
        if let at = milestones.dispatched { body(.dispatched, at) }
        if let at = milestones.inTransit { body(.inTransit, at) }
        if let at = milestones.delivered { body(.delivered, at) }
        if let cancelledAt { body(.cancelled, cancelledAt) }
    }

    /// What the row says beside its milestones.
    var news: OrderNews {
        OrderNews(
            status: status, attempts: attempts.map { Int($0) }, isComplete: isComplete, isUndamaged: isUndamaged,
            isFilledRight: isFilledRight, isBilledRight: isBilledRight)
    }
}
