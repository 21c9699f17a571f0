import KeptDomain

extension Reading {
    /// Visits that are over, of queues here and of other systems, as waits are learned from them. A statement for each few
    /// thousand.
    ///
    /// - Parameters:
    ///   - days: so many before the last one joined; all where left out.
    ///   - places: `nil` for all; else rows whose place is not known are left out.
    package func waitHistory(lastDays days: Int? = nil, at places: Set<ID<Place>>? = nil) throws -> WaitHistory {
        var since = Instant(microseconds: .min)
        if let days, let last = try lastJoin() { since = last - .days(Int64(days)) }
        var history = WaitHistory()
        var last = (at: since, id: ID<PastVisit>(.min))
        while true {
            let page = try pastVisits(after: last, at: places)
            guard let end = page.last else { break }
            last = (end.visit.joinedAt, end.id)
            for (_, visit) in page { history.append(visit) }
        }
        var id = ID<Visit>(.min)
        while true {
            let page = try endedVisits(after: id, since: since, at: places)
            guard let end = page.last else { return history }
            id = end.id
            for (_, visit) in page { if let visit { history.append(visit) } }
        }
    }

    private func lastJoin() throws -> Instant? {
        let past = try row("SELECT max(joined_at) FROM past_visits") { $0.optionalInstant() } ?? nil
        let own = try row("SELECT max(joined_at) FROM visits") { $0.optionalInstant() } ?? nil
        return [past, own].compactMap(\.self).max()
    }

    private func endedVisits(
        after last: ID<Visit>, since: Instant, at places: Set<ID<Place>>?
    ) throws -> [(id: ID<Visit>, visit: PastVisit?)] {
        let reach: SQL = if let places { " AND v.place_id IN \(anyOf: places.sorted())" } else { "" }
        var zone = Zone.utc
        // Whoever was parked chose to wait; a visit that staff forgot tells nothing of its wait.
        return try rows(
            """
            SELECT v.id, q.slug, p.zone, v.joined_at, v.called_at, v.ended_at, v.party_size, v.point_id
            FROM visits v JOIN queues q ON q.id = v.queue_id JOIN places p ON p.id = v.place_id
            WHERE v.id > \(last) AND v.joined_at >= \(since) AND v.ended_at IS NOT NULL AND v.parked_at IS NULL
              AND (v.called_at IS NOT NULL OR v.state = 'left')\(reach)
            ORDER BY v.id LIMIT 5000
            """
        ) { row in
            let (id, slug, zoneName) = (row.id(Visit.self), row.text(), row.text())
            if zone.name != zoneName { zone = try zones.zone(zoneName) }
            let (joinedAt, calledAt, endedAt) = (row.instant(), row.optionalInstant(), row.instant())
            let (party, point) = (row.int(), row.optionalInt64())
            let waited = ((calledAt ?? endedAt) - joinedAt).seconds
            guard (0..<PastVisit.longest).contains(waited) else { return (id, nil) }
            var visit = PastVisit(
                line: slug, zone: zone, outcome: calledAt == nil ? .left : .served, joinedAt: joinedAt,
                waitedSeconds: waited)
            visit.servedAt = calledAt
            visit.endedAt = endedAt
            visit.party = party
            visit.point = point.map(String.init)
            return (id, visit)
        }
    }

    private func pastVisits(
        after last: (at: Instant, id: ID<PastVisit>), at places: Set<ID<Place>>?
    ) throws -> [(id: ID<PastVisit>, visit: PastVisit)] {
        let reach: SQL = if let places { " AND place_id IN \(anyOf: places.sorted())" } else { "" }
        var zone = Zone.utc
        return try rows(
            """
            SELECT id, line, zone, outcome, joined_at, waited_seconds, served_at, ended_at, kind, priority, credit_seconds,
              party_size, point
            FROM past_visits WHERE joined_at >= \(last.at) AND (joined_at > \(last.at) OR id > \(last.id))\(reach)
            ORDER BY joined_at, id LIMIT 5000
            """
        ) { row in
            let (id, line, zoneName) = (row.id(PastVisit.self), row.text(), row.text())
            if zone.name != zoneName { zone = try zones.zone(zoneName) }
            let outcome = row.word(PastVisit.Outcome.self)
            var visit = PastVisit(
                line: line, zone: zone, outcome: outcome, joinedAt: row.instant(), waitedSeconds: row.int64())
            visit.servedAt = row.optionalInstant()
            visit.endedAt = row.optionalInstant()
            visit.kind = row.optionalText()
            visit.priority = row.int()
            visit.creditSeconds = row.int64()
            visit.party = row.int()
            visit.point = row.optionalText()
            return (id, visit)
        }
    }
}
