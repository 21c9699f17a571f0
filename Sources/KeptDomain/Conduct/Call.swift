/// A colleague's call for somebody to come: to relieve them, or because somebody was threatened. It stands until answered.
package struct Call: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable { case relief, threat }

    package let id: ID<Call>
    package let kind: Kind
    package let `case`: ID<Case>
    package let place: ID<Place>
    package let fact: ID<ConductFact>?
    package let why: String?
    /// `Actor.description`.
    package let askedBy: String
    package let askedAt: Instant
    package let answeredBy: String?
    package let answeredAt: Instant?
    /// What was done about it.
    package let word: String?

    package init(
        id: ID<Call>, kind: Kind, case: ID<Case>, place: ID<Place>, fact: ID<ConductFact>? = nil, why: String? = nil,
        askedBy: String, askedAt: Instant, answeredBy: String? = nil, answeredAt: Instant? = nil, word: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.case = `case`
        self.place = place
        self.fact = fact
        self.why = why
        self.askedBy = askedBy
        self.askedAt = askedAt
        self.answeredBy = answeredBy
        self.answeredAt = answeredAt
        self.word = word
    }

    package var stands: Bool { answeredAt == nil }
}

/// Where a matter of a place goes on away from other customers.
package struct ApartPlace: Sendable, Hashable {
    package let place: ID<Place>
    /// Whose members take it over there.
    package let line: ID<Line>?
    /// The room to which the customer is asked, as colleagues call it.
    package let room: String?
    package let revision: Int

    package init(place: ID<Place>, line: ID<Line>? = nil, room: String? = nil, revision: Int = 0) {
        self.place = place
        self.line = line
        self.room = room
        self.revision = revision
    }
}

package enum ConductRefusal: Refusal, Hashable {
    case struckAlready, answeredAlready
    /// Whoever asked for relief does not relieve themselves.
    case ownCall
    /// The place has no line for it.
    case noApartLine

    package var key: String {
        switch self {
        case .struckAlready: "refusals.conduct-struck-already"
        case .answeredAlready: "refusals.call-answered-already"
        case .ownCall: "refusals.call-own"
        case .noApartLine: "refusals.no-apart-line"
        }
    }
    package var facts: [Fact] { [] }
}
