/// Decides which of many facts a guarantee pays for: once per matter, within what one customer gets, and how many of a
/// day go out by themselves. The same rules for what happens now and for a trial of the past.
package struct GuaranteeTally: Sendable {
    /// What becomes of one of the facts.
    package enum Verdict: Sendable, Hashable {
        case given([GivenGift])
        /// A lead is asked.
        case held([GivenGift], Guarantee.HeldBecause)
        case passedOver
    }

    private let rule: GuaranteeRule
    private var usedMatters: Set<ID<Matter>>
    private var byCustomer: [ID<Customer>: Int]
    private var today: Int

    /// - Parameters:
    ///   - usedMatters: on which it was used before, as far as they are among the facts.
    ///   - byCustomer: uses within the rule's days for customers among the facts.
    ///   - today: uses on this day.
    package init(
        _ rule: GuaranteeRule, usedMatters: Set<ID<Matter>> = [], byCustomer: [ID<Customer>: Int] = [:], today: Int = 0
    ) {
        self.rule = rule
        self.usedMatters = usedMatters
        self.byCustomer = byCustomer
        self.today = today
    }

    /// A new day begins: nothing was used on it.
    package mutating func beginDay() { today = 0 }

    /// Uses left the span that counts for a customer.
    package mutating func forget(_ customer: ID<Customer>) { byCustomer[customer, default: 1] -= 1 }

    /// Counts what it gives: the next fact of the same matter, or of one joined to it, is passed over. Facts come in the order in which they happened.
    package mutating func judge(_ facts: GuaranteeFacts) -> Verdict {
        guard rule.fits(facts), !usedMatters.contains(facts.matter), usedMatters.isDisjoint(with: facts.joined) else {
            return .passedOver
        }
        if let most = rule.mostPerCustomer, let customer = facts.customer, byCustomer[customer, default: 0] >= most {
            return .passedOver
        }
        usedMatters.insert(facts.matter)
        if let customer = facts.customer { byCustomer[customer, default: 0] += 1 }
        let gifts = rule.given(in: facts)
        if let reason = facts.asks { return .held(gifts, reason) }
        // So many for one customer: of nobody in particular nobody can tell.
        if rule.mostPerCustomer != nil, facts.customer == nil { return .held(gifts, .customerUnknown) }
        guard today < rule.mostPerDay else { return .held(gifts, .day) }
        today += 1
        return .given(gifts)
    }
}

/// What a guarantee would have done in a span of the past.
package struct GuaranteeTrial: Sendable, Hashable {
    package var applied = 0
    package var customers = 0
    /// Of these, how many would have waited for a lead.
    package var held = 0
    /// In minor units by currency code; amounts of different currencies are never summed.
    package var cost: [String: Int64] = [:]
    /// Facts that were looked at.
    package var looked = 0
    /// Whether the record tells of such things, and of all these days.
    package var isInRecord = true
    package var days = 90
    /// The days of these of which the record tells, where it begins within them; `nil` where it tells of all or of none.
    package var known: Int?

    package init() {}

    /// Counts one use with what it would have cost.
    package mutating func add(_ gifts: [GivenGift]) {
        applied += 1
        for gift in gifts { cost[gift.amount.currency.code, default: 0] += gift.amount.minor }
    }

    /// By currency code.
    package var costs: [Money] {
        cost.sorted { $0.key < $1.key }.compactMap { code, minor in
            Currency(code).map { Money(minor: minor, currency: $0) }
        }
    }
}
