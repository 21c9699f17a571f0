import KeptDomain
import KeptWords

/// A window that was chosen for an order.
package struct ChosenWindow: Sendable, Hashable {
    package let name: String
    package let starts: Instant
    package let ends: Instant
    /// `Actor.description` of whoever chose it.
    package let chosenBy: String
    package let chosenAt: Instant

    init(_ row: inout Row) {
        name = row.text()
        starts = row.instant()
        ends = row.instant()
        chosenBy = row.text()
        chosenAt = row.instant()
    }
}

extension Reading {
    /// The windows that can be chosen for an order now, in order of time; none once it came to its end.
    package func windowOpenings(for order: Order, now: Instant) throws -> [WindowOpening] {
        guard !order.status.isFinal, !order.isHistory, !order.isPickUp else { return [] }
        return DeliveryWindow.openings(
            of: try windows(), at: order.place, carrier: order.carrier, now: now, in: try zones.zone(order.zone))
    }

    /// The window that was chosen last, `nil` when none was.
    package func chosenWindow(of order: ID<Order>) throws -> ChosenWindow? {
        try row(
            """
            SELECT w.name, c.starts_at, c.ends_at, c.chosen_by, c.chosen_at
            FROM window_choices c JOIN delivery_windows w ON w.id = c.window_id
            WHERE c.order_id = \(order) ORDER BY c.id DESC LIMIT 1
            """
        ) { ChosenWindow(&$0) }
    }
}

extension Transaction {
    /// Lets the order come in another window, as the customer wishes: chosen on the tracking page, or by a colleague for
    /// them. The open promise is renegotiated at the customer's request; after a broken one this is the next word.
    ///
    /// Choosing the same window again changes nothing.
    /// - Parameter token: `WindowOpening.token`, so that a public page needs no id.
    @discardableResult
    package func chooseWindow(_ token: String, for id: ID<Order>, words: Vocabulary) throws -> [Promise] {
        let order = try knownOrder(id)
        try permit(.chooseWindow, at: order.place)
        guard !order.status.isFinal else { throw OrderRefusal.ended(order.status) }
        let zone = try zones.zone(order.zone)
        guard let opening = try windowOpenings(for: order, now: now).first(where: { $0.token(in: zone) == token })
        else {
            throw OrderRefusal.windowNotOffered
        }
        if let chosen = try chosenWindow(of: id), chosen.starts == opening.starts, chosen.ends == opening.ends,
            try openPromises(ofOrder: id).allSatisfy({ $0.due == opening.ends })
        {
            return try promises(ofOrder: id)
        }
        let language = try reader(of: .order(id)).language
        let sentence = PromiseSentence(words: words, language: language, zone: zone, now: now)
        let draft = PromiseDraft(
            about: .order(id), said: sentence.comes(from: opening.starts, to: opening.ends),
            language: sentence.language,
            zone: order.zone, due: .at(opening.ends), startsAt: now, place: order.place, askedByCustomer: true)
        let made = try giveNextWord(draft, on: order, why: OwnSentence.window(opening.name).text)
        put(
            """
            INSERT INTO window_choices (id, order_id, window_id, promise_id, starts_at, ends_at, chosen_by, chosen_at)
            VALUES (\(newID(WindowChoice.self)), \(id), \(opening.window), \(made), \(opening.starts), \(opening.ends),
              \(actor.description), \(now))
            """)
        journal(
            JournalEntry(
                "order.window-chosen", of: .order(id), customer: order.customer,
                facts: [Fact("window", opening.name), Fact("from", opening.starts.iso), Fact("to", opening.ends.iso)]))
        return try promises(ofOrder: id)
    }

    /// Replaces every open word on the order; where none is open, answers the last one that was broken, or is the first.
    /// - Returns: the new word, the last of them where there are several.
    private func giveNextWord(_ draft: PromiseDraft, on order: Order, why: String) throws -> ID<Promise> {
        let known = try promises(ofOrder: order.id)
        let replaced = Set(known.compactMap(\.replaces))
        let open = known.filter(\.isOpen)
        if !open.isEmpty {
            let facts = try deliveryFacts(of: order.id)
            var made: ID<Promise>?
            for promise in open { made = try renegotiatePromise(promise.id, with: draft, why: why).id }
            // The customer wished it so: from now on the order is measured by this word.
            guard case .at(let due) = draft.due, let made else { preconditionFailure("a window without an end") }
            let day = try zones.zone(order.zone).day(of: due)
            try run(
                """
                UPDATE orders SET promised_at = \(due), promised_day = \(day), revision = revision + 1 WHERE id = \(order.id)
                """)
            try noteDelivery(of: order.id, before: facts)
            return made
        }
        if let broken = known.last(where: { $0.state == .broken && !replaced.contains($0.id) }) {
            return try renegotiatePromise(broken.id, with: draft, why: why).id
        }
        return try makePromise(draft).id
    }
}
