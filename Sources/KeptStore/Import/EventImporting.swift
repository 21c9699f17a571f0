import KeptDomain

extension Transaction {
    /// Takes in events of orders of the record, in whatever order and however often. Orders of history get their state
    /// from all their events anew; what is told of a live order does what it does when told by a colleague or the API.
    func importEvents(_ events: [EventRow], source: String, memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        outcome.totals[.events].read = events.count
        let known = try storedOrders(source, Array(Set(events.map(\.order))))
        var byOrder: [ID<Order>: [EventRow]] = [:]
        for event in events {
            if let order = known[event.order], !order.isHistory {
                try tell(event, of: order.id, source: source, &outcome)
            } else if let order = known[event.order] {
                byOrder[order.id, default: []].append(event)
            } else {
                outcome.rejects.append(
                    RowFault(line: event.line, column: nil, reason: .unknownOrder, value: event.order))
            }
        }
        for (order, events) in byOrder.sorted(by: { $0.key < $1.key }) {
            let before = try deliveryFacts(of: order)
            var added = 0
            for event in events where try addEvent(event.kind, at: event.at, reason: event.reason, to: order) {
                added += 1
            }
            outcome.totals[.events].imported += added
            outcome.totals[.events].unchanged += events.count - added
            guard added > 0 else { continue }
            try workOutHistory(of: order)
            try noteDelivery(of: order, before: before)
        }
        outcome.totals[.events].rejected = outcome.rejects.count
        return outcome
    }

    private func tell(
        _ event: EventRow, of order: ID<Order>, source: String, _ outcome: inout BatchOutcome
    ) throws {
        do {
            let draft = EventDraft(event.kind, at: event.at, reason: event.reason, file: source)
            let told = try recordEvent(draft, of: order)
            outcome.totals[.events].imported += told.isNew ? 1 : 0
            outcome.totals[.events].unchanged += told.isNew ? 0 : 1
        } catch let refusal as any Refusal {
            outcome.rejects.append(
                RowFault(line: event.line, column: nil, reason: .refused, value: "\(event.order): \(refusal.key)"))
        }
    }

    /// Sets the state of an order of history by its events.
    private func workOutHistory(of order: ID<Order>) throws {
        let events = try rows(
            "SELECT kind, at, learned_at, parcel_id, reason FROM tracking_events WHERE order_id = \(order)"
        ) { row in
            let (kind, at, learnedAt) = (row.word(TrackingEvent.Kind.self), row.instant(), row.instant())
            let parcel = row.int64()
            return TrackingEvent(
                kind, at: at, learnedAt: learnedAt, parcel: parcel == 0 ? nil : ID(parcel), reason: row.optionalText())
        }
        let parcels = try count("SELECT count(*) FROM parcels WHERE order_id = \(order)")
        let history = OrderHistory(events, parcels: max(parcels, 1))
        let undamaged: SQL = history.isDamaged ? "0" : "undamaged"
        try run(
            """
            UPDATE orders SET status = \(history.status), approved_at = \(history.approvedAt),
              prepared_at = \(history.preparedAt), dispatched_at = \(history.dispatchedAt),
              in_transit_at = \(history.inTransitAt), delivered_at = \(history.deliveredAt),
              attempts = \(history.attempts), undamaged = \(undamaged), revision = revision + 1 WHERE id = \(order)
            """)
    }

    /// Takes in lines of orders of the record.
    func importLines(_ lines: [LineRow], source: String, memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        outcome.totals[.lines].read = lines.count
        let known = try storedOrders(source, Array(Set(lines.map(\.order))))
        var byOrder: [ID<Order>: [OrderRow.Line]] = [:]
        for line in lines {
            if let order = known[line.order], order.isHistory {
                byOrder[order.id, default: []].append(line.goods)
            } else if known[line.order] != nil {
                outcome.totals[.lines].unchanged += 1
            } else {
                outcome.rejects.append(RowFault(line: line.line, column: nil, reason: .unknownOrder, value: line.order))
            }
        }
        for (order, lines) in byOrder.sorted(by: { $0.key < $1.key }) {
            let before = try deliveryFacts(of: order)
            guard try complete(lines, of: order, &outcome) else { continue }
            try run("UPDATE orders SET revision = revision + 1 WHERE id = \(order)")
            try noteDelivery(of: order, before: before)
        }
        outcome.totals[.lines].rejected = outcome.rejects.count
        return outcome
    }
}
