/// What a customer says of our service by one tap, on an order or a case: once each, and changed within a day.
package struct Rating: Sendable, Hashable {
    package enum Question: String, Sendable, CaseIterable, Codable {
        /// How easy it was, 1 hard to 5 easy.
        case ease
        /// Whether the answer was right: 0 no, 1 partly, 2 yes.
        case accuracy
        /// Whether it said enough: 0 no, 1 partly, 2 yes.
        case detail

        package var range: ClosedRange<Int> { self == .ease ? 1...5 : 0...2 }
    }

    /// What it is about.
    package enum Subject: Sendable, Hashable {
        case order(ID<Order>)
        case `case`(ID<Case>)
    }

    package let id: ID<Rating>
    package let subject: Subject
    package let question: Question
    package let value: Int
    package let ratedAt: Instant

    package init(id: ID<Rating>, subject: Subject, question: Question, value: Int, ratedAt: Instant) {
        self.id = id
        self.subject = subject
        self.question = question
        self.value = value
        self.ratedAt = ratedAt
    }

    /// How long another tap changes it.
    package static let changeable = Span.hours(24)

    /// Whether another tap still changes it.
    package func isChangeable(at now: Instant) -> Bool { now < ratedAt + Self.changeable }
}

/// One answer that was drawn at random for a colleague to look at.
package struct SpotCheck: Sendable, Hashable {
    package let id: ID<SpotCheck>
    package let draw: ID<SpotDraw>
    package let `case`: ID<Case>
    package let message: ID<Message>
    /// 0 wrong, 1 partly right, 2 right; `nil` while nobody has looked.
    package let accuracy: Int?
    /// 0 too little, 1 some, 2 enough.
    package let detail: Int?
    package let words: String?
    package let checkedAt: Instant?

    package init(
        id: ID<SpotCheck>, draw: ID<SpotDraw>, case: ID<Case>, message: ID<Message>, accuracy: Int? = nil,
        detail: Int? = nil, words: String? = nil, checkedAt: Instant? = nil
    ) {
        self.id = id
        self.draw = draw
        self.case = `case`
        self.message = message
        self.accuracy = accuracy
        self.detail = detail
        self.words = words
        self.checkedAt = checkedAt
    }

    package static let range = 0...2
}

/// A simple random sample without replacement of the cases answered in a span: each as likely as any other.
package struct SpotDraw: Sendable, Hashable {
    package let id: ID<SpotDraw>
    package let from: Instant
    package let to: Instant
    /// Cases that could have been drawn.
    package let population: Int
    /// Cases that were.
    package let size: Int
    package let drawnAt: Instant

    package init(id: ID<SpotDraw>, from: Instant, to: Instant, population: Int, size: Int, drawnAt: Instant) {
        self.id = id
        self.from = from
        self.to = to
        self.population = population
        self.size = size
        self.drawnAt = drawnAt
    }

    package static let largest = 50
}

package enum RatingRefusal: Refusal, Hashable {
    /// It was rated longer than a day ago.
    case tooLate
    case checkedAlready
    /// No case was answered in that span.
    case nothingToDraw

    package var key: String {
        switch self {
        case .tooLate: "refusals.rating-too-late"
        case .checkedAlready: "refusals.check-done-already"
        case .nothingToDraw: "refusals.nothing-to-draw"
        }
    }
    package var facts: [Fact] { [] }
}
