import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The list of cases: filters in the address, views by name, and work on many at once.
enum CaseListRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/cases", site) { page in
                let view = try await view(page)
                return try await page.page { caseListPage(view, $0) }
            },
            .page(.post, "/cases/views", site) { page in
                try await page.submit { form in
                    let name = try form.required("name")
                    let query = try AskedCases.spelt(form["query"] ?? "")
                    let isForAll = form.isTicked("for_all")
                    try await page.write { _ = try $0.saveView(name, query: query, isForAll: isForAll) }
                    return query.isEmpty ? Paths.cases : Paths.cases + "?" + query
                } orShow: { context, values in
                    let view = try await view(page, listing: listed(values["query"]))
                    return caseListPage(view, context, values: values, opened: "view")
                }
            },
            .page(.post, "/cases/views/{id}/ending", site) { page in
                let id = try page.id(of: SavedView.self)
                return try await page.submit { _ in
                    try await page.write { try $0.forgetView(id) }
                    return Paths.cases
                } orShow: { context, values in
                    caseListPage(try await view(page), context, values: values)
                }
            },
            .page(.post, "/cases/bulk", site) { page in
                try await page.submit { form in
                    let ids = try form.ids("case", of: Case.self)
                    if ids.isEmpty { throw InvalidInput("case", "cases.bulk.none") }
                    let action = try action(form)
                    try await page.write { try $0.workCases(ids, action) }
                    let list = listed(form["list"]) ?? ""
                    return list.isEmpty ? Paths.cases : Paths.cases + "?" + list
                } orShow: { context, values in
                    var view = try await view(page, listing: listed(values["list"]))
                    view.chosen = Set((values["case"] ?? "").split(separator: ",").compactMap { ID($0) })
                    return caseListPage(view, context, values: values, opened: "bulk")
                }
            },
        ]
    }

    private static func action(_ form: SubmittedForm) throws -> BulkAction {
        let with = try form.required("with")
        switch form["do"] {
        case "tag": return .tag(with)
        case "close": return .close(cause: with)
        case "sort": return .sort(as: try form.choice("kind"), why: with)
        case "hand-over":
            guard let person = try form.id("person", of: Person.self) else {
                throw InvalidInput("person", "problems.required")
            }
            return .handOver(to: person, why: with)
        case "transfer":
            guard let line = try form.id("line", of: Line.self) else { throw InvalidInput("line", "problems.required") }
            return .transfer(to: line, why: with)
        default: throw InvalidInput("do", "problems.required")
        }
    }

    /// What the address says under these names, as far as it says anything.
    private static func pairs(_ names: [String], of query: SubmittedForm) -> [(name: String, value: String)] {
        names.compactMap { name in query[name].map { (name: name, value: $0) } }
    }

    /// The list that a form was sent from; `nil` where it names none that can be shown.
    private static func listed(_ text: String?) -> String? {
        guard let text else { return nil }
        // What cannot be read of it is told with the form, or was typed by nobody.
        do { return try AskedCases.spelt(text, and: ["after", "trail"]) } catch { return nil }
    }

    /// - Parameter listing: filters instead of those in the address, as they stand in one.
    private static func view(_ page: PageRequest, listing: String? = nil) async throws -> CaseListView {
        let query = listing.map { SubmittedForm(urlEncoded: $0.utf8) } ?? page.query
        var asking = try page.listQuery(AskedCases.names + ["none"], of: query)
        let asked = AskedCases(&asking)
        let before = asking.place { ID<Case>($0) }
        try asking.check(Paths.cases)
        let (own, now) = (try page.person().id, page.now)
        let shown = try await page.read { try asked.state(for: own, at: now, in: $0) }
        var filter = asked.filter(shown, of: own, at: now)
        filter.places = try page.places(for: .seeCases, asked: asked.place)
        let trail = ListTrail(query)
        let (sought, size) = (filter, 50)
        let narrowing = Self.pairs(["kind", "move", "line", "tag", "customer"], of: query)
        let state = [(name: "state", value: shown.rawValue)]
        let pairs = Self.pairs(["q"], of: query) + state + Self.pairs(["place"], of: query) + narrowing
        // What was written just now is found as well.
        if sought.text?.trimmedOrNil != nil { try await page.site.store.takeInTexts(at: now) }
        let view = try await page.read { reading in
            let found = try reading.cases(sought, before: before, limit: size + 1)
            let listings = try reading.listings(Array(found.prefix(size)))
            let tags = try reading.tags(of: listings.map(\.found.id))
            let last = found.count > size ? listings.last?.found.id.description : nil
            let lines = try reading.lines()
            var view = CaseListView(
                filter: shown, query: query["q"], rows: listings.map { CaseRow($0, tags: tags[$0.found.id] ?? []) },
                total: try reading.totalCases(sought), previous: trail.previous(Paths.cases, pairs),
                next: trail.next(Paths.cases, pairs, cursor: last))
            view.lines = lines.map { Field.Choice("\($0.line.id)", $0.line.name) }
            view.takes = lines.contains { $0.members.contains(own) }
            view.tags = try reading.usualTags()
            view.people = try reading.people().filter { $0.leftAt == nil }.map {
                Field.Choice("\($0.person.id)", $0.person.name)
            }
            view.views = try reading.savedViews(of: own).map {
                CaseListView.Saved(id: $0.id, name: $0.name, query: $0.query, isOwn: $0.person == own)
            }
            return view
        }
        var shownView = view
        shownView.asked = Dictionary(narrowing.map { ($0.name, $0.value) }) { first, _ in first }
        shownView.address = String(Paths.query("", pairs).drop { $0 == "?" })
        let here = pairs + ["after", "trail"].compactMap { name in query[name].map { (name: name, value: $0) } }
        shownView.here = String(Paths.query("", here).drop { $0 == "?" })
        shownView.nothingWaits = query["none"] != nil
        return shownView
    }
}
