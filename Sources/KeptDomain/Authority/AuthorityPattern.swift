/// Something unusual in the remedies of late, put to a lead as a question. It names customers, roles and places and never
/// a colleague: what somebody gives within the limits is not held against them.
package struct AuthorityPattern: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// One customer was given many.
        case manyToOne = "many-to-one"
        /// Most of a role's remedies of a kind end just below what it may give: is the limit too low?
        case belowTheLimit = "below-the-limit"
        /// A role gave far more this week than in weeks before.
        case aboveUsual = "above-usual"
    }

    package let kind: Kind
    package let place: ID<Place>
    package let customer: ID<Customer>?
    package let role: Role?
    package let remedy: RemedyKind?
    package let count: Int
    package let amount: Money?
    /// How many times the usual; for `aboveUsual`.
    package let times: Double?

    package init(
        _ kind: Kind, at place: ID<Place>, customer: ID<Customer>? = nil, role: Role? = nil, remedy: RemedyKind? = nil,
        count: Int, amount: Money? = nil, times: Double? = nil
    ) {
        self.kind = kind
        self.place = place
        self.customer = customer
        self.role = role
        self.remedy = remedy
        self.count = count
        self.amount = amount
        self.times = times
    }

    /// The same while it asks the same: an answer to it holds for a while.
    package var key: String {
        [
            kind.rawValue, place.description, customer?.description, role?.rawValue, remedy?.rawValue,
            amount?.currency.code,
        ].compactMap(\.self).joined(separator: ":")
    }

    /// Remedies to one customer within `span` from which on it is asked.
    package static let many = 4
    /// Remedies of a role from which on a share of them says something.
    package static let enough = 10
    /// A remedy is just below the limit from this share of it on.
    package static let nearShare = 0.9
    /// Asked where so large a share is just below the limit.
    package static let nearMost = 0.6
    /// Asked where a week has so many times the usual.
    package static let farAbove = 3.0
    /// Weeks before this one by which the usual is known, and the fewest that say what is usual.
    package static let weeks = 8
    package static let fewestWeeks = 4
    package static let span = Span.days(30)
    /// How long an answer holds.
    package static let rest = Span.days(30)
}
