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
    ///   - within: in which time later purchases count; they are known of failures that lie so long before `now`.
    package func recoveryReport(
        _ span: ReportSpan, at places: Set<ID<Place>>? = nil, within: LaterPurchases.Within = .days90, now: Instant
    ) throws -> RecoveryReport {
        let (from, to) = span.instants(in: try businessClock)
        var tally = RecoveryTally()
        try eachRecovery(from: from, to: to, at: places) { tally.add($0) }
        var report = RecoveryReport(tally)
        report.causes = try causeCounts(from, to, places)
        report.costs = try remedyCosts(from, to, places)
        report.purchases = try laterPurchases(after: tally.answered, from, to, places, within, now: now)
        return report
    }

    /// Causes of cases closed in a span, by month of the closing, the most frequent of a month first.
    private func causeCounts(
        _ from: Instant, _ to: Instant, _ places: Set<ID<Place>>?
    ) throws -> [RecoveryReport.CauseCount] {
        let place = SQL.and("c.place_id", in: places)
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
        let place = SQL.and("place_id", in: places)
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
}
