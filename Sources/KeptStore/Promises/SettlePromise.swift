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
        endWatch(on: [id])
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
        endWatch(on: [id])
        return released
    }

    /// Late evidence shows that a promise judged broken had been kept in time: it is kept after all, the matter has one
    /// break less, and the journal keeps both readings. The case that the break opened stays, to be closed with its cause.
    @discardableResult
    package func correctBreak(_ id: ID<Promise>, keptAt instant: Instant, evidence: String) throws -> Promise {
        let promise = try knownPromise(id)
        try permit(.correctPromise, at: promise.place)
        try [FieldProblem.optional(evidence, "evidence", limit: 500)].compactMap(\.self).check()
        guard instant >= promise.startsAt else { throw InvalidInput("at", "refusals.kept-before-start") }
        let kept = try promise.corrected(keptAt: instant, evidence: evidence)
        try correct(promise, to: kept)
        return kept
    }

    /// Writes the new reading of a promise that was judged by what was known then.
    func correct(_ promise: Promise, to reading: Promise) throws {
        let at = reading.settledAt.map { [Fact("at", $0.iso)] } ?? []
        try save(reading, as: "promise.corrected", facts: at + [Fact("was", promise.state.rawValue)])
        guard promise.state == .broken, promise.isTold else { return }
        put("UPDATE matters SET breaks = breaks - 1 WHERE id = \(promise.matter) AND breaks > 0")
    }
}
