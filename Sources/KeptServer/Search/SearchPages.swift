import KeptDomain
import KeptStore
import KeptWords

package struct SearchView: Sendable {
    package let text: String
    package let isAsked: Bool
    /// Why nothing was looked for.
    package let problem: FieldProblem?
    package let kind: SearchKind?
    package let place: ID<Place>?
    package let state: SearchState?
    package let since: Day?
    /// Places to choose among.
    package let places: [Field.Choice]
    package let answer: SearchAnswer
    package let previous: String?
    package let next: String?

    package init(
        text: String, isAsked: Bool, problem: FieldProblem? = nil, kind: SearchKind? = nil, place: ID<Place>? = nil,
        state: SearchState? = nil, since: Day? = nil, places: [Field.Choice] = [], answer: SearchAnswer,
        previous: String? = nil, next: String? = nil
    ) {
        self.text = text
        self.isAsked = isAsked
        self.problem = problem
        self.kind = kind
        self.place = place
        self.state = state
        self.since = since
        self.places = places
        self.answer = answer
        self.previous = previous
        self.next = next
    }
}

/// What was found, the most certain first: by number or address, then kind by kind.
package func searchPage(_ view: SearchView, _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("search.title")
    let exact = view.answer.hits.filter(\.isExact)
    let parts =
        [hits(exact, words("search.exact"), view, context)]
        + SearchKind.allCases.map { kind in
            hits(
                view.answer.hits.filter { !$0.isExact && $0.kind == kind }, words("search.kinds", of: kind), view,
                context,
                more: view.kind == nil && view.answer.more.contains(kind) ? kind : nil)
        }
    let problem = view.problem.map { flash(Flash(.problem, words(refusal: $0.key, $0.facts))) }
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("search.sentence"))"))\(filters(view, words))\(problem)\
        \(joined: parts.compactMap(\.self))\(nothing(view, words))\
        \(pager(previous: view.previous, next: view.next, words))
        """
    return layout(title: title, context: context, body: body)
}

private func nothing(_ view: SearchView, _ words: Words) -> HTML? {
    guard view.answer.hits.isEmpty, view.problem == nil else { return nil }
    if !view.isAsked { return emptyState(words("search.start.title"), words("search.start.text"), icon: .search) }
    return emptyState(words("search.none.title", ["text": view.text]), words("search.none.text"), icon: .search)
}

private func filters(_ view: SearchView, _ words: Words) -> HTML {
    let any = Field.Choice("", words("search.any"))
    let kinds = [any] + SearchKind.allCases.map { Field.Choice($0.rawValue, words("search.kinds", of: $0)) }
    let states = [any] + SearchState.allCases.map { Field.Choice($0.rawValue, words("search.states", of: $0)) }
    var fields = [
        filterText("q", words("search.words"), view.text, type: "search"),
        filterChoice("kind", words("search.kind"), kinds, chosen: view.kind?.rawValue),
        filterChoice("state", words("search.state"), states, chosen: view.state?.rawValue),
        filterText("since", words("search.since"), view.since?.description, type: "date"),
    ]
    if view.places.count > 1 {
        fields.append(
            filterChoice("place", words("search.place"), [any] + view.places, chosen: view.place.map { "\($0)" }))
    }
    let isNarrowed = view.kind != nil || view.state != nil || view.since != nil || view.place != nil
    return filterBar(Paths.search, fields, words, clear: isNarrowed ? Paths.with(Paths.search, ["q": view.text]) : nil)
}

/// - Parameter more: of which there are more than are shown.
private func hits(
    _ hits: [SearchHit], _ title: String, _ view: SearchView, _ context: PageContext, more: SearchKind? = nil
) -> HTML? {
    guard !hits.isEmpty else { return nil }
    let words = context.words
    let columns = [
        Column(words("search.columns.found")), Column(words("search.columns.about")),
        Column(words("search.columns.at")),
    ]
    let all: HTML? = more.map { kind in
        let path = Paths.with(
            Paths.search,
            [
                "q": view.text, "kind": kind.rawValue, "state": view.state?.rawValue, "since": view.since?.description,
                "place": view.place.map { "\($0)" },
            ])
        return "<a href=\"\(url: path)\">\(words("search.all", of: kind))</a>"
    }
    return section(title, aside: all, table(columns, hits.map { row($0, context) }, caption: title))
}

private func row(_ hit: SearchHit, _ context: PageContext) -> TableRow {
    let words = context.words
    let link = path(to: hit)
    let number: HTML? = hit.number.map { number in
        switch hit.kind {
        case .order: "\(words("search.order-numbered", ["number": String(number)]))"
        default: "\(words("cases.numbered", ["number": String(number)]))"
        }
    }
    let direction: HTML? = hit.direction.map { "\(words("search.directions", of: $0))" }
    let state: HTML? = hit.kind == .customer ? nil : hit.state.map { "\(words("search.states", of: $0))" }
    let small = [number, direction, state].compactMap(\.self)
    let title = hit.kind == .message ? "\(words.stored(hit.title.text))" : marked(hit.title)
    let found: HTML = """
        <a href="\(url: link)">\(title)</a>\
        \("<br><span class=\"quiet small\">\(joined: small, by: " · ")</span>", if: !small.isEmpty)\
        \(hit.snippet.map { "<br><span class=\"snippet\">\(marked($0))</span>" as HTML })
        """
    return TableRow([found, "\(hit.about ?? "–")", context.timeText(hit.at)], link: link)
}

private func path(to hit: SearchHit) -> String {
    switch hit.subject {
    case .customer(let id): Paths.customer(id)
    case .case(let id): Paths.case(id)
    case .order(let id): Paths.order(id)
    case .message(_, let found): Paths.case(found) + "#thread"
    }
}

/// What was looked for, marked; everything is escaped.
func marked(_ snippet: SearchSnippet) -> HTML {
    let pieces = snippet.pieces.map { piece -> HTML in
        piece.isMarked ? "<mark>\(piece.text)</mark>" : "\(piece.text)"
    }
    return "\(joined: pieces)"
}
