/// Something that went wrong for a customer: we saw it, we saw it coming, or somebody told us.
///
/// Each opened a case on its matter or joined the one that stood open there.
package struct Failure: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// A word that the customer was told.
        case brokenPromise = "broken-promise"
        /// An aim of our own that the customer was not told: a reply or a solution by its standard.
        case missedAim = "missed-aim"
        case lost, damaged, returned, unavailable
        case complaint
        case lowScore = "low-score"
        /// The customer said afterwards that it was not made good.
        case notMadeGood = "not-made-good"

        /// Of a parcel or of goods; `nil` for news that are no failure.
        package init?(_ event: TrackingEvent.Kind) {
            switch event {
            case .lost: self = .lost
            case .damaged: self = .damaged
            case .returned: self = .returned
            case .unavailable: self = .unavailable
            case .approved, .prepared, .dispatched, .inTransit, .attempted, .delivered, .cancelled: return nil
            }
        }
    }

    /// What became of it.
    package enum Standing: String, Sendable, CaseIterable, Codable {
        /// It has not happened yet.
        case foreseen
        case happened
        /// The customer had another word before the first one broke.
        case toldBefore = "told-before"
        /// It did not happen, or was found not to have.
        case averted

        /// - Parameters:
        ///   - promise: where the promise stands that it is about; `nil` where it is about none.
        ///   - hasHappened: whether it was recorded as happened.
        package init(promise: PromiseState?, hasHappened: Bool) {
            switch promise {
            case nil, .broken: self = .happened
            case .open: self = .foreseen
            case .renegotiated: self = hasHappened ? .happened : .toldBefore
            case .kept, .released: self = .averted
            }
        }
    }

    package let id: ID<Failure>
    package let `case`: ID<Case>
    /// From 1: the time of opening of the case in which it falls.
    package let episode: Int
    package let kind: Kind
    package let customer: ID<Customer>?
    package let order: ID<Order>?
    package let place: ID<Place>
    package let promise: ID<Promise>?
    package let foreseenAt: Instant?
    package let happenedAt: Instant?
    package let learnedAt: Instant
    /// What was said of it: the customer's or the carrier's words.
    package let words: String?
    /// `Actor.description` of who told us.
    package let toldBy: String
    package let standing: Standing

    package init(
        id: ID<Failure>, case: ID<Case>, episode: Int, kind: Kind, customer: ID<Customer>?, order: ID<Order>?,
        place: ID<Place>, promise: ID<Promise>?, foreseenAt: Instant?, happenedAt: Instant?, learnedAt: Instant,
        words: String?, toldBy: String, standing: Standing
    ) {
        self.id = id
        self.case = `case`
        self.episode = episode
        self.kind = kind
        self.customer = customer
        self.order = order
        self.place = place
        self.promise = promise
        self.foreseenAt = foreseenAt
        self.happenedAt = happenedAt
        self.learnedAt = learnedAt
        self.words = words
        self.toldBy = toldBy
        self.standing = standing
    }

    /// From when the steps of the recovery count: when we saw it coming, else when it happened.
    package var beganAt: Instant { foreseenAt ?? happenedAt ?? learnedAt }
}
