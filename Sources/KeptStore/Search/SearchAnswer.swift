import KeptDomain

/// One thing that was found.
package struct SearchHit: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        case customer(ID<Customer>)
        case `case`(ID<Case>)
        case order(ID<Order>)
        case message(ID<Message>, in: ID<Case>)

        package var kind: SearchKind {
            switch self {
            case .customer: .customer
            case .case: .case
            case .order: .order
            case .message: .message
            }
        }

        package var id: Int64 {
            switch self {
            case .customer(let id): id.rawValue
            case .case(let id): id.rawValue
            case .order(let id): id.rawValue
            case .message(let id, _): id.rawValue
            }
        }
    }

    package let subject: Subject
    /// Of the case or order; of a message its case's.
    package var number: Int?
    /// A customer's name, a case's subject, an order's id elsewhere, with what was looked for marked; of a message its
    /// case's subject.
    package let title: SearchSnippet
    /// Who it is of: the customer's name; of a customer the addresses by which they are reached.
    package var about: String?
    /// Where in a message it stands.
    package var snippet: SearchSnippet?
    /// When it was written, opened, ordered or first known.
    package let at: Instant
    /// `nil` of customers.
    package var place: ID<Place>?
    /// Whether the case is open or the order under way; `nil` of customers.
    package var state: SearchState?
    /// Found by a number or address of its own, not by words.
    package var isExact = false
    /// Of a message.
    package var direction: Message.Direction?
    /// Of a message that is not internal.
    package var channel: Message.Channel?
    /// Where a list of its kind goes on after it; `nil` for what is in no list.
    package var cursor: ListCursor?

    package var kind: SearchKind { subject.kind }

    package init(
        subject: Subject, number: Int? = nil, title: SearchSnippet, about: String? = nil, at: Instant,
        place: ID<Place>? = nil, state: SearchState? = nil
    ) {
        self.subject = subject
        self.number = number
        self.title = title
        self.about = about
        self.at = at
        self.place = place
        self.state = state
    }
}

/// What was found: what was asked for by its own number or address first, then customers, cases and orders by name and
/// subject, then messages by what is written in them. Among those of a kind what is called just so stands first, then what has
/// the words in its name or subject, then what has them in its text; of each the newest first.
package struct SearchAnswer: Sendable {
    package var hits: [SearchHit] = []
    /// Kinds of which there are more than are told.
    package var more: Set<SearchKind> = []
    /// Where the list goes on, if it is of one kind.
    package var next: ListCursor?

    package init() {}
}

/// Where the one who asks may look.
package struct SearchReach: Sendable {
    /// `nil`: nowhere.
    package let cases: ReachedPlaces?
    package let orders: ReachedPlaces?

    package init(cases: ReachedPlaces?, orders: ReachedPlaces?) {
        self.cases = cases
        self.orders = orders
    }

    /// - Throws: `NotPermitted` for who may look nowhere.
    package init(_ actor: Actor) throws {
        self.init(cases: actor.places(for: .seeCases), orders: actor.places(for: .seeOrders))
        if cases == nil, orders == nil { throw NotPermitted(.seeCases) }
    }
}
