/// One matter of one customer, with exactly one owner at every moment.
package struct Case: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case complaint, question, request, praise, suggestion
        /// Detected by Kept: a promise broke.
        case failure
    }
    package enum Status: String, Sendable, CaseIterable, Codable { case open, closed }
    /// Who owes the next move; only ours ticks.
    package enum Move: String, Sendable, CaseIterable, Codable {
        case us, customer
        case thirdParty = "third-party"
    }

    package let id: ID<Case>
    package let number: Int
    package let matter: ID<Matter>
    package let kind: Kind
    package let subject: String
    package let customer: ID<Customer>?
    package let order: ID<Order>?
    package let place: ID<Place>
    package var owner: ID<Person>
    /// The lead to whom the matter was escalated.
    package var lead: ID<Person>?
    package var status: Status
    package var whoseMove: Move
    package let openedAt: Instant
    package var escalatedAt: Instant?
    package var closedAt: Instant?
    package var cause: String?
    package var revision: Int

    package init(
        id: ID<Case>, number: Int, matter: ID<Matter>, kind: Kind, subject: String, customer: ID<Customer>?,
        order: ID<Order>?, place: ID<Place>, owner: ID<Person>, lead: ID<Person>? = nil, status: Status = .open,
        whoseMove: Move = .us, openedAt: Instant, escalatedAt: Instant? = nil, closedAt: Instant? = nil,
        cause: String? = nil, revision: Int = 1
    ) {
        self.id = id
        self.number = number
        self.matter = matter
        self.kind = kind
        self.subject = subject
        self.customer = customer
        self.order = order
        self.place = place
        self.owner = owner
        self.lead = lead
        self.status = status
        self.whoseMove = whoseMove
        self.openedAt = openedAt
        self.escalatedAt = escalatedAt
        self.closedAt = closedAt
        self.cause = cause
        self.revision = revision
    }

    /// Closed with a cause: what is not named cannot be learnt from.
    package func closed(at now: Instant, cause: String) throws(CaseRefusal) -> Case {
        guard status == .open else { throw .notOpen }
        guard !cause.allSatisfy(\.isWhitespace) else { throw .noCause }
        var result = self
        result.status = .closed
        result.closedAt = now
        result.cause = cause
        return result
    }

    /// In the hands of another owner, with a word of why.
    package func handedOver(to person: ID<Person>, why: String) throws(CaseRefusal) -> Case {
        guard status == .open else { throw .notOpen }
        guard !why.allSatisfy(\.isWhitespace) else { throw .noReason }
        var result = self
        result.owner = person
        return result
    }
}

package enum CaseRefusal: Refusal, Hashable {
    case notOpen, noCause, noReason, emptyNote
    /// A file is added to a message that has left already.
    case messageLeft
    /// A message is not on its way, so it can neither be taken nor come back.
    case notWaiting
    /// No answer is promised on the case.
    case nothingOwed

    package var key: String {
        switch self {
        case .notOpen: "refusals.case-not-open"
        case .noCause: "refusals.case-no-cause"
        case .noReason: "refusals.case-no-reason"
        case .emptyNote: "refusals.case-empty-note"
        case .messageLeft: "refusals.message-left"
        case .notWaiting: "refusals.message-not-waiting"
        case .nothingOwed: "refusals.case-nothing-owed"
        }
    }
    package var facts: [Fact] { [] }
}
