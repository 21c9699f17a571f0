import KeptDomain
import KeptWords

/// How many guarantees paid by themselves, and how many wait.
package struct GuaranteeCount: Sendable, Hashable {
    package var given = 0
    package var held = 0

    package init() {}
}

extension Transaction {
    /// Sets off what is owed for promises that just broke, in the same transaction: booked, told and in the journal with
    /// the break, or none of it. A handful of questions however many broke.
    @discardableResult
    func useGuarantees(forBroken promises: [ID<Promise>], words: Vocabulary) throws -> GuaranteeCount {
        let standing = try guaranteesOn([.promiseBroken])
        guard !standing.isEmpty, !promises.isEmpty else { return GuaranteeCount() }
        let facts = try brokenFacts("p.id IN \(anyOf: promises) ORDER BY p.due_at, p.id", as: .promiseBroken)
        return try use(standing, on: facts, words)
    }

    /// Sets off what is owed for something that happened to an order.
    ///
    /// - Parameter words: for messages to customers; `nil` where a file told it.
    @discardableResult
    func useGuarantees(
        for kind: TrackingEvent.Kind, of order: Order, words: Vocabulary?
    ) throws -> GuaranteeCount {
        guard !order.isHistory, let trigger = Guarantee.Trigger(kind) else { return GuaranteeCount() }
        let standing = try guaranteesOn([trigger])
        guard !standing.isEmpty else { return GuaranteeCount() }
        let facts =
            trigger == .deliveredLate
            ? try brokenFacts("p.order_id = \(order.id) ORDER BY p.due_at, p.id LIMIT 1", as: trigger)
            : try eventFacts("e.order_id = \(order.id) AND e.kind = \(kind) ORDER BY e.id DESC LIMIT 1", as: trigger)
        return try use(
            standing, on: facts.filter { trigger != .deliveredLate || ($0.facts.lateBy ?? .zero) > .zero }, words)
    }

    private func use(
        _ standing: [Guarantee], on facts: [(facts: GuaranteeFacts, at: Instant)], _ words: Vocabulary?
    ) throws -> GuaranteeCount {
        var count = GuaranteeCount()
        guard !facts.isEmpty else { return count }
        for guarantee in standing {
            let seen = try seen(facts, by: guarantee.rule)
            guard seen.contains(where: { guarantee.rule.fits($0.facts) }) else { continue }
            var tally = try tally(of: guarantee, among: seen.map(\.facts))
            var batch = GuaranteeBatch(guarantee, in: self, words: words)
            for (facts, _) in seen {
                switch tally.judge(facts) {
                case .given(let gifts): try batch.add(facts, gifts, isHeld: false)
                case .held(let gifts): try batch.add(facts, gifts, isHeld: true)
                case .passedOver: break
                }
            }
            try batch.write()
            count.given += batch.given
            count.held += batch.held
        }
        return count
    }

    /// What counts against a guarantee before these facts.
    func tally(of guarantee: Guarantee, among facts: [GuaranteeFacts]) throws -> GuaranteeTally {
        let used = Set(
            try rows(
                """
                SELECT matter_id FROM guarantee_uses
                WHERE guarantee_id = \(guarantee.id) AND matter_id IN \(anyOf: Array(Set(facts.map(\.matter))))
                """
            ) { $0.id(Matter.self) })
        var byCustomer: [ID<Customer>: Int] = [:]
        let customers = Array(Set(facts.compactMap(\.customer)))
        if guarantee.rule.mostPerCustomer != nil, !customers.isEmpty {
            let found = try rows(
                """
                SELECT customer_id, count(*) FROM guarantee_uses
                WHERE guarantee_id = \(guarantee.id) AND customer_id IN \(anyOf: customers)
                  AND used_at > \(now - .days(Int64(guarantee.rule.days))) AND state <> 'declined' GROUP BY customer_id
                """
            ) { ($0.id(Customer.self), $0.int()) }
            byCustomer = Dictionary(uniqueKeysWithValues: found)
        }
        let day = try businessDay()
        let today = try count(
            "SELECT given FROM guarantee_days WHERE guarantee_id = \(guarantee.id) AND day = \(day)")
        return GuaranteeTally(guarantee.rule, usedMatters: used, byCustomer: byCustomer, today: today)
    }

    /// The local day of the default place.
    func businessDay() throws -> Day { try zones.zone(businessZone()).day(of: now) }

    /// What a colleague recorded, or the till told, sets one off on a case: they give what the guarantee owes, whatever
    /// their own limits are.
    ///
    /// - Parameter difference: what was paid less the lower price that was seen.
    @discardableResult
    package func recordGuarantee(
        _ id: ID<Guarantee>, on found: ID<Case>, difference: Money? = nil, words: Vocabulary
    ) throws -> GuaranteeCount {
        let standing = try knownCase(found)
        try permit(.giveRemedy, at: standing.place, owner: standing.owner)
        guard standing.status == .open else { throw CaseRefusal.notOpen }
        let guarantee = try knownGuarantee(id)
        guard guarantee.isOn else { throw GuaranteeRefusal.isOff }
        guard !guarantee.rule.trigger.isInRecord, var facts = try caseFacts(found, as: guarantee.rule.trigger) else {
            throw GuaranteeRefusal.doesNotFit
        }
        facts.difference = difference
        guard let seen = try seen([(facts, now)], by: guarantee.rule).first?.facts, guarantee.rule.fits(seen) else {
            throw GuaranteeRefusal.doesNotFit
        }
        let used = try count(
            "SELECT count(*) FROM guarantee_uses WHERE guarantee_id = \(id) AND matter_id = \(standing.matter)")
        guard used == 0 else { throw GuaranteeRefusal.usedAlready }
        let counted = try use([guarantee], on: [(facts, now)], words)
        guard counted.given + counted.held > 0 else { throw GuaranteeRefusal.customerHadAll }
        return counted
    }
}

extension Guarantee.Trigger {
    /// What an event can set off.
    init?(_ kind: TrackingEvent.Kind) {
        switch kind {
        case .delivered: self = .deliveredLate
        case .damaged: self = .damaged
        case .lost: self = .lost
        case .unavailable: self = .unavailable
        default: return nil
        }
    }
}
