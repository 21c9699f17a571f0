import KeptDomain

extension Promise {
    /// By what cases that wait for us are ordered, for a case under the name `c`: the due time of its earliest promise whose
    /// clock runs, or of one that broke since the case was last opened and that nobody has answered or followed by another
    /// word since. `NULL` where nothing presses.
    ///
    /// What broke is most pressing: the customer waits longer already than we said.
    static let pressingDue: SQL = """
        (SELECT min(p.due_at) FROM promises p WHERE p.case_id = c.id AND (
          p.state = 'open' AND (p.paused_at IS NULL OR p.clock = 'date')
          OR p.state = 'broken' AND coalesce(p.seen_at, p.settled_at) >=
              (SELECT max(e.opened_at) FROM case_episodes e WHERE e.case_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM promises n WHERE n.replaces_id = p.id)
            AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.case_id = c.id AND m.direction = 'out'
              AND m.is_automatic = 0 AND m.left_at IS NOT NULL AND m.left_at > p.settled_at)
            AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.case_id = c.id AND m.direction = 'in'
              AND m.channel IN ('phone', 'counter') AND m.written_at > p.settled_at)))
        """
}
