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
