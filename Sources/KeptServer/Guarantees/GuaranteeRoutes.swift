import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Guarantees: the list, one with its form, trying, switching, recording on a case, and what waits for a lead.
enum GuaranteeRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/guarantees", site, list),
            .page(.get, "/guarantees/new", site) { page in
                try page.permit(.setGuarantees)
                return try await page.page { guaranteePage(try await fresh(page, $0), $0) }
            },
            .page(.post, "/guarantees", site, add),
            .page(.get, "/guarantees/{id}", site) { page in
                try page.permit(.seeStandards)
                let id: ID<Guarantee> = try page.id()
                return try await page.page { guaranteePage(try await view(id, page), $0) }
            },
            .page(.post, "/guarantees/{id}", site, change),
            .page(.post, "/guarantees/{id}/trial", site, tried),
            .page(.post, "/guarantees/{id}/switching", site, switched),
            .page(.post, "/cases/{id}/guarantee-uses", site, record),
        ] + HeldRoutes.routes(site)
    }

    private static func list(_ page: PageRequest) async throws -> Response {
        try page.permit(.seeStandards)
        let since = page.now - .days(30)
        let places = try shown(page, .seeCases)
        let words = page.site.words(for: page.request, page.context)
        let rows = try await page.read { reading in
            let (names, figures) = (
                try reading.guaranteeNames(), try reading.guaranteeFigures(since: since, at: places)
            )
            return try reading.guarantees().map {
                GuaranteeRow(
                    guarantee: $0, sentence: words.guarantee($0.rule, names),
                    figures: figures[$0.id] ?? GuaranteeFigures())
            }
        }
        return try await page.page { guaranteeListPage(rows, $0) }
    }

    /// A new one, begun with a ready-made rule where one was asked for.
    private static func fresh(_ page: PageRequest, _ context: PageContext) async throws -> GuaranteeView {
        let ready = page.query["ready"].flatMap(ReadyGuarantee.init(rawValue:))
        let currency = try await page.read { reading in
            try reading.businessCurrency() ?? Currency.usual(inZone: reading.businessZone()) ?? Currency("EUR")
        }
        var rule: GuaranteeRule?
        if let ready, let currency {
            let called = Dictionary(
                context.languages.map { ($0.language.tag, $0("guarantees.ready-made", of: ready)) }
            ) { first, _ in first }
            rule = ready.rule(name: context.words("guarantees.ready-made", of: ready), called: called, in: currency)
        }
        return try await view(nil, page, rule: rule)
    }

    /// Where the reader may see what was used, or decide what waits: nobody sees what is of another place.
    private static func shown(_ page: PageRequest, _ operation: Operation) throws -> Set<ID<Place>>? {
        guard let reached = Permissions.places(for: operation, with: try page.person().grants) else { return [] }
        return reached.places
    }

    static func view(
        _ id: ID<Guarantee>?, _ page: PageRequest, rule: GuaranteeRule? = nil, trial: GuaranteeTrial? = nil
    ) async throws -> GuaranteeView {
        let vocabulary = page.site.vocabulary
        let (seen, decided) = (try shown(page, .seeCases), try shown(page, .approveRemedy))
        let done = page.query["done"].flatMap { Int($0) }
        return try await page.read { reading in
            let guarantee = try id.map { try reading.knownGuarantee($0) }
            let names = try reading.guaranteeNames()
            let shown = guarantee?.rule ?? rule
            func choices<T>(_ named: [ID<T>: String]) -> [Field.Choice] {
                named.sorted { $0.value < $1.value }.map { Field.Choice($0.key.description, $0.value) }
            }
            return GuaranteeView(
                guarantee: guarantee, rule: shown, said: shown.map { vocabulary.sentences($0, names) } ?? [],
                places: choices(names.places), carriers: choices(names.carriers), standards: choices(names.standards),
                currency: try reading.businessCurrency() ?? Currency.usual(inZone: reading.businessZone()),
                trial: trial, uses: try id.map { try reading.guaranteeUses(of: $0, at: seen, limit: 20) } ?? [],
                held: try id.flatMap { id in
                    try reading.heldGuarantees(at: decided).first { $0.guarantee.id == id }
                }, single: try id.map { try reading.heldUses(of: $0, at: decided, limit: 20) } ?? [], done: done)
        }
    }

    private static func languages(_ page: PageRequest) -> [String] { page.site.vocabulary.languages.map(\.tag) }

    private static func named<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let input as InvalidInput { throw GuaranteeForm.named(input) }
    }

    private static func add(_ page: PageRequest) async throws -> Response {
        try page.permit(.setGuarantees)
        return try await page.submit { form in
            let rule = try GuaranteeForm.rule(form, languages: languages(page))
            return Paths.guarantee(try await named { try await page.write { try $0.addGuarantee(rule).id } })
        } orShow: { context, values in
            guaranteePage(try await fresh(page, context), context, values: values, refused: .rule)
        }
    }

    private static func change(_ page: PageRequest) async throws -> Response {
        try page.permit(.setGuarantees)
        let id: ID<Guarantee> = try page.id()
        return try await page.submit { form in
            let (why, revision) = (try form.required("why"), try form.knownRevision())
            let rule = try GuaranteeForm.rule(form, languages: languages(page))
            _ = try await named {
                try await page.write { try $0.changeGuarantee(id, to: rule, revision: revision, why: why) }
            }
            return Paths.guarantee(id)
        } orShow: { context, values in
            guaranteePage(try await view(id, page), context, values: values, refused: .rule)
        }
    }

    private static func tried(_ page: PageRequest) async throws -> Response {
        try page.permit(.setGuarantees)
        let id: ID<Guarantee> = try page.id()
        let now = page.now
        return try await page.respond { _ in
            let (known, trial) = try await page.read { reading in
                let known = try reading.knownGuarantee(id)
                return (known, try reading.tryGuarantee(known.rule, at: now))
            }
            try await page.write { try $0.noteTrial(trial, of: id, version: known.number) }
            return try await page.page { guaranteePage(try await view(id, page, trial: trial), $0) }
        } orShow: { context, _ in
            guaranteePage(try await view(id, page), context)
        }
    }

    private static func switched(_ page: PageRequest) async throws -> Response {
        try page.permit(.setGuarantees)
        let id: ID<Guarantee> = try page.id()
        return try await page.submit { form in
            let (why, revision) = (try form.required("why"), try form.knownRevision())
            let isOn = form["on"] == "1"
            try await page.write { try $0.switchGuarantee(id, on: isOn, revision: revision, why: why) }
            return Paths.guarantee(id)
        } orShow: { context, values in
            guaranteePage(try await view(id, page), context, values: values, refused: .switching)
        }
    }

    private static func record(_ page: PageRequest) async throws -> Response {
        let found = try page.id(of: Case.self)
        return try await page.submit { form in
            guard let id: ID<Guarantee> = try form.id("guarantee") else {
                throw InvalidInput("guarantee", "problems.required")
            }
            var price: SeenPrice?
            if form["paid"] != nil || form["seen"] != nil {
                guard let currency = try form.currency(), let paid = try form.money("paid", in: currency) else {
                    throw InvalidInput("paid", "problems.required")
                }
                guard let seen = try form.money("seen", in: currency) else {
                    throw InvalidInput("seen", "problems.required")
                }
                price = SeenPrice(paid: paid.minor, seen: seen.minor, currency: currency)
            }
            let words = page.site.vocabulary
            try await page.write { [price] in _ = try $0.recordGuarantee(id, on: found, price: price, words: words) }
            return Paths.case(found) + "#amends"
        } orShow: { context, values in
            try await CaseRoutes.show(found, page, context, values: values, opened: "guarantee")
        }
    }
}
