import KeptDomain
import KeptWords

/// Says of the waits in one queue, as it stands now, what can be told of them. Made once for everybody in it.
///
/// What was learned at night speaks where it knows the queue well enough. Somebody who finds a point free is told by those who
/// found the same, as far as there are enough of them: what was learned rests on those who had to wait.
struct WaitTeller: Sendable {
    let plain: PlainWaitQuote
    let confidence: Double
    let forecast: WaitForecast?

    func outlook(_ state: WaitState) -> WaitOutlook {
        let told = plain.outlook(state, confidence: confidence)
        guard let forecast, state.points > 0 else { return told }
        if state.turns == 0, told.quote != nil { return told }
        return forecast.outlook(ahead: state.ahead, points: state.points)
    }
}

/// Why a wait was told.
package enum WaitToldBecause: String, Sendable, CaseIterable { case joined, asked, slower, returned, transferred }

extension Reading {
    /// The queue as whoever joins it now finds it.
    ///
    /// Points are those of the queue's own that are open; where there is none, those that help out.
    func waitState(
        of queue: Queue, waiting: [Visit], record: WaitRecord, at now: Instant
    ) throws -> WaitState {
        let open = try points(serving: queue.id).filter(\.isOpen)
        let own = open.filter { !$0.isInvitation(from: queue.id) }
        let points = own.isEmpty ? open : own
        let serving = try count(
            """
            SELECT count(*) FROM visits WHERE point_id IN \(anyOf: points.map(\.id)) AND state IN ('called', 'serving')
            """)
        return WaitState(queue, waiting: waiting, record: record, points: points.count, serving: serving, at: now)
    }

    /// Who says what can be told of waits in a queue. The one place that chooses a predictor.
    func waitTeller(of queue: Queue, _ record: WaitRecord) -> WaitTeller {
        WaitTeller(
            plain: PlainWaitQuote(record: record.precedents), confidence: queue.rules.confidence,
            forecast: record.forecast)
    }

    /// What can be said now of the rest of a visit's wait.
    func outlook(of visit: Visit, at now: Instant) throws -> WaitOutlook {
        let queue = try knownQueue(visit.queue)
        let waiting = try activeVisits(in: [queue.id]).filter { $0.state == .waiting }
        let before = waiting.prefix { $0.turn < visit.turn }
        let record = try waitRecord(of: queue, at: now)
        let state = try waitState(of: queue, waiting: waiting, record: record, at: now)
            .seen(with: before.count, people: before.reduce(0) { $0 + $1.partySize })
        return waitTeller(of: queue, record).outlook(state)
    }
}

extension Reading {
    /// Of these promises, those of waits in queues that open no case when they break, with the queue.
    func waitsWithoutCase(among promises: [ID<Promise>]) throws -> [ID<Promise>: ID<Queue>] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT w.promise_id, w.queue_id FROM wait_quotes w JOIN queues q ON q.id = w.queue_id
                WHERE w.promise_id IN \(anyOf: promises) AND q.opens_cases = 0
                """
            ) { ($0.id(Promise.self), $0.id(Queue.self)) })
    }
}

extension WaitState {
    init(_ queue: Queue, waiting: [Visit], record: WaitRecord, points: Int, serving: Int, at now: Instant) {
        let lately = record.lately(at: now)
        self.init(
            ahead: waiting.count, peopleAhead: waiting.reduce(0) { $0 + $1.partySize }, points: points,
            serving: serving, longest: waiting.map { $0.waited(until: now) }.max(), lastFive: record.lastFive,
            calledLately: lately.called, pointsLately: lately.points, now: now)
    }
}

extension Transaction {
    func waitState(of queue: Queue, waiting: [Visit], record: WaitRecord) throws -> WaitState {
        try waitState(of: queue, waiting: waiting, record: record, at: now)
    }

    /// Tells a wait that begins now and promises it. What was promised of the wait before is renegotiated.
    @discardableResult
    func tellWait(
        of id: ID<Visit>, _ queue: Queue, _ quote: WaitQuote, ahead: Int, because: WaitToldBecause, words: Vocabulary
    ) throws -> Promise {
        let visit = try knownVisit(id)
        guard let matterID = visit.matter, let matter = try matter(matterID) else {
            preconditionFailure("visit \(id) without a matter")
        }
        let place = try place(orDefault: queue.place)
        let (due, zone) = (now + .seconds(Int64(quote.keptWithin)), try zones.zone(place.zone))
        let own = words[words.language(for: visit.language) ?? .english]
        let draft = PromiseDraft(
            about: .visit(id), said: own("queues.said", ["time": own.clock(due, in: zone)]), language: own.language.tag,
            zone: place.zone, due: .at(due), warnings: [])
        let last = try visit.promise.map { try knownPromise($0) }
        let promise: Promise
        if let last, last.isOpen || (last.state == .broken && visit.state == .waiting) {
            promise = try renegotiateWord(last.id, with: draft)
        } else {
            var context = PromiseContext(
                matter: matter, order: nil, case: nil, customer: visit.customer, place: queue.place,
                calendar: try calendar(of: queue.place))
            context.isNewMatter = true
            promise = try makeWord(draft, in: context)
        }
        put("UPDATE visits SET promise_id = \(promise.id) WHERE id = \(id)")
        put(
            """
            INSERT INTO wait_quotes (id, visit_id, queue_id, promise_id, because, told_at, median_seconds, within_seconds,
              confidence, precedents, ahead, basis) VALUES (\(newID(ToldWait.self)), \(id), \(queue.id), \(promise.id),
              \(because), \(now), \(quote.median), \(quote.keptWithin), \(quote.confidence), \(quote.precedents), \(ahead),
              \(QueueTexts.write(quote.basis)))
            """)
        return promise
    }

    /// They were called: what was promised of the wait is kept, or breaks as of its due instant.
    func keepWait(of visit: Visit) throws {
        guard let id = visit.promise, let promise = try promise(id), promise.isOpen else { return }
        // Called late: nobody has looked yet, and the deadline runner breaks it as of its due instant.
        guard now <= promise.due else { return }
        let kept = try promise.kept(at: now, evidence: OwnSentence.called(visit.ticket ?? "").text)
        try save(kept, as: "promise.kept", facts: [Fact("at", now.iso)])
        endWatch(on: [id])
    }

    /// They went, or asked for another time: what was promised of the wait is withdrawn.
    func releaseWait(of visit: Visit, because why: OwnSentence) throws {
        guard let id = visit.promise, let promise = try promise(id), promise.isOpen else { return }
        // Past its due instant it is broken, whatever came after.
        guard now <= promise.due else { return }
        try save(promise.released(at: now, because: why.text), as: "promise.released")
        endWatch(on: [id])
    }

    /// Tells the rest of a wait anew, as it stands now. - Throws: `QueueRefusal.cannotQuote`.
    @discardableResult
    package func requoteWait(_ id: ID<Visit>, words: Vocabulary) throws -> WaitQuote {
        let visit = try knownVisit(id)
        try permit(.runQueue, at: visit.place)
        guard visit.state == .waiting else { throw QueueRefusal.notInState(visit.state) }
        switch try outlook(of: visit, at: now) {
        case .quoted(let quote):
            try tellAnew(visit, quote, because: .asked, words: words)
            return quote
        case .tooFew(let needed): throw QueueRefusal.cannotQuote(needed: needed)
        case .nobodyServes, .unlikeAny: throw QueueRefusal.cannotQuote(needed: 0)
        }
    }

    func tellAnew(_ visit: Visit, _ quote: WaitQuote, because: WaitToldBecause, words: Vocabulary) throws {
        let ahead = try activeVisits(in: [visit.queue]).filter { $0.state == .waiting && $0.turn < visit.turn }.count
        let promise = try tellWait(
            of: visit.id, knownQueue(visit.queue), quote, ahead: ahead, because: because, words: words)
        journal(
            JournalEntry(
                "visit.told", of: visit.subject, customer: visit.customer,
                facts: visit.named + [Fact("told-because", because.rawValue), Fact("due", promise.toldDue.iso)]))
    }
}
