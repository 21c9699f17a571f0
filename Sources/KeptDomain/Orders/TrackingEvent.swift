/// Something that happened to an order or one of its parcels.
package struct TrackingEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case approved, prepared, dispatched
        case inTransit = "in_transit"
        case attempted, delivered, damaged, lost, returned, cancelled
        /// The shop could not fill it.
        case unavailable

        /// The kind of the journal entry that tells it, for instance `order.in-transit`.
        package var journalKind: String { self == .inTransit ? "order.in-transit" : "order.\(rawValue)" }
    }

    package let kind: Kind
    /// When it happened.
    package let at: Instant
    /// When we were told.
    package let learnedAt: Instant
    package let parcel: ID<Parcel>?
    package let reason: String?
    /// Who told us, as `Actor.description` names them, or `file:` and the source of an imported file; `nil` where nobody
    /// wrote it down.
    package let toldBy: String?
    /// Only the order's own row of a file told it, as the time of a milestone: what that row tells next stands in its
    /// place, and it says nothing of attempts.
    package let isOfRow: Bool

    package init(
        _ kind: Kind, at: Instant, learnedAt: Instant, parcel: ID<Parcel>? = nil, reason: String? = nil,
        toldBy: String? = nil, isOfRow: Bool = false
    ) {
        self.kind = kind
        self.at = at
        self.learnedAt = learnedAt
        self.parcel = parcel
        self.reason = reason
        self.toldBy = toldBy
        self.isOfRow = isOfRow
    }
}

extension TrackingEvent {
    /// How far the clock of a system that tells us of events may go ahead of ours.
    package static let clockSkew = Span.minutes(5)
    /// Systems that write days only may date an approval before the order.
    private static let earliest = Span.days(1)

    /// Refuses an event that cannot have happened to an order of `orderedAt`.
    package func checked(orderedAt: Instant, now: Instant) throws(OrderRefusal) {
        guard at <= now + Self.clockSkew else { throw .eventInTheFuture(at: at) }
        guard at >= orderedAt - Self.earliest else { throw .eventBeforeTheOrder(at: at, orderedAt: orderedAt) }
    }
}
