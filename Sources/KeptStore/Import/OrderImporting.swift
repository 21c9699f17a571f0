import KeptDomain

/// An order of a file with its lines, which stood in rows one after another.
struct ImportedOrder: Sendable {
    var row: OrderRow
    var lines: [OrderRow.Line]
    /// The order may be in the record already, from this run or an earlier one.
    var mayBeKnown: Bool
    /// Rows of the file that it was made of.
    var rowCount = 1
}

/// What an import found or made for the names in its rows; carried from batch to batch once they are committed.
struct ImportMemo: Sendable {
    /// Those of the record are read once; what is missing among them is looked up.
    var carriers: [String: ID<Carrier>] = [:]
    var places: [String: ID<Place>] = [:]
    /// Customers are found through the references of earlier files instead of made from the rows.
    var followsReferences = false

    /// As at the beginning of a run, when the names are read from the record.
    var withoutNames: Self {
        var memo = Self()
        memo.followsReferences = followsReferences
        return memo
    }
}

struct BatchOutcome: Sendable {
    var totals = ImportTotals()
    var rejects: [RowFault] = []
    var memo: ImportMemo
    /// What the new orders contribute to the deliveries measures, and the ranges in which they stand.
    var fresh: [OrderFacts] = []
    var ranges: [OrderRange] = []

    /// Adds what came of the rows after these, which were taken with the memo of these.
    mutating func add(_ next: Self) {
        totals += next.totals
        rejects += next.rejects
        fresh += next.fresh
        ranges += next.ranges
        memo = next.memo
    }
}

extension Transaction {
    /// Takes in a batch of orders as history: new ones are added, known ones completed, and what is in the record
    /// already stays as it is. No promise is made or judged and nothing is sent.
    func importOrders(_ orders: [ImportedOrder], source: String, memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        try findCarriersAndPlaces(orders, &outcome.memo)
        var pending: [ImportedOrder] = []
        var fresh: [ImportedOrder] = []
        if orders.contains(where: \.mayBeKnown) {
            for order in orders { if order.mayBeKnown { pending.append(order) } else { fresh.append(order) } }
        } else {
            fresh = orders
        }
        try add(fresh, source, &outcome)
        while !pending.isEmpty {
            // Each order once a round: a second row about it meets what the first one left.
            var round: [ImportedOrder] = []
            var later: [ImportedOrder] = []
            var names = Set<String>()
            for order in pending {
                if names.insert(order.row.order).inserted { round.append(order) } else { later.append(order) }
            }
            let known = try knownOrders(source, Array(names))
            try add(round.filter { known[$0.row.order] == nil }, source, &outcome)
            try complete(
                round.compactMap { told in known[told.row.order].map { (known: $0, told: told) } }, source, &outcome)
            pending = later
        }
        return outcome
    }

    // MARK: new orders

    private func add(_ orders: [ImportedOrder], _ source: String, _ outcome: inout BatchOutcome) throws {
        guard let place = outcome.memo.places[""], !orders.isEmpty else { return }
        let customers = try findOrMakeCustomers(orders.map(\.row), source, &outcome)
        let ids = newIDs(orders.count, of: Order.self)
        let numbers = try nextNumbers(.order, count: orders.count)
        var orderRows = NewRows(into: "orders", capacity: orders.count * 34)
        var eventRows = NewRows(into: "tracking_events", capacity: orders.count * 3 * 5)
        var lineRows = NewRows(into: "order_lines")
        for (index, order) in orders.enumerated() {
            let (id, customer) = (ids[index], customers[index])
            let about = OrderAbout(order.row, customer, outcome.memo, place: place)
            let course = order.course
            append(order, about, course, id, numbers[index], source, customer, to: &orderRows)
            outcome.fresh.append(order.facts(id, about, course))
            order.row.eachEvent { appendMilestone($0, at: $1, of: id, to: &eventRows) }
            for (position, line) in order.lines.enumerated() {
                append(line, at: line.number ?? Int64(position + 1), of: id, to: &lineRows)
            }
            outcome.totals[.orders].imported += 1
            outcome.totals[.orders].read += order.rowCount
        }
        try add(orderRows)
        try add(eventRows)
        try add(lineRows)
        outcome.totals.count(OrderLearning.Counts(added: eventRows.count), as: .events)
        outcome.totals.count(OrderLearning.Counts(added: lineRows.count), as: .lines)
        let range = OrderRange(first: ids[0], last: ids[ids.count - 1])
        noteImported(range)
        outcome.ranges.append(range)
    }

    // MARK: names

    /// Carriers and places by name, those that are missing made. The empty name is the default place.
    private func findCarriersAndPlaces(_ orders: [ImportedOrder], _ memo: inout ImportMemo) throws {
        if memo.places[""] == nil {
            for (name, id) in try rows("SELECT name, id FROM carriers", { ($0.text(), $0.id(Carrier.self)) }) {
                memo.carriers[name] = id
            }
        }
        for order in orders {
            if let name = order.row.carrier, memo.carriers[name] == nil {
                memo.carriers[name] = try findOrMakeCarrier(name)
            }
        }
        try findPlaces(orders.map { ($0.row.place, $0.row.zone) }, &memo)
    }

    /// Places by name, those that are missing made. The empty name is the default place.
    func findPlaces(_ named: [(name: String?, zone: Zone)], _ memo: inout ImportMemo) throws {
        if memo.places[""] == nil {
            memo.places[""] = try defaultPlace()
            for (name, id) in try rows("SELECT name, id FROM places", { ($0.text(), $0.id(Place.self)) }) {
                memo.places[name] = id
            }
        }
        for (name, zone) in named {
            if let name, memo.places[name] == nil { memo.places[name] = try findOrMakePlace(name, zone) }
        }
    }

    /// Looked up first: a colleague or another import may have made it since the names were read.
    private func findOrMakeCarrier(_ name: String) throws -> ID<Carrier> {
        if let known = try row("SELECT id FROM carriers WHERE name = \(name)", { $0.id(Carrier.self) }) { return known }
        let id = newID(Carrier.self)
        try run("INSERT INTO carriers (id, name) VALUES (\(id), \(name))")
        journal(JournalEntry("carrier.made", of: .carrier(id), facts: [Fact("name", name)]))
        return id
    }

    func findOrMakePlace(_ name: String, _ zone: Zone) throws -> ID<Place> {
        if let known = try row("SELECT id FROM places WHERE name = \(name)", { $0.id(Place.self) }) { return known }
        let id = newID(Place.self)
        try run(
            """
            INSERT INTO places (id, name, zone, calendar_id) SELECT \(id), \(name), \(zone.name), calendar_id
            FROM places WHERE is_default = 1
            """)
        journal(JournalEntry("place.made", of: .place(id), facts: [Fact("name", name)]))
        return id
    }
}
