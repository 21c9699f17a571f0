/// Why something is not done in a queue.
package enum QueueRefusal: Refusal, Hashable {
    /// It is shut, out of its hours, or there no more.
    case notOpen(opens: Instant?)
    case notThisWay(QueueRules.Way)
    case full(Int)
    /// The same phone or browser waits here already.
    case waitsAlready(ticket: String)
    case partyTooLarge(Int)
    /// It stands in another state than it must for this.
    case notInState(Visit.State)
    /// They were called so lately that they may still come.
    case notYetAbsent(until: Instant, recalls: Int)
    case pointNotOpen
    case pointServesOther
    /// The point has called somebody who has not come yet, by their ticket.
    case pointWaitsFor(ticket: String)
    case pointServing(ticket: String)
    case nobodyWaits
    case noSeat(capacity: Int)
    case sameQueue
    case otherPlace
    case nothingOwed
    case cannotQuote(needed: Int)
    case notEnded
    case ratedAlready
    case stillServed(points: Int, waiting: Int)

    package var key: String {
        switch self {
        case .notOpen(let opens): opens == nil ? "refusals.queue-shut" : "refusals.queue-not-open"
        case .notThisWay: "refusals.queue-not-this-way"
        case .full: "refusals.queue-full"
        case .waitsAlready: "refusals.queue-waits-already"
        case .partyTooLarge: "refusals.queue-party-too-large"
        case .notInState: "refusals.visit-not-in-state"
        case .notYetAbsent: "refusals.visit-not-yet-absent"
        case .pointNotOpen: "refusals.point-not-open"
        case .pointServesOther: "refusals.point-serves-other"
        case .pointWaitsFor: "refusals.point-waits-for"
        case .pointServing: "refusals.point-serving"
        case .nobodyWaits: "refusals.nobody-waits"
        case .noSeat: "refusals.point-no-seat"
        case .sameQueue: "refusals.same-queue"
        case .otherPlace: "refusals.queue-other-place"
        case .nothingOwed: "refusals.nothing-owed"
        case .cannotQuote: "refusals.cannot-quote-wait"
        case .notEnded: "refusals.visit-not-ended"
        case .ratedAlready: "refusals.visit-rated-already"
        case .stillServed: "refusals.queue-still-served"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .notOpen(let opens): opens.map { [Fact("at", $0.seconds)] } ?? []
        case .notThisWay(let way): [Fact("way", way.rawValue)]
        case .full(let limit), .partyTooLarge(let limit): [Fact("limit", limit)]
        case .noSeat(let capacity): [Fact("limit", capacity)]
        case .waitsAlready(let ticket), .pointWaitsFor(let ticket), .pointServing(let ticket): [Fact("ticket", ticket)]
        case .notInState(let state): [Fact("state", state.rawValue)]
        case .notYetAbsent(let until, let recalls): [Fact("at", until.seconds), Fact("count", recalls)]
        case .cannotQuote(let needed): [Fact("count", needed)]
        case .stillServed(let points, let waiting): [Fact("points", points), Fact("count", waiting)]
        default: []
        }
    }
}

/// Something by which the order of a queue was departed from.
package struct QueueException: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Called before others who were before them.
        case outOfOrder = "out-of-order"
        /// Put before all others.
        case putFirst = "put-first"
    }

    package enum Reason: String, Sendable, CaseIterable, Codable {
        /// Cannot stand or wait: ill, pregnant, old, in pain.
        case frail
        /// With a small child.
        case child
        /// A matter of a moment.
        case short
        /// Goes on with what was begun before.
        case resumed
        case appointed
        /// We had made a mistake.
        case mistake
        case other
    }

    package let kind: Kind
    package let reason: Reason
    /// In the words of whoever did it.
    package let why: String
    package let ticket: String?
    /// How many who were before them waited on.
    package let passed: Int
    package let at: Instant

    package init(kind: Kind, reason: Reason, why: String, ticket: String?, passed: Int, at: Instant) {
        self.kind = kind
        self.reason = reason
        self.why = why
        self.ticket = ticket
        self.passed = passed
        self.at = at
    }
}
