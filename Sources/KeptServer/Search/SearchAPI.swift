import KeptDomain
import KeptStore

/// The search for programs.
enum SearchAPI {
    static let routes: [APIRoute] = [
        .get(
            "/search", "Customers, cases, orders and messages by words, numbers and addresses", tag: "Search",
            needs: .seeCases,
            query: [
                .required(
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
        let (ask, cursor, limit) = try api.asked { query in
            let ask = SearchAsk(
                query.text("q") ?? "", kind: query.word("kind"), place: query.id("place"), state: query.word("state"),
                since: query.instant("since"))
            let cursor = query.cursor { ListCursor($0) }
            if cursor != nil, query.text("kind") == nil { query.refuse("cursor", "requests.bad-cursor") }
            for problem in ask.problems() { query.refuse(problem.field, problem.key, problem.facts) }
            return (ask, cursor, query.limit(usually: ask.kind == nil ? 10 : QueryReader.usualLimit))
        }
        let reach = try SearchReach(api.actor)
        try await api.site.store.takeInTexts(at: api.now)
        let answer = try await api.read { try $0.search(ask, within: reach, after: cursor, limit: limit) }
        return APIAnswer { $0.write(answer) }
    }
}
