import KeptDomain

/// Which orders a list shows. What is `nil` or empty is not asked.
package struct OrderFilter: Sendable, Hashable {
    /// Where the word on an order stands.
    package enum Word: String, Sendable, CaseIterable {
        case open
        /// Open, and running with a warning that the reader is shown.
        case atRisk = "at-risk"
        /// Broken, and no next word given.
        case broken
    }

    package var statuses: Set<OrderStatus> = []
    package var place: ID<Place>?
    /// Only those at one of these places.
    package var places: Set<ID<Place>>?
    package var carrier: ID<Carrier>?
    package var customer: ID<Customer>?
    package var region: String?
    package var word: Word?
    /// An order's number or its id elsewhere, a parcel's code, words of a customer's name, or their e-mail address or phone.
    package var text: String?
    /// Days of purchase in each order's zone, both included.
    package var from: Day?
    package var to: Day?

    package init() {}
}

/// One line of a list of orders.
package struct OrderItem: Sendable, Hashable {
    package let id: ID<Order>
    package let number: Int
    package let externalID: String
    package let city: String?
    package let status: OrderStatus
    package let orderedAt: Instant
    package let deliveredAt: Instant?
    package let promisedAt: Instant?
    package let zone: String
    package let attempts: Int
    package let isHistory: Bool
    package let customer: String?
    package let place: String
    package let carrier: String?
    /// Short number of the case that stands open on it.
    package let openCase: Int?
    /// The word that holds (`holding`).
    package var word: Promise?
    package var isAtRisk = false
}

package struct OrderList: Sendable {
    package let items: [OrderItem]
    /// `nil` at the end.
    package let next: ListCursor?
}

extension Reading {
    /// A page of orders. Those with an open word come in order of when it is due, those with a broken one the latest
    /// break first, all others the newest first.
    package func orders(
        _ filter: OrderFilter, _ warnings: ShownWarnings, after cursor: ListCursor? = nil, limit: Int = 50
    ) throws -> OrderList {
        let found = try OrderSearch(filter: filter, warnings: warnings, cursor: cursor, limit: limit + 1).found(
            in: self)
        let page = found.prefix(limit)
        let items = try items(page.map(\.order), warnings)
        return OrderList(
            items: items, next: found.count > limit ? page.last.map { ListCursor(key: $0.key, id: $0.id) } : nil)
    }

    /// How many orders the list has over all its pages.
    package func totalOrders(_ filter: OrderFilter, _ warnings: ShownWarnings) throws -> ListTotal {
        let search = OrderSearch(filter: filter, warnings: warnings, cursor: nil, limit: ListTotal.bound + 1)
        return ListTotal(counted: try search.found(in: self).count)
    }

    /// The lines of these orders, in the order asked.
    private func items(_ ids: [ID<Order>], _ warnings: ShownWarnings) throws -> [OrderItem] {
        guard !ids.isEmpty else { return [] }
        var items = try rows(
            """
            SELECT o.id, o.number, o.external_id, o.city, o.status, o.ordered_at, o.delivered_at, o.promised_at, o.zone, o.attempts, o.is_history,
              u.name, l.name, r.name, c.number
            FROM orders o JOIN places l ON l.id = o.place_id LEFT JOIN customers u ON u.id = o.customer_id
              LEFT JOIN carriers r ON r.id = o.carrier_id LEFT JOIN cases c ON c.order_id = o.id AND c.status = 'open'
            WHERE o.id IN \(anyOf: ids) ORDER BY o.id
            """
        ) { row in
            OrderItem(
                id: row.id(), number: row.int(), externalID: row.text(), city: row.optionalText(), status: row.word(),
                orderedAt: row.instant(),
                deliveredAt: row.optionalInstant(), promisedAt: row.optionalInstant(), zone: row.text(),
                attempts: row.int(), isHistory: row.flag(), customer: row.optionalText(), place: row.text(),
                carrier: row.optionalText(), openCase: row.optionalInt())
        }
        let promises = try rows(
            "SELECT \(Promise.columns) FROM promises WHERE order_id IN \(anyOf: ids) AND is_told = 1 ORDER BY id"
        ) { Promise(&$0) }
        let words = Dictionary(grouping: promises, by: \.order)
        let warned = try warned(promises.filter(\.isOpen).map(\.id), warnings)
        for index in items.indices {
            let word = words[items[index].id]?.holding
            items[index].word = word
            items[index].isAtRisk = word.map { warned.contains($0.id) } ?? false
        }
        let position = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        return items.sorted { (position[$0.id] ?? 0) < (position[$1.id] ?? 0) }
    }
}
