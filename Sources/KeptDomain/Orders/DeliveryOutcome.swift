/// What the events of an order make of a promise to deliver it.
package enum DeliveryOutcome: Sendable, Hashable {
    /// Nothing has happened yet that settles it.
    case undecided
    case kept(at: Instant)
    /// It came, after the due time.
    case late(at: Instant)
    /// The customer cancelled before it was due and before it came.
    case released(at: Instant)
}

extension OrderHistory {
    /// The outcome of a promise due at `due`: the same whatever order the events came in.
    ///
    /// As more is learnt, delivery and cancellation can only turn out to have been earlier, so a promise once found
    /// kept is never found late.
    /// - Parameter parcels: those the promise is about; empty for the whole order.
    package func outcome(due: Instant, parcels: Set<ID<Parcel>> = []) -> DeliveryOutcome {
        let delivered = deliveredAt(parcels)
        if let cancelledAt, delivered.map({ cancelledAt < $0 }) ?? true, cancelledAt <= due {
            return .released(at: cancelledAt)
        }
        guard let delivered else { return .undecided }
        return delivered <= due ? .kept(at: delivered) : .late(at: delivered)
    }
}

extension Promise {
    /// What stands as evidence where the events of the order settled a promise.
    package enum TrackingEvidence: String, Sendable {
        case delivered = "event:delivered"
        case cancelled = "event:cancelled"
    }

    /// The promise as the order's events settle it; `nil` when nothing changes.
    ///
    /// An open promise is settled; one that was judged by what was known then is corrected where more is known now. What
    /// a person settled stays as they settled it, and a late delivery leaves the promise to break at its due time.
    package func settled(by history: OrderHistory, parcels: Set<ID<Parcel>> = []) -> Promise? {
        let judge = isStopped ? Instant(microseconds: .max) : due
        let outcome = history.outcome(due: judge, parcels: parcels)
        let isOfTracking = evidence.map { TrackingEvidence(rawValue: $0) != nil } ?? false
        switch state {
        case .open, .broken: break
        case .kept, .released: guard isOfTracking else { return nil }
        case .renegotiated: return nil
        }
        var promise = self
        switch outcome {
        case .undecided, .late: return nil
        case .kept(let at):
            promise.state = .kept
            promise.settledAt = at
            promise.evidence = TrackingEvidence.delivered.rawValue
        case .released(let at):
            promise.state = .released
            promise.settledAt = at
            promise.evidence = TrackingEvidence.cancelled.rawValue
        }
        promise.pausedAt = nil
        return promise == self ? nil : promise
    }
}
