import KeptDomain
import KeptWords

/// A finished order of the demonstration's past, ready to be written.
struct DemoPast {
    let order: DemoOrder
    let course: DemoCourse
    let chain: DemoChain
    let key: TrackingKey
    /// Decides what is known of it and who handled it.
    let seed: UInt64
}

/// Rows of many orders, gathered by table and added at once.
struct DemoBatch {
    private var rows: [Table: [[Value]]] = [:]
    private let transaction: Transaction
    private let shop: DemoShop
    private let customers: [Int: ID<Customer>]

    enum Table: CaseIterable { case orders, parcels, lines, events, matters, promises, cases, episodes }

    init(_ transaction: Transaction, shop: DemoShop, customers: [Int: ID<Customer>]) {
        self.transaction = transaction
        self.shop = shop
        self.customers = customers
    }

    mutating func add(_ past: DemoPast, number: Int, caseNumber: Int?) {
        let id = transaction.newID(Order.self)
        let customer = customers[past.order.customer.number]
        let history = OrderHistory(
            past.course.steps.map { TrackingEvent($0.kind, at: $0.at, learnedAt: $0.at) })
        var dice = Dice(seed: past.seed)
        addOrder(past, id, number, customer, history, &dice)
        let parcel = transaction.newID(Parcel.self)
        add(
            .parcels, "\(parcel), \(id), \(shop.carrier(past.order.carrier)), \("LP\(number)"), \(past.order.orderedAt)"
        )
        for (index, line) in past.order.lines.enumerated() {
            let due: Instant? = line.isGoods ? past.chain.words[0].due : nil
            add(
                .lines,
                """
                \(transaction.newID(OrderLine.self)), \(id), \(index + 1), \(line.name), \(line.sku), \(line.productGroup),
                \(line.quantity), \(line.filledQuantity), \(line.price.minor), \(line.price.currency.code),
                \(line.isGoods), \(due), \(parcel)
                """)
        }
        for step in past.course.steps {
            let learned = step.at + .seconds(Int64(dice.number(1...90)))
            add(
                .events,
                """
                \(transaction.newID(TrackingEvent.self)), \(id), \(0), \(step.kind), \(step.at), \(learned),
                \(step.reason)
                """)
        }
        addPromises(past, id, number, customer, caseNumber: caseNumber, &dice)
    }

    private mutating func addOrder(
        _ past: DemoPast, _ id: ID<Order>, _ number: Int, _ customer: ID<Customer>?, _ history: OrderHistory,
        _ dice: inout Dice
    ) {
        let order = past.order
        // What was promised at first counts, but where the customer wished another time.
        let counted = past.chain.words.first { $0.state != .renegotiated } ?? past.chain.words[0]
        let total = order.draft.total
        let isDelivered = history.deliveredAt != nil
        let isComplete = OrderLine.isComplete(order.lines)
        let filled: Bool? = isDelivered && dice.falls(0.85) ? dice.falls(0.985) : nil
        let billed: Bool? = isDelivered && dice.falls(0.95) ? dice.falls(0.99) : nil
        let undamaged: Bool? = past.course.isDamaged ? false : isDelivered ? true : nil
        add(
            .orders,
            """
            \(id), \(number), \("lantern.example"), \("past-\(number)"), \(customer), \(shop.place.id),
            \(shop.carrier(order.carrier)), \(order.way), \(order.customer.segment), \(order.customer.city),
            \(order.customer.region), \(shop.zone.name), \(total?.currency.code), \(total?.minor), \(order.orderedAt),
            \(shop.zone.day(of: order.orderedAt)), \(counted.due), \(shop.zone.day(of: counted.due)), \(history.status),
            \(history.approvedAt), \(history.preparedAt), \(history.dispatchedAt), \(history.inTransitAt),
            \(history.deliveredAt), \(history.attempts), \(isComplete), \(undamaged), \(filled),
            \(billed), \(past.key.bytes), \(order.orderedAt)
            """)
    }

    private mutating func addPromises(
        _ past: DemoPast, _ order: ID<Order>, _ number: Int, _ customer: ID<Customer>?, caseNumber: Int?,
        _ dice: inout Dice
    ) {
        let chain = past.chain
        let matter = transaction.newID(Matter.self)
        add(.matters, "\(matter), \(customer), \(order), \("order \(number)"), \(chain.breaks), \(chain.escalatedAt)")
        var caseID: ID<Case>?
        if let caseNumber, let opened = chain.firstBreak {
            let id = transaction.newID(Case.self)
            caseID = id
            let owner = dice.pick(shop.frontLine)
            let closed = past.course.end + .minutes(Int64(dice.number(20...900)))
            let isClosed = closed < transaction.now
            let lead: ID<Person>? = chain.escalatedAt == nil ? nil : shop.lead
            let cause: String? = isClosed ? dice.pick(DemoTexts.causes) : nil
            add(
                .cases,
                """
                \(id), \(caseNumber), \(matter), \(Case.Kind.failure), \(chain.words.first { $0.state == .broken }?.said ?? "order \(number)"), \(customer), \(order),
                \(shop.place.id), \(owner), \(lead), \(isClosed ? Case.Status.closed : .open), \("us"),
                \("system:deadlines"), \(opened), \(chain.escalatedAt), \(isClosed ? closed : nil), \(cause)
                """)
            add(.episodes, "\(id), \(1), \(opened), \(isClosed ? closed : nil), \(cause)")
        }
        var before: ID<Promise>?
        var first: ID<Promise>?
        for word in chain.words {
            let id = transaction.newID(Promise.self)
            first = first ?? id
            let seen: Instant? = word.state == .broken ? word.due + .milliseconds(Int64(dice.number(20...400))) : nil
            let clock: PromiseClock = word.target?.clock ?? .date
            add(
                .promises,
                """
                \(id), \(matter), \(order), \(caseID), \(customer), \(shop.place.id), \(word.said), \(word.language),
                \(shop.zone.name), \(word.due), \(true), \(clock), \(word.target?.text), \(word.startsAt),
                \(shop.calendarVersion), \(word.standard?.version), \(word.standard == nil ? "system:demo" : "shell"),
                \(word.madeAt), \(WarningSteps.write(word.standard?.warnings ?? [.usual])), \(word.due), \(word.state),
                \(word.settledAt), \(seen), \(word.evidence), \(before), \(first), \(word.asked)
                """)
            if let why = word.why {
                transaction.journal(
                    JournalEntry("promise.made", of: .promise(id), customer: customer, why: why))
            }
            before = id
        }
    }

    private mutating func add(_ table: Table, _ values: SQL) { rows[table, default: []].append(values.values) }

    /// Sends everything, parents first.
    func write() throws {
        for table in Table.allCases {
            guard let rows = rows[table] else { continue }
            try transaction.add(into: table.name, columns: table.columns, rows: rows)
        }
    }
}

extension DemoBatch.Table {
    var name: StaticString {
        switch self {
        case .orders: "orders"
        case .parcels: "parcels"
        case .lines: "order_lines"
        case .events: "tracking_events"
        case .matters: "matters"
        case .promises: "promises"
        case .cases: "cases"
        case .episodes: "case_episodes"
        }
    }

    var columns: [StaticString] {
        switch self {
        case .orders:
            [
                "id", "number", "source", "external_id", "customer_id", "place_id", "carrier_id", "channel", "segment",
                "city", "region", "zone", "currency", "total_minor", "ordered_at", "ordered_day", "promised_at",
                "promised_day", "status", "approved_at", "prepared_at", "dispatched_at", "in_transit_at",
                "delivered_at", "attempts", "complete", "undamaged", "filled", "billed", "tracking_key", "created_at",
            ]
        case .parcels: ["id", "order_id", "carrier_id", "tracking_code", "created_at"]
        case .lines:
            [
                "id", "order_id", "position", "name", "sku", "product_group", "quantity", "filled_quantity",
                "price_minor", "currency", "is_goods", "promised_at", "parcel_id",
            ]
        case .events: ["id", "order_id", "parcel_id", "kind", "at", "learned_at", "reason"]
        case .matters: ["id", "customer_id", "order_id", "subject", "breaks", "escalated_at"]
        case .promises:
            [
                "id", "matter_id", "order_id", "case_id", "customer_id", "place_id", "said", "language", "zone",
                "told_due_at", "is_told", "clock", "target", "starts_at", "calendar_version_id",
                "standard_version_id", "made_by", "made_at", "warnings", "due_at", "state", "settled_at", "seen_at",
                "evidence", "replaces_id", "first_id", "asked_by_customer",
            ]
        case .episodes: ["case_id", "number", "opened_at", "closed_at", "cause"]
        case .cases:
            [
                "id", "number", "matter_id", "kind", "subject", "customer_id", "order_id", "place_id", "owner_id",
                "lead_id", "status", "whose_move", "move_said_by", "opened_at", "escalated_at", "closed_at", "cause",
            ]
        }
    }
}
