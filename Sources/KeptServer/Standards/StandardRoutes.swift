import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Standards: the list, and one with its form; a change makes a new version and asks whether open promises follow.
enum StandardRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/standards", site, list),
            .page(.get, "/standards/new", site, fresh),
            .page(.post, "/standards", site, add),
            .page(.get, "/standards/{id}", site, one),
            .page(.post, "/standards/{id}", site, change),
        ]
    }

    private static func list(_ page: PageRequest) async throws -> Response {
        try page.permit(.seeStandards)
        let words = page.site.words(for: page.request, page.context)
        let since = page.now - .days(30)
        let rows = try await page.read { reading in
            let places = try reading.places()
            let carriers = try reading.carriers()
            let lines = try reading.lines().map(\.line)
            return try reading.standards().map { record in
                let figures = try reading.figures(of: record.standard.id, since: since)
                return StandardRow(
                    id: record.standard.id, name: record.standard.name, metric: record.standard.metric,
                    scope: Self.scope(record.standard.scope, places, carriers, lines, words),
                    target: try record.standard.storedTarget, isEnded: record.endedAt != nil,
                    figures: figures, hasTolerance: record.standard.tolerance > .zero,
                    openCount: try reading.openPromises(under: record.standard.id))
            }
        }
        return try await page.page { standardListPage(rows, $0) }
    }

    /// What a scope asks for, in words; `nil` for everybody.
    private static func scope(
        _ scope: StandardScope, _ places: [Place], _ carriers: [Carrier], _ lines: [Line], _ words: Words
    ) -> String? {
        let parts = [
            places.first { $0.id == scope.place }?.name, scope.sameCity ? words("standards.same-city") : nil,
            carriers.first { $0.id == scope.carrier }?.name, scope.segment, scope.channel, scope.region,
            scope.productGroup, lines.first { $0.id == scope.line }?.name,
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private static func fresh(_ page: PageRequest) async throws -> Response {
        try page.permit(.setStandards)
        let view = try await view(nil, page)
        return try await page.page { standardFormPage(view, $0) }
    }

    private static func add(_ page: PageRequest) async throws -> Response {
        try page.permit(.setStandards)
        return try await page.submit { form in
            let draft = try StandardForm.draft(form, languages: languages(page))
            return Paths.standard(try await named { try await page.write { try $0.addStandard(draft).id } })
        } orShow: { context, values in
            standardFormPage(try await view(nil, page), context, values: values)
        }
    }

    private static func one(_ page: PageRequest) async throws -> Response {
        try page.permit(.seeStandards)
        let view = try await view(page.id(), page)
        return try await page.page { standardFormPage(view, $0) }
    }

    private static func change(_ page: PageRequest) async throws -> Response {
        try page.permit(.setStandards)
        let id: ID<Standard> = try page.id()
        return try await page.submit { form in
            let (why, revision) = (try form.required("why"), try form.knownRevision())
            let known = try await page.read { try $0.standard(id) }
            guard let known else { throw StoreError.notFound("standard \(id)") }
            if form.isTicked("ended") {
                try await page.write { try $0.endStandard(id, revision: revision, why: why) }
                return Paths.standards
            }
            if known.revision != revision { throw StoreError.conflict(revision: known.revision) }
            let draft = try StandardForm.draft(form, languages: languages(page), known: known.standard)
            _ = try await named {
                try await page.write { try $0.changeStandard(id, to: draft, revision: revision, why: why) }
            }
            if form.isTicked("repromise") { try await repromise(id, why: why, page) }
            return Paths.standard(id)
        } orShow: { context, values in
            standardFormPage(try await view(id, page), context, values: values)
        }
    }

    /// Names what was refused as the form does.
    private static func named<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let input as InvalidInput { throw StandardForm.named(input) }
    }

    /// Gives open promises the new word in batches, so that nobody waits long for the rest of the desk.
    private static func repromise(_ id: ID<Standard>, why: String, _ page: PageRequest) async throws {
        let words = page.site.vocabulary
        var next: ID<Promise>?
        repeat {
            let after = next
            next = try await page.write { try $0.repromise(id, after: after, why: why, words: words).next }
        } while next != nil
    }

    private static func languages(_ page: PageRequest) -> [String] { page.site.vocabulary.languages.map(\.tag) }

    private static func view(_ id: ID<Standard>?, _ page: PageRequest) async throws -> StandardFormView {
        try await page.read { reading in
            let record = try id.map { id in
                guard let record = try reading.standard(id) else { throw StoreError.notFound("standard \(id)") }
                return record
            }
            var view = StandardFormView(
                standard: record?.standard, target: try record?.standard.storedTarget,
                places: try reading.places().map { Field.Choice($0.id.description, $0.name) },
                carriers: try reading.carriers().map { Field.Choice($0.id.description, $0.name) },
                calendars: try reading.calendarRows().map { Field.Choice($0.id.description, $0.name) },
                openCount: try id.map { try reading.openPromises(under: $0) } ?? 0, isEnded: record?.endedAt != nil,
                revision: record?.revision)
            view.lines = try reading.lines().map { Field.Choice($0.line.id.description, $0.line.name) }
            return view
        }
    }
}
