/// An entry as it stands in the journal: the change, who made it and when, and its place in the order.
package struct JournalRecord: Sendable, Hashable {
    package let position: JournalPosition
    package let at: Instant
    /// `Actor.description` of who did it.
    package let actor: String
    package let entry: JournalEntry

    package init(position: JournalPosition, at: Instant, actor: String, entry: JournalEntry) {
        self.position = position
        self.at = at
        self.actor = actor
        self.entry = entry
    }
}

/// Which entries a reader wants; one that says nothing wants all.
package struct JournalFilter: Sendable, Hashable {
    package var subject: Subject?
    package var customer: ID<Customer>?
    /// Of these kinds; empty for every kind.
    package var kinds: [String]
    /// Only what somebody may see who reaches so far: entries about things at these places.
    package var reached = ReachedPlaces.business

    package static let all = JournalFilter()

    package init(subject: Subject? = nil, customer: ID<Customer>? = nil, kinds: [String] = []) {
        self.subject = subject
        self.customer = customer
        self.kinds = kinds
    }
}
