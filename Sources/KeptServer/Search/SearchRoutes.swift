import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// What the box at the top of every page finds.
enum SearchRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/search", site) { page in
                let view = try await view(page)
                return try await page.page { searchPage(view, $0) }
            }
        ]
    }

    /// Hits of each kind where all kinds are shown, and of one kind on a page.
    private static let (some, many) = (8, 50)

    private static func view(_ page: PageRequest) async throws -> SearchView {
        let query = page.query
        var asking = try page.listQuery(["q", "kind", "place", "state", "since"])
        let (kind, state) = (asking.word("kind", of: SearchKind.self), asking.word("state", of: SearchState.self))
        let (place, since) = (asking.id("place", of: Place.self), asking.day("since"))
        let cursor = asking.place { ListCursor($0) }
        try asking.check(Paths.search)
        let reach = try SearchReach(try page.actor())
        let zone = try await page.zone()
        let ask = SearchAsk(
            query["q"] ?? "", kind: kind, place: place, state: state, since: since.map { zone.startOfDay($0) })
        let isAsked = ask.text.trimmedOrNil != nil
        let problem = ask.problems().first
        var answer = SearchAnswer()
        if isAsked, problem == nil {
            try await page.site.store.takeInTexts(at: page.now)
            let limit = kind == nil ? some : many
            answer = try await page.read { try $0.search(ask, within: reach, after: cursor, limit: limit) }
        }
        let places = try await page.read { try $0.places() }
        let trail = ListTrail(query)
        let pairs = ["q", "kind", "place", "state", "since"].compactMap { name in
            query[name].map { (name: name, value: $0) }
        }
        let reached = [reach.cases, reach.orders].compactMap(\.self)
        return SearchView(
            text: ask.text, isAsked: isAsked, problem: problem, kind: kind, place: place, state: state, since: since,
            places: places.filter { place in reached.contains { $0.contains(place.id) } }
                .map { Field.Choice("\($0.id)", $0.name) },
            answer: answer, previous: trail.previous(Paths.search, pairs),
            next: trail.next(Paths.search, pairs, cursor: answer.next?.description))
    }
}
