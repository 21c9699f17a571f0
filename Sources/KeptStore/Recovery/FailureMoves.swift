import KeptDomain

/// What goes over with a merge beside the conversation, and comes back with its undoing.
extension Transaction {
    /// What went wrong on a case, and the steps that were left out there, stand on the one that it became part of. Each move
    /// is a row of its own, so that a case that was merged twice comes apart again in any order.
    func carryFailures(from id: ID<Case>, into target: ID<Case>, by merge: ID<CaseMerge>) throws {
        let (from, to) = (try episode(of: id), try episode(of: target))
        put(
            """
            INSERT INTO merged_failures (merge_id, failure_id, episode)
            SELECT \(merge), id, episode FROM failures WHERE case_id = \(id) AND episode = \(from)
            """)
        put(
            """
            UPDATE failures SET case_id = \(target), episode = \(to)
            WHERE case_id = \(id) AND episode = \(from)
            """)
        // A step that was left out there with a reason of its own keeps it.
        put(
            """
            INSERT INTO merged_omissions (merge_id, step, episode)
            SELECT \(merge), s.step, \(to) FROM steps_left_out s WHERE s.case_id = \(id) AND s.episode = \(from)
            AND NOT EXISTS (SELECT 1 FROM steps_left_out t
              WHERE t.case_id = \(target) AND t.episode = \(to) AND t.step = s.step)
            """)
        put(
            """
            INSERT INTO steps_left_out (case_id, episode, step, reason, left_by, left_at)
            SELECT \(target), \(to), s.step, s.reason, s.left_by, s.left_at FROM steps_left_out s
            JOIN merged_omissions o ON o.merge_id = \(merge) AND o.step = s.step
            WHERE s.case_id = \(id) AND s.episode = \(from)
            """)
    }

    /// As before the merge: exactly what went over with it comes back, from the case itself or from those that it became part
    /// of since. What was left out anew there stays.
    func returnFailures(to id: ID<Case>, of merge: ID<CaseMerge>, into target: ID<Case>) throws {
        let holders = try casesGoingOn(from: target)
        put(
            """
            UPDATE failures SET case_id = \(id),
              episode = (SELECT m.episode FROM merged_failures m WHERE m.merge_id = \(merge) AND m.failure_id = failures.id)
            WHERE case_id IN \(anyOf: holders)
            AND id IN (SELECT failure_id FROM merged_failures WHERE merge_id = \(merge))
            """)
        put(
            """
            DELETE FROM steps_left_out WHERE case_id IN \(anyOf: holders)
            AND EXISTS (SELECT 1 FROM merged_omissions o JOIN steps_left_out own ON own.case_id = \(id) AND own.step = o.step
              WHERE o.merge_id = \(merge) AND o.step = steps_left_out.step AND own.left_at = steps_left_out.left_at
              AND own.left_by = steps_left_out.left_by AND own.reason = steps_left_out.reason)
            """)
    }
}
