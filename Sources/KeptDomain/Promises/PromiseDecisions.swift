/// What can happen to a promise. Each takes facts and answers with the promise as it is then, or refuses.
extension Promise {
    /// Kept at `instant`, judged by the due time: exactly on time is kept, a microsecond later is broken (case C6).
    package func kept(at instant: Instant, evidence: String) throws(PromiseRefusal) -> Promise {
        guard isOpen else { throw .notOpen(state) }
        guard instant <= due || isStopped else { throw .keptTooLate(due: due) }
        return settled(as: .kept, at: instant, evidence: evidence)
    }

    /// In another state, its clock running or over.
    ///
    /// - Parameter instant: when it was settled; `nil` where it is open again.
    private func settled(as state: PromiseState, at instant: Instant?, evidence: String?) -> Promise {
        var promise = self
        promise.state = state
        promise.settledAt = instant
        promise.evidence = evidence
        promise.pausedAt = nil
        return promise
    }

    /// What a deadline that has come finds: broken at its due time however late it is seen, or `nil` when nothing is
    /// broken because it was settled, is paused, or now falls due later.
    package func lapsed(seenAt now: Instant) -> Promise? {
        guard isOpen, !isStopped, due < now else { return nil }
        var promise = self
        promise.state = .broken
        promise.settledAt = due
        promise.seenAt = now
        promise.pausedAt = nil
        return promise
    }

    /// Late evidence shows that what was judged broken had been kept in time: kept then, and seen as broken stays readable.
    package func corrected(keptAt instant: Instant, evidence: String) throws(PromiseRefusal) -> Promise {
        guard state == .broken else { throw .notBroken(state) }
        guard instant <= due else { throw .keptTooLate(due: due) }
        return settled(as: .kept, at: instant, evidence: evidence)
    }

    /// What kept it came to nothing: the answer came back. Open again, judged by its due time as before.
    package func unkept() throws(PromiseRefusal) -> Promise {
        guard state == .kept else { throw .notOpen(state) }
        return settled(as: .open, at: nil, evidence: nil)
    }

    /// What withdrew it was taken back: open again as it had stood, judged by its due time as before.
    ///
    /// - Parameter pausedAt: since when it stood still as it was withdrawn.
    package func restored(pausedAt: Instant?) throws(PromiseRefusal) -> Promise {
        guard state == .released else { throw .notOpen(state) }
        var promise = settled(as: .open, at: nil, evidence: nil)
        promise.pausedAt = pausedAt
        return promise
    }

    package func released(at instant: Instant, because evidence: String) throws(PromiseRefusal) -> Promise {
        guard isOpen else { throw .notOpen(state) }
        return settled(as: .released, at: instant, evidence: evidence)
    }

    /// Open until now, replaced by another word. A broken promise stays broken: the next word only points to it.
    package func renegotiated(at instant: Instant) throws(PromiseRefusal) -> Promise {
        guard isOpen else { throw .notOpen(state) }
        var promise = self
        promise.state = .renegotiated
        promise.settledAt = instant
        promise.pausedAt = nil
        return promise
    }

    package func paused(at instant: Instant) throws(PromiseRefusal) -> Promise {
        guard isOpen else { throw .notOpen(state) }
        if let pausedAt { throw .alreadyPaused(since: pausedAt) }
        // Judged by its due time even where nobody has looked yet.
        guard instant <= due else { throw .overdue(due: due) }
        var promise = self
        promise.pausedAt = instant
        return promise
    }

    /// Runs on, due at `due`: the told time moved by all pauses, as the calendar computes it.
    package func resumed(due: Instant) throws(PromiseRefusal) -> Promise {
        guard isOpen else { throw .notOpen(state) }
        guard isPaused else { throw .notPaused }
        var promise = self
        promise.pausedAt = nil
        if stopsWhenPaused { promise.due = due }
        return promise
    }
}

/// One matter of one customer: what promises and cases are about.
package struct Matter: Sendable, Hashable {
    package let id: ID<Matter>
    package let customer: ID<Customer>?
    package let order: ID<Order>?
    package let subject: String
    /// The case that stands open on it.
    package let openCase: ID<Case>?
    /// Told words on it that were broken.
    package var breaks: Int
    package var escalatedAt: Instant?

    package init(
        id: ID<Matter>, customer: ID<Customer>?, order: ID<Order>?, subject: String,
        openCase: ID<Case>? = nil, breaks: Int = 0, escalatedAt: Instant? = nil
    ) {
        self.id = id
        self.customer = customer
        self.order = order
        self.subject = subject
        self.openCase = openCase
        self.breaks = breaks
        self.escalatedAt = escalatedAt
    }

    /// After one more broken promise. The second break of a word that was told goes to a lead, once per matter; an aim of
    /// our own that no customer heard is no break of our word.
    package func broken(_ promise: Promise, at now: Instant) -> (matter: Matter, escalates: Bool) {
        guard promise.isTold else { return (self, false) }
        var matter = self
        matter.breaks += 1
        let escalates = matter.breaks >= 2 && escalatedAt == nil
        if escalates { matter.escalatedAt = now }
        return (matter, escalates)
    }
}

/// The two figures that always stand together, and what is kept out of them (case C57).
package struct KeptFigures: Sendable, Hashable {
    package var kept = 0
    package var broken = 0
    package var released = 0
    package var renegotiated = 0
    /// Chains whose last word is settled as kept or broken.
    package var chains = 0
    /// Of these, kept at the first word, or at a later one that the customer had asked for.
    package var firstWordKept = 0

    package init() {}

    /// Share of settled promises that were kept, in 0...1: kept ÷ (kept + broken). `nil` while nothing has settled.
    package var keptShare: Double? { kept + broken == 0 ? nil : Double(kept) / Double(kept + broken) }
    /// Share of settled chains whose first word was kept, in 0...1. `nil` while none has settled.
    package var firstWordKeptShare: Double? { chains == 0 ? nil : Double(firstWordKept) / Double(chains) }
}
