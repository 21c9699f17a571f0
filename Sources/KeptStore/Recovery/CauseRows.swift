import KeptDomain

extension Reading {
    /// Causes with their names, by id.
    ///
    /// - Parameter inUse: without those taken out of use and those that are another's name.
    package func causes(inUse: Bool = false) throws -> [Cause] {
        try causes(where: inUse ? "ended_at IS NULL AND same_as_id IS NULL" : "1 = 1")
    }

    package func cause(_ id: ID<Cause>) throws -> Cause {
        guard let found = try causes(where: "id = \(id)").first else { throw StoreError.notFound("cause \(id)") }
        return found
    }

    private func causes(where condition: SQL) throws -> [Cause] {
        let all = try rows(
            "SELECT id, kind, parent_id, same_as_id, ended_at, revision FROM causes WHERE \(condition) ORDER BY id"
        ) { row in
            (
                id: row.id(Cause.self), kind: row.word(Cause.Kind.self), parent: row.optionalID(Cause.self),
                sameAs: row.optionalID(Cause.self), endedAt: row.optionalInstant(), revision: row.int()
            )
        }
        var names: [ID<Cause>: [String: String]] = [:]
        try rows(
            """
            SELECT cause_id, language, name FROM cause_names WHERE cause_id IN \(anyOf: all.map(\.id))
            ORDER BY cause_id, language
            """
        ) { (id: $0.id(Cause.self), language: $0.text(), name: $0.text()) }
        .forEach { names[$0.id, default: [:]][$0.language] = $0.name }
        return all.map {
            Cause(
                id: $0.id, kind: $0.kind, parent: $0.parent, sameAs: $0.sameAs, names: names[$0.id] ?? [:],
                endedAt: $0.endedAt, revision: $0.revision)
        }
    }

    /// What is meant by a name in any language: the cause itself, where it is another's name that one.
    func cause(named name: String) throws -> ID<Cause>? {
        try row(
            """
            SELECT coalesce(c.same_as_id, c.id) FROM cause_names n JOIN causes c ON c.id = n.cause_id
            WHERE n.folded = \(Cause.folded(name)) ORDER BY c.ended_at NULLS FIRST, c.id LIMIT 1
            """
        ) { $0.id(Cause.self) }
    }

    /// What an episode was closed with.
    package func closing(of id: ID<Case>, episode: Int) throws -> EpisodeClosing? {
        try row(
            """
            SELECT e.closed_at, e.cause, coalesce(c.same_as_id, c.id), e.is_ours FROM case_episodes e
            LEFT JOIN causes c ON c.id = e.cause_id
            WHERE e.case_id = \(id) AND e.number = \(episode) AND e.closed_at IS NOT NULL
            """
        ) {
            EpisodeClosing(at: $0.instant(), words: $0.optionalText() ?? "", cause: $0.optionalID(), isOurs: $0.flag())
        }
    }
}

/// With what one episode of a case was closed.
package struct EpisodeClosing: Sendable, Hashable {
    package let at: Instant
    /// As they were typed, or the name of the cause then.
    package let words: String
    package let cause: ID<Cause>?
    package let isOurs: Bool
}

extension Reading {
    /// How many cases were closed with each cause since an instant, and how many as no fault of ours.
    package func causeTimes(since instant: Instant) throws -> (times: [ID<Cause>: Int], notOurs: Int) {
        var (times, notOurs): ([ID<Cause>: Int], Int) = ([:], 0)
        for (cause, isOurs, count) in try rows(
            """
            SELECT coalesce(k.same_as_id, k.id) AS cause, e.is_ours, count(*) FROM case_episodes e
            LEFT JOIN causes k ON k.id = e.cause_id
            WHERE e.closed_at >= \(instant) AND (e.cause_id IS NOT NULL OR e.is_ours = 0)
            GROUP BY coalesce(k.same_as_id, k.id), e.is_ours ORDER BY cause
            """, { ($0.optionalID(Cause.self), $0.flag(), $0.int()) })
        {
            if let cause, isOurs { times[cause, default: 0] += count } else { notOurs += count }
        }
        return (times, notOurs)
    }
}
