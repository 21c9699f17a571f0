import KeptDomain
import KeptFigures

/// The days of a report, both included, in the zone of the default place.
package struct ReportSpan: Sendable, Hashable {
    package let from: Day
    package let to: Day

    package init(from: Day, to: Day) {
        self.from = from
        self.to = to
    }

    /// As asked; the last twelve months up to `today` where a bound is left out.
    package init(from: Day?, to: Day?, today: Day) {
        let last = to ?? today
        self.init(from: from ?? min(last, today).advanced(by: -364), to: last)
    }

    func instants(in zone: Zone) -> (from: Instant, to: Instant) {
        (zone.startOfDay(from), zone.startOfDay(to.advanced(by: 1)))
    }
}

extension Reading {
    private var businessClock: Zone { get throws { try zones.zone(businessZone()) } }

    /// Today at the default place.
    package func reportToday(at now: Instant) throws -> Day { try businessClock.day(of: now) }

    /// How failures that became known in a span were mended, and what became of their customers.
    ///
    /// - Parameters:
    ///   - places: only those at one of these, all where left out.
    ///   - now: later purchases are known of failures that lie 90 days before.
    package func recoveryReport(
        _ span: ReportSpan, at places: Set<ID<Place>>? = nil, now: Instant
    ) throws -> RecoveryReport {
        let (from, to) = span.instants(in: try businessClock)
        let all = try recoveries(from: from, to: to, at: places)
        var report = RecoveryReport(all)
        report.causes = try causeCounts(from, to, places)
        report.costs = try remedyCosts(from, to, places)
        report.purchases = try laterPurchases(after: all, from, to, places, now: now)
        return report
    }

    /// Causes of cases closed in a span, by month of the closing, the most frequent of a month first.
    private func causeCounts(
        _ from: Instant, _ to: Instant, _ places: Set<ID<Place>>?
    ) throws -> [RecoveryReport.CauseCount] {
        let place: SQL = if let places { " AND c.place_id IN \(anyOf: places.sorted())" } else { "" }
        let zone = try businessClock
        struct Key: Hashable {
            let month: String
            let cause: ID<Cause>?
            let isOurs: Bool
        }
        var counts: [Key: Int] = [:]
        for (at, cause, isOurs) in try rows(
            """
            SELECT e.closed_at, coalesce(k.same_as_id, k.id), e.is_ours FROM case_episodes e JOIN cases c ON c.id = e.case_id
            LEFT JOIN causes k ON k.id = e.cause_id
            WHERE e.closed_at >= \(from) AND e.closed_at < \(to)\(place) AND (e.cause_id IS NOT NULL OR e.is_ours = 0)
            AND (c.merged_into_id IS NULL OR coalesce(c.closed_at, 0) <> e.closed_at) ORDER BY e.closed_at, e.case_id
            """, { ($0.instant(), $0.optionalID(Cause.self), $0.flag()) })
        {
            let month = String(zone.day(of: at).description.prefix(7))
            counts[Key(month: month, cause: cause, isOurs: isOurs), default: 0] += 1
        }
        return counts.map { key, cases in
            RecoveryReport.CauseCount(month: key.month, cause: key.cause, isOurs: key.isOurs, cases: cases)
        }.sorted { left, right in
            if left.month != right.month { return left.month < right.month }
            if left.cases != right.cases { return left.cases > right.cases }
            return (left.cause?.rawValue ?? 0) < (right.cause?.rawValue ?? 0)
        }
    }

    private func remedyCosts(
        _ from: Instant, _ to: Instant, _ places: Set<ID<Place>>?
    ) throws -> [RecoveryReport.Cost] {
        let place: SQL = if let places { " AND place_id IN \(anyOf: places.sorted())" } else { "" }
        return try rows(
            """
            SELECT currency, CAST(sum(amount_minor) AS BIGINT), sum(CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) FROM remedies
            WHERE given_at >= \(from) AND given_at < \(to) AND amount_minor IS NOT NULL\(place)
            GROUP BY currency ORDER BY currency
            """
        ) { row -> RecoveryReport.Cost? in
            let (code, minor, count) = (row.text(), row.int64(), row.int())
            return Currency(code).map { .init(amount: Money(minor: minor, currency: $0), remedies: count) }
        }.compactMap(\.self)
    }

    private func laterPurchases(
        after recoveries: [Recovery], _ from: Instant, _ to: Instant, _ places: Set<ID<Place>>?, now: Instant
    ) throws -> LaterPurchases {
        let known = now - LaterPurchases.window
        var answered: [ID<Customer>: (at: Instant, answer: FollowUp.Answer)] = [:]
        for recovery in recoveries where recovery.beganAt <= known {
            guard let customer = recovery.failures.lazy.compactMap(\.customer).first,
                let answer = recovery.followUp?.answer
            else { continue }
            // The first failure of a customer that they answered for.
            if let before = answered[customer], before.at <= recovery.beganAt { continue }
            answered[customer] = (recovery.beganAt, answer)
        }
        guard !answered.isEmpty else { return LaterPurchases() }
        let ids = answered.keys.sorted()
        var orders: [ID<Customer>: [Instant]] = [:]
        for (id, at) in try rows(
            """
            SELECT customer_id, ordered_at FROM orders WHERE customer_id IN \(anyOf: ids) AND ordered_at >= \(from)
            ORDER BY customer_id, ordered_at, id
            """, { ($0.id(Customer.self), $0.instant()) })
        {
            orders[id, default: []].append(at)
        }
        func customers(_ fits: (FollowUp.Answer) -> Bool) -> [LaterPurchases.Customer] {
            ids.compactMap { id in
                guard let (at, answer) = answered[id], fits(answer) else { return nil }
                let again = orders[id]?.contains { $0 > at && $0 <= at + LaterPurchases.window } ?? false
                return LaterPurchases.Customer(id: id, at: at, boughtAgain: again)
            }
        }
        return LaterPurchases(
            well: customers { $0 == .yes }, badly: customers { $0 != .yes },
            never: try neverFailed(from, min(to, known), places))
    }

    /// Customers for whom nothing ever went wrong, by their first order of the span.
    private func neverFailed(
        _ from: Instant, _ to: Instant, _ places: Set<ID<Place>>?
    ) throws -> [LaterPurchases.Customer] {
        let place: SQL = if let places { " AND o.place_id IN \(anyOf: places.sorted())" } else { "" }
        let most = 100_000
        return try rows(
            """
            SELECT f.customer_id, f.first_at, CASE WHEN EXISTS (SELECT 1 FROM orders n WHERE n.customer_id = f.customer_id
                AND n.ordered_at > f.first_at AND n.ordered_at <= f.first_at + \(LaterPurchases.window.microseconds)) THEN 1 ELSE 0 END
            FROM (SELECT o.customer_id, min(o.ordered_at) AS first_at FROM orders o
              WHERE o.ordered_at >= \(from) AND o.ordered_at < \(to) AND o.customer_id IS NOT NULL\(place)
              GROUP BY o.customer_id) f
            WHERE NOT EXISTS (SELECT 1 FROM failures x WHERE x.customer_id = f.customer_id)
            ORDER BY f.first_at, f.customer_id LIMIT \(most)
            """
        ) { LaterPurchases.Customer(id: $0.id(), at: $0.instant(), boughtAgain: $0.flag()) }
    }

    /// Told words that were settled in a span, by month and standard: kept, broken, and of how many chains the first word.
    /// A chain is settled with its last word, as `keptFigures` counts it.
    package func promiseCounts(_ span: ReportSpan, at places: Set<ID<Place>>? = nil) throws -> [PromiseCount] {
        let place: SQL = if let places { " AND p.place_id IN \(anyOf: places.sorted())" } else { "" }
        let zone = try businessClock
        var (day, counts) = (span.from, [PromiseCount]())
        while day <= span.to {
            let next = day.firstOfNextMonth
            let (from, to) = ReportSpan(from: day, to: min(next.advanced(by: -1), span.to)).instants(in: zone)
            counts += try rows(
                """
                SELECT v.standard_id, s.name, sum(CASE WHEN p.state = 'kept' THEN 1 ELSE 0 END),
                  sum(CASE WHEN p.state = 'broken' THEN 1 ELSE 0 END),
                  sum(CASE WHEN n.id IS NULL THEN 1 ELSE 0 END),
                  sum(CASE WHEN n.id IS NULL AND p.state = 'kept' AND (p.first_id = p.id OR NOT EXISTS (
                    SELECT 1 FROM promises w WHERE w.first_id = p.first_id
                    AND (w.state = 'broken' OR (w.replaces_id IS NOT NULL AND w.asked_by_customer = 0)))) THEN 1 ELSE 0 END)
                FROM promises p LEFT JOIN promises n ON n.replaces_id = p.id JOIN promises f ON f.id = p.first_id
                LEFT JOIN standard_versions v ON v.id = f.standard_version_id LEFT JOIN standards s ON s.id = v.standard_id
                WHERE p.state <> 'open' AND p.state IN ('kept', 'broken') AND p.is_told = 1
                AND p.settled_at >= \(from) AND p.settled_at < \(to)\(place)
                GROUP BY v.standard_id, s.name ORDER BY s.name NULLS LAST, v.standard_id
                """
            ) { row in
                PromiseCount(
                    month: String(day.description.prefix(7)), standard: row.optionalID(), name: row.optionalText(),
                    kept: row.int(), broken: row.int(), chains: row.int(), firstKept: row.int())
            }
            day = next
        }
        return counts
    }
}
