import KeptDomain
import KeptStore
import KeptWords

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
    /// Of an order that is fetched.
    package var isPickUp = false

    package init(
        _ status: OrderStatus, at: Instant?, took: Span? = nil, usual: UsualStages.Range? = nil,
        isHere: Bool = false, isSlow: Bool = false, isPickUp: Bool = false
    ) {
        self.status = status
        self.at = at
        self.took = took
        self.usual = usual
        self.isHere = isHere
        self.isSlow = isSlow
        self.isPickUp = isPickUp
    }

    /// Its name among these words: what is fetched is ready and collected rather than prepared and delivered.
    func key(in names: WordKey) -> WordKey {
        let name =
            switch status {
            case .prepared where isPickUp: "ready"
            case .delivered where isPickUp: "collected"
            default: status.rawValue
            }
        return .of(names, named: name)
    }
}

package struct ParcelView: Sendable {
    package var id: ID<Parcel>?
    package let code: String?
    package let carrier: String?
    /// The carrier's own page.
    package var link: String?
    package let status: OrderStatus
    package let attempts: [AttemptView]

    package init(
        id: ID<Parcel>? = nil, code: String?, carrier: String?, link: String? = nil, status: OrderStatus,
        attempts: [AttemptView]
    ) {
        self.id = id
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
    /// From 1.
    package let position: Int
    package let name: String
    package var sku: String?
    package let quantity: Int
    package var filled: Int?
    package let price: Money
    package var isGoods = true
    package var due: Instant?

    package init(
        position: Int, name: String, sku: String? = nil, quantity: Int, filled: Int? = nil, price: Money,
        isGoods: Bool = true, due: Instant? = nil
    ) {
        self.position = position
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
