import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The list of promises, and what can be done to one. A promise is worked on where it belongs: on its order, on its case,
/// or on a page of its own where it has neither.
enum PromiseRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/promises", site, list),
            .page(.get, "/promises/{id}", site, show),
            .page(.post, "/promises/{id}/pause", site) { page in
                try await change(page, "pause") { form in
                    let reason: PauseReason = try form.choice("reason")
                    return { _ = try $0.pausePromise($1, because: reason) }
                }
            },
            .page(.post, "/promises/{id}/resume", site) { page in
                try await change(page, "resume") { _ in { _ = try $0.resumePromise($1) } }
            },
            .page(.post, "/promises/{id}/renegotiation", site, renegotiate),
            .page(.post, "/promises/{id}/keeping", site) { page in
                let zone = try await page.zone()
                return try await change(page, "keeping") { form in
                    let evidence = try form.required("evidence")
                    let at = try form.pastMoment("at", in: zone, now: page.now)
                    return { _ = try $0.keepPromise($1, at: at, evidence: evidence) }
                }
            },
            .page(.post, "/promises/{id}/pause-correction", site) { page in
                let zone = try await page.zone()
                return try await change(page, "pause-correction") { form in
                    guard let pause = try form.id("pause", of: Pause.self) else {
                        throw InvalidInput("pause", "problems.required")
                    }
                    let (from, to) = (try form.moment("from", in: zone), try form.moment("to", in: zone))
                    if from == nil, to != nil { throw InvalidInput("from", "problems.required") }
                    let (stretch, why) = (try Pauses.Pause(corrected: from, to), try form.required("why"))
                    return { _ = try $0.correctPause(pause, of: $1, to: stretch, why: why) }
                }
            },
            .page(.post, "/promises/{id}/correction", site) { page in
                let zone = try await page.zone()
                return try await change(page, "correction") { form in
                    guard let at = try form.moment("at", in: zone) else {
                        throw InvalidInput("at", "problems.required")
                    }
                    let evidence = try form.required("evidence")
                    return { _ = try $0.correctBreak($1, keptAt: at, evidence: evidence) }
                }
            },
            .page(.post, "/promises/{id}/release", site) { page in
                try await change(page, "release") { form in
                    let why = try form.required("why")
                    return { _ = try $0.releasePromise($1, because: why) }
                }
            },
        ]
    }

    private typealias Change = @Sendable (Transaction, ID<Promise>) throws -> Void

    private static func list(_ page: PageRequest) async throws -> Response {
        let query = page.query
        var asking = try page.listQuery(["q", "state"] + PromiseListView.Narrowing.names)
        let state = asking.word("state", of: PromiseListView.Filter.self)
        let narrowing = PromiseListView.Narrowing(&asking)
        let after = asking.place { ListCursor($0) }
        try asking.check(Paths.promises)
        var filter = PromiseFilter()
        filter.places = try page.places(for: .seePromises, asked: narrowing.place.flatMap { ID($0) })
        filter.text = query["q"]
        let warnings = try page.warnings()
        filter.narrow(to: state, narrowing, warnings)
        let trail = ListTrail(query)
        let (asked, size) = (filter, 50)
        let (lines, total, hasMore) = try await page.read { reading in
            let found = try reading.promises(asked, after: after, limit: size + 1)
            return (
                try reading.promiseLines(Array(found.prefix(size)), warnings), try reading.totalPromises(asked),
                found.count > size
            )
        }
        let pairs =
            [("q", query["q"]), ("state", state?.rawValue)]
            .compactMap { name, value in value.map { (name: name, value: $0) } } + narrowing.pairs
        let last = hasMore ? lines.last.map { $0.promise.cursor.description } : nil
        return try await page.page { context in
            promiseListPage(
                PromiseListView(
                    filter: state, query: query["q"], narrowing: narrowing,
                    rows: lines.map { PromiseRow($0, context.words) }, total: total,
                    previous: trail.previous(Paths.promises, pairs),
                    next: trail.next(Paths.promises, pairs, cursor: last)), context)
        }
    }

    private static func show(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Promise.self)
        let promise = try await page.read { try $0.knownPromise(id) }
        try page.see(.seePromises, at: promise.place)
        let link = promise.link
        if link != Paths.promise(id) { return .seeOther(link + "#said") }
        return try await page.page { try await place(promise, page, $0) }
    }

    private static func renegotiate(_ page: PageRequest) async throws -> Response {
        let zone = try await page.zone()
        return try await change(page, "renegotiation") { form in
            let why = try form.required("why")
            return { tx, id in
                let old = try tx.knownPromise(id)
                let draft = try PromiseDraft(
                    form, about: .promise(id), zone: zone, language: old.language, readIn: old.zone)
                _ = try tx.renegotiatePromise(id, with: draft, why: why)
            }
        }
    }

    /// Reads the form, does the change where nobody was first, and leads back to where one came from.
    private static func change(
        _ page: PageRequest, _ name: String, _ read: (SubmittedForm) throws -> Change
    ) async throws -> Response {
        let id = try page.id(of: Promise.self)
        let promise = try await page.read { try $0.knownPromise(id) }
        return try await page.submit { form in
            let (change, revision) = (try read(form), try form.revision())
            try await page.write { tx in
                _ = try tx.knownPromise(id, revision: revision)
                try change(tx, id)
            }
            let own = [promise.order.map(Paths.order), promise.case.map(Paths.case), Paths.promise(id)]
            return page.cameFrom.flatMap { own.contains($0) ? $0 : nil } ?? promise.link
        } orShow: { context, values in
            try await place(promise, page, context, values: values, opened: name)
        }
    }

    /// The page on which the promise is worked on, with the form that was refused.
    private static func place(
        _ promise: Promise, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh,
        opened: String? = nil
    ) async throws -> HTML {
        let form = opened.map { "\(promise.id)/\($0)" }
        let isFromCase = page.cameFrom != nil && page.cameFrom == promise.case.map(Paths.case)
        if let order = promise.order, !isFromCase {
            return try await OrderRoutes.show(order, page, context, values: values, opened: form)
        }
        if let found = promise.case {
            return try await CaseRoutes.show(found, page, context, values: values, opened: form)
        }
        let warnings = try page.warnings()
        let view = try await page.read { reading in
            let chain = try reading.promises(onMatter: promise.matter).filter { $0.first == promise.first }
            let words = try KnownWords(reading.words(chain, warnings), in: reading, at: warnings.now)
            return PromisePageView(
                subject: try reading.matter(promise.matter)?.subject ?? promise.said,
                customer: try promise.customer.flatMap { try reading.customer($0)?.name }, promise: promise.id,
                chain: words.line)
        }
        return promisePage(view, context, values: values, opened: opened)
    }
}

extension PromiseRow {
    /// A line of a list as pages show it.
    init(_ line: TodayBoard.Line, _ words: Words) {
        let promise = line.promise
        self.init(
            promise: PromiseView(promise, used: line.used, isAtRisk: line.isAtRisk),
            about: line.order.map { words("orders.numbered", ["number": String($0)]) }
                ?? line.case.map { words("cases.numbered", ["number": String($0)]) } ?? promise.said,
            link: promise.link, customer: line.customer, owner: line.owner)
    }
}
