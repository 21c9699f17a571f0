/// Where an order stands, worked out from all its events: the same whatever order they came in, and however often.
package struct OrderHistory: Sendable, Hashable {
    package private(set) var approvedAt: Instant?
    package private(set) var preparedAt: Instant?
    package private(set) var dispatchedAt: Instant?
    package private(set) var inTransitAt: Instant?
    /// When the customer first cancelled.
    package private(set) var cancelledAt: Instant?
    package private(set) var isDamaged = false
    /// The furthest step before delivery.
    private var furthest = OrderStatus.ordered
    /// The last end other than delivery.
    private var end: Moment?
    /// When the order came as a whole, and when each parcel came.
    private var cameWhole: Instant?
    private var deliveries: [Int64: Instant] = [:]
    private var tries: Set<Moment> = []
    private let parcels: Int

    /// Of an order that nothing has happened to yet.
    ///
    /// - Parameter parcels: how many parcels the order has; it is delivered when each is.
    package init(parcels: Int = 1) { self.parcels = max(parcels, 1) }

    /// - Parameters:
    ///   - events: in any order, repeats allowed.
    ///   - parcels: how many parcels the order has; it is delivered when each is. Events without a parcel speak of all.
    package init(_ events: some Sequence<TrackingEvent>, parcels: Int = 1) {
        self.init(parcels: parcels)
        for event in events { add(event.kind, at: event.at, parcel: event.parcel, isOfRow: event.isOfRow) }
    }

    /// Takes in one event more.
    ///
    /// - Parameter isOfRow: as `TrackingEvent.isOfRow`; such an event counts as no attempt, since the row did not say at
    ///   which try it came.
    package mutating func add(
        _ kind: TrackingEvent.Kind, at: Instant, parcel: ID<Parcel>? = nil, isOfRow: Bool = false
    ) {
        let number = parcel?.rawValue ?? 0
        switch kind {
        case .approved:
            approvedAt = earlier(approvedAt, at)
            reach(.approved)
        case .prepared:
            preparedAt = earlier(preparedAt, at)
            reach(.prepared)
        case .dispatched:
            dispatchedAt = earlier(dispatchedAt, at)
            reach(.dispatched)
        case .inTransit:
            inTransitAt = earlier(inTransitAt, at)
            reach(.inTransit)
        case .attempted:
            tries.insert(Moment(at: at, status: .attempted, parcel: number))
            furthest = .attempted
        case .delivered:
            if !isOfRow { tries.insert(Moment(at: at, status: .delivered, parcel: number)) }
            if number == 0 {
                cameWhole = earlier(cameWhole, at)
            } else {
                deliveries[number] = earlier(deliveries[number], at)
            }
        case .damaged: isDamaged = true
        case .lost: note(end: .lost, at)
        case .returned: note(end: .returned, at)
        case .cancelled:
            cancelledAt = earlier(cancelledAt, at)
            note(end: .cancelled, at)
        case .unavailable: note(end: .unavailable, at)
        }
    }

    private mutating func reach(_ status: OrderStatus) { if status.isFurther(than: furthest) { furthest = status } }

    private mutating func note(end status: OrderStatus, _ at: Instant) {
        if let end, (end.at, end.status.rawValue) >= (at, status.rawValue) { return }
        end = Moment(at: at, status: status, parcel: 0)
    }

    /// How often somebody tried to deliver, the deliveries included.
    package var attempts: Int { tries.count }

    /// When the last parcel came.
    package var deliveredAt: Instant? {
        guard !deliveries.isEmpty else { return cameWhole }
        return first(cameWhole, deliveries.count >= parcels ? deliveries.values.max() : nil)
    }

    /// When the last of `parcels` came, or the whole order where none is named; `nil` while one is missing.
    package func deliveredAt(_ parcels: Set<ID<Parcel>>) -> Instant? {
        guard !parcels.isEmpty else { return deliveredAt }
        let parts = parcels.compactMap { deliveries[$0.rawValue] }
        return first(cameWhole, parts.count == parcels.count ? parts.max() : nil)
    }

    /// A parcel given up as lost and delivered all the same is delivered; what was delivered can still be returned.
    package var status: OrderStatus {
        guard let deliveredAt else { return end?.status ?? furthest }
        guard let end, end.status != .lost, end.at >= deliveredAt else { return .delivered }
        return end.status
    }

    /// Whether an event took the order as far along the way to its delivery, whatever became of it then.
    func reaches(_ status: OrderStatus) -> Bool {
        guard status.step != nil else { return false }
        return deliveredAt != nil || !status.isFurther(than: furthest)
    }

    private struct Moment: Hashable {
        let at: Instant
        let status: OrderStatus
        let parcel: Int64
    }
}

private func earlier(_ known: Instant?, _ other: Instant) -> Instant { known.map { min($0, other) } ?? other }
private func first(_ one: Instant?, _ other: Instant?) -> Instant? { other.map { earlier(one, $0) } ?? one }
