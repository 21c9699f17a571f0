import KeptDomain
import KeptStore
import KeptWords

/// Customers, those who came last first, found by name, address, phone or their id elsewhere.
package func customerListPage(_ view: CustomerListView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("customers.title")
    let bar = filterBar(
        Paths.customers, [filterText("q", words("customers.search"), view.query, type: "search")], words,
        clear: view.query == nil ? nil : Paths.customers)
    let columns = [
        Column(words("customers.columns.name")), Column(words("customers.columns.reached")),
        Column(words("orders.city")), Column(words("customers.since"), isSecondary: true),
    ]
    let rows = view.rows.map { row -> TableRow in
        let link = Paths.customer(row.customer.id)
        let reached = row.reachedBy.map { breakable($0) }
        return TableRow(
            [
                "<a href=\"\(url: link)\">\(row.customer.name)</a>", "\(joined: reached, by: "<br>")",
                "\(row.customer.city)", context.dayText(context.zone.day(of: row.knownSince)),
            ], link: link)
    }
    let none: HTML =
        if let asked = view.query {
            emptyState(words("search.none.title", ["text": asked]), words("customers.none"), icon: .search)
        } else {
            emptyState(words("customers.first.title"), words("customers.first.text"), icon: .person)
        }
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("customers.sentence.list"))"))\(bar)\
        \(rows.isEmpty ? none : table(columns, rows, caption: title))\
        \(pager(previous: view.previous, next: view.next, words))
        """
    return layout(title: title, context: context, body: body)
}
