import KeptDomain

extension Reading {
    /// Promises made by any version of a standard and settled since an instant, counted with each version's tolerance.
    ///
    /// A delivery came true when the order was delivered, a solution when the case was closed, an answer when one left us.
    package func figures(of id: ID<Standard>, since: Instant) throws -> StandardFigures {
        let figures = try row(
            """
            SELECT sum(CASE WHEN p.state = 'kept' THEN 1 ELSE 0 END), sum(CASE WHEN p.state = 'broken' THEN 1 ELSE 0 END),
              sum(CASE WHEN p.state = 'broken' AND CASE v.metric WHEN 'solution' THEN (SELECT min(e.closed_at) FROM case_episodes e
                  WHERE e.case_id = p.case_id AND e.closed_at >= p.made_at)
                WHEN 'delivery' THEN o.delivered_at ELSE (SELECT min(m.left_at) FROM messages m WHERE m.case_id = p.case_id
                  AND m.direction = 'out' AND m.is_automatic = 0 AND m.left_at >= p.starts_at) END <= p.due_at + v.tolerance_seconds * 1000000 THEN 1 ELSE 0 END)
            FROM promises p JOIN standard_versions v ON v.id = p.standard_version_id
            LEFT JOIN orders o ON o.id = p.order_id
            WHERE p.state <> 'open' AND p.state IN ('kept', 'broken') AND p.settled_at >= \(since) AND v.standard_id = \(id)
            """
        ) { row in
            StandardFigures(
                kept: row.optionalInt() ?? 0, broken: row.optionalInt() ?? 0, withinTolerance: row.optionalInt() ?? 0)
        }
        return figures ?? StandardFigures()
    }
}
