import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Difficult conduct: facts on a case, relief, calls, playbooks, and what the business decides about them.
enum ConductRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/conduct", site) { page in
                try page.permit(.seeCases)
                return try await page.page { try await overview(page, $0) }
            },
            .page(.post, "/conduct/days", site) { page in
                try await page.submit { form in
                    let (days, why) = (
                        try form.whole("days", in: 1...ConductFact.longestDays) ?? ConductFact.usualDays, form["why"]
                    )
                    try await page.write { try $0.setConductDays(days, why: why) }
                    return Paths.conduct
                } orShow: { context, values in
                    try await overview(page, context, values: values, opened: "days")
                }
            },
            .page(.post, "/conduct/apart/{id}", site) { page in
                let place = try page.id(of: Place.self)
                return try await page.submit { form in
                    let (line, room) = (try form.id("line", of: Line.self), form["room"])
                    let revision = try form.revision()
                    try await page.write { _ = try $0.setApart(place, line: line, room: room, revision: revision) }
                    return Paths.conduct
                } orShow: { context, values in
                    try await overview(page, context, values: values, opened: "apart-\(place)")
                }
            },
            .page(.post, "/cases/{id}/conduct-facts", site) { page in
                let zone = try await page.zone()
                return try await onCase(page, "conduct") { form in
                    var draft = ConductDraft(
                        try form.choice("kind"), try form.choice("evidence"), try form.required("words"))
                    draft.isThreat = form.isTicked("threat")
                    draft.happenedAt = try form.moment("happened_at", in: zone)
                    draft.message = try form.id("message")
                    if !draft.judging.isEmpty, !form.isTicked("as_it_stands") {
                        let list = draft.judging.joined(separator: ", ")
                        throw InvalidInput("words", conductJudging, [Fact("words", list)])
                    }
                    return { [draft] in try $0.noteConduct(draft, on: $1) }
                }
            },
            .page(.post, "/cases/{id}/relief", site) { page in
                try await onCase(page, "relief") { form in
                    let why = form["why"]
                    return { try $0.askForRelief(on: $1, why: why) }
                }
            },
            .page(.post, "/cases/{id}/apart", site) { page in
                try await onCase(page, "apart") { form in
                    let (person, why) = (try form.id("person", of: Person.self), try form.required("why"))
                    let revision = try form.revision()
                    return { try $0.carryApart($1, to: person, why: why, revision: revision) }
                }
            },
            .page(.post, "/conduct-facts/{id}/striking", site, strike),
            .page(.post, "/calls/{id}/taking", site, take),
            .page(.post, "/calls/{id}/answer", site, answer),
        ] + PlaybookRoutes.routes(site)
    }

    private static func onCase(
        _ page: PageRequest, _ name: String,
        _ read: (SubmittedForm) throws -> @Sendable (Transaction, ID<Case>) throws -> some Sendable
    ) async throws -> Response {
        let id = try page.id(of: Case.self)
        return try await page.submit { form in
            let change = try read(form)
            try await page.write { _ = try change($0, id) }
            return Paths.case(id)
        } orShow: { context, values in
            try await CaseRoutes.show(id, page, context, values: values, opened: name)
        }
    }

    private static func strike(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: ConductFact.self)
        let fact = try await page.read { try $0.knownConductFact(id) }
        try page.see(.seeCases, at: fact.place)
        let back = page.cameFrom == Paths.conduct ? Paths.conduct : Paths.case(fact.case)
        return try await page.submit { form in
            let why = try form.required("why")
            try await page.write { try $0.strikeConduct(id, why: why) }
            return back
        } orShow: { context, _ in
            try await CaseRoutes.show(fact.case, page, context)
        }
    }

    /// Leads to the case, which is now the reader's.
    private static func take(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Call.self)
        let call = try await page.read { try $0.knownCall(id) }
        let why = page.site.words(for: page.request, page.context)("conduct.taken-over")
        return try await page.submit { _ in
            try await page.write { _ = try $0.takeRelief(id, why: why) }
            return Paths.case(call.case)
        } orShow: { context, _ in
            try await CaseRoutes.show(call.case, page, context)
        }
    }

    private static func answer(_ page: PageRequest) async throws -> Response {
        let id = try page.id(of: Call.self)
        let call = try await page.read { try $0.knownCall(id) }
        let from = page.cameFrom
        return try await page.submit { form in
            let word = try form.required("word")
            try await page.write { try $0.answerCall(id, word: word) }
            return from == Paths.today || from == Paths.conduct ? from ?? Paths.conduct : Paths.case(call.case)
        } orShow: { context, _ in
            try await CaseRoutes.show(call.case, page, context)
        }
    }

    static func overview(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
    ) async throws -> HTML {
        let (person, actor, now) = (try page.person(), try page.actor(), page.now)
        let (taking, leading) = (
            Permissions.places(for: .takeCase, with: person.grants),
            Permissions.places(for: .seeConduct, with: person.grants)
        )
        let reached = try page.reached(for: .seeCases)
        let words = context.words
        let view = try await page.read { reading in
            ConductView(
                calls: try reading.standingCalls(taking: taking, leading: leading, besides: actor),
                playbooks: try ConductKind.allCases.map { try reading.playbook($0, words: words) },
                days: try reading.conductDays(),
                facts: try leading.map { try reading.conductFacts(at: $0.places, now: now, limit: 100) },
                places: try reading.places().filter { reached.contains($0.id) }.map {
                    ConductView.PlaceRow(id: $0.id, name: $0.name, apart: try reading.apartPlace($0.id))
                }, lines: try reading.lines().map { Field.Choice("\($0.line.id)", $0.line.name) })
        }
        return conductPage(view, context, values: values, opened: opened)
    }
}
