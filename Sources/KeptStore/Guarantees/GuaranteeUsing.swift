import KeptDomain
import KeptWords

/// How many guarantees paid by themselves, and how many wait.
package struct GuaranteeCount: Sendable, Hashable {
    package var given = 0
    package var held = 0

    package init() {}

    mutating func add(_ other: GuaranteeCount) {
        given += other.given
        held += other.held
    }
}

extension Transaction {
    /// Sets off what is owed for promises that just broke, in the same transaction: booked, told and in the journal with
    /// the break, or none of it. A handful of questions however many broke.
    ///
    /// Where the delivery was told before anybody had seen the word break, it is late from now on.
    @discardableResult
    func useGuarantees(forBroken promises: [ID<Promise>], words: Vocabulary) throws -> GuaranteeCount {
        guard !promises.isEmpty else { return GuaranteeCount() }
        let standing = try guaranteesOn([.promiseBroken, .deliveredLate])
        let (broken, late) = (
            standing.filter { $0.rule.trigger == .promiseBroken }, standing.filter { $0.rule.trigger == .deliveredLate }
        )
        var count = GuaranteeCount()
        if !broken.isEmpty {
            let facts = try brokenFacts("p.id IN \(anyOf: promises) ORDER BY p.due_at, p.id")
            count.add(try use(broken, on: facts, words))
        }
        if !late.isEmpty {
            let facts = try deliveredFacts(
                """
                o.id IN (SELECT w.order_id FROM promises w WHERE w.id IN \(anyOf: promises) AND w.order_id IS NOT NULL)
                ORDER BY p.due_at, p.id
                """)
            count.add(try use(late, on: facts, words))
        }
        return count
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
            ? try deliveredFacts("o.id = \(order.id) ORDER BY p.due_at, p.id")
            : try eventFacts("e.order_id = \(order.id) AND e.kind = \(kind) ORDER BY e.id DESC LIMIT 1", as: trigger)
        return try use(standing, on: facts, words)
    }

    func use(
        _ standing: [Guarantee], on facts: [(facts: GuaranteeFacts, at: Instant)], _ words: Vocabulary?,
        price: SeenPrice? = nil
    ) throws -> GuaranteeCount {
        var count = GuaranteeCount()
        guard !facts.isEmpty else { return count }
        let facts = try joined(facts)
        // What guarantees of this pass give back counts for those that follow.
        var back: [ID<Order>: Int64] = [:]
        for guarantee in standing {
            let seen = try seen(facts, by: guarantee.rule)
            guard seen.contains(where: { guarantee.rule.fits($0.facts) }) else { continue }
            var tally = try tally(of: guarantee, among: seen.map(\.facts))
            var batch = GuaranteeBatch(guarantee, in: self, words: words)
            for (known, _) in seen {
                var facts = known
                if let order = facts.order { facts.goneBack += back[order] ?? 0 }
                switch tally.judge(facts) {
                case .given(let gifts):
                    if words != nil { facts.case = try facts.case ?? caseToTellOf(facts.promise) }
                    try batch.add(facts, gifts, price: price)
                    if let order = facts.order { back[order, default: 0] += gifts.moneyBack }
                case .held(let gifts, let reason): try batch.add(facts, gifts, heldBecause: reason, price: price)
                case .passedOver: break
                }
            }
            try batch.write()
            count.given += batch.given
            count.held += batch.held
        }
        return count
    }

    /// The case in which a customer is told what they get because of a word about an order: the one that stands open on its matter,
    /// else one that is opened as for anything else that went wrong. A word that we moved in time breaks nothing, so that a
    /// delivery after its first time may have opened none.
    ///
    /// - Returns: `nil` where it is because of no word.
    func caseToTellOf(_ word: ID<Promise>?) throws -> ID<Case>? {
        guard let promise = try word.map({ try knownPromise($0) }) else { return nil }
        guard let matter = try matter(promise.matter) else { throw StoreError.notFound("matter \(promise.matter)") }
        return try openOrJoinCase(on: matter, kind: .failure, subject: promise.said, place: promise.place).id
    }

    /// What counts against a guarantee before these facts.
    func tally(of guarantee: Guarantee, among facts: [GuaranteeFacts]) throws -> GuaranteeTally {
        let matters = facts.reduce(into: Set<ID<Matter>>()) { $0.formUnion($1.joined.union([$1.matter])) }
        let used = Set(
            try rows(
                """
                SELECT matter_id FROM guarantee_uses
                WHERE guarantee_id = \(guarantee.id) AND matter_id IN \(anyOf: matters.sorted())
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
