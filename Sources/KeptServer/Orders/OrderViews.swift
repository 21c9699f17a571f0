import KeptDomain
import KeptStore

/// The list of orders as its address narrows it.
package struct OrderListView: Sendable {
    package enum State: String, CaseIterable, Sendable {
        case open
        case atRisk = "at-risk"
        case broken, delivered
        /// Lost, returned, cancelled or not to be had.
        case ended
    }

    /// What the address says; empty texts are `nil`.
    package struct Filters: Sendable {
        package var query: String?
        package var state: State?
        package var carrier: String?
        package var region: String?
        package var place: String?
        package var from: Day?
        package var to: Day?
        package init() {}

        package var isEmpty: Bool {
            query == nil && state == nil && carrier == nil && region == nil && place == nil && from == nil && to == nil
        }
    }

    package let filters: Filters
    package let carriers: [Field.Choice]
    package let regions: [String]
    package let places: [Field.Choice]
    package let rows: [OrderListRow]
    package let total: ListTotal?
    package var previous: String?
    package var next: String?
    /// Whether there is any order at all.
    package var hasAny = true

    package init(
        filters: Filters, carriers: [Field.Choice], regions: [String], places: [Field.Choice], rows: [OrderListRow],
        total: ListTotal?, previous: String? = nil, next: String? = nil, hasAny: Bool = true
    ) {
        self.filters = filters
        self.carriers = carriers
        self.regions = regions
        self.places = places
        self.rows = rows
        self.total = total
        self.previous = previous
        self.next = next
        self.hasAny = hasAny
    }
}

package struct OrderListRow: Sendable {
    package let id: ID<Order>
    package let number: Int
    package let externalID: String
    package let customer: String?
    package let city: String?
    package let carrier: String?
    package let status: OrderStatus
    package let orderedAt: Instant
    /// The promise that counts now, if one was made.
    package let due: Instant?
    package let standing: PromiseStanding?

    package init(
        id: ID<Order>, number: Int, externalID: String, customer: String?, city: String?, carrier: String?,
        status: OrderStatus, orderedAt: Instant, due: Instant?, standing: PromiseStanding?
    ) {
        self.id = id
        self.number = number
        self.externalID = externalID
        self.customer = customer
        self.city = city
        self.carrier = carrier
        self.status = status
        self.orderedAt = orderedAt
        self.due = due
        self.standing = standing
    }
}

/// One order with everything that is known of it.
package struct OrderView: Sendable {
    package let id: ID<Order>
    package let number: Int
    package let externalID: String
    package let source: String
    package let status: OrderStatus
    package let customer: String?
    package var contact: String?
    package let place: String
    package var carrier: String?
    package var carrierPhone: String?
    package var channel: String?
    package var segment: String?
    package var city: String?
    package var region: String?
    /// The zone in which this order's days begin and end.
    package let zone: String
    package let orderedAt: Instant
    package var isHistory = false
    package var splitDelivery = false
    package let stages: [StageView]
    /// One chain for each matter promised: first word first.
    package let chains: [[PromiseView]]
    package var parcels: [ParcelView] = []
    package var lines: [LineView] = []
    package var events: [EventView] = []
    package var cases: [CaseLine] = []
    /// The public page of this order.
    package var trackingPath: String?
    /// Why it may be late, worded.
    package var risk: String?
    package var windows: [WindowChoice] = []
    package var revision = 1

    package init(
        id: ID<Order>, number: Int, externalID: String, source: String, status: OrderStatus, customer: String?,
        place: String, zone: String, orderedAt: Instant, stages: [StageView], chains: [[PromiseView]]
    ) {
        self.id = id
        self.number = number
        self.externalID = externalID
        self.source = source
        self.status = status
        self.customer = customer
        self.place = place
        self.zone = zone
        self.orderedAt = orderedAt
        self.stages = stages
        self.chains = chains
    }
}

/// One stage of the order cycle: when it was reached and how long it usually takes to get there.
package struct StageView: Sendable {
    package let status: OrderStatus
    package let at: Instant?
    /// From the stage before to this one.
    package var took: Span?
    /// How long comparable orders took, if enough are known.
    package var usual: UsualStages.Range?
    package var isHere = false
    /// Took longer than nine of ten comparable orders.
    package var isSlow = false

    package init(
        _ status: OrderStatus, at: Instant?, took: Span? = nil, usual: UsualStages.Range? = nil,
        isHere: Bool = false, isSlow: Bool = false
    ) {
        self.status = status
        self.at = at
        self.took = took
        self.usual = usual
        self.isHere = isHere
        self.isSlow = isSlow
    }
}

package struct ParcelView: Sendable {
    package let code: String?
    package let carrier: String?
    /// The carrier's own page.
    package var link: String?
    package let status: OrderStatus
    package let attempts: [AttemptView]

    package init(code: String?, carrier: String?, link: String? = nil, status: OrderStatus, attempts: [AttemptView]) {
        self.code = code
        self.carrier = carrier
        self.link = link
        self.status = status
        self.attempts = attempts
    }
}

/// One try at the door.
package struct AttemptView: Sendable {
    package let at: Instant
    package let isDelivered: Bool
    package let reason: String?

    package init(at: Instant, isDelivered: Bool, reason: String?) {
        self.at = at
        self.isDelivered = isDelivered
        self.reason = reason
    }
}

package struct LineView: Sendable {
    package let name: String
    package var sku: String?
    package let quantity: Int
    package var filled: Int?
    package let price: Money
    package var isGoods = true
    package var due: Instant?

    package init(
        name: String, sku: String? = nil, quantity: Int, filled: Int? = nil, price: Money, isGoods: Bool = true,
        due: Instant? = nil
    ) {
        self.name = name
        self.sku = sku
        self.quantity = quantity
        self.filled = filled
        self.price = price
        self.isGoods = isGoods
        self.due = due
    }
}

package struct EventView: Sendable {
    package let kind: TrackingEvent.Kind
    package let at: Instant
    package let learnedAt: Instant
    package var reason: String?
    package var parcel: String?
    /// Who or which system told us.
    package var by: String?

    package init(
        kind: TrackingEvent.Kind, at: Instant, learnedAt: Instant, reason: String? = nil, parcel: String? = nil,
        by: String? = nil
    ) {
        self.kind = kind
        self.at = at
        self.learnedAt = learnedAt
        self.reason = reason
        self.parcel = parcel
        self.by = by
    }
}

/// A delivery window on a certain day that can still be chosen.
package struct WindowChoice: Sendable {
    /// As the form sends it: window id and day, `17/2026-11-06`.
    package let value: String
    package let name: String
    package let from: Instant
    package let to: Instant
    package var isChosen = false

    package init(value: String, name: String, from: Instant, to: Instant, isChosen: Bool = false) {
        self.value = value
        self.name = name
        self.from = from
        self.to = to
        self.isChosen = isChosen
    }
}
