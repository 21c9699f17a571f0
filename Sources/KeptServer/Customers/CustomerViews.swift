import KeptDomain
import KeptStore

/// One customer with a page of their history.
package struct CustomerView: Sendable {
    package let page: CustomerPage
    package let history: [HistoryEntry]
    /// What the history is narrowed to; `nil` for all.
    package var kind: HistoryKind?
    /// Whether there may be more at places that the reader does not reach.
    package var isNarrowed = false
    /// Whether the reader may look through the journal of the customer.
    package var showsJournal = false
    package var previous: String?
    package var next: String?

    package init(page: CustomerPage, history: [HistoryEntry], kind: HistoryKind? = nil) {
        self.page = page
        self.history = history
        self.kind = kind
    }

    package var id: ID<Customer> { page.customer.id }
}

package struct CustomerListView: Sendable {
    package let query: String?
    package let rows: [CustomerListing]
    package var previous: String?
    package var next: String?

    package init(query: String?, rows: [CustomerListing], previous: String? = nil, next: String? = nil) {
        self.query = query
        self.rows = rows
        self.previous = previous
        self.next = next
    }
}
