import KeptDomain

/// What there was with a customer, in figures, as far as the asker reaches.
package struct CustomerFigures: Sendable, Hashable {
    package var orders = 0
    /// What their orders cost, without those that were cancelled, not there or returned: one sum for each currency.
    package var spent: [Money] = []
    /// Of the words that they were told.
    package var promises = KeptFigures()
    /// Cases, without those that became part of another.
    package var cases = 0
    package var openCases = 0
    /// Remedies that stand: given and not taken back.
    package var remedies = 0
    /// What these cost us, one sum for each currency.
    package var given: [Money] = []
    /// What they said last to each question, the latest first.
    package var ratings: [Rating] = []

    package init() {}
}

extension Reading {
    /// The figures, a statement or two for each; and when the first order or case began.
    func customerFigures(
        of id: ID<Customer>, within reach: CustomerReach
    ) throws -> (figures: CustomerFigures, first: Instant?) {
        var figures = CustomerFigures()
        let firstOrder = try count(ordersOf: id, reach, &figures)
        let firstCase = try count(casesOf: id, reach, &figures)
        figures.promises = try keptFigures(of: id, reach)
        try count(remediesOf: id, reach, &figures)
        figures.ratings = try lastRatings(of: id, reach)
        return (figures, [firstOrder, firstCase].compactMap(\.self).min())
    }

    /// - Returns: when the first was ordered.
    private func count(
        ordersOf id: ID<Customer>, _ reach: CustomerReach, _ figures: inout CustomerFigures
    ) throws -> Instant? {
        guard let places = CustomerReach.condition("o.place_id", reach.orders) else { return nil }
        let sums = try rows(
            """
            SELECT o.currency, count(*), min(o.ordered_at), CAST(sum(CASE WHEN o.status IN
              ('cancelled', 'unavailable', 'returned') THEN NULL ELSE o.total_minor END) AS BIGINT)
            FROM orders o WHERE o.customer_id = \(id)\(places) GROUP BY o.currency ORDER BY o.currency
            """
        ) { row in
            (
                currency: row.optionalText(), orders: row.int(), first: row.instant(), minor: row.optionalInt64()
            )
        }
        figures.orders = sums.reduce(0) { $0 + $1.orders }
        figures.spent = sums.compactMap { Self.money($0.minor, $0.currency) }
        return sums.map(\.first).min()
    }

    /// - Returns: when the first was opened.
    private func count(
        casesOf id: ID<Customer>, _ reach: CustomerReach, _ figures: inout CustomerFigures
    ) throws -> Instant? {
        guard let places = CustomerReach.condition("c.place_id", reach.cases) else { return nil }
        let counted = try row(
            """
            SELECT coalesce(sum(CASE WHEN c.merged_into_id IS NULL THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN c.status = 'open' THEN 1 ELSE 0 END), 0), min(c.opened_at)
            FROM cases c WHERE c.customer_id = \(id)\(places)
            """
        ) { (all: $0.int(), open: $0.int(), first: $0.optionalInstant()) }
        (figures.cases, figures.openCases) = (counted?.all ?? 0, counted?.open ?? 0)
        return counted?.first
    }

    /// The two kept figures of all words that a customer was told, as `keptFigures(from:to:places:)` counts those of a span.
    private func keptFigures(of id: ID<Customer>, _ reach: CustomerReach) throws -> KeptFigures {
        guard let places = CustomerReach.condition("p.place_id", reach.promises) else { return KeptFigures() }
        let counted = try rows(
            """
            SELECT p.state, count(*), sum(CASE WHEN n.id IS NULL THEN 1 ELSE 0 END),
              sum(CASE WHEN n.id IS NULL AND \(Promise.keptFromTheFirstWord) THEN 1 ELSE 0 END)
            FROM promises p LEFT JOIN promises n ON n.replaces_id = p.id
            WHERE p.customer_id = \(id) AND p.is_told = 1 AND p.state <> 'open'\(places) GROUP BY p.state ORDER BY p.state
            """
        ) { (state: $0.word(PromiseState.self), all: $0.int(), last: $0.int(), first: $0.int()) }
        var figures = KeptFigures()
        for one in counted {
            switch one.state {
            case .kept: (figures.kept, figures.firstWordKept) = (one.all, one.first)
            case .broken: figures.broken = one.all
            case .released: figures.released = one.all
            case .renegotiated: figures.renegotiated = one.all
            case .open: break
            }
            if one.state == .kept || one.state == .broken { figures.chains += one.last }
        }
        return figures
    }

    private func count(
        remediesOf id: ID<Customer>, _ reach: CustomerReach, _ figures: inout CustomerFigures
    ) throws {
        guard let places = CustomerReach.condition("r.place_id", reach.cases) else { return }
        // A reversal stands beside what it takes back with the amount below zero: the sum is of what stands.
        let sums = try rows(
            """
            SELECT r.currency, sum(CASE WHEN r.reverses_id IS NULL THEN 1 ELSE -1 END), CAST(sum(r.amount_minor) AS BIGINT)
            FROM remedies r WHERE r.customer_id = \(id)\(places) GROUP BY r.currency ORDER BY r.currency
            """
        ) { (currency: $0.optionalText(), standing: $0.int(), minor: $0.optionalInt64()) }
        figures.remedies = sums.reduce(0) { $0 + $1.standing }
        figures.given = sums.compactMap { $0.minor == 0 ? nil : Self.money($0.minor, $0.currency) }
    }

    /// The last to each question.
    private func lastRatings(of id: ID<Customer>, _ reach: CustomerReach) throws -> [Rating] {
        let said = HistoryFinding(customer: id, kind: .rating, reach: reach, cursor: nil, limit: 30)
        let ids = try said.found(in: self).map(\.id)
        guard !ids.isEmpty else { return [] }
        let ratings = try rows(
            """
            SELECT id, order_id, case_id, question, value, rated_at FROM ratings WHERE id IN \(anyOf: ids)
            ORDER BY rated_at DESC, id DESC
            """
        ) { row -> Rating? in
            let (id, order, found) = (row.id(Rating.self), row.optionalID(Order.self), row.optionalID(Case.self))
            guard let subject = order.map(Rating.Subject.order) ?? found.map(Rating.Subject.case) else { return nil }
            return Rating(id: id, subject: subject, question: row.word(), value: row.int(), ratedAt: row.instant())
        }
        var asked = Set<Rating.Question>()
        return ratings.compactMap(\.self).filter { asked.insert($0.question).inserted }
    }

    private static func money(_ minor: Int64?, _ code: String?) -> Money? {
        guard let minor, let currency = code.flatMap({ Currency($0) }) else { return nil }
        return Money(minor: minor, currency: currency)
    }
}
