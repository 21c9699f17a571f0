import KeptDomain
import KeptStore
import KeptWords

/// A list of promises by state, longest waiting first.
package struct PromiseListView: Sendable {
    /// What the address narrows the list to.
    package enum Filter: String, CaseIterable, Sendable {
        case open
        case atRisk = "at-risk"
        case kept, broken, released, renegotiated
    }

    package let filter: Filter?
    package let query: String?
    package let rows: [PromiseRow]
    /// All that the filters leave.
    package let total: ListTotal?
    /// Addresses of the neighbouring pages.
    package var previous: String?
    package var next: String?

    package init(
        filter: Filter?, query: String?, rows: [PromiseRow], total: ListTotal?, previous: String? = nil,
        next: String? = nil
    ) {
        self.filter = filter
        self.query = query
        self.rows = rows
        self.total = total
        self.previous = previous
        self.next = next
    }
}

package func promiseListPage(_ view: PromiseListView, _ context: PageContext) -> HTML {
    let words = context.words
    let states =
        [Field.Choice("", words("page.all"))]
        + PromiseListView.Filter.allCases.map { Field.Choice($0.rawValue, words("promises.filters", of: $0)) }
    let bar = filterBar(
        Paths.promises,
        [
            filterText("q", words("promises.search"), view.query, type: "search"),
            filterChoice("state", words("promises.state"), states, chosen: view.filter?.rawValue),
        ], words, clear: view.filter == nil && view.query == nil ? nil : Paths.promises)
    let empty = emptyState(words("promises.empty.title"), words("promises.empty.text"))
    let list: HTML = "<ul class=\"promise-rows\">\(joined: view.rows.map { promiseRow($0, context) })</ul>"
    let body: HTML = """
        \(pageHead(words("promises.title"), sentence: view.total.map { "\(words.total($0, "promises.found", more: "promises.found-more"))" }))
        \(bar)\(view.rows.isEmpty ? empty : list)\(pager(previous: view.previous, next: view.next, words))
        """
    return layout(title: words("promises.title"), context: context, body: body)
}
