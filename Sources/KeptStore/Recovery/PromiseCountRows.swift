import KeptDomain

extension Reading {
    /// Told words that were settled in a span, by month and standard: kept, broken, and of how many chains the first word.
    /// A chain is settled with its last word, as `keptFigures` counts it.
    package func promiseCounts(_ span: ReportSpan, at places: Set<ID<Place>>? = nil) throws -> [PromiseCount] {
        let place = SQL.and("p.place_id", in: places)
        let zone = try zones.zone(businessZone())
        // No further than there is anything to count, whatever days were asked for.
        guard let (first, last) = try settledDays(in: zone) else { return [] }
        let span = ReportSpan(from: max(span.from, first), to: min(span.to, last))
        var (day, counts) = (span.from, [PromiseCount]())
        while day <= span.to {
            let next = day.firstOfNextMonth
            let (from, to) = ReportSpan(from: day, to: min(next.advanced(by: -1), span.to)).instants(in: zone)
            counts += try rows(
                """
                SELECT v.standard_id, s.name, sum(CASE WHEN p.state = 'kept' THEN 1 ELSE 0 END),
                  sum(CASE WHEN p.state = 'broken' THEN 1 ELSE 0 END),
                  sum(CASE WHEN n.id IS NULL THEN 1 ELSE 0 END),
                  sum(CASE WHEN n.id IS NULL AND \(Promise.keptFromTheFirstWord) THEN 1 ELSE 0 END)
                FROM promises p LEFT JOIN promises n ON n.replaces_id = p.id JOIN promises f ON f.id = p.first_id
                LEFT JOIN standard_versions v ON v.id = f.standard_version_id LEFT JOIN standards s ON s.id = v.standard_id
                WHERE \(Promise.judged) AND p.settled_at >= \(from) AND p.settled_at < \(to)\(place)
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

    /// The days on which the first and the last promise were kept or broken; `nil` while none was.
    private func settledDays(in zone: Zone) throws -> (first: Day, last: Day)? {
        func ends(_ order: SQL) throws -> [Instant] {
            try [PromiseState.kept, .broken].compactMap { state in
                try row(
                    """
                    SELECT settled_at FROM promises WHERE state = \(state) AND state <> 'open'
                    ORDER BY settled_at \(order), id \(order) LIMIT 1
                    """
                ) { $0.instant() }
            }
        }
        guard let first = try ends("ASC").min(), let last = try ends("DESC").max() else { return nil }
        return (zone.day(of: first), zone.day(of: last))
    }
}
