import KeptDomain

/// Everything that the phone page of a visit shows. Nothing in it is internal.
package struct VisitPage: Sendable {
    package let visit: Visit
    package let place: Place
    package let scene: QueueScene
    /// While it waits: its position and the rest of its wait.
    package let waiting: WaitingVisit?
    /// Where it is called to or served.
    package let point: ServicePoint?
    /// What was told of its wait, the oldest first.
    package let told: [ToldWait]
    /// The ticket of whom they were brought together with.
    package let company: String?
    /// What staff said of why it was ended, or `nil`.
    package let endedWhy: String?
}

/// What the board of a room shows: every queue of a place that is there.
package struct QueueBoard: Sendable {
    package let place: Place
    package let scenes: [QueueScene]
    package let at: Instant

    /// Whoever was called last first, over all queues, each with its point.
    package var called: [(visit: Visit, point: ServicePoint?, queue: Queue)] {
        let all = scenes.flatMap { scene in scene.called.map { ($0, scene.point($0.point), scene.queue) } }
        return all.sorted { ($0.0.recalledAt ?? at, $0.0.id) > ($1.0.recalledAt ?? at, $1.0.id) }
            .map { (visit: $0.0, point: $0.1, queue: $0.2) }
    }

    /// Departures from the order today, over all queues.
    package var exceptionsToday: Int { scenes.reduce(0) { $0 + $1.today.exceptions.count } }
}

/// What whoever serves at a point works with.
package struct PointDesk: Sendable {
    package let point: ServicePoint
    package let person: String?
    package let place: Place
    /// Called or served here, with what they answered and asked.
    package let current: Visit?
    /// Who would be called next.
    package let next: Visit?
    /// Whether the next one comes over from the line of another queue than the point's own.
    package let invites: Bool
    /// The queues that it serves, in order of preference.
    package let scenes: [QueueScene]
    /// The other queues of the place, to transfer to.
    package let others: [Queue]
    package let reasons: [DelayReason]
    /// The customer's order and name where they are known.
    package let customer: Customer?
    package let order: Order?
    package let told: [ToldWait]
}

extension Reading {
    /// What a link leads to. - Throws: `notFound` for a key that was given to nobody.
    package func visitPage(_ key: TrackingKey, at now: Instant) throws -> VisitPage {
        let visit = try knownVisit(key)
        return try visitPage(visit, in: queueScene(visit.queue, at: now))
    }

    /// As `visitPage(_:at:)`, where the queue was read already.
    package func visitPage(_ visit: Visit, in scene: QueueScene) throws -> VisitPage {
        VisitPage(
            visit: visit, place: try place(orDefault: visit.place), scene: scene, waiting: scene.waiting(visit.id),
            point: try visit.point.flatMap { try point($0) }, told: try toldWaits(of: visit.id),
            company: try visit.company.flatMap { try self.visit($0)?.ticket }, endedWhy: visit.endedWhy)
    }

    package func queueBoard(at place: ID<Place>, now: Instant) throws -> QueueBoard {
        QueueBoard(place: try self.place(orDefault: place), scenes: try queueScenes(at: place, now: now), at: now)
    }

    package func pointDesk(_ id: ID<ServicePoint>, at now: Instant) throws -> PointDesk {
        let point = try knownPoint(id)
        let all = try queues(at: [point.place])
        let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
        let served = point.serves.compactMap { byID[$0.queue] }
        let scenes = try queueScenes(of: served, at: now)
        let next = point.next(of: scenes.flatMap { $0.waiting.map(\.visit) }, in: byID)
        let scene = try pointScenes([id]).first
        return PointDesk(
            point: point, person: scene?.person, place: try place(orDefault: point.place), current: scene?.current,
            next: next, invites: next.map { point.isInvitation(from: $0.queue) } ?? false, scenes: scenes,
            others: all, reasons: try delayReasons(),
            customer: try scene?.current?.customer.flatMap { try customer($0) },
            order: try scene?.current?.order.flatMap { try order($0) },
            told: try scene?.current.map { try toldWaits(of: $0.id) } ?? [])
    }

    /// The points of the places with who is there, by place and id.
    package func pointList(at places: Set<ID<Place>>?) throws -> [PointScene] {
        try pointScenes(points(at: places).map(\.id))
    }

    /// The visits of a place or queue, the last joined first, going on below `before`.
    package func visits(
        at places: Set<ID<Place>>?, queue: ID<Queue>? = nil, states: [Visit.State]? = nil,
        customer: ID<Customer>? = nil,
        before: ID<Visit>? = nil, limit: Int
    ) throws -> [Visit] {
        let ofQueue: SQL = if let queue { " AND queue_id = \(queue)" } else { "" }
        let inState: SQL = if let states { " AND state IN \(anyOf: states.map(\.rawValue))" } else { "" }
        let ofCustomer: SQL = if let customer { " AND customer_id = \(customer)" } else { "" }
        return try rows(
            """
            SELECT \(Visit.columns) FROM visits
            WHERE id < \(before?.rawValue ?? .max)\(SQL.and("place_id", in: places))\(ofQueue)\(inState)\(ofCustomer)
            ORDER BY id DESC LIMIT \(limit)
            """, Visit.init)
    }
}
