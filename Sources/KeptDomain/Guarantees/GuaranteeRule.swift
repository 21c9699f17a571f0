/// What a guarantee says: when, for whom, what, and how often.
package struct GuaranteeRule: Sendable, Hashable {
    package var name: String
    /// As customers know it, by language (BCP 47); the name where a language has none.
    package var called: [String: String]
    package var trigger: Guarantee.Trigger
    /// For whom: what is `nil` is not asked.
    package var scope: StandardScope
    /// Only words about an order, or about a case, as when an answer is due; for broken promises.
    package var about: Guarantee.About?
    /// Only promises of this standard; for broken promises and late deliveries.
    package var standard: ID<Standard>?
    /// Only from so many broken words on a matter on, 1 for the first.
    package var breaks: Int
    /// Only orders of so much or more.
    package var worthAtLeast: Money?
    /// Only when later than this; for late deliveries.
    package var lateBy: Span?
    package var gifts: [Guarantee.Gift]
    /// Uses for one customer within `days`; `nil` for as many as there are.
    package var mostPerCustomer: Int?
    package var days: Int
    /// Uses on one day of the business; beyond them it stops and asks a lead.
    package var mostPerDay: Int
    /// How long its coupons are good, in days.
    package var couponDays: Int

    package init(
        name: String, called: [String: String] = [:], trigger: Guarantee.Trigger,
        scope: StandardScope = StandardScope(),
        about: Guarantee.About? = nil, standard: ID<Standard>? = nil, breaks: Int = 1, worthAtLeast: Money? = nil,
        lateBy: Span? = nil,
        gifts: [Guarantee.Gift], mostPerCustomer: Int? = 3, days: Int = 90, mostPerDay: Int = 50,
        couponDays: Int = CouponDraft.usualDays
    ) {
        self.name = name
        self.called = called
        self.trigger = trigger
        self.scope = scope
        self.about = about
        self.standard = standard
        self.breaks = breaks
        self.worthAtLeast = worthAtLeast
        self.lateBy = lateBy
        self.gifts = gifts
        self.mostPerCustomer = mostPerCustomer
        self.days = days
        self.mostPerDay = mostPerDay
        self.couponDays = couponDays
    }

    /// - Parameter metric: of its standard; `nil` where it has none or that is not known.
    package func problems(metric: Standard.Metric? = nil) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        for (language, name) in called.sorted(by: { $0.key < $1.key }) {
            if !CustomerDraft.isLanguageTag(language) {
                problems.append(FieldProblem("called.\(language)", "problems.no-such-language"))
            }
            problems.append(.required(name, "called.\(language)"))
        }
        if gifts.isEmpty { problems.append(FieldProblem("gifts", "problems.required")) }
        if gifts.count > 4 { problems.append(FieldProblem("gifts", "problems.too-many", [Fact("limit", 4)])) }
        for (index, gift) in gifts.enumerated() {
            if !isPossible(gift) {
                problems.append(FieldProblem("gifts[\(index)]", "problems.no-such-gift"))
            } else if gift.kind.isMoneyBack, case .percent(101...) = gift.size {
                problems.append(FieldProblem("gifts[\(index)]", "problems.more-back-than-paid"))
            }
        }
        problems += unanswered(metric: metric)
        let ranges: [(String, Int, ClosedRange<Int>)] = [
            ("breaks", breaks, 1...20), ("most_per_customer", mostPerCustomer ?? 1, 1...1_000),
            ("days", days, 1...3_650), ("most_per_day", mostPerDay, 1...1_000_000),
            ("coupon_days", couponDays, 1...3_650),
        ]
        for (field, value, range) in ranges where !range.contains(value) {
            problems.append(
                FieldProblem(
                    field, "problems.out-of-range", [Fact("from", range.lowerBound), Fact("to", range.upperBound)]))
        }
        if let lateBy, !(Span.zero...Span.days(366)).contains(lateBy) {
            problems.append(
                FieldProblem("late_by_seconds", "problems.out-of-range", [Fact("from", 0), Fact("to", 366 * 86_400)]))
        }
        return problems
    }

    private func isPossible(_ gift: Guarantee.Gift) -> Bool {
        guard gift.kind.hasAmount else { return false }
        return switch gift.size {
        case .amount(let amount): (1...RemedyDraft.largest).contains(amount.minor)
        case .percent(let percent): (1...200).contains(percent)
        case .difference(let percent): (100...200).contains(percent) && trigger == .lowerPrice
        }
    }

    /// Whether these facts set it off, whatever was given before.
    package func fits(_ facts: GuaranteeFacts) -> Bool {
        guard facts.trigger == trigger, scope.fits(facts.scope), facts.breaks >= breaks else { return false }
        if let about, !about.holds(facts.about) { return false }
        if let standard, facts.standard != standard { return false }
        if let least = worthAtLeast {
            guard let paid = facts.paid, paid.currency == least.currency, paid.minor >= least.minor else {
                return false
            }
        }
        if let lateBy { guard let late = facts.lateBy, late > lateBy else { return false } }
        if trigger == .lowerPrice {
            guard let difference = facts.difference, difference.minor > 0 else { return false }
        }
        return !given(in: facts).isEmpty
    }

    /// What the customer gets by it: gifts whose amount is not known are left out, and no more goes back than they paid.
    package func given(in facts: GuaranteeFacts) -> [GivenGift] {
        gifts.compactMap { gift in gift.amount(in: facts).map { GivenGift(kind: gift.kind, amount: $0) } }
            .within(facts.refundable)
    }
}

extension [GivenGift] {
    /// What of these can be given: money back up to what can still go back, in its currency; everything else as it is.
    ///
    /// - Parameter refundable: `nil` where nobody knows what was paid.
    package func within(_ refundable: Money?) -> [GivenGift] {
        guard var left = refundable else { return self }
        return compactMap { gift in
            guard gift.kind.isMoneyBack else { return gift }
            guard gift.amount.currency == left.currency, left.minor > 0 else { return nil }
            let amount = Money(minor: Swift.min(gift.amount.minor, left.minor), currency: left.currency)
            left = left.less(amount.minor)
            return GivenGift(kind: gift.kind, amount: amount)
        }
    }

    /// Minor units of it that go back to the customer.
    package var moneyBack: Int64 { reduce(0) { $0 + ($1.kind.isMoneyBack ? $1.amount.minor : 0) } }
}

/// A gift with its amount.
package struct GivenGift: Sendable, Hashable {
    package let kind: RemedyKind
    package let amount: Money

    package init(kind: RemedyKind, amount: Money) {
        self.kind = kind
        self.amount = amount
    }
}
