/// A case that somebody opens, on an order or else on a customer and a subject.
package struct CaseDraft: Sendable, Hashable {
    package var kind: Case.Kind
    package var subject: String
    package var customer: ID<Customer>?
    package var order: ID<Order>?
    /// `nil` for that of the order, else the default.
    package var place: ID<Place>?
    package var why: String?

    package init(
        kind: Case.Kind, subject: String, customer: ID<Customer>? = nil, order: ID<Order>? = nil,
        place: ID<Place>? = nil, why: String? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.customer = customer
        self.order = order
        self.place = place
        self.why = why
    }

    /// What is wrong with it by itself; what depends on other rows is found where it is opened.
    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(subject, "subject"))
        problems.append(.optional(why, "why", limit: 500))
        return problems
    }
}

extension Case {
    /// Characters of one note.
    package static let longestNote = 20_000
}
