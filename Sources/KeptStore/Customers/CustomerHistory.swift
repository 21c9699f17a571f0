import KeptDomain

/// One thing that there was with a customer.
package struct HistoryEntry: Sendable, Hashable {
    /// An order or case by the number that people read aloud.
    package struct Numbered<Thing>: Sendable, Hashable {
        package let id: ID<Thing>
        package let number: Int

        package init(_ id: ID<Thing>, _ number: Int) {
            self.id = id
            self.number = number
        }
    }

    package struct OfCase: Sendable, Hashable {
        package let kind: Case.Kind
        package let subject: String
        package let status: Case.Status
        package let owner: String
        /// The case that it became part of, where that is nobody's or another customer's.
        package let mergedInto: Int?

        package init(
            _ kind: Case.Kind, subject: String, status: Case.Status, owner: String, mergedInto: Int? = nil
        ) {
            self.kind = kind
            self.subject = subject
            self.status = status
            self.owner = owner
            self.mergedInto = mergedInto
        }
    }

    package struct OfMessage: Sendable, Hashable {
        package let direction: Message.Direction
        /// `nil` of an internal note.
        package let channel: Message.Channel?
        package let subject: String?
        /// The first line with something on it, at most 100 characters.
        package let firstLine: String
        package let isAutomatic: Bool
        /// How it fares outside; `nil` for what nothing carries.
        package let sending: Send.State?

        package init(
            _ direction: Message.Direction, _ channel: Message.Channel?, subject: String? = nil, firstLine: String,
            isAutomatic: Bool = false, sending: Send.State? = nil
        ) {
            self.direction = direction
            self.channel = channel
            self.subject = subject
            self.firstLine = firstLine
            self.isAutomatic = isAutomatic
            self.sending = sending
        }
    }

    package enum What: Sendable, Hashable {
        case order(OrderStatus, total: Money?)
        case `case`(OfCase)
        case message(OfMessage)
        /// - Parameter language: BCP 47 of the sentence.
        case promise(said: String, language: String)
        case remedy(Remedy)
        case rating(Rating.Question, value: Int)
        case followUp(FollowUp.Answer, words: String?)
    }

    /// Of the order, case, message, promise, line of the ledger, rating or follow-up.
    package let id: Int64
    /// Ordered, opened, written, broken, given, rated first, answered first.
    package let at: Instant
    package let place: ID<Place>
    /// The order or case itself, or that on which it stands.
    package var order: Numbered<Order>?
    package var `case`: Numbered<Case>?
    /// The colleague who wrote or gave it, by name.
    package var colleague: String?
    package let what: What

    package init(
        _ id: Int64, at: Instant, place: ID<Place>, order: Numbered<Order>? = nil, case: Numbered<Case>? = nil,
        colleague: String? = nil, _ what: What
    ) {
        self.id = id
        self.at = at
        self.place = place
        self.order = order
        self.case = `case`
        self.colleague = colleague
        self.what = what
    }

    package var kind: HistoryKind {
        switch what {
        case .order: .order
        case .case: .case
        case .message: .message
        case .promise: .promise
        case .remedy: .remedy
        case .rating: .rating
        case .followUp: .followUp
        }
    }
}

/// A page of a history, the newest first.
package struct CustomerHistory: Sendable {
    package let entries: [HistoryEntry]
    /// `nil` at the end.
    package let next: ListCursor?

    package init(_ entries: [HistoryEntry], next: ListCursor? = nil) {
        self.entries = entries
        self.next = next
    }
}

/// Which of what there was with customers somebody may see. Who customers are is there for everybody who may see any of it.
package struct CustomerReach: Sendable {
    /// `nil`: nowhere.
    package let orders: ReachedPlaces?
    /// Of cases, with what was written, given and said on them.
    package let cases: ReachedPlaces?
    package let promises: ReachedPlaces?

    /// - Throws: `NotPermitted` for who may see nothing.
    package init(_ actor: Actor) throws {
        orders = actor.places(for: .seeOrders)
        cases = actor.places(for: .seeCases)
        promises = actor.places(for: .seePromises)
        if orders == nil, cases == nil, promises == nil { throw NotPermitted(.seeCases) }
    }

    /// Whether there may be more than is shown.
    package var isNarrowed: Bool { [orders, cases, promises].contains { $0 == nil || $0?.places != nil } }

    /// To stand after another condition on a table with places; `nil` where nothing may be seen.
    static func condition(_ column: SQL, _ reached: ReachedPlaces?) -> SQL? {
        guard let reached else { return nil }
        guard let places = reached.places else { return "" }
        return " AND \(column) IN \(anyOf: places.sorted())"
    }
}
