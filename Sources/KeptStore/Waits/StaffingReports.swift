import KeptDomain

/// How waits felt, beside how long they were: of those who said it afterwards.
package struct PerceivedWaits: Sendable, Hashable {
    /// The queue's address.
    package let line: String
    package let count: Int
    package let shorter: Int
    package let asTold: Int
    package let longer: Int
    /// Over those who named minutes, in seconds.
    package let meanPerceived: Double?
    package let meanReal: Double?
}

extension Store {
    /// Reads half a year of visits before the last one and hands it to `body`, on a thread of its own: both take a while
    /// where there are many.
    ///
    /// - Parameter places: `nil` for all.
    package func staffing<Found: Sendable>(
        at places: Set<ID<Place>>?, _ body: @escaping @Sendable (WaitHistory) throws -> Found
    ) async throws -> Found {
        let history = try await read { try $0.waitHistory(lastDays: 7 * ArrivalForecast.mostDays, at: places) }
        return try await OwnThread.run("kept-staffing") { try body(history) }
    }
}

extension Reading {
    /// By the queue's address.
    package func perceivedWaits(since: Instant, at places: Set<ID<Place>>? = nil) throws -> [PerceivedWaits] {
        let reach: SQL = if let places { " AND v.place_id IN \(anyOf: places.sorted())" } else { "" }
        return try rows(
            """
            SELECT q.slug, count(*), sum(CASE WHEN v.perceived = 'shorter' THEN 1 ELSE 0 END),
              sum(CASE WHEN v.perceived = 'as-told' THEN 1 ELSE 0 END),
              sum(CASE WHEN v.perceived = 'longer' THEN 1 ELSE 0 END),
              count(v.perceived_seconds), coalesce(sum(v.perceived_seconds), 0),
              coalesce(sum(CASE WHEN v.perceived_seconds IS NULL THEN 0 ELSE (v.called_at - v.joined_at) / 1000000 END), 0)
            FROM visits v JOIN queues q ON q.id = v.queue_id
            WHERE v.rated_at >= \(since) AND v.called_at IS NOT NULL\(reach)
            GROUP BY q.slug ORDER BY q.slug
            """
        ) { row in
            let (line, count) = (row.text(), row.int())
            let (shorter, asTold, longer) = (row.int(), row.int(), row.int())
            let (named, perceived, real) = (row.int(), row.int64(), row.int64())
            return PerceivedWaits(
                line: line, count: count, shorter: shorter, asTold: asTold, longer: longer,
                meanPerceived: named > 0 ? Double(perceived) / Double(named) : nil,
                meanReal: named > 0 ? Double(real) / Double(named) : nil)
        }
    }
}
