import KeptDomain

/// Who was called, and whether by this call.
package struct VisitCalled: Sendable {
    package let visit: Visit
    package let isNew: Bool
}

extension Transaction {
    /// Calls whoever is next at a point. Whom it serves is finished by it.
    ///
    /// Two points never call the same visit, and a point that asks twice calls once: it says whom it saw (`seen`), and where
    /// somebody else is there by now, that one is the answer.
    /// - Parameter seen: whom the page or program showed at the point; `nil` for nobody.
    /// - Throws: `QueueRefusal.nobodyWaits`, and while somebody called has not come yet.
    package func callNext(at id: ID<ServicePoint>, seen: ID<Visit>? = nil) throws -> VisitCalled {
        let point = try openPointForWork(id)
        if let current = try visit(at: id) {
            guard current.id == seen else { return VisitCalled(visit: current, isNew: false) }
            guard current.state == .serving else { throw QueueRefusal.pointWaitsFor(ticket: current.ticket ?? "") }
            try save(current.finished(at: now, owing: nil), as: "visit.finished")
        }
        let served = point.serves.map(\.queue)
        guard let next = point.next(of: try activeVisits(in: served), in: try queues(served)) else {
            throw QueueRefusal.nobodyWaits
        }
        return VisitCalled(visit: try call(next, to: point), isNew: true)
    }

    /// Calls somebody out of order: an exception, with its reason, that everybody sees counted. Who comes first anyway is
    /// called as by `callNext`.
    package func callVisit(
        _ id: ID<Visit>, to pointID: ID<ServicePoint>, reason: QueueException.Reason, why: String
    ) throws -> VisitCalled {
        let point = try openPointForWork(pointID)
        let visit = try knownVisit(id)
        guard point.place == visit.place, point.preference(for: visit.queue) != nil else {
            throw QueueRefusal.pointServesOther
        }
        if visit.state == .called, visit.point == pointID { return VisitCalled(visit: visit, isNew: false) }
        if let current = try self.visit(at: pointID) {
            throw current.state == .serving
                ? QueueRefusal.pointServing(ticket: current.ticket ?? "")
                : .pointWaitsFor(ticket: current.ticket ?? "")
        }
        let queue = try knownQueue(visit.queue)
        if queue.rules.byCapacity, visit.partySize > point.capacity {
            throw QueueRefusal.noSeat(capacity: point.capacity)
        }
        let waiting = try activeVisits(in: [visit.queue])
        let parked = visit.state == .parked ? try visit.unparked() : visit
        let passed = waiting.count { $0.state == .waiting && $0.turn < visit.turn }
        if passed > 0 {
            try putException(.outOfOrder, reason, why: why, on: visit, passed: passed)
        }
        return VisitCalled(visit: try call(parked, to: point), isNew: true)
    }

    /// Puts somebody before all others of their queue: an exception like `callVisit`.
    package func putFirst(_ id: ID<Visit>, reason: QueueException.Reason, why: String) throws -> Visit {
        let visit = try knownVisit(id)
        try permit(.runQueue, at: visit.place)
        let first = try visit.putFirst(at: now)
        guard visit.firstAt == nil else { return visit }
        let passed = try activeVisits(in: [visit.queue]).count { $0.state == .waiting && $0.turn < visit.turn }
        try putException(.putFirst, reason, why: why, on: visit, passed: passed)
        return try save(first, as: "visit.put-first", why: why, facts: [Fact("exception-reason", reason.rawValue)])
    }

    /// Announces somebody who was called once more.
    package func recallVisit(_ id: ID<Visit>) throws -> Visit {
        let visit = try workable(id)
        return try save(visit.recalled(at: now), as: "visit.recalled")
    }

    /// They came: the service begins.
    package func startServing(_ id: ID<Visit>) throws -> Visit {
        let visit = try workable(id)
        if visit.state == .serving { return visit }
        return try save(visit.started(at: now), as: "visit.started")
    }

    /// The service is over. - Parameter owed: what is still to be handed over, as colleagues name it; `nil` for nothing.
    package func finishVisit(_ id: ID<Visit>, owing owed: String? = nil) throws -> Visit {
        let visit = try workable(id)
        if visit.state == .served { return visit }
        try [FieldProblem.optional(owed, "owed", limit: 200)].compactMap(\.self).check()
        let owing = owed?.trimmedOrNil
        return try save(
            visit.finished(at: now, owing: owing), as: "visit.finished", facts: owing.map { [Fact("owed", $0)] } ?? [])
    }

    /// What was owed after the service is in their hands.
    package func markGiven(_ id: ID<Visit>) throws -> Visit {
        let visit = try workable(id)
        if visit.owed != nil, visit.givenAt != nil { return visit }
        return try save(visit.given(at: now), as: "visit.given", facts: [Fact("owed", visit.owed ?? "")])
    }

    /// They did not come. - Throws: `notYetAbsent` while they may still come.
    package func markAbsent(_ id: ID<Visit>) throws -> Visit {
        let visit = try workable(id)
        if visit.state == .noShow { return visit }
        return try save(visit.absent(at: now, by: knownQueue(visit.queue).rules), as: "visit.no-show")
    }

    private func call(_ visit: Visit, to point: ServicePoint) throws -> Visit {
        let called = try visit.called(to: point, at: now)
        try keepWait(of: visit)
        return try save(called, as: "visit.called", facts: [Fact("point", point.name(in: "en"))])
    }

    private func openPointForWork(_ id: ID<ServicePoint>) throws -> ServicePoint {
        let point = try knownPoint(id)
        try permit(.runQueue, at: point.place)
        guard point.isOpen else { throw QueueRefusal.pointNotOpen }
        return point
    }

    func workable(_ id: ID<Visit>) throws -> Visit {
        let visit = try knownVisit(id)
        try permit(.runQueue, at: visit.place)
        return visit
    }

    private func putException(
        _ kind: QueueException.Kind, _ reason: QueueException.Reason, why: String, on visit: Visit, passed: Int
    ) throws {
        try [FieldProblem.required(why, "why", limit: 300)].compactMap(\.self).check()
        put(
            """
            INSERT INTO queue_exceptions (id, queue_id, visit_id, kind, reason, why, passed, made_by, at)
            VALUES (\(newID(QueueException.self)), \(visit.queue), \(visit.id), \(kind), \(reason), \(why), \(passed),
              \(actor.description), \(now))
            """)
        journal(
            JournalEntry(
                "visit.exception", of: visit.subject, customer: visit.customer, why: why,
                facts: visit.named + [
                    Fact("exception", kind.rawValue),
                    Fact("exception-reason", reason.rawValue),
                    Fact("passed", passed),
                ]))
    }

    /// Writes where a visit stands now, with its journal entry.
    @discardableResult
    func save(_ visit: Visit, as kind: String, why: String? = nil, facts: [Fact] = []) throws -> Visit {
        try runGuarded(
            visit.update, current: try row("SELECT revision FROM visits WHERE id = \(visit.id)") { $0.int() })
        journal(
            JournalEntry(
                kind, of: visit.subject, customer: visit.customer, why: why,
                facts: visit.named + facts))
        return try knownVisit(visit.id)
    }
}
