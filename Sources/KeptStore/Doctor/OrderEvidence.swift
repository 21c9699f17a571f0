import KeptDomain

/// Everything beside their rows that tells how a page of orders went: events, parcels, lines, payments and what people
/// noted. A handful of statements, however many orders they are.
struct OrderEvidence {
    private var events: [ID<Order>: [TrackingEvent]] = [:]
    private var parcels: [ID<Order>: Int] = [:]
    /// Whether all goods were there, by the lines.
    private var fillings: [ID<Order>: Bool] = [:]
    /// What people noted last of the goods and of the bill.
    private var noted: [ID<Order>: Outcome] = [:]
    /// Whether what was paid is what goods and freight cost; only of orders of which a file told payments.
    private var billed: [ID<Order>: Bool?] = [:]
    /// Orders of which one journal entry tells together.
    private let batches: [ClosedRange<Int64>]

    private struct Outcome {
        var filled: Bool?
        var billed: Bool?
    }

    /// - Parameter orders: in order of id.
    init(of orders: [Order], in reading: Reading) throws {
        batches = try reading.batchesInJournal()
        guard let first = orders.first?.id, let last = orders.last?.id else { return }
        try readEvents(of: orders, first...last, reading)
        try readParcels(first...last, reading)
        try readLines(first...last, reading)
        try readOutcomes(first...last, reading)
        try readPayments(of: orders, reading)
    }

    private mutating func readEvents(
        of orders: [Order], _ range: ClosedRange<ID<Order>>, _ reading: Reading
    ) throws {
        let byID = Dictionary(uniqueKeysWithValues: orders.map { ($0.id, $0) })
        _ = try reading.rows(
            """
            SELECT order_id, \(TrackingEvent.columns) FROM tracking_events
            WHERE order_id BETWEEN \(range.lowerBound) AND \(range.upperBound)
            """
        ) { row in
            let id = row.id(Order.self)
            guard let order = byID[id] else { return }
            events[id, default: []].append(TrackingEvent(&row, of: order))
        }
    }

    private mutating func readParcels(_ range: ClosedRange<ID<Order>>, _ reading: Reading) throws {
        _ = try reading.rows(
            """
            SELECT order_id, count(*) FROM parcels WHERE order_id BETWEEN \(range.lowerBound) AND \(range.upperBound)
            GROUP BY order_id ORDER BY order_id
            """
        ) { row in parcels[row.id()] = row.int() }
    }

    private mutating func readLines(_ range: ClosedRange<ID<Order>>, _ reading: Reading) throws {
        _ = try reading.rows(
            """
            SELECT order_id, count(*), count(filled_quantity),
              CAST(sum(CASE WHEN filled_quantity < quantity THEN 1 ELSE 0 END) AS BIGINT)
            FROM order_lines WHERE is_goods = 1 AND order_id BETWEEN \(range.lowerBound) AND \(range.upperBound)
            GROUP BY order_id ORDER BY order_id
            """
        ) { row in
            let (id, goods, known, short) = (row.id(Order.self), row.int(), row.int(), row.int())
            if short > 0 { fillings[id] = false } else if known == goods { fillings[id] = true }
        }
    }

    private mutating func readOutcomes(_ range: ClosedRange<ID<Order>>, _ reading: Reading) throws {
        let entries = try reading.rows(
            """
            SELECT \(JournalRecord.columns) FROM journal WHERE subject_kind = 'order'
              AND subject_id BETWEEN \(range.lowerBound) AND \(range.upperBound) AND kind = 'order.outcome-noted'
            ORDER BY number
            """, JournalRecord.init)
        for entry in entries.map(\.entry) {
            for fact in entry.facts {
                switch fact.name {
                case "filled": noted[ID(entry.subject.id), default: Outcome()].filled = fact.value == "true"
                case "billed": noted[ID(entry.subject.id), default: Outcome()].billed = fact.value == "true"
                default: break
                }
            }
        }
    }

    private mutating func readPayments(of orders: [Order], _ reading: Reading) throws {
        let paid = orders.filter { $0.isHistory && $0.source == OlistFile.source }
        guard !paid.isEmpty else { return }
        let payments = try reading.payments(of: paid.map(\.externalID))
        let costs = try reading.costs(of: paid.map(\.id))
        for order in paid {
            guard let payment = payments[order.externalID] else { continue }
            billed[order.id] = .some(costs[order.id].map { BilledOrder.isRight(cost: $0, paid: payment) })
        }
    }

    /// The columns in which the row says otherwise than the evidence.
    func differences(from order: Order) -> [String] {
        let course = order.course
        let history = OrderHistory(events[order.id] ?? [], parcels: parcels[order.id] ?? 1)
        let told = course.learned(from: history, isHistory: order.isHistory)
        var columns: [String] = []
        if told.status != course.status { columns.append("status") }
        if told.approvedAt != course.approvedAt { columns.append("approved_at") }
        if told.preparedAt != course.preparedAt { columns.append("prepared_at") }
        if told.dispatchedAt != course.dispatchedAt { columns.append("dispatched_at") }
        if told.inTransitAt != course.inTransitAt { columns.append("in_transit_at") }
        if told.deliveredAt != course.deliveredAt { columns.append("delivered_at") }
        if told.attempts != course.attempts { columns.append("attempts") }
        if course.isComplete != course.toldComplete ?? fillings[order.id] { columns.append("complete") }
        if told.isUndamaged != course.isUndamaged { columns.append("undamaged") }
        if !isFilledAsNoted(order) { columns.append("filled") }
        if !isBilledAsTold(order) { columns.append("billed") }
        return columns
    }

    /// Of history a file may have told it; of an order that lives here only people do.
    private func isFilledAsNoted(_ order: Order) -> Bool {
        order.isHistory || isTold(order) || order.course.isFilledRight == noted[order.id]?.filled
    }

    private func isBilledAsTold(_ order: Order) -> Bool {
        let stands = order.course.isBilledRight
        let noted = noted[order.id]?.billed
        guard order.isHistory else { return isTold(order) || stands == noted }
        guard let reckoned = billed[order.id] else { return true }
        return stands == reckoned || (noted != nil && stands == noted)
    }

    /// Whether one journal entry tells of the order together with others: then nobody noted what became of it.
    private func isTold(_ order: Order) -> Bool { batches.contains { $0.contains(order.id.rawValue) } }
}
