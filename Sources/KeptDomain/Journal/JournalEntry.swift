/// One change: who, what, when and why, of which thing and for which customer.
package struct JournalEntry: Sendable, Hashable {
    /// Past tense, for instance `promise.broken`.
    package let kind: String
    package let subject: Subject
    package let customer: ID<Customer>?
    /// The reason that a person gave, in their words.
    package let why: String?
    /// What else belongs to the change, flat: names and values as text.
    package let facts: [Fact]

    package init(
        _ kind: String, of subject: Subject, customer: ID<Customer>? = nil, why: String? = nil, facts: [Fact] = []
    ) {
        self.kind = kind
        self.subject = subject
        self.customer = customer
        self.why = why
        self.facts = facts
    }
}

/// A named value of a journal entry or a refusal.
package struct Fact: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: some CustomStringConvertible) {
        self.name = name
        self.value = value.description
    }
}

/// What a journal entry is about.
package struct Subject: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case business, place, person, token, calendar, standard, carrier, window, customer, order, promise, matter
        case `case`, `import`, brand, line, guarantee, channel, queue, visit
    }

    package let kind: Kind
    package let id: Int64

    package init(kind: Kind, id: Int64) {
        self.kind = kind
        self.id = id
    }

    package static func order(_ id: ID<Order>) -> Self { Self(kind: .order, id: id.rawValue) }
    package static func promise(_ id: ID<Promise>) -> Self { Self(kind: .promise, id: id.rawValue) }
    package static func matter(_ id: ID<Matter>) -> Self { Self(kind: .matter, id: id.rawValue) }
    package static func `case`(_ id: ID<Case>) -> Self { Self(kind: .case, id: id.rawValue) }
    package static func customer(_ id: ID<Customer>) -> Self { Self(kind: .customer, id: id.rawValue) }
    package static func place(_ id: ID<Place>) -> Self { Self(kind: .place, id: id.rawValue) }
    package static func person(_ id: ID<Person>) -> Self { Self(kind: .person, id: id.rawValue) }
    package static func calendar(_ id: ID<CalendarRecord>) -> Self { Self(kind: .calendar, id: id.rawValue) }
    package static func standard(_ id: ID<Standard>) -> Self { Self(kind: .standard, id: id.rawValue) }
    package static func carrier(_ id: ID<Carrier>) -> Self { Self(kind: .carrier, id: id.rawValue) }
    package static func window(_ id: ID<DeliveryWindow>) -> Self { Self(kind: .window, id: id.rawValue) }
    package static func line(_ id: ID<Line>) -> Self { Self(kind: .line, id: id.rawValue) }
    package static func token(_ id: ID<AccessToken>) -> Self { Self(kind: .token, id: id.rawValue) }
    package static func `import`(_ id: ID<ImportRun>) -> Self { Self(kind: .import, id: id.rawValue) }
    package static func guarantee(_ id: ID<Guarantee>) -> Self { Self(kind: .guarantee, id: id.rawValue) }
    package static func channel(_ id: ID<MailChannel>) -> Self { Self(kind: .channel, id: id.rawValue) }
    package static func queue(_ id: ID<Queue>) -> Self { Self(kind: .queue, id: id.rawValue) }
    package static func visit(_ id: ID<Visit>) -> Self { Self(kind: .visit, id: id.rawValue) }
    package static let business = Self(kind: .business, id: 1)

    package var description: String { "\(kind.rawValue):\(id)" }
}

/// The place of an entry in the journal: grows with every change, compared as a whole.
///
/// On PostgreSQL numbers become visible out of order, so a position is (transaction, number) and readers stop below the
/// oldest transaction still running; on SQLite the transaction is 0. Text: `number`, or `transaction.number`.
package struct JournalPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let transaction: Int64
    package let number: Int64

    package static let start = JournalPosition(transaction: 0, number: 0)

    package init(transaction: Int64, number: Int64) {
        self.transaction = transaction
        self.number = number
    }

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        switch parts.count {
        case 1:
            guard let number = parts[0], number >= 0 else { return nil }
            self.init(transaction: 0, number: number)
        case 2:
            guard let transaction = parts[0], let number = parts[1], transaction >= 0, number >= 0 else { return nil }
            self.init(transaction: transaction, number: number)
        default: return nil
        }
    }

    package var description: String { transaction == 0 ? String(number) : "\(transaction).\(number)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.transaction, left.number) < (right.transaction, right.number)
    }
}
