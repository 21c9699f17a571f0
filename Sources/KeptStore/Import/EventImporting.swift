import KeptDomain

extension Transaction {
    /// Takes in events of orders of the record, in whatever order and however often. Orders of history get their state
    /// from all that is known of them anew; what is told of a live order does what it does when told by a colleague or
    /// the API.
    func importEvents(_ events: [EventRow], source: String, memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        outcome.totals[.events].read = events.count
        var known = try knownOrders(source, Array(Set(events.map(\.order))))
        for event in events {
            guard let order = known[event.order] else {
                outcome.rejects.append(
                    RowFault(line: event.line, column: nil, reason: .unknownOrder, value: event.order))
                continue
            }
            guard order.isHistory else {
                try tell(event, of: order.id, source: source, &outcome)
                continue
            }
            let isNew = known[event.order]?.learning.tell(event.kind, at: event.at, reason: event.reason) ?? false
            outcome.totals[.events].imported += isNew ? 1 : 0
            outcome.totals[.events].unchanged += isNew ? 0 : 1
        }
        _ = try save(known.values.filter(\.isHistory).map { $0.settled() }, source: source)
        outcome.totals[.events].rejected = outcome.rejects.count
        return outcome
    }

    private func tell(
        _ event: EventRow, of order: ID<Order>, source: String, _ outcome: inout BatchOutcome
    ) throws {
        do {
            let draft = EventDraft(event.kind, at: event.at, reason: event.reason, file: source)
            let told = try recordEvent(draft, of: order, words: nil)
            outcome.totals[.events].imported += told.isNew ? 1 : 0
            outcome.totals[.events].unchanged += told.isNew ? 0 : 1
        } catch let refusal as any Refusal {
            outcome.rejects.append(
                RowFault(line: event.line, column: nil, reason: .refused, value: "\(event.order): \(refusal.key)"))
        }
    }

    /// Takes in lines of orders of the record.
    func importLines(_ lines: [LineRow], source: String, memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        outcome.totals[.lines].read = lines.count
        var known = try knownOrders(source, Array(Set(lines.map(\.order))))
        var told: [String: [OrderRow.Line]] = [:]
        for line in lines {
            guard let order = known[line.order] else {
                outcome.rejects.append(RowFault(line: line.line, column: nil, reason: .unknownOrder, value: line.order))
                continue
            }
            if order.isHistory {
                told[line.order, default: []].append(line.goods)
            } else {
                outcome.totals[.lines].unchanged += 1
            }
        }
        for (order, lines) in told {
            guard let counts = known[order]?.learning.tell(lines: lines) else { continue }
            outcome.totals[.lines].imported += counts.added
            outcome.totals[.lines].changed += counts.changed
            outcome.totals[.lines].unchanged += counts.same
        }
        _ = try save(known.values.filter(\.isHistory).map { $0.settled() }, source: source)
        outcome.totals[.lines].rejected = outcome.rejects.count
        return outcome
    }
}
