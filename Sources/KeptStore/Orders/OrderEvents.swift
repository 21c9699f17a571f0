import KeptDomain
import KeptWords

/// An event as another system, a colleague or a file tells us about it.
package struct EventDraft: Sendable, Hashable {
    package enum ParcelName: Sendable, Hashable {
        case id(ID<Parcel>)
        case trackingCode(String)
    }

    package var kind: TrackingEvent.Kind
    package var at: Instant
    /// `nil` where it is about the whole order.
    package var parcel: ParcelName?
    package var reason: String?
    /// The system that the event comes from, with its id there; both or none.
    package var source: String?
    package var externalID: String?
    /// When it is expected to be with the customer, as the carrier says; later than our word, a failure is foreseen.
    package var expectedAt: Instant?
    /// The source of the file that it stood in; `nil` where the actor told it.
    package var file: String?

    package init(
        _ kind: TrackingEvent.Kind, at: Instant, parcel: ParcelName? = nil, reason: String? = nil,
        source: String? = nil, externalID: String? = nil, file: String? = nil
    ) {
        self.kind = kind
        self.at = at
        self.parcel = parcel
        self.reason = reason
        self.source = source
        self.externalID = externalID
        self.file = file
    }

    func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.optional(reason, "reason", limit: 500))
        problems.append(.optional(source, "source"))
        problems.append(.optional(externalID, "external_id"))
        if externalID != nil, source == nil { problems.append(.required(source, "source")) }
        return problems
    }
}

/// What came of an event.
package struct EventRecorded: Sendable {
    /// As the order stands now.
    package let order: Order
    /// Every word on the order as it stands now, the oldest first.
    package let promises: [Promise]
    /// `false` when the event was known already: nothing changed.
    package let isNew: Bool
    /// The case that the failure opened or joined.
    package let failureCase: ID<Case>?
}

extension Transaction {
    /// Takes in something that happened to an order, in whatever order and however often it is told.
    ///
    /// The order's state is worked out anew from all its events. Its promises are settled by them: delivered in time keeps,
    /// cancelled by the customer releases, and where that is learnt after a promise was judged broken, it is
    /// corrected; a late delivery leaves the promise to break at its due time. Lost, damaged and returned goods, and goods that
    /// were not there, are failures: each opens a case or joins the open one.
    ///
    /// - Parameter words: for messages to customers whom a guarantee owes something; `nil` where a file told it, since
    ///   nobody is written to because of a file.
    @discardableResult
    package func recordEvent(_ draft: EventDraft, of id: ID<Order>, words: Vocabulary?) throws -> EventRecorded {
        try draft.problems().check()
        let before = try knownOrder(id)
        try permit(.recordEvent, at: before.place)
        let parcels = try parcels(of: id)
        let event = TrackingEvent(
            draft.kind, at: draft.at, learnedAt: now, parcel: try Self.parcel(draft.parcel, among: parcels),
            reason: draft.reason?.trimmedOrNil, toldBy: draft.file.map { "file:\($0)" } ?? actor.description)
        try event.checked(orderedAt: before.orderedAt, now: now)
        guard try !isKnown(draft, of: before), try insert(event, draft, of: before) else {
            return EventRecorded(order: before, promises: try promises(ofOrder: id), isNew: false, failureCase: nil)
        }
        let facts = try deliveryFacts(of: id)
        let history = OrderHistory(try events(of: before), parcels: parcels.count)
        try save(before.course.learned(from: history, isHistory: before.isHistory), of: before)
        let after = try knownOrder(id)
        var kinds = [Fact("at", event.at.iso), Fact("status", after.status.rawValue)]
        if let parcel = event.parcel { kinds.append(Fact("parcel", parcel)) }
        journal(
            JournalEntry(
                draft.kind.journalKind, of: .order(id), customer: after.customer, why: event.reason, facts: kinds))
        let promises = try settlePromises(of: after, by: history)
        try noteDelivery(of: id, before: facts)
        let failure = try noteFailure(event, before: before, after: after, history)
        if let expected = draft.expectedAt { try noteExpected(expected, of: after, words: event.reason) }
        if failure != nil || event.kind == .delivered {
            try useGuarantees(for: event.kind, of: after, words: words)
        }
        return EventRecorded(order: after, promises: promises, isNew: true, failureCase: failure)
    }

    /// Whether this pair of source and external id told it already.
    private func isKnown(_ draft: EventDraft, of order: Order) throws -> Bool {
        guard let source = draft.source, let externalID = draft.externalID else { return false }
        let known = try row(
            """
            SELECT o.id, o.number FROM tracking_events e JOIN orders o ON o.id = e.order_id
            WHERE e.source = \(source) AND e.external_id = \(externalID)
            """
        ) { (id: $0.id(Order.self), number: $0.int()) }
        guard let known else { return false }
        guard known.id == order.id else { throw OrderRefusal.eventOfAnotherOrder(number: known.number) }
        return true
    }

    private func insert(_ event: TrackingEvent, _ draft: EventDraft, of order: Order) throws -> Bool {
        let added = try run(
            """
            INSERT INTO tracking_events (id, order_id, parcel_id, kind, at, learned_at, reason, source, external_id,
              told_by)
            VALUES (\(newID(TrackingEvent.self)), \(order.id), \(event.parcel?.rawValue ?? 0), \(event.kind), \(event.at),
              \(now), \(event.reason), \(draft.externalID == nil ? nil : draft.source), \(draft.externalID),
              \(event.toldBy))
            ON CONFLICT DO NOTHING
            """)
        guard added == 0, order.isHistory, event.parcel == nil else { return added == 1 }
        // What only the order's row had told before is an event of its own from now on.
        return try run(
            """
            UPDATE tracking_events SET told_by = \(event.toldBy), reason = \(event.reason), learned_at = \(now),
              source = \(draft.externalID == nil ? nil : draft.source), external_id = \(draft.externalID)
            WHERE order_id = \(order.id) AND kind = \(event.kind) AND at = \(event.at) AND parcel_id = 0
              AND told_by IS NULL
            """) == 1
    }

    /// Writes what the events make of the order. Always a write, so that two events told at the same moment meet here
    /// and the second is worked out with both.
    private func save(_ course: OrderCourse, of order: Order) throws {
        try runGuarded(
            """
            UPDATE orders SET \(course.assignments), revision = revision + 1
            WHERE id = \(order.id) AND revision = \(order.revision)
            """,
            current: try self.order(order.id)?.revision)
    }

    private static func parcel(_ name: EventDraft.ParcelName?, among parcels: [OrderParcel]) throws -> ID<Parcel>? {
        switch name {
        case nil: return nil
        case .id(let id):
            guard parcels.contains(where: { $0.id == id }) else { throw OrderRefusal.noSuchParcel("\(id)") }
            return id
        case .trackingCode(let code):
            guard let parcel = parcels.first(where: { $0.trackingCode == code }) else {
                throw OrderRefusal.noSuchParcel(code)
            }
            return parcel.id
        }
    }

    /// Opens or joins the case of the order when the event is news of a failure.
    private func noteFailure(
        _ event: TrackingEvent, before: Order, after: Order, _ history: OrderHistory
    ) throws -> ID<Case>? {
        guard !after.isHistory, let kind = Failure.Kind(event.kind) else { return nil }
        // An old piece of news, overtaken by what came later.
        guard
            kind == .damaged
                || after.status.rawValue == event.kind.rawValue && before.status != after.status
        else { return nil }
        let matter = try matter(ofOrder: after.id, customer: after.customer, subject: "order \(after.number)")
        let opened = try openOrJoinCase(
            on: matter, because: FailureDraft(kind, happenedAt: event.at, words: event.reason, toldBy: event.toldBy),
            subject: OwnSentence.failure(event.kind, order: after.number).text, place: after.place, why: event.reason)
        return opened.id
    }
}
