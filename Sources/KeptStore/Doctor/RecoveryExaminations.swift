import KeptDomain

/// Failures against promises, follow-ups against cases, and causes against one another.
extension Examination {
    static let recovery = [failures, failuresElsewhere, struckFailures, followUps, causes]

    /// Every promise that broke on a case is a failure there.
    private static let failures = wrongRows(.failureMissing, of: "promise", facts: ["said"]) { after in
        """
        SELECT p.id, p.said FROM promises p WHERE p.id > \(after) AND p.state = 'broken' AND p.case_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM failures f WHERE f.promise_id = p.id AND f.happened_at IS NOT NULL)
        """
    }

    /// What broke stands as a failure on the case that it opened or joined, unless that became part of another.
    private static let failuresElsewhere = wrongRows(.failureElsewhere, of: "promise", facts: ["said"]) { after in
        """
        SELECT p.id, p.said FROM promises p JOIN failures f ON f.promise_id = p.id
        WHERE p.id > \(after) AND p.state = 'broken' AND p.case_id IS NOT NULL AND f.case_id <> p.case_id
            AND NOT EXISTS (SELECT 1 FROM merged_failures m WHERE m.failure_id = f.id)
        """
    }

    /// What was struck counts no more, was known before, and its entry says why.
    private static let struckFailures = wrongRows(.struckFailureOff, of: "case", facts: ["number", "why"]) { after in
        """
        SELECT c.id, c.number, min(s.why) FROM struck_failures s JOIN cases c ON c.id = s.case_id
        WHERE c.id > \(after) AND (s.struck_at < s.learned_at
            OR EXISTS (SELECT 1 FROM failures f WHERE f.id = s.id)
            OR NOT EXISTS (SELECT 1 FROM case_episodes e WHERE e.case_id = s.case_id AND e.number = s.episode)
            OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.subject_kind = 'case' AND j.subject_id = s.case_id
                AND j.kind = 'case.failure-struck' AND j.at = s.struck_at AND j.why = s.why))
        GROUP BY c.id, c.number
        """
    }

    /// A customer waits to be asked about a closed case alone; what opened again by an answer was answered badly.
    private static let followUps = wrongRows(.followUpOff, of: "case", facts: ["number", "state"]) { after in
        """
        SELECT c.id, c.number, u.state FROM follow_ups u JOIN cases c ON c.id = u.case_id
        WHERE c.id > \(after) AND (u.state = 'waiting' AND c.status = 'open'
            OR u.reopened_case_id IS NOT NULL AND u.state <> 'answered'
            OR NOT EXISTS (SELECT 1 FROM case_episodes e WHERE e.case_id = u.case_id AND e.number = u.episode))
        """
    }

    /// One step leads from another name to the cause that counts.
    private static let causes = wrongRows(.causeOff, of: "cause", facts: ["name"]) { after in
        """
        SELECT c.id, (SELECT min(n.name) FROM cause_names n WHERE n.cause_id = c.id) FROM causes c
        LEFT JOIN causes s ON s.id = c.same_as_id
        WHERE c.id > \(after) AND (s.same_as_id IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM cause_names n WHERE n.cause_id = c.id))
        """
    }
}
