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
        /// Broken, its case open, and no next word given.
        case unmended
        /// Kept or broken, of what customers were told.
        case judged
    }

    /// What else an address narrows the list to, as Today's links do.
    package struct Narrowing: Sendable {
        package var dueFrom: Instant?
        package var dueBefore: Instant?
        package var settledFrom: Instant?
        /// Only what stands open, or was kept or broken from then on.
        package var openOrSettledFrom: Instant?
        /// Only the last word of each chain.
        package var isLastWord = false
        package var place: String?
        package var customer: ID<Customer>?
        package init() {}

        var isEmpty: Bool {
            dueFrom == nil && dueBefore == nil && settledFrom == nil && openOrSettledFrom == nil && !isLastWord
                && place == nil && customer == nil
        }

        /// As the address says it again.
        var pairs: [(name: String, value: String)] {
            [
                ("due_from", dueFrom?.isoExact), ("due_before", dueBefore?.isoExact),
                ("settled_from", settledFrom?.isoExact), ("open_or_settled_from", openOrSettledFrom?.isoExact),
                ("word", isLastWord ? "last" : nil), ("place", place), ("customer", customer?.description),
            ].compactMap { name, value in value.map { (name: name, value: $0) } }
        }
    }

    package let filter: Filter?
    package let query: String?
    package let narrowing: Narrowing
    package let rows: [PromiseRow]
    /// All that the filters leave.
    package let total: ListTotal?
    /// Addresses of the neighbouring pages.
    package var previous: String?
    package var next: String?

    package init(
        filter: Filter?, query: String?, narrowing: Narrowing = Narrowing(), rows: [PromiseRow], total: ListTotal?,
        previous: String? = nil,
        next: String? = nil
    ) {
        self.filter = filter
        self.query = query
        self.narrowing = narrowing
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
            narrowed(view.narrowing, context),
        ], words,
        clear: view.filter == nil && view.query == nil && view.narrowing.isEmpty ? nil : Paths.promises)
    let empty = emptyState(words("promises.empty.title"), words("promises.empty.text"))
    let list: HTML = "<ul class=\"promise-rows\">\(joined: view.rows.map { promiseRow($0, context) })</ul>"
    let body: HTML = """
        \(pageHead(words("promises.title"), sentence: view.total.map { "\(words.total($0, "promises.found", more: "promises.found-more"))" }))
        \(bar)\(view.rows.isEmpty ? empty : list)\(pager(previous: view.previous, next: view.next, words))
        """
    return layout(title: words("promises.title"), context: context, body: body)
}

/// What the list is narrowed to besides, in words, kept where the form is sent again.
private func narrowed(_ narrowing: PromiseListView.Narrowing, _ context: PageContext) -> HTML {
    let words = context.words
    func near(_ instant: Instant) -> String { words.nearMoment(instant, in: context.zone, now: context.now) }
    var said: [String] = []
    switch (narrowing.dueFrom, narrowing.dueBefore) {
    case (let from?, let before?):
        said.append(words("promises.narrowed.due", ["from": near(from), "before": near(before)]))
    case (let from?, nil): said.append(words("promises.narrowed.due-from", ["from": near(from)]))
    case (nil, let before?): said.append(words("promises.narrowed.due-before", ["before": near(before)]))
    case (nil, nil): break
    }
    if let from = narrowing.settledFrom { said.append(words("promises.narrowed.settled", ["from": near(from)])) }
    if let from = narrowing.openOrSettledFrom {
        said.append(words("promises.narrowed.open-or-settled", ["from": near(from)]))
    }
    if narrowing.customer != nil { said.append(words("promises.narrowed.customer")) }
    if narrowing.isLastWord { said.append(words("promises.narrowed.last-word")) }
    let kept = narrowing.pairs.map { pair -> HTML in
        "<input type=\"hidden\" name=\"\(pair.name)\" value=\"\(pair.value)\">"
    }
    return "\(joined: kept)\("<span class=\"filter quiet\">\(said.joined(separator: " · "))</span>", if: !said.isEmpty)"
}
