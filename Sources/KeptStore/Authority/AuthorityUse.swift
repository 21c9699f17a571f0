import KeptDomain

/// What somebody may give on a case, and what counts against it.
extension Reading {
    /// What counts against limits in one currency: what was given by limits and approvals, and by guarantees whose amount
    /// the giver typed, less what was taken back.
    ///
    /// - Parameter waiting: also what was typed within its recorder's authority and waits for a lead for another reason. What
    ///   exceeded it counts like what is asked of a lead: once they said yes.
    func authorityUse(
        onCase id: ID<Case>, by giver: String, on day: Day, in currency: Currency, waiting: Bool
    ) throws -> Authority.Use {
        let onCase = try rows(
            """
            SELECT r.kind, CAST(sum(r.amount_minor) AS BIGINT) FROM remedies r
            WHERE r.case_id IN (\(Self.parts(of: [id]))) AND r.currency = \(currency.code) AND \(Self.isChosen) GROUP BY r.kind
            """
        ) { ($0.word(RemedyKind.self), $0.int64()) }
        let today = try rows(
            """
            SELECT kind, CAST(sum(amount_minor) AS BIGINT) FROM (
              SELECT r.kind, r.amount_minor FROM remedies r
              WHERE r.given_by = \(giver) AND r.given_day = \(day) AND r.currency = \(currency.code) AND r.right_by = 'limit'
                AND r.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id)
              UNION ALL
              SELECT r.kind, r.amount_minor FROM guarantee_uses u JOIN remedies r ON r.guarantee_use_id = u.id
              WHERE u.recorded_by = \(giver) AND u.used_day = \(day) AND u.paid_minor IS NOT NULL AND u.held_because IS NULL
                AND r.currency = \(currency.code) AND r.reverses_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id)) given
            GROUP BY kind
            """
        ) { ($0.word(RemedyKind.self), $0.int64()) }
        var use = Authority.Use(
            onCase: Dictionary(uniqueKeysWithValues: onCase), today: Dictionary(uniqueKeysWithValues: today))
        guard waiting else { return use }
        let held: SQL = "state = 'held' AND paid_minor IS NOT NULL AND held_because IN ('day', 'customer-unknown')"
        let typed = try rows(
            """
            SELECT 1, gifts FROM guarantee_uses WHERE case_id IN (\(Self.parts(of: [id]))) AND \(held) UNION ALL
            SELECT 0, gifts FROM guarantee_uses WHERE recorded_by = \(giver) AND used_day = \(day) AND \(held)
            """
        ) { (isOnCase: $0.flag(), gifts: GiftText.read($0.text())) }
        for (isOnCase, gifts) in typed {
            for gift in gifts where gift.amount.currency == currency {
                if isOnCase {
                    use.onCase[gift.kind, default: 0] += gift.amount.minor
                } else {
                    use.today[gift.kind, default: 0] += gift.amount.minor
                }
            }
        }
        return use
    }

    /// Of a line of the ledger (`r`): whether somebody chose its amount, also where a guarantee gave it by the price that they
    /// typed.
    static let isChosen: SQL = """
        (r.right_by IN ('limit', 'approval') OR r.right_by = 'guarantee' AND EXISTS (
          SELECT 1 FROM guarantee_uses u WHERE u.id = r.guarantee_use_id AND u.paid_minor IS NOT NULL))
        """

    /// Whether anybody may give or approve anything in a currency.
    package func hasLimits(in currency: Currency) throws -> Bool {
        try count("SELECT count(*) FROM remedy_limits WHERE currency = \(currency.code)") > 0
    }

    /// What an actor may give on a case, in one currency. `nil` for whoever no limit binds.
    ///
    /// - Parameter decides: they decide what others ask: what waits still is given by nobody.
    func authority(
        of actor: Actor, on found: Case, in currency: Currency, at now: Instant, decides: Bool = false
    ) throws -> Authority? {
        guard let roles = actor.remedyRoles(at: found.place) else { return nil }
        let day = try day(at: found.place, now)
        return Authority(
            limits: try remedyLimits(of: roles, in: currency),
            use: try authorityUse(onCase: found.id, by: actor.description, on: day, in: currency, waiting: !decides))
    }
}
