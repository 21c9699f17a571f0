import KeptDomain

extension Transaction {
    /// Stops the promise's clock for a stated reason, from now or from an earlier instant. A named date does not move.
    @discardableResult
    package func pausePromise(
        _ id: ID<Promise>, because reason: PauseReason, from instant: Instant? = nil, note: String? = nil
    ) throws -> Promise {
        let promise = try knownPromise(id)
        try permit(.pausePromise, at: promise.place)
        return try pause(promise, because: reason, from: instant ?? now, note: note)
    }

    func pause(_ promise: Promise, because reason: PauseReason, from: Instant, note: String?) throws -> Promise {
        try [FieldProblem.optional(note, "note", limit: 500)].compactMap(\.self).check()
        guard from <= now, from >= promise.startsAt else { throw InvalidInput("from", "refusals.pause-out-of-range") }
        let paused = try promise.paused(at: from)
        put(
            """
            INSERT INTO promise_pauses (id, promise_id, from_at, because, made_by)
            VALUES (\(newID(Pause.self)), \(promise.id), \(from), \(reason), \(actor.description))
            """)
        try save(paused, as: "promise.paused", why: note, facts: [Fact("because", reason.rawValue)])
        if promise.stopsWhenPaused { closeDeadlines(of: [promise.id]) }
        return paused
    }

    /// Lets the clock run on. The due time moves by what the pause took from the clock: nothing for a pause at night
    /// where the clock counts opening hours.
    @discardableResult
    package func resumePromise(_ id: ID<Promise>, at instant: Instant? = nil, why: String? = nil) throws -> Promise {
        let promise = try knownPromise(id)
        try permit(.pausePromise, at: promise.place)
        return try resume(promise, at: instant ?? now, why: why)
    }

    func resume(_ promise: Promise, at to: Instant, why: String?) throws -> Promise {
        guard let since = promise.pausedAt else { throw PromiseRefusal.notPaused }
        guard to >= since, to <= now else { throw InvalidInput("at", "refusals.pause-out-of-range") }
        try run(
            """
            UPDATE promise_pauses SET to_at = \(to)
            WHERE promise_id = \(promise.id) AND to_at IS NULL AND struck_at IS NULL
            """)
        let timing = try timing(of: promise)
        guard let due = try timing.due() else { preconditionFailure("stopped without an open pause") }
        let running = try promise.resumed(due: due)
        try save(running, as: "promise.resumed", why: why, facts: [Fact("due", running.due.iso)])
        try putDeadlines(of: running, timing: timing)
        return running
    }

    /// Corrects a pause of an open promise after the fact. The old one is struck out and stays readable; who, why, and both
    /// stretches and due times are in the journal.
    ///
    /// - Parameter pause: the new stretch, within the promise's life, or `nil` when there was none.
    @discardableResult
    package func correctPause(
        _ id: ID<Pause>, of promiseID: ID<Promise>, to pause: Pauses.Pause?, why: String
    ) throws -> Promise {
        let promise = try knownPromise(promiseID)
        try permit(.correctPromise, at: promise.place)
        guard promise.isOpen else { throw PromiseRefusal.notOpen(promise.state) }
        guard let old = try pauses(of: promiseID).first(where: { $0.id == id }) else {
            throw StoreError.notFound("pause \(id)")
        }
        guard old.to != nil || pause == nil || pause?.to != nil else {
            throw InvalidInput("to", "refusals.field-required")
        }
        guard !why.allSatisfy(\.isWhitespace) else { throw InvalidInput("why", "refusals.field-required") }
        if let pause, pause.from < promise.startsAt || max(pause.from, pause.to ?? pause.from) > now {
            throw InvalidInput("from", "refusals.pause-out-of-range")
        }
        try run("UPDATE promise_pauses SET struck_at = \(now), struck_why = \(why) WHERE id = \(id)")
        if let pause {
            try run(
                """
                INSERT INTO promise_pauses (id, promise_id, from_at, to_at, because, made_by) VALUES
                (\(newID(Pause.self)), \(promiseID), \(pause.from), \(pause.to), \(old.because), \(actor.description))
                """)
        }
        var corrected = promise
        if old.to == nil { corrected.pausedAt = nil }
        let timing = try timing(of: corrected)
        if promise.stopsWhenPaused, let due = try timing.due() { corrected.due = due }
        closeDeadlines(of: [promiseID])
        try save(
            corrected, as: "promise.pause-corrected", why: why,
            facts: [Fact("due-before", promise.due.iso), Fact("due", corrected.due.iso)]
                + Self.stretch(from: old.from, to: old.to, "-before") + Self.stretch(from: pause?.from, to: pause?.to))
        try putDeadlines(of: corrected, timing: timing)
        return corrected
    }

    private static func stretch(from: Instant?, to: Instant?, _ ending: String = "") -> [Fact] {
        [from.map { Fact("from" + ending, $0.iso) }, to.map { Fact("to" + ending, $0.iso) }].compactMap { $0 }
    }
}
