import KeptDomain
import KeptFigures

extension Reading {
    /// Quotes whose outcome is known now and was not heard yet: the order is there and its quoted day is over, or it will
    /// never be there. Both successes and failures wait for the end of the day, else successes would come first.
    static func isHeard(at now: Instant) -> SQL {
        """
        q.heard_at IS NULL AND ((o.status IN ('delivered', 'returned') AND o.delivered_at IS NOT NULL AND q.due_at < \(now))
          OR o.status IN ('lost', 'cancelled', 'unavailable') OR (o.status = 'returned' AND o.delivered_at IS NULL)
          OR q.told_at < \(now - .days(Int64(QuoteClock.bound))))
        """
    }

    package func hasOutcomes(at now: Instant) throws -> Bool {
        try count(
            """
            SELECT count(*) FROM (SELECT 1 FROM quotes q JOIN orders o ON o.id = q.order_id
              WHERE \(Self.isHeard(at: now)) LIMIT 1) found
            """) > 0
    }
}

extension Transaction {
    /// Hears what became of told times, in the order in which that became known, and moves the level of each confidence by
    /// the outcomes of its quotes. What was heard and the level are written together, so that each outcome counts once.
    ///
    /// - Returns: how many were heard.
    package func hearOutcomes(limit: Int) throws -> Int {
        let waiting = try rows(
            """
            SELECT q.promise_id, q.confidence, q.ordered_day, q.due_day, q.quoted_day, q.is_wish, q.curve, o.zone,
              o.status, o.delivered_at
            FROM quotes q JOIN orders o ON o.id = q.order_id WHERE \(Self.isHeard(at: now))
            ORDER BY CASE WHEN o.delivered_at > q.due_at THEN o.delivered_at ELSE q.due_at END, q.promise_id
            LIMIT \(limit)
            """, Waiting.init)
        var levels: [Int: (level: ConformalLevel, heard: Int)] = [:]
        for quote in waiting {
            let outcome = try outcome(of: quote)
            put(
                """
                UPDATE quotes SET outcome = \(outcome.what), took_days = \(outcome.took), heard_at = \(now)
                WHERE promise_id = \(quote.promise)
                """)
            guard quote.isQuote else { continue }
            var (level, heard) = try levels[quote.confidence] ?? (knownLevel(quote.confidence), 0)
            if let took = outcome.took {
                level.heard(reached: quote.curve.chance(ofAtLeast: took))
                heard += 1
            } else {
                level.givenUp()
            }
            levels[quote.confidence] = (level, heard)
        }
        for (confidence, (level, heard)) in levels.sorted(by: { $0.key < $1.key }) {
            try run(
                """
                UPDATE quote_levels SET alpha = \(Int64((level.alpha * 1e9).rounded())), heard = heard + \(heard)
                WHERE kind = 'delivery' AND confidence = \(confidence)
                """)
        }
        return waiting.count
    }

    /// - Throws: a defect where a quote was told at a confidence that has no level.
    private func knownLevel(_ confidence: Int) throws -> ConformalLevel {
        guard let level = try quoteLevel(confidence) else {
            throw StoreError.defect("quotes were told at \(confidence) of 1000, which has no level")
        }
        return level
    }

    private struct Waiting {
        let promise: ID<Promise>
        let confidence: Int
        let ordered: Day
        let due: Day
        /// Told as it was quoted, so that it moves the level.
        let isQuote: Bool
        let curve: QuoteCurve
        let zone: String
        let deliveredAt: Instant?

        init(_ row: inout Row) throws {
            (promise, confidence, ordered, due) = (row.id(), row.int(), row.day(), row.day())
            let (quoted, isWish, bytes) = (row.day(), row.flag(), row.bytes())
            isQuote = quoted == due && !isWish
            do { curve = try QuoteCurve(bytes) } catch {
                throw StoreError.defect("the curve of the quote of promise \(promise) cannot be read")
            }
            zone = row.text()
            let (status, at) = (row.word(OrderStatus.self), row.optionalInstant())
            deliveredAt = status == .delivered || status == .returned ? at : nil
        }
    }

    private func outcome(of quote: Waiting) throws -> (what: ToldQuote.Outcome, took: Int?) {
        guard let at = quote.deliveredAt else { return (.givenUp, nil) }
        let day = try zones.zone(quote.zone).day(of: at)
        // Before it was bought: a clock was wrong, and nothing is learned of it.
        guard day >= quote.ordered else { return (.givenUp, nil) }
        return (day <= quote.due ? .kept : .late, day.days(since: quote.ordered))
    }
}
