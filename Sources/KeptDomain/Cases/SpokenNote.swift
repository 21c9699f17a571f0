/// What somebody said on the phone or at the counter, as a colleague writes it down while they speak.
package struct SpokenNoteDraft: Sendable, Hashable {
    /// Whom it is about.
    package enum Who: Sendable, Hashable {
        case customer(ID<Customer>)
        case order(ID<Order>)
        case new(CustomerDraft)
    }

    /// What came of it.
    package enum Outcome: Sendable, Hashable {
        /// Answered as they spoke: a case that it opened is closed with it.
        case answered
        /// Owed by then, told to the customer in these words; what is usual where none are given.
        case owed(by: Instant, said: String?)
    }

    package var who: Who
    /// Whoever is new stays so although somebody is known by their phone.
    package var isSurelyNew = false
    /// `phone` or `counter`.
    package var channel: Message.Channel
    package var kind: Case.Kind
    package var said: String
    package var outcome: Outcome
    /// Where it was said; the order's place, else the usual one, where left out.
    package var place: ID<Place>?
    /// The system that knows this note, with its id there; both or none.
    package var source: String?
    package var externalID: String?

    package init(_ who: Who, _ channel: Message.Channel, _ kind: Case.Kind, said: String, outcome: Outcome = .answered)
    {
        self.who = who
        self.channel = channel
        self.kind = kind
        self.said = said
        self.outcome = outcome
    }

    package func problems(at now: Instant) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(said, "said", limit: Case.longestNote))
        if !channel.isSpoken { problems.append(FieldProblem("channel", "problems.not-spoken")) }
        if kind == .failure { problems.append(FieldProblem("kind", "problems.required")) }
        if case .owed(let due, let words) = outcome {
            if due <= now { problems.append(FieldProblem("due", "problems.in-the-past")) }
            problems.append(.optional(words, "promise", limit: 1_000))
        }
        return problems
    }
}

package enum NoteRefusal: Refusal, Hashable {
    /// Somebody is known by the phone of whoever is told to be new.
    case phoneKnown(ID<Customer>, name: String)

    package var key: String { "notes.phone-known" }
    package var facts: [Fact] {
        switch self {
        case .phoneKnown(let id, let name): [Fact("name", name), Fact("customer", id)]
        }
    }
}
