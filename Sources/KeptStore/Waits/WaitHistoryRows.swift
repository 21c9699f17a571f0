import KeptDomain

extension Reading {
    /// Every visit of the record that is over, as waits are learned from them. A statement for each few thousand.
    package func waitHistory() throws -> WaitHistory {
        var history = WaitHistory()
        var last = (at: Instant(microseconds: .min), id: ID<PastVisit>(.min))
        while true {
            let page = try pastVisits(after: last)
            guard let end = page.last else { return history }
            last = (end.visit.joinedAt, end.id)
            for (_, visit) in page { history.append(visit) }
        }
    }

    private func pastVisits(
        after last: (at: Instant, id: ID<PastVisit>)
    ) throws -> [(id: ID<PastVisit>, visit: PastVisit)] {
        var zone = Zone.utc
        return try rows(
            """
            SELECT id, line, zone, outcome, joined_at, waited_seconds, served_at, ended_at, kind, priority, credit_seconds,
              party_size, point
            FROM past_visits WHERE joined_at >= \(last.at) AND (joined_at > \(last.at) OR id > \(last.id))
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
