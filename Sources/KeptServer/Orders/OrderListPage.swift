import KeptDomain
import KeptWords

package func orderListPage(_ view: OrderListView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("orders.title")
    guard view.hasAny else {
        let action = linkButton(words("today.first.import"), to: Paths.imports, isMain: true)
        let empty = emptyState(words("orders.first.title"), words("orders.first.text"), icon: .parcel, action: action)
        return layout(title: title, context: context, body: "\(pageHead(title))\(empty)")
    }
    let none = emptyState(
        words("orders.none.title"), words("orders.none.text"), icon: .search,
        action: linkButton(words("page.clear"), to: Paths.orders))
    let columns = [
        Column(words("orders.columns.number")), Column(words("orders.columns.customer")),
        Column(words("orders.columns.status")), Column(words("orders.columns.promise")),
        Column(words("orders.columns.carrier"), isSecondary: true),
        Column(words("orders.columns.ordered"), isSecondary: true),
    ]
    let list: HTML = """
        <div id="order-list" data-live-topics="order" data-fresh-one="\(words("page.fresh", count: 1))" \
        data-fresh-other="\(words.template("page.fresh").filled { _ in "%s" })">\
        \(table(columns, view.rows.map { orderRow($0, context) }, caption: title))</div>
        """
    let body: HTML = """
        \(pageHead(title, sentence: view.total.map { "\(words.total($0, "orders.found", more: "orders.found-more"))" }))
        \(orderFilters(view, words))\(view.rows.isEmpty ? none : list)\(pager(previous: view.previous, next: view.next, words))
        """
    return layout(title: title, context: context, body: body)
}

private func orderFilters(_ view: OrderListView, _ words: Words) -> HTML {
    let all = Field.Choice("", words("page.all"))
    let filters = view.filters
    let states = [all] + OrderListView.State.allCases.map { Field.Choice($0.rawValue, words("orders.filters", of: $0)) }
    let regions = [all] + view.regions.map { Field.Choice($0, $0) }
    let customer = filters.customer.map { id -> HTML in
        let name = words("orders.of-customer", ["name": view.customer ?? words("page.unknown")])
        return "<input type=\"hidden\" name=\"customer\" value=\"\(id)\"><span class=\"filter quiet\">\(name)</span>"
    }
    let choices: [HTML?] = [
        filterText("q", words("orders.search"), filters.query, type: "search"),
        filterChoice("state", words("orders.columns.status"), states, chosen: filters.state?.rawValue),
        view.carriers.isEmpty
            ? nil
            : filterChoice("carrier", words("orders.columns.carrier"), [all] + view.carriers, chosen: filters.carrier),
        view.regions.isEmpty ? nil : filterChoice("region", words("orders.region"), regions, chosen: filters.region),
        view.places.count < 2
            ? nil : filterChoice("place", words("orders.place"), [all] + view.places, chosen: filters.place),
        filterText("from", words("orders.from"), filters.from?.description, type: "date"),
        filterText("to", words("orders.to"), filters.to?.description, type: "date"), customer,
    ]
    return filterBar(Paths.orders, choices.compactMap { $0 }, words, clear: filters.isEmpty ? nil : Paths.orders)
}

private func orderRow(_ row: OrderListRow, _ context: PageContext) -> TableRow {
    let words = context.words
    let link = Paths.order(row.id)
    let promise: HTML? = row.standing.map { standing in
        "\(standingChip(standing, words))\(row.due.map { " <span class=\"due\">\(context.nearTime($0))</span>" as HTML })"
    }
    let customer: HTML =
        "\(row.customer ?? words("page.unknown"))\(row.city.map { "<br><span class=\"quiet small\">\($0)</span>" as HTML })"
    let number: HTML = """
        <a href="\(url: link)">\(String(row.number))</a><br><span class="quiet small">\(row.externalID)</span>
        """
    return TableRow(
        [
            number, customer, "\(words("orders.status", of: row.status))",
            promise ?? "<span class=\"quiet\">\(words("orders.no-promise"))</span>",
            "\(row.carrier ?? "\u{2013}")", context.timeText(row.orderedAt),
        ], link: link)
}
