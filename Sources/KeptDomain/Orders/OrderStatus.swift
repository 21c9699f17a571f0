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

    /// How many steps along the way from the order (0) to its delivery (6); `nil` for the other ends.
    var step: Int? {
        switch self {
        case .ordered: 0
        case .approved: 1
        case .prepared: 2
        case .dispatched: 3
        case .inTransit: 4
        case .attempted: 5
        case .delivered: 6
        case .lost, .returned, .cancelled, .unavailable: nil
        }
    }

    /// Both on the way to the delivery, and this one nearer to it.
    func isFurther(than other: OrderStatus) -> Bool {
        guard let step, let known = other.step else { return false }
        return step > known
    }
}
