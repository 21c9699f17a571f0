/// Something beyond the usual that a customer asks for on a case, whether we said yes, and whether it was so.
package struct SpecialRequest: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Faster than promised.
        case expedite
        /// Something else instead of what was ordered.
        case substitution
        /// Another address or delivery window.
        case change
        case other
    }

    package enum Answer: String, Sendable, CaseIterable, Codable { case agreed, declined }

    package let id: ID<SpecialRequest>
    package let `case`: ID<Case>
    package let order: ID<Order>?
    package let place: ID<Place>
    package let kind: Kind
    /// What was asked, in a few words.
    package let words: String
    package let askedAt: Instant
    package let answer: Answer?
    package let answeredAt: Instant?
    /// Whether what was agreed came true; `nil` while nobody knows.
    package let isMet: Bool?
    package let settledAt: Instant?

    package init(
        id: ID<SpecialRequest>, case: ID<Case>, order: ID<Order>?, place: ID<Place>, kind: Kind, words: String,
        askedAt: Instant, answer: Answer? = nil, answeredAt: Instant? = nil, isMet: Bool? = nil,
        settledAt: Instant? = nil
    ) {
        self.id = id
        self.case = `case`
        self.order = order
        self.place = place
        self.kind = kind
        self.words = words
        self.askedAt = askedAt
        self.answer = answer
        self.answeredAt = answeredAt
        self.isMet = isMet
        self.settledAt = settledAt
    }

    /// Whether somebody still has to say yes or no, or whether it came true.
    package var isOpen: Bool { answer == nil || answer == .agreed && isMet == nil }
}

/// What a customer asks beyond the usual, as a colleague notes it.
package struct SpecialRequestDraft: Sendable, Hashable {
    package var kind: SpecialRequest.Kind
    package var words: String
    /// `nil` for now.
    package var askedAt: Instant?

    package init(_ kind: SpecialRequest.Kind, _ words: String, askedAt: Instant? = nil) {
        self.kind = kind
        self.words = words
        self.askedAt = askedAt
    }

    package func problems(at now: Instant) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(words, "words", limit: 500))
        if let askedAt, askedAt > now { problems.append(FieldProblem("asked_at", "problems.in-the-future")) }
        return problems
    }
}

package enum SpecialRequestRefusal: Refusal, Hashable {
    case answeredAlready, settledAlready
    /// Only what was agreed can come true or not.
    case notAgreed

    package var key: String {
        switch self {
        case .answeredAlready: "refusals.special-answered-already"
        case .settledAlready: "refusals.special-settled-already"
        case .notAgreed: "refusals.special-not-agreed"
        }
    }
    package var facts: [Fact] { [] }
}
