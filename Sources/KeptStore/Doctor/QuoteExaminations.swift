import KeptDomain

/// Told times and late risks against the promises and orders that they are of.
extension Examination {
    static let quotes = [toldQuotes, heardQuotes, risks]

    /// A told time is of its promise's order, was told when the promise was made, and is due when that was told.
    private static let toldQuotes = wrongRows(.quoteOff, of: "promise") { after in
        """
        SELECT q.promise_id AS id FROM quotes q JOIN promises p ON p.id = q.promise_id
        WHERE q.promise_id > \(after) AND (p.is_told = 0 OR coalesce(p.order_id, 0) <> q.order_id
            OR p.made_at <> q.told_at OR p.told_due_at <> q.due_at
            OR (q.is_wish = 0 AND q.due_day = q.quoted_day AND NOT EXISTS
                (SELECT 1 FROM quote_levels l WHERE l.kind = 'delivery' AND l.confidence = q.confidence)))
        """
    }

    /// As many outcomes moved a level as quotes of it were heard.
    private static let heardQuotes = wrongRows(.levelOff, of: "quote-level", facts: ["stored", "counted"]) { after in
        """
        SELECT id, stored, counted FROM (
            SELECT l.confidence AS id, l.heard AS stored, (SELECT count(*) FROM quotes q
                WHERE q.confidence = l.confidence AND q.is_wish = 0 AND q.due_day = q.quoted_day
                    AND q.took_days IS NOT NULL) AS counted
            FROM quote_levels l WHERE l.kind = 'delivery' AND l.confidence > \(after)) sums
        WHERE stored <> counted
        """
    }

    /// A risk is of a word on its order.
    private static let risks = wrongRows(.riskOff, of: "order") { after in
        """
        SELECT r.order_id AS id FROM order_risks r JOIN promises p ON p.id = r.promise_id
        WHERE r.order_id > \(after) AND coalesce(p.order_id, 0) <> r.order_id
        """
    }
}
