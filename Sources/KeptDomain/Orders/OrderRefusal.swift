/// Why an order is not changed.
package enum OrderRefusal: Refusal, Hashable {
    /// The pair (source, external id) names an order with other content; `fields` are those that differ.
    case madeOtherwise(number: Int, fields: [String])
    /// Further ahead than clocks of two systems differ.
    case eventInTheFuture(at: Instant)
    /// More than a day before the order was given.
    case eventBeforeTheOrder(at: Instant, orderedAt: Instant)
    /// The parcel is none of this order's.
    case noSuchParcel(String)
    /// The order came to its end, so this can no longer be changed.
    case ended(OrderStatus)
    /// Not among the windows that can be chosen now.
    case windowNotOffered
    /// The pair (source, external id) names an event of another order.
    case eventOfAnotherOrder(number: Int)

    package var key: String {
        switch self {
        case .madeOtherwise: "refusals.order-made-otherwise"
        case .eventInTheFuture: "refusals.event-in-the-future"
        case .eventBeforeTheOrder: "refusals.event-before-the-order"
        case .noSuchParcel: "refusals.no-such-parcel"
        case .ended: "refusals.order-ended"
        case .windowNotOffered: "refusals.window-not-offered"
        case .eventOfAnotherOrder: "refusals.event-of-another-order"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .madeOtherwise(let number, let fields):
            [Fact("number", number), Fact("fields", fields.joined(separator: ", "))]
        case .eventInTheFuture(let at): [Fact("at", at.seconds)]
        case .eventBeforeTheOrder(let at, let orderedAt): [Fact("at", at.seconds), Fact("ordered", orderedAt.seconds)]
        case .noSuchParcel(let name): [Fact("parcel", name)]
        case .ended(let status): [Fact("status", status.rawValue)]
        case .windowNotOffered: []
        case .eventOfAnotherOrder(let number): [Fact("number", number)]
        }
    }
}
