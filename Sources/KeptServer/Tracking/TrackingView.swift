import KeptDomain

/// What the customer sees of an order, without an account.
package struct TrackingView: Sendable {
    /// The secret part of this page's address.
    package let token: String
    package let number: Int
    package let status: OrderStatus
    /// The words given for this order: a chain for each first word, first one first.
    package let chains: [[PromiseView]]
    /// The word that holds; `nil` where none was given.
    package let holding: PromiseView?
    package let stages: [StageView]
    package let attempts: [AttemptView]
    package let windows: [WindowChoice]
    package let carrier: String?
    package let carrierPhone: String?
    package let parcels: [TrackedParcel]
    /// Who answers: the owner of the case, else the place.
    package let answeredBy: String
    package let phone: String?
    package let email: String?
    package let updatedAt: Instant
    /// The customer fetches it.
    package var isPickUp = false
    /// What the customer was told of remedies, the oldest first.
    package var amends: [TrackedTelling] = []

    /// What was asked on this page, and the answers that were given here.
    package var conversation: [TrackedMessage] = []

    /// What the word that holds rests on, where it was told as a quote.
    package var basis: QuoteBasis?
    package var region: String?
    /// The day that can be kept, where the word that holds broke or is at risk.
    package var expected: Day?

    /// How easy it was, as the customer said by one tap.
    package var ease: Rating?

    package init(
        token: String, number: Int, status: OrderStatus, chains: [[PromiseView]], holding: PromiseView?,
        stages: [StageView],
        attempts: [AttemptView] = [], windows: [WindowChoice] = [], carrier: String? = nil, carrierPhone: String? = nil,
        parcels: [TrackedParcel] = [], answeredBy: String, phone: String? = nil, email: String? = nil,
        updatedAt: Instant
    ) {
        self.token = token
        self.number = number
        self.status = status
        self.chains = chains
        self.holding = holding
        self.stages = stages
        self.attempts = attempts
        self.windows = windows
        self.carrier = carrier
        self.carrierPhone = carrierPhone
        self.parcels = parcels
        self.answeredBy = answeredBy
        self.phone = phone
        self.email = email
        self.updatedAt = updatedAt
    }
}

/// A message of the page's own conversation.
package struct TrackedMessage: Sendable {
    package let isOurs: Bool
    package let body: String
    /// BCP 47; `nil` where nobody said.
    package let language: String?
    package let at: Instant
}

/// What a customer was told of a remedy, when, and in which language (BCP 47) it stands.
package struct TrackedTelling: Sendable {
    package let said: String
    package let language: String
    package let at: Instant

    package init(said: String, language: String, at: Instant) {
        self.said = said
        self.language = language
        self.at = at
    }
}

/// A parcel as its customer sees it.
package struct TrackedParcel: Sendable {
    package let code: String
    package let carrier: String?
    /// The carrier's own page of it.
    package let link: String?

    package init(code: String, carrier: String?, link: String?) {
        self.code = code
        self.carrier = carrier
        self.link = link
    }
}
