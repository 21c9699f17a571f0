import KeptDomain
import KeptWords

/// What came of an order that was told to us.
package struct OrderMade: Sendable {
    package let order: Order
    package let customer: Customer?
    /// In order of position.
    package let lines: [OrderedLine]
    /// Every word on the order, the oldest first.
    package let promises: [Promise]
    /// `false` when this pair of source and external id had made it before.
    package let isNew: Bool

    /// The word that holds.
    package var promise: Promise? { promises.holding }
}

extension Transaction {
    /// Takes in an order and makes the promise that belongs to it, by what was told to the customer or by the standards.
    ///
    /// The same pair of source and external id answers with the order that it made before, untouched; where lines, time
    /// or told promise differ from it, the order is refused and nothing changes, since what was promised on an order is not
    /// rewritten by sending it again.
    /// - Parameters:
    ///   - trackingKey: random, made by the caller; unused where the order is known already.
    ///   - words: for the sentence that the customer is told.
    package func makeOrder(_ draft: OrderDraft, trackingKey: TrackingKey, words: Vocabulary) throws -> OrderMade {
        try draft.problems(now: now).check()
        if let known = try order(source: draft.source, externalID: draft.externalID) {
            try permit(.makeOrder, at: known.place)
            let (lines, promises) = try (lines(of: known.id), promises(ofOrder: known.id))
            try check(draft, isSameAs: known, lines, promises)
            let customer = try known.customer.flatMap { try self.customer($0) }
            return OrderMade(order: known, customer: customer, lines: lines, promises: promises, isNew: false)
        }
        let frame = try frame(of: draft)
        try permit(.makeOrder, at: frame.place.id)
        guard let number = try nextNumbers(.order).first else { preconditionFailure("no order number") }
        let quoted = try quoteToPromise(draft, frame)
        var told = draft
        if let quoted { told.promisedBy = .day(quoted.quote.day) }
        let plan = try PromisePlan(for: told, in: frame, reading: self)
        var course = OrderCourse()
        course.filling = OrderLine.isComplete(draft.lines)
        let order = Order(
            id: newID(), number: number, source: draft.source, externalID: draft.externalID,
            customer: frame.customer?.id,
            place: frame.place.id, carrier: draft.carrier, channel: draft.channel,
            segment: draft.customer?.segment ?? frame.customer?.segment, city: frame.city, region: frame.region,
            zone: frame.zone.name, splitDelivery: draft.splitDelivery, isHistory: false, orderedAt: draft.orderedAt,
            promisedAt: plan.promisedAt, trackingKey: trackingKey.bytes, createdAt: now, revision: 1,
            course: course)
        put(insertion(of: order, draft, frame))
        journal(
            JournalEntry(
                "order.made", of: .order(order.id), customer: order.customer,
                facts: [Fact("number", number), Fact("source", draft.source)]
                    + (plan.hasPassed ? [Fact("promise", "passed")] : [])))
        let promises = try make(plan, on: order, in: frame, words: words)
        if let quoted, let promise = promises.first?.promise {
            try keep(quoted.quote, of: promise, on: order.id, in: frame.zone, daily: quoted.daily)
        }
        let lines = add(draft.lines, to: order, plan, promises)
        noteNewDelivery(OrderFacts(of: order, lines.map(\.line), in: frame.zone))
        return OrderMade(
            order: order, customer: frame.customer, lines: lines, promises: promises.map(\.promise), isNew: true)
    }

    /// Of two that make it at the same moment, PostgreSQL lets the second run again, which then finds it.
    private func insertion(of order: Order, _ draft: OrderDraft, _ frame: OrderFrame) -> SQL {
        let total = draft.total
        return """
            INSERT INTO orders (id, number, source, external_id, customer_id, place_id, carrier_id, channel, segment,
              city, region, postcode, zone, currency, total_minor, split_delivery, is_history, ordered_at, ordered_day,
              promised_at, promised_day, status, complete, tracking_key, created_at)
            VALUES (\(order.id), \(order.number), \(order.source), \(order.externalID), \(order.customer), \(order.place),
              \(order.carrier), \(order.channel), \(order.segment), \(order.city), \(order.region), \(frame.postcode),
              \(order.zone), \(total?.currency.code), \(total?.minor), \(order.splitDelivery), 0, \(order.orderedAt),
              \(frame.zone.day(of: order.orderedAt)), \(order.promisedAt), \(order.promisedAt.map(frame.zone.day)),
              \(order.status), \(order.course.isComplete), \(order.trackingKey ?? []), \(now))
            ON CONFLICT (source, external_id) DO NOTHING
            """
    }

    private func add(
        _ lines: [OrderLine], to order: Order, _ plan: PromisePlan, _ promises: [(promise: Promise, lines: Set<Int>)]
    ) -> [OrderedLine] {
        lines.enumerated().map { index, line in
            let promise = order.splitDelivery ? promises.first { $0.lines.contains(index) }?.promise.id : nil
            put(
                """
                INSERT INTO order_lines (id, order_id, position, name, sku, product_group, quantity, filled_quantity,
                  price_minor, currency, is_goods, promised_at, promise_id)
                VALUES (\(newID(OrderLine.self)), \(order.id), \(index + 1), \(line.name), \(line.sku),
                  \(line.productGroup), \(line.quantity), \(line.filledQuantity), \(line.price.minor),
                  \(line.price.currency.code), \(line.isGoods), \(plan.dues[index]), \(promise))
                """)
            return OrderedLine(
                position: index + 1, line: line.promised(at: plan.dues[index]), parcel: nil, promise: promise)
        }
    }

    /// The time that the customer had been told when the order came in; `nil` where a window chosen since stands in its
    /// place. A told time that had passed already made no promise, so what was said by hand later is not it.
    private func firstTold(on order: Order, _ promises: [Promise]) -> Instant? {
        if let made = promises.first(where: { $0.madeAt == order.createdAt }) { return made.toldDue }
        return promises.contains(where: \.askedByCustomer) ? nil : order.promisedAt
    }

    /// Refuses an order sent again with other content, naming what differs.
    private func check(
        _ draft: OrderDraft, isSameAs known: Order, _ lines: [OrderedLine], _ promises: [Promise]
    ) throws {
        var fields: [String] = []
        if draft.orderedAt != known.orderedAt { fields.append("ordered_at") }
        let isSame =
            lines.count == draft.lines.count
            && zip(lines, draft.lines).allSatisfy { $0.line.isSameOrdered(as: $1) }
        if !isSame { fields.append("lines") }
        if let place = draft.place, place != known.place { fields.append("place") }
        if let told = draft.promisedBy {
            let zone = try zones.zone(known.zone)
            if let first = firstTold(on: known, promises), told.instant(in: zone) != first {
                fields.append("promised_by")
            }
        }
        guard fields.isEmpty else { throw OrderRefusal.madeOtherwise(number: known.number, fields: fields) }
    }
}
