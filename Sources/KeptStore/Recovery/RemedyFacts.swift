import KeptDomain

/// Remedies as facts of recoveries: what was given and not taken back. An apology in person is an apology.
extension Reading {
    func remedyFacts(_ cases: [ID<Case>]) throws -> [(ID<Case>, RecoveryFact)] {
        try rows(
            """
            SELECT r.case_id, r.kind, r.given_at, r.given_by, r.id, r.amount_minor, r.currency FROM remedies r
            WHERE r.case_id IN \(anyOf: cases) AND r.reverses_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id) ORDER BY r.given_at, r.id
            """
        ) { row in (row.id(), Self.remedyFact(&row)) }
    }

    /// What was given on cases that became part of these, in the opening that came over, each with the instant of the merge.
    /// It stands there as long as the merge does.
    func mergedRemedyFacts(_ cases: [ID<Case>]) throws -> [(into: ID<Case>, mergedAt: Instant, fact: RecoveryFact)] {
        try rows(
            """
            WITH RECURSIVE parts (into_id, case_id, merged_at) AS (
              SELECT into_id, from_id, merged_at FROM case_merges WHERE into_id IN \(anyOf: cases) AND undone_at IS NULL
              UNION ALL SELECT p.into_id, g.from_id, p.merged_at FROM parts p
              JOIN case_merges g ON g.into_id = p.case_id AND g.undone_at IS NULL)
            SELECT p.into_id, p.merged_at, c.number, r.kind, r.given_at, r.given_by, r.id, r.amount_minor, r.currency
            FROM parts p JOIN cases c ON c.id = p.case_id JOIN remedies r ON r.case_id = p.case_id
            WHERE r.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id)
            AND r.given_at >= (SELECT max(e.opened_at) FROM case_episodes e WHERE e.case_id = p.case_id)
            ORDER BY r.given_at, r.id
            """
        ) { row in
            let (into, mergedAt, number): (ID<Case>, Instant, Int) = (row.id(), row.instant(), row.int())
            return (into, mergedAt, Self.remedyFact(&row, fromCase: number))
        }
    }

    /// Reads kind, instant, giver, id and amount.
    private static func remedyFact(_ row: inout Row, fromCase: Int? = nil) -> RecoveryFact {
        let (kind, at, by): (RemedyKind, Instant, String) = (row.word(), row.instant(), row.text())
        let evidence = RecoveryEvidence.remedy(row.id(), kind, row.optionalMoney())
        return RecoveryFact(
            kind == .apology ? .apologise : .makeAmends, at: at, by: by, evidence: evidence, fromCase: fromCase)
    }
}
