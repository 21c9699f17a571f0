/// Something that happened to an order or one of its parcels.
package struct TrackingEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case approved, prepared, dispatched
        case inTransit = "in_transit"
        case attempted, delivered, damaged, lost, returned, cancelled
        /// The shop could not fill it.
        case unavailable
    }

    package let kind: Kind
    /// When it happened.
    package let at: Instant
    /// When we were told.
    package let learnedAt: Instant
    package let parcel: ID<Parcel>?
    package let reason: String?

    package init(_ kind: Kind, at: Instant, learnedAt: Instant, parcel: ID<Parcel>? = nil, reason: String? = nil) {
        self.kind = kind
        self.at = at
        self.learnedAt = learnedAt
        self.parcel = parcel
        self.reason = reason
    }
}

/// How far an order has come.
package enum OrderStatus: String, Sendable, CaseIterable, Codable {
    case ordered, approved, prepared, dispatched
    case inTransit = "in_transit"
    case attempted, delivered, lost, returned, cancelled, unavailable

    /// Nothing more is expected to happen.
    package var isFinal: Bool {
        switch self {
        case .delivered, .lost, .returned, .cancelled, .unavailable: true
        default: false
        }
    }
}

/// Where an order stands, worked out from all its events: the same whatever order they came in, and however often.
package struct OrderHistory: Sendable, Hashable {
    package private(set) var status = OrderStatus.ordered
    package private(set) var approvedAt: Instant?
    package private(set) var preparedAt: Instant?
    package private(set) var dispatchedAt: Instant?
    package private(set) var inTransitAt: Instant?
    package private(set) var deliveredAt: Instant?
    package private(set) var attempts = 0
    package private(set) var isDamaged = false
    /// When it became final, for instance the delivery.
    package private(set) var endedAt: Instant?

    /// - Parameters:
    ///   - events: in any order, repeats allowed.
    ///   - parcels: how many parcels the order has; it is delivered when each is. Events without a parcel speak of all.
    package init(_ events: some Sequence<TrackingEvent>, parcels: Int = 1) {
        var seen = Set<Moment>()
        var delivered: [Int64: Instant] = [:]
        var ends: [(at: Instant, status: OrderStatus)] = []
        var latest: (at: Instant, rank: Int, status: OrderStatus)?
        func note(_ status: OrderStatus, _ rank: Int, _ at: Instant) {
            if latest.map({ (rank, at) > ($0.rank, $0.at) }) ?? true { latest = (at, rank, status) }
        }
        for event in events {
            let parcel = event.parcel?.rawValue ?? 0
            guard seen.insert(Moment(kind: event.kind, at: event.at, parcel: parcel)).inserted else { continue }
            switch event.kind {
            case .approved:
                approvedAt = earlier(approvedAt, event.at)
                note(.approved, 1, event.at)
            case .prepared:
                preparedAt = earlier(preparedAt, event.at)
                note(.prepared, 2, event.at)
            case .dispatched:
                dispatchedAt = earlier(dispatchedAt, event.at)
                note(.dispatched, 3, event.at)
            case .inTransit:
                inTransitAt = earlier(inTransitAt, event.at)
                note(.inTransit, 4, event.at)
            case .attempted:
                attempts += 1
                note(.attempted, 5, event.at)
            case .delivered:
                attempts += 1
                delivered[parcel] = earlier(delivered[parcel], event.at)
            case .damaged: isDamaged = true
            case .lost: ends.append((event.at, .lost))
            case .returned: ends.append((event.at, .returned))
            case .cancelled: ends.append((event.at, .cancelled))
            case .unavailable: ends.append((event.at, .unavailable))
            }
        }
        status = latest?.status ?? .ordered
        if let whole = delivered[0] {
            deliveredAt = whole
        } else if !delivered.isEmpty, delivered.count >= parcels {
            deliveredAt = delivered.values.max()
        }
        // A parcel given up as lost and delivered all the same is delivered; what was delivered can still be returned.
        let end = ends.max { ($0.at, $0.status.rawValue) < ($1.at, $1.status.rawValue) }
        if let deliveredAt, end.map({ $0.status == .lost || $0.at < deliveredAt }) ?? true {
            status = .delivered
            endedAt = deliveredAt
        } else if let end {
            status = end.status
            endedAt = end.at
        }
    }

    private struct Moment: Hashable {
        let kind: TrackingEvent.Kind
        let at: Instant
        let parcel: Int64
    }
}

private func earlier(_ known: Instant?, _ other: Instant) -> Instant { known.map { min($0, other) } ?? other }
