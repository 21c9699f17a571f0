/// How a case is sorted once somebody has read it: what was filed by its address alone may be a complaint, about an order, of
/// a customer whom nobody had named yet. What is left out stays as it is.
package struct CaseSorting: Sendable, Hashable {
    package var kind: Case.Kind?
    package var order: ID<Order>?
    /// For a case of which no customer is known.
    package var customer: ID<Customer>?

    package init(kind: Case.Kind? = nil, order: ID<Order>? = nil, customer: ID<Customer>? = nil) {
        self.kind = kind
        self.order = order
        self.customer = customer
    }

    /// What a person may sort a case into: that a promise broke is found by Kept, and nobody says it.
    package static let kinds = Case.Kind.allCases.filter { $0 != .failure }
}

package enum SortingRefusal: Refusal, Hashable {
    /// The order is another customer's than the case.
    case orderOfAnother
    /// The case has a customer already: what somebody said is not given to somebody else.
    case customerKnown
    /// What was promised or given about the present order stands on the case.
    case orderInUse

    package var key: String {
        switch self {
        case .orderOfAnother: "sorting.refusals.order-of-another"
        case .customerKnown: "sorting.refusals.customer-known"
        case .orderInUse: "sorting.refusals.order-in-use"
        }
    }
    package var facts: [Fact] { [] }
}
