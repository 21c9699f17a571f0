import KeptDomain
import KeptStore

/// The list of cases for programs: by filters of its own, by the page's state, by a saved view.
enum CaseListAPI {
    static let route = APIRoute.list(
        "/cases", "Cases, the newest first", tag: "Cases", needs: .seeCases,
        query: [
            QueryField("view", .id, "By this saved view; what is asked beside it counts instead of its own."),
            QueryField(
                "state", .word(CaseListView.Filter.self),
                "As the page has it: mine are the open ones of owner; mine and waiting leave out what is put off."),
            QueryField("status", .word(Case.Status.self), "Only those in this state."),
            QueryField("owner", .id, "Only those of this person; whose they are where a view says mine."),
            QueryField("place", .id, "Only those of this place."),
            QueryField("customer", .id, "Only those of this customer."),
            QueryField("order", .id, "Only those on this order."),
            QueryField("kind", .word(Case.Kind.self), "Only those of this kind."),
            QueryField("whose_move", .word(Case.Move.self), "Only those with this move."),
            QueryField("line", .id, "Only those of this line."),
            QueryField("tag", .text, "Only those with this tag."),
            QueryField("only", .word(Only.self), "Only those that wait in a line, or that went to a lead."),
            QueryField("text", .text, "A number, words as the search takes them, or the customer's e-mail or phone."),
        ], of: .named("Case"), list)

    /// What a list is narrowed to besides its filters.
    private enum Only: String, CaseIterable { case waiting, escalated }

    /// The parameters, each `nil` where it is left out.
    private struct Asked: Sendable {
        let view: ID<SavedView>?
        let state: CaseListView.Filter?
        let only: Only?
        /// All that is written in the address itself.
        let written: CaseFilter

        init(_ query: inout QueryReader) {
            (view, state, only) = (query.id("view"), query.word("state"), query.word("only"))
            var filter = CaseFilter(status: query.word("status"), owner: query.id("owner"), place: query.id("place"))
            (filter.customer, filter.order) = (query.id("customer"), query.id("order"))
            (filter.kind, filter.move) = (query.word("kind"), query.word("whose_move"))
            (filter.line, filter.tag) = (query.id("line"), query.text("tag"))
            (filter.isWaiting, filter.isEscalated) = (only == .waiting, only == .escalated)
            filter.text = query.text("text")
            written = filter
        }

        /// - Throws: `InvalidInput` for a view that is not known, and where nobody says whose cases are `mine`.
        func filter(at now: Instant, in reading: Reading) throws -> CaseFilter {
            guard view != nil || state != nil else { return written }
            var (asked, person) = (AskedCases(), written.owner)
            if let view {
                guard let saved = try reading.savedView(view) else {
                    throw InvalidInput("view", "requests.unknown-id")
                }
                asked = try AskedCases(saved: saved.query)
                person = person ?? saved.person
            }
            asked.state = state ?? asked.state
            if asked.state == .mine, person == nil { throw InvalidInput("owner", "requests.missing") }
            let shown = try asked.state(for: person, at: now, in: reading)
            return overlaid(on: asked.filter(shown, of: person, at: now), at: asked.place)
        }

        private func overlaid(on base: CaseFilter, at place: ID<Place>?) -> CaseFilter {
            var filter = base
            filter.status = written.status ?? base.status
            filter.owner = written.owner ?? base.owner
            filter.place = written.place ?? place
            filter.customer = written.customer ?? base.customer
            filter.order = written.order
            filter.kind = written.kind ?? base.kind
            filter.move = written.move ?? base.move
            filter.line = written.line ?? base.line
            filter.tag = written.tag ?? base.tag
            filter.isWaiting = base.isWaiting || written.isWaiting
            filter.isEscalated = base.isEscalated || written.isEscalated
            filter.text = written.text ?? base.text
            return filter
        }
    }

    @Sendable private static func list(_ api: APIRequest) async throws -> APIAnswer {
        let (asked, before, limit) = try api.asked { query in
            (Asked(&query), query.cursor { ID<Case>($0) }, query.limit())
        }
        let now = api.now
        let filter = try await api.read { try asked.filter(at: now, in: $0) }
        // What was written just now is found as well.
        if filter.text?.trimmedOrNil != nil { try await api.site.store.takeInTexts(at: now) }
        let found = try await api.read { try $0.cases(filter, before: before, limit: limit + 1) }
        return .page(found, limit: limit, bytes: 500, cursor: \.id.description) { $0.write($1) }
    }
}
