import KeptDomain

/// Facts of conduct, calls and playbooks against their cases and the journal.
extension Examination {
    static let conduct = [conductFacts, conductEntries, playbookVersions, ratings, draws]

    /// A fact is of the customer of its case, else of the first case that this goes on in which has one. It stays at the
    /// place where it was noted, wherever the case is worked on later.
    private static let conductFacts = wrongRows(.conductOff, of: "conduct-fact") { after in
        """
        WITH RECURSIVE going (fact_id, at_id) AS (
            SELECT f.id, f.case_id FROM conduct_facts f WHERE f.id > \(after) UNION ALL
            SELECT g.fact_id, c.merged_into_id FROM going g JOIN cases c ON c.id = g.at_id
            WHERE c.customer_id IS NULL AND c.merged_into_id IS NOT NULL)
        SELECT f.id FROM going g JOIN conduct_facts f ON f.id = g.fact_id JOIN cases c ON c.id = g.at_id
        WHERE (c.customer_id IS NOT NULL OR c.merged_into_id IS NULL)
            AND coalesce(f.customer_id, 0) <> coalesce(c.customer_id, 0)
        """
    }

    /// Each fact and each call for relief has its entry.
    private static let conductEntries = wrongRows(
        .conductWithoutEntry, of: "case", facts: ["counted", "entries"]
    ) { after in
        """
        SELECT id, counted, entries FROM (
            SELECT c.id, (SELECT count(*) FROM conduct_facts f WHERE f.case_id = c.id)
                    + (SELECT count(*) FROM calls k WHERE k.case_id = c.id) AS counted,
                (SELECT count(*) FROM journal j WHERE j.subject_kind = 'case' AND j.subject_id = c.id
                    AND j.kind IN ('case.conduct-noted', 'case.relief-asked', 'case.threat-told')) AS entries
            FROM cases c WHERE c.id > \(after)
                AND c.id IN (SELECT case_id FROM conduct_facts UNION SELECT case_id FROM calls)) sums
        WHERE counted <> entries
        """
    }

    /// A tap is changed within a day of the first.
    private static let ratings = wrongRows(.ratingOff, of: "rating", facts: ["question", "value"]) { after in
        """
        SELECT id, question, value FROM ratings WHERE id > \(after) AND (changed_at < rated_at
            OR changed_at >= rated_at + \(Rating.changeable.microseconds))
        """
    }

    /// As many answers as a draw names.
    private static let draws = wrongRows(.drawOff, of: "spot-draw", facts: ["stored", "counted"]) { after in
        """
        SELECT id, stored, counted FROM (
            SELECT d.id, d.size AS stored, (SELECT count(*) FROM spot_checks s WHERE s.draw_id = d.id) AS counted
            FROM spot_draws d WHERE d.id > \(after)) sums
        WHERE stored <> counted
        """
    }

    /// Versions are numbered without gaps.
    private static let playbookVersions = wrongRows(
        .playbookOff, of: "playbook", facts: ["kind", "language", "counted", "stored"]
    ) { after in
        """
        SELECT id, kind, language, counted, stored FROM (
            SELECT min(id) AS id, kind, language, count(*) AS counted, max(version) AS stored
            FROM playbooks GROUP BY kind, language) sums
        WHERE id > \(after) AND counted <> stored
        """
    }
}
