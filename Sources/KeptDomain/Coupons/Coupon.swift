/// A promise of money off, once, to whoever holds the code.
package struct Coupon: Sendable, Hashable {
    /// What it takes off.
    package enum Worth: Sendable, Hashable {
        case amount(Money)
        /// Percent of the sale in 1...100, at most so much.
        case percent(Int, upTo: Money)

        package var most: Money {
            switch self {
            case .amount(let amount): amount
            case .percent(_, let most): most
            }
        }

        /// In 1...100, `nil` for an amount.
        package var percent: Int? {
            if case .percent(let percent, _) = self { percent } else { nil }
        }

        /// What it takes off a sale. An amount takes off what the sale has at most; a percentage rounds down.
        package func value(on sale: Money?) -> Money {
            guard let sale else { return most }
            switch self {
            case .amount(let amount): return Money(minor: min(amount.minor, sale.minor), currency: amount.currency)
            case .percent(let percent, let most):
                let (whole, part) = sale.minor.quotientAndRemainder(dividingBy: 100)
                let off = whole * Int64(percent) + part * Int64(percent) / 100
                return Money(minor: min(off, most.minor), currency: most.currency)
            }
        }
    }

    package let id: ID<Coupon>
    package let code: CouponCode
    package let worth: Worth
    /// The last microsecond at which it is taken.
    package let validUntil: Instant
    package let customer: ID<Customer>?
    package let `case`: ID<Case>?
    package let order: ID<Order>?
    package let remedy: ID<Remedy>?
    package let madeAt: Instant
    package let redeemedAt: Instant?
    /// Since when it is taken no more: its remedy was taken back.
    package let endedAt: Instant?
    package let revision: Int

    package init(
        id: ID<Coupon>, code: CouponCode, worth: Worth, validUntil: Instant, customer: ID<Customer>?,
        case: ID<Case>?, order: ID<Order>?, remedy: ID<Remedy>?, madeAt: Instant, redeemedAt: Instant? = nil,
        endedAt: Instant? = nil, revision: Int = 1
    ) {
        self.id = id
        self.code = code
        self.worth = worth
        self.validUntil = validUntil
        self.customer = customer
        self.case = `case`
        self.order = order
        self.remedy = remedy
        self.madeAt = madeAt
        self.redeemedAt = redeemedAt
        self.endedAt = endedAt
        self.revision = revision
    }

    /// What can be done with it: a redeemed one stays redeemed, however late it gets.
    package enum State: String, Sendable, CaseIterable, Codable { case valid, redeemed, expired, ended }

    /// Valid up to and with `validUntil`.
    package func state(at now: Instant) -> State {
        if redeemedAt != nil { return .redeemed }
        if endedAt != nil { return .ended }
        return now > validUntil ? .expired : .valid
    }

    /// What it takes off a sale now. - Throws: why it is not taken.
    package func redeemed(at now: Instant, sale: Money?) throws(CouponRefusal) -> Money {
        switch state(at: now) {
        case .redeemed: throw .redeemedAlready(at: redeemedAt ?? now)
        case .ended: throw .ended
        case .expired: throw .expired(due: validUntil)
        case .valid: break
        }
        switch (worth, sale) {
        case (.percent, nil): throw .needsSale
        case (_, let sale?) where sale.currency != worth.most.currency: throw .otherCurrency(worth.most.currency)
        default: return worth.value(on: sale)
        }
    }
}

/// A coupon that somebody makes by hand, or a remedy or guarantee makes.
package struct CouponDraft: Sendable, Hashable {
    package var worth: Coupon.Worth
    package var validUntil: Instant
    package var customer: ID<Customer>?
    package var `case`: ID<Case>?
    package var order: ID<Order>?
    package var remedy: ID<Remedy>?

    package init(
        worth: Coupon.Worth, validUntil: Instant, customer: ID<Customer>? = nil, case: ID<Case>? = nil,
        order: ID<Order>? = nil, remedy: ID<Remedy>? = nil
    ) {
        self.worth = worth
        self.validUntil = validUntil
        self.customer = customer
        self.case = `case`
        self.order = order
        self.remedy = remedy
    }

    /// How long one is good where nobody says: a year from its day.
    package static let usualDays = 365

    package func problems(at now: Instant) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if !(1...RemedyDraft.largest).contains(worth.most.minor) {
            problems.append(FieldProblem("amount", "problems.no-such-amount"))
        }
        if case .percent(let percent, _) = worth, !(1...100).contains(percent) {
            problems.append(FieldProblem("percent", "problems.out-of-range", [Fact("from", 1), Fact("to", 100)]))
        }
        if validUntil <= now || validUntil > now + .days(3_660) {
            problems.append(FieldProblem("valid_until", "problems.no-such-validity"))
        }
        return problems
    }
}

/// Why a coupon is not taken, or its use not taken back.
package enum CouponRefusal: Refusal, Hashable {
    /// Not a code at all, mistyped, or never given.
    case unknownCode
    case redeemedAlready(at: Instant)
    case expired(due: Instant)
    /// Its remedy was taken back.
    case ended
    /// A percentage is of something.
    case needsSale
    case otherCurrency(Currency)
    /// The till used this reference for another coupon.
    case referenceTaken
    case notRedeemed

    package var key: String {
        switch self {
        case .unknownCode: "refusals.coupon-unknown"
        case .redeemedAlready: "refusals.coupon-redeemed-already"
        case .expired: "refusals.coupon-expired"
        case .ended: "refusals.coupon-ended"
        case .needsSale: "refusals.coupon-needs-sale"
        case .otherCurrency: "refusals.coupon-other-currency"
        case .referenceTaken: "refusals.coupon-reference-taken"
        case .notRedeemed: "refusals.coupon-not-redeemed"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .redeemedAlready(let at): [Fact("at", at.seconds)]
        case .expired(let due): [Fact("due", due.seconds)]
        case .otherCurrency(let currency): [Fact("currency", currency)]
        default: []
        }
    }
}
