import KeptDomain

/// Rows with the system that they come from.
struct SourcedRows: Sendable {
    private let rows: BatchRows
    private let source: String

    init(rows: BatchRows, source: String) {
        self.rows = rows
        self.source = source
    }

    func take(in transaction: Transaction, memo: ImportMemo) throws -> BatchOutcome {
        switch rows {
        case .orders(let orders): try transaction.importOrders(orders, source: source, memo: memo)
        case .lines(let lines): try transaction.importLines(lines, source: source, memo: memo)
        case .events(let events): try transaction.importEvents(events, source: source, memo: memo)
        case .cases(let cases): try transaction.importCases(cases, source: source, memo: memo)
        case .visits(let visits): try transaction.importVisits(visits, as: .visits, source: source, memo: memo)
        case .calls(let calls): try transaction.importVisits(calls, as: .calls, source: source, memo: memo)
        case .olist(let file, let rows): try transaction.importOlist(file, rows, memo: memo)
        }
    }

    /// Takes the rows apart from each other: those that the record refuses are rejected and the rest goes in. Nothing is
    /// taken for granted of the record: any order may be in it.
    func takeCarefully(in transaction: Transaction, memo: ImportMemo) throws -> BatchOutcome {
        do {
            return try transaction.apart { try expectingKnown.take(in: transaction, memo: memo) }
        } catch StoreError.constraint(let name, _) {
            guard let (first, second) = halves else { return rejected(because: name, memo) }
            var outcome = try first.takeCarefully(in: transaction, memo: memo)
            outcome.add(try second.takeCarefully(in: transaction, memo: outcome.memo))
            return outcome
        }
    }

    private func rejected(because constraint: String, _ memo: ImportMemo) -> BatchOutcome {
        var outcome = BatchOutcome(memo: memo)
        outcome.totals[kind].read += 1
        outcome.totals[kind].rejected += 1
        outcome.rejects = [RowFault(line: line, column: nil, reason: .refused, value: constraint)]
        return outcome
    }

    /// What the rows are counted as.
    var kind: ImportTotals.Kind {
        switch rows {
        case .orders: .orders
        case .lines, .olist(.items, _): .lines
        case .events: .events
        case .cases: .cases
        case .visits: .visits
        case .calls: .calls
        case .olist(.customers, _): .customers
        case .olist(.payments, _): .payments
        case .olist: .products
        }
    }

    private var expectingKnown: Self {
        guard case .orders(var orders) = rows else { return self }
        for index in orders.indices { orders[index].mayBeKnown = true }
        return Self(rows: .orders(orders), source: source)
    }

    /// `nil` for a single row.
    private var halves: (Self, Self)? {
        func halves<T>(_ all: [T], _ make: ([T]) -> BatchRows) -> (Self, Self)? {
            guard all.count > 1 else { return nil }
            let middle = all.count / 2
            return (
                Self(rows: make(Array(all[..<middle])), source: source),
                Self(rows: make(Array(all[middle...])), source: source)
            )
        }
        return switch rows {
        case .orders(let all): halves(all) { .orders($0) }
        case .lines(let all): halves(all) { .lines($0) }
        case .events(let all): halves(all) { .events($0) }
        case .cases(let all): halves(all) { .cases($0) }
        case .visits(let all): halves(all) { .visits($0) }
        case .calls(let all): halves(all) { .calls($0) }
        case .olist(let file, let all): halves(all) { .olist(file, $0) }
        }
    }

    /// The line of the first row.
    private var line: Int {
        switch rows {
        case .orders(let all): all.first?.row.line ?? 0
        case .lines(let all): all.first?.line ?? 0
        case .events(let all): all.first?.line ?? 0
        case .cases(let all): all.first?.line ?? 0
        case .visits(let all), .calls(let all): all.first?.line ?? 0
        case .olist(_, let all):
            switch all.first {
            case .item(let line, _, _, _, _, _), .payment(let line, _, _, _): line
            default: 0
            }
        }
    }
}
