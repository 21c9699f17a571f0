import KeptDomain
import KeptWords

/// What came of saying that a word will not be kept.
package struct LatenessNoted: Sendable {
    package let `case`: Case
    /// The next word, where one was given.
    package let next: Promise?
    /// What the customer was told.
    package let message: Message?
}

extension Transaction {
    /// Says of a told word that it will not be kept, before it breaks: its case opens or is joined, the recovery begins, and
    /// the customer can be told before the time comes. With a new time the first word is replaced by it.
    @discardableResult
    package func foreseeLateness(
        of id: ID<Promise>, _ draft: LatenessDraft, words: Vocabulary, address: String?
    ) throws -> LatenessNoted {
        let promise = try knownPromise(id)
        try permit(.renegotiatePromise, at: promise.place)
        guard promise.isOpen, promise.isTold else { throw RecoveryRefusal.notForeseeable }
        let cause = try draft.cause.map { try self.cause($0) }
        let reader = try reader(of: .promise(id))
        let reason = draft.reason?.trimmedOrNil ?? cause?.name(in: reader.language)
        try [TrueReason.problem(reason ?? "", "reason")].compactMap(\.self).check()
        if let expected = draft.expectedAt, expected <= promise.due { throw RecoveryRefusal.notLate }
        let found = try foresee(promise, words: reason)
        var next: Promise?
        if let expected = draft.expectedAt {
            let zone = try zones.zone(reader.zone)
            let sentence = PromiseSentence(words: words, language: reader.language, zone: zone, now: now)
            let next0 = PromiseDraft(
                about: .promise(id), said: sentence.arrives(by: expected), language: sentence.language,
                zone: reader.zone, due: .at(expected), warnings: promise.warnings)
            next = try renegotiatePromise(id, with: next0, why: reason)
        }
        guard let template = draft.template else { return LatenessNoted(case: found, next: next, message: nil) }
        let sent = try sendRecoveryMessage(
            on: found.id, RecoveryMessageDraft(template: template, reason: reason, cause: draft.cause), words: words,
            address: address)
        return LatenessNoted(case: sent.case, next: next, message: sent.message)
    }

    /// A carrier says when an order is to come. Where that is later than the word that holds, a failure is foreseen.
    func noteExpected(_ expected: Instant, of order: Order, words: String?) throws {
        guard !order.isHistory, !order.status.isFinal else { return }
        for promise in try openPromises(ofOrder: order.id)
        where promise.isTold && !promise.isStopped && promise.due < expected {
            _ = try foresee(promise, words: words)
        }
    }

    /// Of words that were just warned of: those that nothing can keep any more, because even a quick order would need longer
    /// for the stages that are left. Nothing is foreseen where too few orders are known.
    func foreseeLate(_ promises: [Promise]) throws {
        let orders = promises.compactMap(\.order)
        guard !orders.isEmpty else { return }
        let standing = Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT id, carrier_id, status, zone FROM orders WHERE id IN \(anyOf: orders) AND is_history = 0 ORDER BY id
                """
            ) {
                (
                    $0.id(Order.self),
                    (carrier: $0.optionalID(Carrier.self), status: $0.word(OrderStatus.self), zone: $0.text())
                )
            })
        var usual: [ID<Carrier>?: UsualStages] = [:]
        for promise in promises {
            guard let order = promise.order.flatMap({ standing[$0] }), let left = order.status.stagesLeft else {
                continue
            }
            if usual[order.carrier] == nil {
                let today = try zones.zone(order.zone).day(of: now)
                usual[order.carrier] = try usualStages(carrier: order.carrier, today: today)
            }
            // The stage that is under way may end at any moment: only those behind it are counted. One that is not recorded
            // here runs within the next.
            let quickest = left.compactMap { usual[order.carrier]?[$0]?.from }.dropFirst()
            if quickest.isEmpty { continue }
            if now + quickest.reduce(Span.zero, { $0 + $1 }) > promise.due { _ = try foresee(promise, words: nil) }
        }
    }

    /// Opens or joins the case of a word that will break; once for each word.
    private func foresee(_ promise: Promise, words: String?) throws -> Case {
        guard let matter = try matter(promise.matter) else { throw StoreError.notFound("matter \(promise.matter)") }
        if let known = try row("SELECT case_id FROM failures WHERE promise_id = \(promise.id)", { $0.id(Case.self) }) {
            if let words { put("UPDATE failures SET words = \(words) WHERE promise_id = \(promise.id)") }
            return try knownCase(known)
        }
        var failure = FailureDraft(Failure.Kind(of: promise), words: words)
        failure.promise = promise.id
        failure.foreseenAt = now
        let found = try openOrJoinCase(
            on: matter, because: failure, subject: promise.said, place: promise.place, why: words)
        journal(
            JournalEntry(
                "promise.break-foreseen", of: .promise(promise.id), customer: promise.customer, why: words,
                facts: [Fact("case", found.id), Fact("due", promise.due.iso)]))
        return found
    }
}

extension OrderStatus {
    /// The stages from the one under way to delivery; `nil` for what came to its end or left the usual course.
    fileprivate var stagesLeft: [Stage]? {
        let done: Int? =
            switch self {
            case .ordered: 0
            case .approved: 1
            case .prepared: 2
            case .dispatched: 3
            case .inTransit: 4
            case .attempted, .delivered, .lost, .returned, .cancelled, .unavailable: nil
            }
        return done.map { Array(Stage.allCases.dropFirst($0)) }
    }
}
