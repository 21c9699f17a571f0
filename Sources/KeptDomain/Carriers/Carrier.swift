/// Who brings parcels.
package struct Carrier: Sendable, Hashable {
    package let id: ID<Carrier>
    package let name: String
    package let phone: String?
    /// With `{code}` where the parcel's code goes.
    package let trackingURL: String?
    package let revision: Int
    /// Since when no new order goes with it.
    package let closedAt: Instant?

    package init(
        id: ID<Carrier>, name: String, phone: String?, trackingURL: String?, revision: Int, closedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.trackingURL = trackingURL
        self.revision = revision
        self.closedAt = closedAt
    }

    /// The carrier's own page of a parcel; `nil` where the carrier has none.
    package func page(ofParcel code: String) -> String? {
        trackingURL?.replacing("{code}", with: code.percentEncoded)
    }
}

/// When parcels may be brought, in the receiver's local time.
package struct DeliveryWindow: Sendable, Hashable {
    package let id: ID<DeliveryWindow>
    package let name: String
    /// `nil` for every place, every carrier.
    package let place: ID<Place>?
    package let carrier: ID<Carrier>?
    package let weekdays: Set<Weekday>
    /// Minutes after midnight.
    package let starts: Int
    package let ends: Int
    /// How long before its start it can still be chosen.
    package let noticeMinutes: Int
    package let revision: Int
    /// Since when it can no longer be chosen.
    package let closedAt: Instant?

    package init(
        id: ID<DeliveryWindow>, name: String, place: ID<Place>?, carrier: ID<Carrier>?, weekdays: Set<Weekday>,
        starts: Int, ends: Int, noticeMinutes: Int, revision: Int, closedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.place = place
        self.carrier = carrier
        self.weekdays = weekdays
        self.starts = starts
        self.ends = ends
        self.noticeMinutes = noticeMinutes
        self.revision = revision
        self.closedAt = closedAt
    }
}
