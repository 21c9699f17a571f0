import KeptDomain

extension Reading {
    /// Promises at these places, or for `nil` anywhere, that need somebody: running with a warning that the reader is shown,
    /// or broken and not mended. Counted up to `bound`.
    package func promisesInNeed(at places: Set<ID<Place>>?, warnings: ShownWarnings, bound: Int) throws -> Int {
        let atPlace = SQL.and("p.place_id", in: places)
        let warned = try warnedPromises(warnings, at: places, bound: bound)
        let broken = try count(
            """
            SELECT count(*) FROM (SELECT p.id FROM cases c JOIN promises p ON p.case_id = c.id
              WHERE c.status = 'open' AND p.state = 'broken'\(atPlace)
              AND NOT EXISTS (SELECT 1 FROM promises n WHERE n.replaces_id = p.id) LIMIT \(bound)) AS broken
            """)
        return min(warned + broken, bound)
    }

    /// Open cases of a person in which the next move is ours, counted up to `bound`.
    ///
    /// - Parameter now: without those that are out of sight then.
    package func casesToMove(
        of person: ID<Person>, awakeAt now: Instant = .distantFuture, bound: Int
    ) throws -> Int {
        try count(
            """
            SELECT count(*) FROM (SELECT id FROM cases WHERE status = 'open' AND owner_id = \(person)
              AND whose_move = 'us' AND coalesce(snoozed_until, 0) <= \(now) LIMIT \(bound)) AS mine
            """)
    }
}
