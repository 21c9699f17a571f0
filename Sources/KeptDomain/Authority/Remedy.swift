/// What makes amends for a failure, or for what should not have been one.
package enum RemedyKind: String, Sendable, CaseIterable, Codable {
    case refund, replacement
    case priceMatch = "price-match"
    case coupon, points
    case waivedFee = "waived-fee"
    case gesture
    /// In person. It costs no money and is within everybody's authority.
    case apology

    /// Whether it is counted in money: what it costs the business.
    package var hasAmount: Bool { self != .apology }

    /// Whether the amount is money that goes back to the customer, and so cannot exceed what they paid.
    package var isMoneyBack: Bool { Self.moneyBack.contains(self) }
    package static let moneyBack: [RemedyKind] = [.refund, .priceMatch]
}

/// A remedy that somebody wants to give on a case.
package struct RemedyDraft: Sendable, Hashable {
    package var kind: RemedyKind
    /// What it costs the business: for points and goods their worth. `nil` for an apology alone.
    package var amount: Money?
    /// The broken promise beside which it is given.
    package var promise: ID<Promise>?
    package var why: String?

    /// In minor units; no remedy is larger.
    package static let largest: Int64 = 1_000_000_000_000

    package init(_ kind: RemedyKind, amount: Money? = nil, promise: ID<Promise>? = nil, why: String? = nil) {
        self.kind = kind
        self.amount = amount
        self.promise = promise
        self.why = why
    }

    /// What is wrong with it by itself.
    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.optional(why, "why", limit: 500))
        switch (kind.hasAmount, amount) {
        case (true, nil): problems.append(FieldProblem("amount", "problems.required"))
        case (true, let amount?) where !(1...Self.largest).contains(amount.minor):
            problems.append(FieldProblem("amount", "problems.no-such-amount"))
        case (false, .some): problems.append(FieldProblem("amount", "problems.no-amount-here"))
        case (true, .some), (false, nil): break
        }
        return problems
    }
}

/// One line of the ledger of remedies: given once, never changed. A reversal is a line of its own.
package struct Remedy: Sendable, Hashable {
    /// By what right it was given.
    package enum Right: String, Sendable, CaseIterable, Codable {
        /// Within the giver's own limits.
        case limit
        /// A lead said yes.
        case approval
        /// A published guarantee owed it.
        case guarantee
        /// By whoever runs the machine, or by a part of Kept; no limit binds these.
        case house
    }

    package let id: ID<Remedy>
    package let `case`: ID<Case>?
    package let order: ID<Order>?
    package let customer: ID<Customer>?
    package let place: ID<Place>
    package let promise: ID<Promise>?
    package let kind: RemedyKind
    /// Below zero for a reversal; `nil` for an apology.
    package let amount: Money?
    package let right: Right
    /// `Actor.description`.
    package let givenBy: String
    package let givenAt: Instant
    package let reverses: ID<Remedy>?
    package let request: ID<RemedyRequest>?
    /// The use of a guarantee that owed it.
    package let use: ID<GuaranteeUse>?
    package let why: String?
    /// Whether another line takes it back.
    package var isReversed: Bool

    package init(
        id: ID<Remedy>, case: ID<Case>?, order: ID<Order>?, customer: ID<Customer>?, place: ID<Place>,
        promise: ID<Promise>? = nil, kind: RemedyKind, amount: Money?, right: Right, givenBy: String,
        givenAt: Instant, reverses: ID<Remedy>? = nil, request: ID<RemedyRequest>? = nil,
        use: ID<GuaranteeUse>? = nil, why: String? = nil, isReversed: Bool = false
    ) {
        self.id = id
        self.case = `case`
        self.order = order
        self.customer = customer
        self.place = place
        self.promise = promise
        self.kind = kind
        self.amount = amount
        self.right = right
        self.givenBy = givenBy
        self.givenAt = givenAt
        self.reverses = reverses
        self.request = request
        self.use = use
        self.why = why
        self.isReversed = isReversed
    }
}
