import KeptDomain
import KeptStore

/// The search for programs.
enum SearchAPI {
    static let routes: [APIRoute] = [
        .get(
            "/search", "Customers, cases, orders and messages by words, numbers and addresses", tag: "Search",
            needs: .seeCases,
            query: [
                QueryField(
                    "q", .text,
                    "Words that must all be there, the last one perhaps unfinished; or a number or address. At most 200 characters."
                ),
                QueryField("kind", .word(SearchKind.self), "Only of this kind; then the list goes on by its cursor."),
                QueryField("place", .id, "Only at this place."),
                QueryField(
                    "state", .word(SearchState.self), "Only cases that are open or closed, orders under way or not."),
                QueryField("since", .instant, "Only from then on."),
                QueryField(
                    "limit", .integer, "How many of each kind at most, 1 to 500; 50 of one kind, 10 of several."),
                QueryField("cursor", .text, "Where the last page ended: its next. Needs kind."),
            ],
            answers: .object([
                SchemaField("items", .array(.named("SearchHit")), "The best first."),
                SchemaField("more", .array(.word(SearchKind.self)), "Kinds of which there are more."),
                SchemaField("next", .nullable(.text), "The cursor of the next page of one kind."),
            ]), search)
    ]

    @Sendable private static func search(_ api: APIRequest) async throws -> APIAnswer {
        guard let text = api.query.text("q") else { throw InvalidInput("q", "requests.missing") }
        let ask = SearchAsk(
            text, kind: try api.query.word("kind", SearchKind.self), place: try api.query.id("place", of: Place.self),
            state: try api.query.word("state", SearchState.self), since: try api.query.instant("since"))
        let cursor = try api.query.cursor { SearchCursor($0) }
        if cursor != nil, ask.kind == nil { throw InvalidInput("cursor", "requests.bad-cursor") }
        let limit = api.query.text("limit") == nil && ask.kind == nil ? 10 : try api.query.limit
        try ask.problems().check()
        let reach = try SearchReach(api.actor)
        try await api.site.store.takeInTexts(at: api.now)
        let answer = try await api.read { try $0.search(ask, within: reach, after: cursor, limit: limit) }
        return APIAnswer { $0.write(answer) }
    }
}
