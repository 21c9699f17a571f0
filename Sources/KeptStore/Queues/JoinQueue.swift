import KeptDomain
import KeptWords

/// A visit that joined, or that the same sending had made before.
package struct VisitJoined: Sendable {
    package let visit: Visit
    package let queue: Queue
    /// Of the phone page.
    package let key: TrackingKey
    /// What was told of the wait; `nil` where nothing could be.
    package let promise: Promise?
    package let outlook: WaitOutlook
    package let isNew: Bool
}

extension Transaction {
    /// Joins a queue: gives a ticket number, tells the wait where it can be told, and promises it.
    ///
    /// - Parameters:
    ///   - fresh: the key of the phone page, made outside since this may run again.
    ///   - words: for the sentence that is promised.
    /// - Throws: `QueueRefusal`, `InvalidInput`; nothing is given then.
    package func joinQueue(_ draft: VisitDraft, key fresh: TrackingKey, words: Vocabulary) throws -> VisitJoined {
        let queue = try knownQueue(draft.queue)
        try permit(.joinQueue, at: queue.place)
        if let known = try joined(by: draft, queue) { return known }
        try draft.problems(for: queue).check()
        try checkTakes(queue, draft)
        let customer = try customer(visiting: draft)
        let order = try order(meantBy: draft, of: customer)
        let (active, record) = (try activeVisits(in: [queue.id]), try waitRecord(of: queue, at: now))
        let waiting = active.filter { $0.state == .waiting }
        if let phone = draft.phone?.trimmedOrNil, let same = active.first(where: { $0.phone == phone }) {
            throw QueueRefusal.waitsAlready(ticket: same.ticket ?? "")
        }
        guard waiting.count < queue.rules.mostWaiting else { throw QueueRefusal.full(queue.rules.mostWaiting) }
        let state = try waitState(of: queue, waiting: waiting, record: record)
        let zone = try zones.zone(place(orDefault: queue.place).zone)
        let (day, id) = (zone.day(of: now), newID(Visit.self))
        let number = try nextTicket(of: queue.id, on: day)
        let forgetAt = try forgetting(queue)
        let matter = addMatter(
            customer: customer, order: nil, subject: OwnSentence.visit(ticket: queue.ticket(number), id).text)
        put(
            """
            INSERT INTO visits (id, queue_id, place_id, ticket_queue_id, ticket_day, ticket_number, ticket, visit_key, state,
              way, name, phone, party_size, language, customer_id, order_id, need, answers, wants_company, joined_at,
              placed_at, forget_at, matter_id, ahead, people_ahead, points_open, serving, longest_seconds,
              last_five_seconds, called_lately, points_lately, source, external_id)
            VALUES (\(id), \(queue.id), \(queue.place), \(queue.id), \(day), \(number), \(queue.ticket(number)),
              \(fresh.bytes), 'waiting', \(draft.way), \(draft.name?.trimmedOrNil), \(draft.phone?.trimmedOrNil),
              \(draft.partySize), \(draft.language), \(customer), \(order), \(draft.need?.trimmedOrNil),
              \(SaidTexts.write(draft.givenAnswers)), \(draft.wantsCompany && queue.rules.offersCompany), \(now), \(now),
              \(forgetAt), \(matter.id), \(state.ahead), \(state.peopleAhead), \(state.points), \(state.serving),
              \(state.longest?.seconds), \(state.lastFive.map { Double($0.microseconds) / 1_000_000 }),
              \(state.calledLately), \(state.pointsLately), \(draft.source), \(draft.externalID))
            """)
        journal(
            JournalEntry(
                "visit.joined", of: .visit(id), customer: customer,
                facts: [
                    Fact("ticket", queue.ticket(number)), Fact("queue", queue.id),
                    Fact("way", draft.way.rawValue),
                    Fact("party", draft.partySize), Fact("ahead", state.ahead),
                ]))
        let outlook = waitTeller(of: queue, record).outlook(state)
        let promise = try outlook.quote.map {
            try tellWait(of: id, queue, $0, ahead: state.ahead, because: .joined, words: words)
        }
        return VisitJoined(
            visit: try knownVisit(id), queue: queue, key: fresh, promise: promise, outlook: outlook, isNew: true)
    }

    /// Counts somebody who would join from outside, before what they sent is looked at. - Parameters:
    ///   - browser: what tells one browser from another; `nil` where there is none, as at a kiosk.
    ///   - address: where it comes from on the net.
    /// - Throws: `TooManySends`.
    package func countJoining(_ queue: ID<Queue>, browser: String?, from address: String) throws {
        let rules = try knownQueue(queue).rules
        let source = SignInTries.source(address)
        var counted = [(sender: "queue \(queue) from \(source.prefix(120))", limit: rules.perAddress)]
        if let browser { counted.append((sender: "queue \(queue) by \(browser.prefix(120))", limit: rules.perPhone)) }
        try countSends(counted)
    }

    private func joined(by draft: VisitDraft, _ queue: Queue) throws -> VisitJoined? {
        guard let source = draft.source, let external = draft.externalID else { return nil }
        let known = try row(
            "SELECT \(Visit.columns) FROM visits WHERE source = \(source) AND external_id = \(external)", Visit.init)
        guard let known, let key = try visitKey(known.id) else { return nil }
        let outlook = try self.outlook(of: known, at: now)
        return VisitJoined(
            visit: known, queue: queue, key: key, promise: try known.promise.map { try knownPromise($0) },
            outlook: outlook, isNew: false)
    }

    private func checkTakes(_ queue: Queue, _ draft: VisitDraft) throws {
        guard queue.rules.ways.contains(draft.way) else { throw QueueRefusal.notThisWay(draft.way) }
        let hours = try hours(of: queue, at: now)
        guard queue.takes(at: now, isInHours: hours.isOpen) else {
            throw QueueRefusal.notOpen(opens: queue.shutAt == nil && queue.closedAt == nil ? hours.opens : nil)
        }
    }

    /// The next number of a queue's local day, from 1; given once, whoever joins at the same time.
    private func nextTicket(of queue: ID<Queue>, on day: Day) throws -> Int {
        let number = try row(
            """
            INSERT INTO queue_days (queue_id, day, last) VALUES (\(queue), \(day), 1)
            ON CONFLICT (queue_id, day) DO UPDATE SET last = queue_days.last + 1 RETURNING last
            """
        ) { $0.int() }
        guard let number else { preconditionFailure("a day without a number") }
        return number
    }

    /// When a visit that joins now is closed if nobody ends it.
    private func forgetting(_ queue: Queue) throws -> Instant {
        let hours = try hours(of: queue)
        let end = try hours.dayEnd(after: now)
        // Out of its hours it is open by hand, until then.
        let base = hours.isOpen(at: now) ? max(end, queue.openUntil ?? end) : queue.openUntil ?? end
        return base + queue.rules.forgetAfter
    }

    /// The customer named; else whoever is reached by the phone. Nobody has checked who writes, so nobody is made and
    /// nothing is added to what is known.
    private func customer(visiting draft: VisitDraft) throws -> ID<Customer>? {
        if let customer = draft.customer {
            guard try self.customer(customer) != nil else { throw InvalidInput("customer", "requests.unknown-id") }
            return customer
        }
        guard let phone = draft.phone?.trimmedOrNil else { return nil }
        return try row(
            """
            SELECT customer_id FROM contact_points WHERE kind = 'phone' AND value = \(phone) ORDER BY id LIMIT 1
            """
        ) { $0.id(Customer.self) }
    }

    /// The order of that number: of the customer found; a colleague or a program may name any.
    private func order(meantBy draft: VisitDraft, of customer: ID<Customer>?) throws -> ID<Order>? {
        guard let number = draft.order, let order = try order(numbered: number) else { return nil }
        let isKnown = draft.way == .counter || draft.way == .api
        return isKnown || (customer != nil && order.customer == customer) ? order.id : nil
    }
}
