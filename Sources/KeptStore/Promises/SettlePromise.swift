import KeptDomain

extension Transaction {
    /// Keeps an open promise, with the evidence that it was. Judged by the due time: evidence of a later instant is
    /// refused, and the promise breaks.
    @discardableResult
    package func keepPromise(_ id: ID<Promise>, at instant: Instant, evidence: String) throws -> Promise {
        let promise = try knownPromise(id)
        try permit(.settlePromise, at: promise.place)
        try [FieldProblem.optional(evidence, "evidence", limit: 500)].compactMap(\.self).check()
        let kept = try promise.kept(at: instant, evidence: evidence)
        try save(kept, as: "promise.kept", facts: [Fact("at", instant.iso)])
        closeDeadlines(of: [id])
        return kept
    }

    /// Withdraws an open promise: cancelled by the customer, or settled without it. Counted apart from kept and broken.
    @discardableResult
    package func releasePromise(_ id: ID<Promise>, because why: String) throws -> Promise {
        let promise = try knownPromise(id)
        try permit(.settlePromise, at: promise.place)
        guard !why.allSatisfy(\.isWhitespace) else { throw InvalidInput("because", "refusals.field-required") }
        try [FieldProblem.optional(why, "because", limit: 500)].compactMap(\.self).check()
        let released = try promise.released(at: now, because: why)
        try save(released, as: "promise.released", why: why)
        closeDeadlines(of: [id])
        return released
    }

    /// Late evidence shows that a promise judged broken had been kept in time: it is kept after all, the matter has one
    /// break less, and the journal keeps both readings.
    @discardableResult
    package func correctBreak(_ id: ID<Promise>, keptAt instant: Instant, evidence: String) throws -> Promise {
        let promise = try knownPromise(id)
        try permit(.recordEvent, at: promise.place)
        try [FieldProblem.optional(evidence, "evidence", limit: 500)].compactMap(\.self).check()
        let kept = try promise.corrected(keptAt: instant, evidence: evidence)
        try save(kept, as: "promise.corrected", facts: [Fact("at", instant.iso)])
        put("UPDATE matters SET breaks = breaks - 1 WHERE id = \(promise.matter) AND breaks > 0")
        put("UPDATE notices SET cleared_at = \(now) WHERE promise_id = \(id) AND cleared_at IS NULL")
        return kept
    }
}
