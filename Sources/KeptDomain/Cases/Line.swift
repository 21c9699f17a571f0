/// A line of work at a place. What waits in it is owned by its keeper until somebody takes it.
package struct Line: Sendable, Hashable {
    package let id: ID<Line>
    package let name: String
    package let place: ID<Place>
    package let keeper: ID<Person>
    /// Whether what customers write at the place waits here.
    package let takesIncoming: Bool
    /// Who has so many cases in hand takes no further one, 1...1000.
    package let mostInHand: Int
    package let closedAt: Instant?
    package let revision: Int

    package init(
        id: ID<Line>, name: String, place: ID<Place>, keeper: ID<Person>, takesIncoming: Bool, mostInHand: Int,
        closedAt: Instant? = nil, revision: Int = 1
    ) {
        self.id = id
        self.name = name
        self.place = place
        self.keeper = keeper
        self.takesIncoming = takesIncoming
        self.mostInHand = mostInHand
        self.closedAt = closedAt
        self.revision = revision
    }
}

/// A line as somebody wants it to be.
package struct LineDraft: Sendable, Hashable {
    package var name: String
    package var place: ID<Place>
    package var keeper: ID<Person>
    /// Who may take from it.
    package var members: [ID<Person>]
    package var takesIncoming = false
    package var mostInHand = 20

    package init(name: String, place: ID<Place>, keeper: ID<Person>, members: [ID<Person>]) {
        self.name = name
        self.place = place
        self.keeper = keeper
        self.members = members
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        if !(1...1_000).contains(mostInHand) {
            problems.append(
                FieldProblem("most_in_hand", "problems.out-of-range", [Fact("from", 1), Fact("to", 1_000)]))
        }
        if members.count > 500 { problems.append(FieldProblem("members", "problems.too-many", [Fact("limit", 500)])) }
        return problems
    }
}
