import KeptDomain
import KeptStore

package struct CaseListView: Sendable {
    package enum Filter: String, CaseIterable, Sendable { case mine, open, escalated, closed }

    package let filter: Filter
    package let query: String?
    package let rows: [CaseRow]
    package let total: ListTotal?
    package var previous: String?
    package var next: String?

    package init(
        filter: Filter, query: String?, rows: [CaseRow], total: ListTotal?, previous: String? = nil, next: String? = nil
    ) {
        self.filter = filter
        self.query = query
        self.rows = rows
        self.total = total
        self.previous = previous
        self.next = next
    }
}

package struct CaseRow: Sendable {
    package let id: ID<Case>
    package let number: Int
    package let kind: Case.Kind
    package let subject: String
    package let customer: String?
    package let owner: String
    package let whoseMove: Case.Move
    package let openedAt: Instant
    package var isEscalated = false
    package var closedAt: Instant?
    package var cause: String?

    package init(
        id: ID<Case>, number: Int, kind: Case.Kind, subject: String, customer: String?, owner: String,
        whoseMove: Case.Move, openedAt: Instant, isEscalated: Bool = false, closedAt: Instant? = nil,
        cause: String? = nil
    ) {
        self.id = id
        self.number = number
        self.kind = kind
        self.subject = subject
        self.customer = customer
        self.owner = owner
        self.whoseMove = whoseMove
        self.openedAt = openedAt
        self.isEscalated = isEscalated
        self.closedAt = closedAt
        self.cause = cause
    }
}

/// One case with its matter, its words and its notes.
package struct CaseView: Sendable {
    package let row: CaseRow
    package var order: (id: ID<Order>, number: Int)?
    package var lead: String?
    package let chain: [PromiseView]
    package let notes: [CaseNoteView]
    /// Who can take it over: id and name.
    package let people: [Field.Choice]
    /// Causes named before, most frequent first, offered while typing.
    package let causes: [String]
    package var revision = 1

    package init(
        row: CaseRow, order: (id: ID<Order>, number: Int)? = nil, lead: String? = nil, chain: [PromiseView],
        notes: [CaseNoteView], people: [Field.Choice], causes: [String], revision: Int = 1
    ) {
        self.row = row
        self.order = order
        self.lead = lead
        self.chain = chain
        self.notes = notes
        self.people = people
        self.causes = causes
        self.revision = revision
    }
}

package struct CaseNoteView: Sendable {
    package let at: Instant
    /// A person's name, or the part of Kept that wrote it.
    package let by: String
    package let text: String
    /// Whether Kept wrote it, as when a promise broke.
    package var isAutomatic = false

    package init(at: Instant, by: String, text: String, isAutomatic: Bool = false) {
        self.at = at
        self.by = by
        self.text = text
        self.isAutomatic = isAutomatic
    }
}
