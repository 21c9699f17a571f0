/// A remedy beyond somebody's authority, put to a lead: decided once, and the customer is told when.
package struct RemedyRequest: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable {
        case waiting, approved, refused, withdrawn
    }

    package let id: ID<RemedyRequest>
    package let `case`: ID<Case>
    package let place: ID<Place>
    package let kind: RemedyKind
    package let amount: Money?
    package let why: String
    /// `Actor.description`.
    package let askedBy: String
    package let askedAt: Instant
    /// The promise that tells the customer when they hear from us.
    package let promise: ID<Promise>?
    /// The broken promise beside which it was asked.
    package let about: ID<Promise>?
    package let dueAt: Instant
    package let state: State
    package let decidedBy: String?
    package let decidedAt: Instant?
    /// What the lead wrote with it.
    package let word: String?
    /// What was approved: as asked, or less.
    package let approved: Money?
    package let revision: Int

    package init(
        id: ID<RemedyRequest>, case: ID<Case>, place: ID<Place>, kind: RemedyKind, amount: Money?, why: String,
        askedBy: String, askedAt: Instant, promise: ID<Promise>?, about: ID<Promise>?, dueAt: Instant,
        state: State = .waiting, decidedBy: String? = nil, decidedAt: Instant? = nil, word: String? = nil,
        approved: Money? = nil, revision: Int = 1
    ) {
        self.id = id
        self.case = `case`
        self.place = place
        self.kind = kind
        self.amount = amount
        self.why = why
        self.askedBy = askedBy
        self.askedAt = askedAt
        self.promise = promise
        self.about = about
        self.dueAt = dueAt
        self.state = state
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.word = word
        self.approved = approved
        self.revision = revision
    }

    /// What may be approved: as much as was asked, or less. - Throws: why not.
    package func approval(of amount: Money?, by actor: Actor) throws(RemedyRefusal) -> Money? {
        guard state == .waiting else { throw .requestDecided(state) }
        guard askedBy != actor.description || actor.person == nil else { throw .ownRequest }
        guard let asked = self.amount else { return nil }
        guard let amount else { return asked }
        guard amount.currency == asked.currency, amount.minor >= 1, amount.minor <= asked.minor else {
            throw .moreThanAsked(asked)
        }
        return amount
    }
}

/// Why a remedy is not given, approved or taken back.
package enum RemedyRefusal: Refusal, Hashable {
    /// So much may be given without asking.
    case beyondAuthority(upTo: Money)
    /// None of this kind may be given without asking.
    case noAuthority
    /// The lead's own limits do not reach so far.
    case beyondApproval(upTo: Money)
    case requestDecided(RemedyRequest.State)
    /// A lead has not answered yet; the case is not closed before.
    case requestWaiting
    /// Nobody approves what they asked for.
    case ownRequest
    case moreThanAsked(Money)
    /// More would go back than the order cost.
    case moreBackThanPaid(left: Money, total: Money)
    /// No role has a limit in this currency yet, so that nobody can give or approve anything in it.
    case noLimits(Currency)
    case reversedAlready
    /// A line that takes another back is not taken back itself.
    case isReversal
    /// The customer used it meanwhile.
    case couponRedeemed

    package var key: String {
        switch self {
        case .beyondAuthority: "refusals.remedy-beyond-authority"
        case .noAuthority: "refusals.remedy-no-authority"
        case .beyondApproval: "refusals.remedy-beyond-approval"
        case .requestDecided: "refusals.remedy-request-decided"
        case .requestWaiting: "refusals.remedy-request-waiting"
        case .ownRequest: "refusals.remedy-own-request"
        case .moreThanAsked: "refusals.remedy-more-than-asked"
        case .moreBackThanPaid: "refusals.remedy-more-back-than-paid"
        case .noLimits: "refusals.remedy-no-limits"
        case .reversedAlready: "refusals.remedy-reversed-already"
        case .isReversal: "refusals.remedy-is-reversal"
        case .couponRedeemed: "refusals.remedy-coupon-redeemed"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .beyondAuthority(let amount), .beyondApproval(let amount), .moreThanAsked(let amount):
            [Fact("amount", amount)]
        case .requestDecided(let state): [Fact("state", state.rawValue)]
        case .moreBackThanPaid(let left, let total): [Fact("amount", left), Fact("total", total)]
        case .noLimits(let currency): [Fact("currency", currency.code)]
        default: []
        }
    }
}
