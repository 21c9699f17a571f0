/// How much of what was ordered was there to be sent.
package struct Availability: Sendable, Hashable {
    package var lines: Share
    package var units: Share
    /// In minor units, each currency by itself: amounts of different currencies are never summed.
    package private(set) var value: [ValueShare] = []

    package init(lines: Share = Share(), units: Share = Share()) {
        self.lines = lines
        self.units = units
    }

    /// Of an order whose goods nobody listed: the order counts as one line. `nil` while it is still being filled.
    package init?(wholeOrder status: OrderStatus) {
        guard let wasThere = status.wasFilled else { return nil }
        self.init(lines: Share(known: 1, met: wasThere ? 1 : 0))
    }

    /// Of an order with `goods`; `nil` while nothing is known of any.
    init?(of goods: some Collection<GoodsLine>, _ status: OrderStatus) {
        guard !goods.isEmpty else {
            self.init(wholeOrder: status)
            return
        }
        self.init()
        for line in goods {
            add(
                quantity: line.quantity, filled: line.filled, price: line.price, currency: line.currency, status: status
            )
        }
        if lines.isEmpty { return nil }
    }

    /// Adds one line of goods. Where nobody recorded how many were there, goods that left the house were.
    package mutating func add(quantity: Int64, filled: Int64?, price: Int64, currency: String, status: OrderStatus) {
        let there: Int64
        if let filled {
            there = min(filled, quantity)
        } else {
            guard let wasThere = status.wasFilled else { return }
            there = wasThere ? quantity : 0
        }
        lines.add(1, met: there == quantity ? 1 : 0)
        units.add(quantity, met: there)
        let share = Share(known: quantity * price, met: there * price)
        if let known = value.firstIndex(where: { $0.currency == currency }) {
            value[known].share += share
        } else {
            value.append(ValueShare(currency: currency, share: share))
        }
    }
}

/// Of what value the goods of one currency were, and of what value those that were there.
package struct ValueShare: Sendable, Hashable {
    package let currency: String
    package internal(set) var share: Share
}

/// A line of goods, as far as the measures ask.
package struct GoodsLine: Sendable, Hashable {
    package let order: ID<Order>
    package let group: String?
    package let quantity: Int64
    package let filled: Int64?
    /// Of one unit, in minor units of `currency`.
    package let price: Int64
    package let currency: String

    package init(
        order: ID<Order>, group: String?, quantity: Int64, filled: Int64?, price: Int64, currency: String
    ) {
        self.order = order
        self.group = group
        self.quantity = quantity
        self.filled = filled
        self.price = price
        self.currency = currency
    }
}

extension Collection<GoodsLine> {
    /// Each group once, in the order in which they first stand there.
    var productGroups: [String] {
        var groups: [String] = []
        for line in self { if let group = line.group, !groups.contains(group) { groups.append(group) } }
        return groups
    }
}

extension OrderStatus {
    /// Whether the goods were there to be sent; `nil` while that is open or never came up.
    var wasFilled: Bool? {
        switch self {
        case .dispatched, .inTransit, .attempted, .delivered, .lost, .returned: true
        case .unavailable: false
        case .ordered, .approved, .prepared, .cancelled: nil
        }
    }
}
