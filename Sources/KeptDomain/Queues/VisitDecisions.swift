/// What can happen to a visit. Each answers with the visit as it is then, or refuses. A clock that was set back never makes an
/// instant earlier than the joining.
extension Visit {
    private func within(_ states: State...) throws(QueueRefusal) {
        guard states.contains(state) else { throw .notInState(state) }
    }

    private func after(_ now: Instant) -> Instant { max(now, joinedAt) }

    /// Called to a point. The wait ends with the first call.
    package func called(to point: ServicePoint, at now: Instant) throws(QueueRefusal) -> Visit {
        try within(.waiting)
        var visit = self
        visit.state = .called
        visit.calledAt = calledAt ?? after(now)
        visit.recalledAt = after(now)
        visit.recalled = 0
        visit.point = point.id
        visit.isInvited = point.isInvitation(from: queue)
        return visit
    }

    package func recalled(at now: Instant) throws(QueueRefusal) -> Visit {
        try within(.called)
        var visit = self
        visit.recalled += 1
        visit.recalledAt = after(now)
        return visit
    }

    package func started(at now: Instant) throws(QueueRefusal) -> Visit {
        try within(.called)
        var visit = self
        visit.state = .serving
        visit.servedAt = after(now)
        return visit
    }

    /// - Parameter owed: what is still to be handed over; `nil` for nothing.
    package func finished(at now: Instant, owing owed: String?) throws(QueueRefusal) -> Visit {
        try within(.called, .serving)
        var visit = ended(as: .served, at: now, why: nil)
        visit.servedAt = servedAt ?? after(now)
        visit.owed = owed
        return visit
    }

    /// They did not come: after the queue's number of further calls, or its time since the last.
    package func absent(at now: Instant, by rules: QueueRules) throws(QueueRefusal) -> Visit {
        try within(.called)
        let until = (recalledAt ?? joinedAt) + rules.noShowAfter
        guard recalled >= rules.recalls || now >= until else {
            throw .notYetAbsent(until: until, recalls: rules.recalls - recalled)
        }
        return ended(as: .noShow, at: now, why: nil)
    }

    /// They came after all: at their old place within the queue's time, else at the end.
    package func returned(at now: Instant, by rules: QueueRules) throws(QueueRefusal) -> Visit {
        try within(.noShow)
        var visit = waitingAgain()
        if let endedAt, now > endedAt + rules.returnWithin { visit.placedAt = after(now) }
        return visit
    }

    package func parked(at now: Instant) throws(QueueRefusal) -> Visit {
        try within(.waiting, .called)
        var visit = waitingAgain()
        visit.state = .parked
        visit.parkedAt = after(now)
        return visit
    }

    /// At their old place.
    package func unparked() throws(QueueRefusal) -> Visit {
        try within(.parked)
        return waitingAgain()
    }

    /// To another queue of the place, with the time at which they joined.
    package func transferred(to other: Queue) throws(QueueRefusal) -> Visit {
        try within(.waiting, .called, .serving, .parked)
        guard other.id != queue else { throw .sameQueue }
        guard other.place == place else { throw .otherPlace }
        var visit = waitingAgain()
        visit.queue = other.id
        visit.servedAt = nil
        return visit
    }

    package func left(at now: Instant) throws(QueueRefusal) -> Visit {
        try within(.waiting, .called, .parked)
        return ended(as: .left, at: now, why: nil)
    }

    package func closed(at now: Instant, why: String) throws(QueueRefusal) -> Visit {
        try within(.waiting, .called, .serving, .parked)
        return ended(as: .closed, at: now, why: why)
    }

    package func given(at now: Instant) throws(QueueRefusal) -> Visit {
        guard isOwed else { throw .nothingOwed }
        var visit = self
        visit.givenAt = after(now)
        return visit
    }

    /// Before all others of the queue.
    package func putFirst(at now: Instant) throws(QueueRefusal) -> Visit {
        try within(.waiting, .parked)
        var visit = self
        visit.firstAt = firstAt ?? now
        return visit
    }

    private func ended(as state: State, at now: Instant, why: String?) -> Visit {
        var visit = self
        visit.state = state
        visit.endedAt = after(now)
        visit.endedWhy = why
        return visit
    }

    private func waitingAgain() -> Visit {
        var visit = self
        visit.state = .waiting
        visit.endedAt = nil
        visit.endedWhy = nil
        visit.parkedAt = nil
        visit.point = nil
        visit.isInvited = false
        return visit
    }
}
