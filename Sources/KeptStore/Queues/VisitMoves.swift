import KeptDomain
import KeptWords

/// Who does something with a visit: a colleague, or whoever holds the link of its phone page.
package enum VisitHandle: Sendable, Hashable {
    case id(ID<Visit>)
    case key(TrackingKey)
}

extension Transaction {
    /// They go. By the phone page or told at the counter.
    package func leaveQueue(_ handle: VisitHandle) throws -> Visit {
        let visit = try handled(handle)
        if visit.state == .left { return visit }
        let gone = try visit.left(at: now)
        try releaseWait(of: visit, because: .leftQueue)
        return try save(gone, as: "visit.left")
    }

    /// They are passed over until they say so; their place is kept.
    package func parkVisit(_ handle: VisitHandle) throws -> Visit {
        let visit = try handled(handle)
        if visit.state == .parked { return visit }
        let parked = try visit.parked(at: now)
        try releaseWait(of: visit, because: .parkedInQueue)
        return try save(parked, as: "visit.parked")
    }

    /// They are ready again, at their old place; the rest of the wait is told anew.
    package func unparkVisit(_ handle: VisitHandle, words: Vocabulary) throws -> Visit {
        let visit = try handled(handle)
        if visit.state == .waiting { return visit }
        let back = try save(visit.unparked(), as: "visit.unparked")
        return try toldAgain(back, because: .returned, words: words)
    }

    /// They were not there when called and came after all.
    package func returnVisit(_ handle: VisitHandle, words: Vocabulary) throws -> Visit {
        let visit = try handled(handle)
        if visit.state == .waiting { return visit }
        let queue = try knownQueue(visit.queue)
        guard queue.closedAt == nil else { throw QueueRefusal.notOpen(opens: nil) }
        if let forgetAt = visit.forgetAt, now >= forgetAt { throw QueueRefusal.notInState(visit.state) }
        let back = try save(visit.returned(at: now, by: queue.rules), as: "visit.returned")
        return try toldAgain(back, because: .returned, words: words)
    }

    /// To another queue of the place, with the time at which they joined: nobody waits twice.
    package func transferVisit(
        _ id: ID<Visit>, to other: ID<Queue>, why: String, words: Vocabulary
    ) throws -> Visit {
        let visit = try workable(id)
        let queue = try knownQueue(other)
        guard queue.closedAt == nil else { throw QueueRefusal.notOpen(opens: nil) }
        try [FieldProblem.required(why, "why", limit: 300)].compactMap(\.self).check()
        let moved = try save(
            visit.transferred(to: queue), as: "visit.transferred", why: why,
            facts: [Fact("queue-before", visit.queue), Fact("to", queue.name(in: "en"))])
        // What they found as they joined says nothing of the wait in the other queue.
        put("UPDATE visits SET ahead = NULL, points_open = NULL WHERE id = \(id)")
        return try toldAgain(moved, because: .transferred, words: words)
    }

    /// Ends a visit that nobody will serve, with the reason.
    package func closeVisit(_ id: ID<Visit>, why: String) throws -> Visit {
        let visit = try workable(id)
        try [FieldProblem.required(why, "why", limit: 300)].compactMap(\.self).check()
        if visit.state == .closed { return visit }
        let closed = try visit.closed(at: now, why: why)
        try releaseWait(of: visit, because: .visitClosed)
        return try save(closed, as: "visit.closed", why: why)
    }

    /// Brings two parties together that wish for company while they wait.
    package func bringTogether(_ id: ID<Visit>, with other: ID<Visit>) throws {
        let (one, two) = (try workable(id), try workable(other))
        guard one.queue == two.queue, one.id != two.id else { throw QueueRefusal.otherPlace }
        for visit in [one, two] where !visit.state.isActive { throw QueueRefusal.notInState(visit.state) }
        guard one.wantsCompany, two.wantsCompany else { throw InvalidInput("with", "problems.no-such-wish") }
        put("UPDATE visits SET company_id = \(two.id), revision = revision + 1 WHERE id = \(one.id)")
        put("UPDATE visits SET company_id = \(one.id), revision = revision + 1 WHERE id = \(two.id)")
        for (visit, with) in [(one, two), (two, one)] {
            journal(
                JournalEntry(
                    "visit.brought-together", of: visit.subject, customer: visit.customer,
                    facts: visit.named + [Fact("with", with.ticket ?? "")]))
        }
    }

    /// What they say afterwards of how long it felt, once. - Parameter minutes: as they say it, 0...1440.
    package func rateWait(_ handle: VisitHandle, as perceived: Visit.Perceived?, minutes: Int? = nil) throws -> Visit {
        let visit = try handled(handle)
        guard visit.calledAt != nil || !visit.state.isActive else { throw QueueRefusal.notEnded }
        guard visit.perceived == nil, visit.perceivedSeconds == nil else { throw QueueRefusal.ratedAlready }
        if let minutes, !(0...1_440).contains(minutes) {
            throw InvalidInput("minutes", "problems.out-of-range", [Fact("from", 0), Fact("to", 1_440)])
        }
        guard perceived != nil || minutes != nil else { throw InvalidInput("perceived", "problems.required") }
        put(
            """
            UPDATE visits SET perceived = \(perceived), perceived_seconds = \(minutes.map { $0 * 60 }), rated_at = \(now),
              revision = revision + 1 WHERE id = \(visit.id)
            """)
        var facts = visit.named + [Fact("waited", visit.waited(until: now).seconds)]
        if let perceived { facts.append(Fact("perceived", perceived.rawValue)) }
        if let minutes { facts.append(Fact("minutes", minutes)) }
        journal(JournalEntry("visit.rated", of: visit.subject, customer: visit.customer, facts: facts))
        return try knownVisit(visit.id)
    }

    private func toldAgain(_ visit: Visit, because: WaitToldBecause, words: Vocabulary) throws -> Visit {
        guard let quote = try outlook(of: visit, at: now).quote else { return visit }
        try tellAnew(visit, quote, because: because, words: words)
        return try knownVisit(visit.id)
    }

    func handled(_ handle: VisitHandle) throws -> Visit {
        switch handle {
        case .id(let id): try workable(id)
        case .key(let key): try knownVisit(key)
        }
    }
}
