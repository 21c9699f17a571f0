import KeptDomain
import KeptWords

extension Reading {
    /// The told word on a matter that broke last, else the one that somebody foresees to break.
    func lastBroken(onMatter matter: ID<Matter>) throws -> Promise? {
        try row(
            """
            SELECT \(Promise.columns) FROM promises WHERE matter_id = \(matter) AND is_told = 1 AND (state = 'broken'
              OR id IN (SELECT promise_id FROM failures WHERE foreseen_at IS NOT NULL
                AND case_id IN (SELECT id FROM cases WHERE matter_id = \(matter))))
            ORDER BY due_at DESC, id DESC LIMIT 1
            """, Promise.init)
    }

    /// What was given on a case and not taken back, as its customer reads it; `nil` for nothing.
    func givenWords(on id: ID<Case>, _ words: Words) throws -> String? {
        let given = try rows(
            """
            SELECT r.kind, r.amount_minor, r.currency FROM remedies r WHERE r.case_id = \(id) AND r.reverses_id IS NULL
            AND r.kind <> 'apology' AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id) ORDER BY r.id
            """
        ) { (kind: $0.word(RemedyKind.self), amount: $0.optionalMoney()) }
        guard !given.isEmpty else { return nil }
        return words.list(
            given.map { kind, amount in
                words("authority.given", of: kind, ["amount": amount.map { words.money($0) } ?? ""])
            })
    }
}
