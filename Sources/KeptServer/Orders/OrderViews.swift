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
        /// The customer's id.
        package var customer: String?
        package var from: Day?
        package var to: Day?
        package init() {}

        package var isEmpty: Bool {
            query == nil && state == nil && carrier == nil && region == nil && place == nil
                && customer == nil && from == nil && to == nil
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
    /// The name of the customer whose orders these are alone.
    package var customer: String?
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
    package var customerID: ID<Customer>?
    package var contact: String?
    package let place: String
    package var carrier: String?
    package var carrierPhone: String?
    /// `nil` where nothing is quoted.
    package var quote: QuoteView?
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
    /// One chain for each first word on the order or on a case about it: first word first.
    package let chains: [[PromiseView]]
    /// The word on the order that holds.
    package var holding: PromiseView?
    package var parcels: [ParcelView] = []
    package var lines: [LineView] = []
    package var events: [EventView] = []
    package var cases: [CaseLine] = []
    /// The public page of this order.
    package var trackingPath: String?
    package var windows: [WindowChoice] = []
    /// Those that it can be given to.
    package var carriers: [Field.Choice] = []
    package var isPickUp = false
    /// Whether what came was right, and the bill, as far as somebody noted it.
    package var filledRight: Bool?
    package var billedRight: Bool?
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
