import KeptDomain

/// Which promises a list shows. What is `nil` is not asked.
package struct PromiseFilter: Sendable, Hashable {
    package var state: PromiseState?
    package var dueBefore: Instant?
    package var dueAfter: Instant?
    package var place: ID<Place>?
    /// Only those at one of these places.
    package var places: Set<ID<Place>>?
    package var customer: ID<Customer>?
    package var order: ID<Order>?
    package var `case`: ID<Case>?
    /// An order's number, or what customers are found by.
    package var text: String?
    /// Only those that run and have one of these warnings.
    package var atRisk: ShownWarnings?
    /// Only kept and broken ones that the customer was told: those of which the kept figures are made.
    package var isJudged = false
    /// Only broken ones whose case is open and to which no next word was given.
    package var isUnmended = false
    /// Only the last word of each chain.
    package var isLastWord = false
    /// Only those settled at this instant or later, and before that one.
    package var settledFrom: Instant?
    package var settledBefore: Instant?
    /// Only those that stand open, or were kept or broken at this instant or later.
    package var openOrSettledFrom: Instant?
    /// The latest due first, for what is settled.
    package var isLatestFirst = false

    package init(state: PromiseState? = nil, dueBefore: Instant? = nil, place: ID<Place>? = nil) {
        self.state = state
        self.dueBefore = dueBefore
        self.place = place
    }
}

extension Promise {
    /// Of a chain's last word `p`, whether the chain counts as kept from its first word on: no word of it was broken, and each
    /// that replaced another was asked for by the customer.
    static let keptFromTheFirstWord: SQL = """
        p.state = 'kept' AND (p.first_id = p.id OR NOT EXISTS (
          SELECT 1 FROM promises w WHERE w.first_id = p.first_id
          AND (w.state = 'broken' OR (w.replaces_id IS NOT NULL AND w.asked_by_customer = 0))))
        """

    /// Told words `p` that were kept or broken. The first comparison is that of an index.
    static let judged: SQL = "p.state <> 'open' AND p.state IN ('kept', 'broken') AND p.is_told = 1"

    /// Where a list in due order goes on after it.
    package var cursor: ListCursor { ListCursor(key: due.microseconds, id: id.rawValue) }
}

extension Reading {
    /// Promises in due order, the earliest first unless the filter says otherwise.
    package func promises(_ filter: PromiseFilter, after cursor: ListCursor? = nil, limit: Int) throws -> [Promise] {
        var conditions = try conditions(of: filter)
        let isLatestFirst = filter.isLatestFirst
        if let cursor {
            let side: SQL = isLatestFirst ? "<" : ">"
            conditions.append("(due_at, id) \(side) (\(cursor.key), \(cursor.id))")
        }
        let direction: SQL = isLatestFirst ? "due_at DESC, id DESC" : "due_at, id"
        let condition = SQL.allOf(conditions)
        return try rows(
            "SELECT \(Promise.columns) FROM promises p\(condition) ORDER BY \(direction) LIMIT \(limit)", Promise.init)
    }

    /// How many promises the list has over all its pages.
    package func totalPromises(_ filter: PromiseFilter) throws -> ListTotal {
        let conditions = try conditions(of: filter)
        let condition = SQL.allOf(conditions)
        return try total("SELECT id FROM promises p\(condition)")
    }

    private func conditions(of filter: PromiseFilter) throws -> [SQL] {
        var conditions: [SQL] = []
        // Written out, so that the engines see that their indexes of open promises serve.
        switch filter.state {
        case .open: conditions.append("state = 'open'")
        case let state?: conditions.append("state <> 'open' AND state = \(state)")
        case nil: break
        }
        if let before = filter.dueBefore { conditions.append("due_at < \(before)") }
        if let after = filter.dueAfter { conditions.append("due_at >= \(after)") }
        if filter.isJudged { conditions.append("state <> 'open' AND state IN ('kept', 'broken') AND is_told = 1") }
        if filter.isUnmended { conditions.append("id IN (SELECT p.id FROM promises p\(Self.unmended))") }
        if filter.isLastWord {
            conditions.append("NOT EXISTS (SELECT 1 FROM promises n WHERE n.replaces_id = p.id)")
        }
        if let from = filter.openOrSettledFrom {
            conditions.append(
                "(state = 'open' OR (state <> 'open' AND state IN ('kept', 'broken') AND settled_at >= \(from)))")
        }
        if let from = filter.settledFrom { conditions.append("settled_at >= \(from)") }
        if let before = filter.settledBefore { conditions.append("settled_at < \(before)") }
        if let place = filter.place { conditions.append("place_id = \(place)") }
        if let places = filter.places { conditions.append("place_id IN \(anyOf: places.sorted())") }
        if let customer = filter.customer { conditions.append("customer_id = \(customer)") }
        if let order = filter.order { conditions.append("order_id = \(order)") }
        if let `case` = filter.case { conditions.append("case_id = \(`case`)") }
        if let text = filter.text?.trimmedOrNil { conditions.append(try meant(by: text)) }
        if let warnings = filter.atRisk {
            conditions.append(ShownWarnings.running)
            conditions.append("p.id IN (SELECT w.promise_id FROM warnings w WHERE \(warnings.condition))")
        }
        return conditions
    }

    /// Promises on an order of this number, or to customers of this name, e-mail address or phone.
    private func meant(by text: String) throws -> SQL {
        let digits = text.first == "#" ? text.dropFirst() : text[...]
        let order: SQL =
            if let number = Int64(digits) { "order_id IN (SELECT id FROM orders WHERE number = \(number)) OR " } else {
                ""
            }
        return "(\(order)customer_id IN \(anyOf: try customerIDs(named: text, limit: 1_000)))"
    }

    /// These promises as lists show them, in the order given.
    package func promiseLines(_ promises: [Promise], _ warnings: ShownWarnings) throws -> [TodayBoard.Line] {
        let ids = promises.map(\.id)
        let lines = try boardLines("p.id IN \(anyOf: ids) ORDER BY p.id", warnings)
        let position = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        return lines.sorted { (position[$0.promise.id] ?? 0) < (position[$1.promise.id] ?? 0) }
    }

    /// The two kept figures of promises settled in a span of time, at these places or, for `nil`, all. Imported history
    /// made none.
    package func keptFigures(from: Instant, to: Instant, places: Set<ID<Place>>? = nil) throws -> KeptFigures {
        let atPlace = SQL.and("place_id", in: places)
        var figures = KeptFigures()
        for state in PromiseState.allCases where state != .open {
            let number = try count(
                """
                SELECT count(*) FROM promises WHERE state <> 'open' AND state = \(state) AND is_told = 1
                AND settled_at >= \(from) AND settled_at < \(to)\(atPlace)
                """)
            switch state {
            case .kept: figures.kept = number
            case .broken: figures.broken = number
            case .released: figures.released = number
            case .renegotiated: figures.renegotiated = number
            case .open: break
            }
        }
        // A chain is settled with its last word.
        let chains = try row(
            """
            SELECT count(*), coalesce(sum(CASE WHEN \(Promise.keptFromTheFirstWord) THEN 1 ELSE 0 END), 0)
            FROM promises p WHERE \(Promise.judged)
            AND p.settled_at >= \(from) AND p.settled_at < \(to)\(atPlace)
            AND NOT EXISTS (SELECT 1 FROM promises n WHERE n.replaces_id = p.id)
            """
        ) { ($0.int(), $0.int()) }
        figures.chains = chains?.0 ?? 0
        figures.firstWordKept = chains?.1 ?? 0
        return figures
    }
}
