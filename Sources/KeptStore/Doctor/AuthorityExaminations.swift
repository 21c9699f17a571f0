import KeptDomain

/// The ledger of remedies against its counts, its limits, the journal and the coupons.
extension Examination {
    static let authority = [
        ledgerCounts, dayCounts, caseLimits, dayLimits, reversals, moneyBack, remedyEntries, requests, tellings,
        remediesUntold, coupons, guaranteeUses,
    ]

    private static let ledgerCounts = wrongRows(.ledgerCountOff, of: "case", facts: ["stored", "counted"]) { after in
        """
        SELECT id, stored, counted FROM (
            SELECT c.id, coalesce((SELECT given FROM remedy_counts WHERE case_id = c.id), 0) AS stored,
                (SELECT count(*) FROM remedies WHERE case_id = c.id) AS counted
            FROM cases c WHERE c.id > \(after) AND c.id IN (
                SELECT case_id FROM remedies WHERE case_id IS NOT NULL UNION SELECT case_id FROM remedy_counts)) sums
        WHERE stored <> counted
        """
    }

    /// One row of the ledger stands for what a giver gave on a day.
    private static let dayCounts = wrongRows(.dayCountOff, of: "remedy", facts: ["giver", "stored", "counted"]) {
        after in
        """
        SELECT id, given_by, stored, counted FROM (
            SELECT min(r.id) AS id, r.given_by, coalesce((SELECT d.given FROM remedy_day_counts d
                WHERE d.given_by = r.given_by AND d.given_day = r.given_day), 0) AS stored, count(*) AS counted
            FROM remedies r WHERE r.right_by = 'limit' AND r.amount_minor IS NOT NULL AND r.reverses_id IS NULL
            GROUP BY r.given_by, r.given_day) sums
        WHERE id > \(after) AND stored <> counted
        """
    }

    /// What was given by limits on one case is within the widest of the limits under which it was given.
    private static let caseLimits = wrongRows(
        .limitExceeded, of: "remedy", facts: ["remedy", "amount", "limit"]
    ) { after in
        """
        SELECT id, kind, total, most FROM (
            SELECT min(id) AS id, kind, sum(amount_minor) AS total, max(limit_case_minor) AS most
            FROM remedies WHERE right_by = 'limit' AND amount_minor IS NOT NULL GROUP BY case_id, kind, currency
            HAVING count(*) = count(limit_case_minor)) sums
        WHERE id > \(after) AND total > most
        """
    }

    private static let dayLimits = wrongRows(
        .limitExceeded, of: "remedy", facts: ["remedy", "amount", "limit"]
    ) { after in
        """
        SELECT id, kind, total, most FROM (
            SELECT min(r.id) AS id, r.kind, sum(r.amount_minor) AS total, max(r.limit_day_minor) AS most
            FROM remedies r WHERE r.right_by = 'limit' AND r.amount_minor IS NOT NULL AND r.reverses_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id)
            GROUP BY r.given_by, r.given_day, r.kind, r.currency
            HAVING count(*) = count(r.limit_day_minor)) sums
        WHERE id > \(after) AND total > most
        """
    }

    /// What a customer was told by a message went out, or is on its way.
    private static let tellings = wrongRows(.tellingOff, of: "telling", facts: ["number"]) { after in
        """
        SELECT t.id, c.number FROM tellings t JOIN messages m ON m.id = t.message_id JOIN cases c ON c.id = m.case_id
        WHERE t.id > \(after) AND (m.direction <> 'out'
            OR m.channel = 'email' AND NOT EXISTS (SELECT 1 FROM sends s WHERE s.message_id = m.id))
        """
    }

    /// Of no order more went back than it cost, with what went back on its cases before anybody knew which order it was, and on
    /// those of which its cases became part where these have none. What was given before the program held to that is a finding too.
    private static let moneyBack = wrongRows(.moreBackThanPaid, of: "order", facts: ["number", "amount", "paid"]) {
        after in
        """
        SELECT o.id, o.number, sums.back, o.total_minor FROM (
            WITH RECURSIVE up (line_id, at_id) AS (
                SELECT id, case_id FROM remedies
                WHERE order_id IS NULL AND kind IN \(RemedyKind.moneyBackSpelled) AND case_id IS NOT NULL
                UNION SELECT up.line_id, f.merged_into_id FROM up JOIN cases f ON f.id = up.at_id
                WHERE f.order_id IS NULL AND f.merged_into_id IS NOT NULL),
            down (line_id, at_id) AS (
                SELECT up.line_id, up.at_id FROM up JOIN cases f ON f.id = up.at_id
                WHERE f.order_id IS NOT NULL OR f.merged_into_id IS NULL
                UNION SELECT down.line_id, f.id FROM down JOIN cases g ON g.id = down.at_id AND g.order_id IS NULL
                JOIN cases f ON f.merged_into_id = g.id)
            SELECT order_id, currency, sum(amount_minor) AS back FROM (
                SELECT order_id, currency, amount_minor FROM remedies
                WHERE order_id IS NOT NULL AND kind IN \(RemedyKind.moneyBackSpelled) AND order_id > \(after)
                UNION ALL SELECT f.order_id, r.currency, r.amount_minor FROM down JOIN cases f ON f.id = down.at_id
                JOIN remedies r ON r.id = down.line_id WHERE f.order_id > \(after)) lines
            GROUP BY order_id, currency) sums
        JOIN orders o ON o.id = sums.order_id AND o.currency = sums.currency WHERE sums.back > o.total_minor
        """
    }

    /// Whoever is known and got something was told of it, in the same commit. Of a guarantee one sentence tells of all its gifts.
    private static let remediesUntold = wrongRows(
        .remedyUntold, of: "remedy", facts: ["remedy", "amount"], isExcused: { _, isInBatch in isInBatch }
    ) { after in
        """
        SELECT r.id, r.kind, r.amount_minor FROM remedies r
        WHERE r.id > \(after) AND r.amount_minor IS NOT NULL AND r.customer_id IS NOT NULL AND r.reverses_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM tellings t WHERE (t.case_id = r.case_id OR t.order_id = r.order_id)
                AND (t.remedy_id = r.id OR r.guarantee_use_id IS NOT NULL AND t.remedy_id IS NULL
                    AND t.request_id IS NULL AND t.told_at = r.given_at))
            AND (r.case_id IS NOT NULL OR r.order_id IS NOT NULL)
        """
    }

    private static let reversals = wrongRows(.reversalOff, of: "remedy", facts: ["amount", "given"]) { after in
        """
        SELECT back.id, back.amount_minor, given.amount_minor FROM remedies back
        JOIN remedies given ON given.id = back.reverses_id
        WHERE back.id > \(after) AND (given.reverses_id IS NOT NULL OR back.kind <> given.kind
            OR coalesce(back.amount_minor, 0) <> -coalesce(given.amount_minor, 0)
            OR coalesce(back.currency, '') <> coalesce(given.currency, '')
            OR coalesce(back.case_id, 0) <> coalesce(given.case_id, 0))
        """
    }

    private static let remedyEntries = wrongRows(
        .remedyWithoutEntry, of: "remedy", facts: ["remedy"], isExcused: { _, isInBatch in isInBatch }
    ) { after in
        """
        SELECT id, kind FROM (
            SELECT min(r.id) AS id, min(r.kind) AS kind, r.case_id, count(*) AS given FROM remedies r
            WHERE r.case_id IS NOT NULL AND r.reverses_id IS NULL GROUP BY r.case_id) sums
        WHERE id > \(after) AND given > (SELECT count(*) FROM journal
            WHERE subject_kind = 'case' AND subject_id = sums.case_id AND kind = 'remedy.given')
        """
    }

    private static let requests = wrongRows(.requestOff, of: "request", facts: ["state", "counted"]) { after in
        """
        SELECT id, state, counted FROM (
            SELECT q.id, q.state, (SELECT count(*) FROM remedies r WHERE r.request_id = q.id AND r.reverses_id IS NULL) AS counted
            FROM remedy_requests q WHERE q.id > \(after)) sums
        WHERE counted <> CASE WHEN state = 'approved' THEN 1 ELSE 0 END
        """
    }

    /// A use that went out has its remedies, one for each gift; one that waits or was declined has none.
    private static let guaranteeUses = wrongRows(
        .guaranteeUseOff, of: "guarantee-use", facts: ["state", "stored", "counted"]
    ) { after in
        """
        SELECT id, state, stored, counted FROM (
            SELECT u.id, u.state, CASE WHEN u.state = 'given'
                THEN 1 + length(u.gifts) - length(replace(u.gifts, ',', '')) ELSE 0 END AS stored,
                (SELECT count(*) FROM remedies r WHERE r.guarantee_use_id = u.id AND r.reverses_id IS NULL) AS counted
            FROM guarantee_uses u WHERE u.id > \(after)) sums
        WHERE stored <> counted
        """
    }

    private static let coupons = wrongRows(.couponOff, of: "coupon", facts: ["code", "counted"]) { after in
        """
        SELECT id, code, counted FROM (
            SELECT c.id, c.code, c.redeemed_at, (SELECT count(*) FROM coupon_redemptions u
                WHERE u.coupon_id = c.id AND u.reversed_at IS NULL) AS counted
            FROM coupons c WHERE c.id > \(after)) sums
        WHERE counted <> CASE WHEN redeemed_at IS NULL THEN 0 ELSE 1 END
        """
    }
}
