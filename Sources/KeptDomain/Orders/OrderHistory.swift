/// Where an order stands, worked out from all its events: the same whatever order they came in, and however often.
package struct OrderHistory: Sendable, Hashable {
    package private(set) var status = OrderStatus.ordered
    package private(set) var approvedAt: Instant?
    package private(set) var preparedAt: Instant?
    package private(set) var dispatchedAt: Instant?
    package private(set) var inTransitAt: Instant?
    package private(set) var deliveredAt: Instant?
    /// When the customer first cancelled.
    package private(set) var cancelledAt: Instant?
    package private(set) var attempts = 0
    package private(set) var isDamaged = false
    /// When it became final, for instance the delivery.
    package private(set) var endedAt: Instant?
    /// When each parcel came; events that speak of the whole order stand under 0.
    private var deliveries: [Int64: Instant] = [:]

    /// - Parameters:
    ///   - events: in any order, repeats allowed.
    ///   - parcels: how many parcels the order has; it is delivered when each is. Events without a parcel speak of all.
    package init(_ events: some Sequence<TrackingEvent>, parcels: Int = 1) {
        var seen = Set<Moment>()
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
                deliveries[parcel] = earlier(deliveries[parcel], event.at)
            case .damaged: isDamaged = true
            case .lost: ends.append((event.at, .lost))
            case .returned: ends.append((event.at, .returned))
            case .cancelled:
                cancelledAt = earlier(cancelledAt, event.at)
                ends.append((event.at, .cancelled))
            case .unavailable: ends.append((event.at, .unavailable))
            }
        }
        status = latest?.status ?? .ordered
        let parts = deliveries.filter { $0.key != 0 }
        let whole = parts.count >= max(parcels, 1) ? parts.values.max() : nil
        deliveredAt = [whole, deliveries[0]].compactMap { $0 }.min()
        conclude(ends.max { ($0.at, $0.status.rawValue) < ($1.at, $1.status.rawValue) })
    }

    /// When the last of `parcels` came, or the whole order where none is named; `nil` while one is missing.
    package func deliveredAt(_ parcels: Set<ID<Parcel>>) -> Instant? {
        guard !parcels.isEmpty else { return deliveredAt }
        let parts = parcels.compactMap { deliveries[$0.rawValue] }
        let all = parts.count == parcels.count ? parts.max() : nil
        return [all, deliveries[0]].compactMap { $0 }.min()
    }

    /// A parcel given up as lost and delivered all the same is delivered; what was delivered can still be returned.
    private mutating func conclude(_ end: (at: Instant, status: OrderStatus)?) {
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
