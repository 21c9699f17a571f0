import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// How the desk works: lines, macros, saved replies, reopening; and taking the next case.
enum DeskRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/lines", site) { page in
                try page.permit(.seeCases)
                let view = try await view(page)
                return try await page.page { deskPage(view, $0) }
            },
            .page(.post, "/lines", site) { page in
                try await change(page, "line") { form in
                    let draft = try lineDraft(form)
                    return { _ = try $0.addLine(draft) }
                }
            },
            .page(.get, "/lines/{id}", site) { page in
                let id = try page.id(of: Line.self)
                return try await page.page { try await line(id, page, $0) }
            },
            .page(.post, "/lines/{id}", site) { page in
                try await change(page, page.id()) { form in
                    let (draft, revision) = (try lineDraft(form), try form.revision() ?? 1)
                    return { _ = try $0.changeLine($1, to: draft, revision: revision) }
                }
            },
            .page(.post, "/lines/{id}/closing", site) { page in
                try await change(page, page.id()) { form in
                    let revision = try form.revision() ?? 1
                    return { try $0.closeLine($1, revision: revision) }
                }
            },
            .page(.post, "/skills", site) { page in
                try await change(page, "skills") { form in
                    guard let person = try form.id("person", of: Person.self) else {
                        throw InvalidInput("person", "problems.required")
                    }
                    let skills = form.skills
                    return { try $0.setSkills(of: person, to: skills) }
                }
            },
            .page(.post, "/skill-rules", site) { page in
                try await change(page, "skill-rule") { form in
                    let draft = try SkillRuleDraft(form)
                    return { _ = try $0.addSkillRule(draft) }
                }
            },
            .page(.post, "/skill-rules/{id}/ending", site) { page in
                let id = try page.id(of: SkillRule.self)
                return try await change(page, "skill-rule") { _ in { try $0.removeSkillRule(id) } }
            },
            .page(.post, "/lines/{id}/next", site) { page in
                let line = try page.id(of: Line.self)
                return try await takeNext(page, from: line)
            },
            .page(.post, "/cases/next", site) { try await takeNext($0, from: nil) },
            .page(.post, "/macros", site) { page in
                try await change(page, "macro") { form in
                    let (name, steps) = (try form.required("name"), try steps(form))
                    return { _ = try $0.addMacro(name: name, steps: steps) }
                }
            },
            .page(.post, "/macros/{id}/ending", site) { page in
                let id = try page.id(of: Macro.self)
                return try await change(page, "macro") { _ in { try $0.endMacro(id) } }
            },
            .page(.post, "/saved-replies", site) { page in
                try await change(page, "reply") { form in
                    let (name, body) = (try form.required("name"), try form.required("body"))
                    return { _ = try $0.addSavedReply(name: name, body: body) }
                }
            },
            .page(.post, "/saved-replies/{id}/ending", site) { page in
                let id = try page.id(of: SavedReply.self)
                return try await change(page, "reply") { _ in { try $0.endSavedReply(id) } }
            },
            .page(.post, "/reopening-rules", site) { page in
                try await change(page, "rule") { form in
                    let kind: Case.Kind = try form.choice("kind")
                    let days = try form.whole("window_days", in: 0...3_650) ?? 0
                    let (countsGap, revision) = (form.isTicked("counts_gap"), try form.revision() ?? 1)
                    return {
                        try $0.setReopeningRule(
                            ReopeningRule(kind: kind, windowDays: days, countsGap: countsGap), revision: revision)
                    }
                }
            },
        ]
    }

    private static func change(
        _ page: PageRequest, _ name: String,
        _ read: (SubmittedForm) throws -> @Sendable (Transaction) throws -> Void
    ) async throws -> Response {
        try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0) }
            return Paths.lines
        } orShow: { context, values in
            deskPage(try await view(page), context, values: values, opened: name)
        }
    }

    private static func change(
        _ page: PageRequest, _ id: ID<Line>,
        _ read: (SubmittedForm) throws -> @Sendable (Transaction, ID<Line>) throws -> Void
    ) async throws -> Response {
        try await page.submit { form in
            let change = try read(form)
            try await page.write { try change($0, id) }
            return Paths.lines
        } orShow: { context, values in
            try await line(id, page, context, values: values)
        }
    }

    private static func line(
        _ id: ID<Line>, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let listed = try await page.read { reading in
            guard let listed = try reading.lines().first(where: { $0.line.id == id }) else {
                throw StoreError.notFound("line \(id)")
            }
            return listed
        }
        try page.see(.setDesk, at: listed.line.place)
        return linePage(try await view(page), listed, context, values: values)
    }

    private static func lineDraft(_ form: SubmittedForm) throws -> LineDraft {
        guard let place = try form.id("place", of: Place.self), let keeper = try form.id("keeper", of: Person.self)
        else { throw InvalidInput("place", "problems.required") }
        var draft = LineDraft(
            name: try form.required("name"), place: place, keeper: keeper,
            members: try form.ids("member"))
        draft.takesIncoming = form.isTicked("takes_incoming")
        draft.mostInHand = try form.whole("most_in_hand", in: 1...1_000) ?? 20
        return draft
    }

    /// Leads to the case that was taken, or back where nothing waits.
    private static func takeNext(_ page: PageRequest, from line: ID<Line>?) async throws -> Response {
        try await page.submit { _ in
            let taken = try await page.write { try $0.takeNextCase(from: line) }
            return taken.map { Paths.case($0.id) } ?? Paths.with(Paths.cases, ["none": "1"])
        } orShow: { context, values in
            deskPage(try await view(page), context, values: values)
        }
    }

    /// The steps as the form has them, the closing last.
    static func steps(_ form: SubmittedForm) throws -> [MacroStep] {
        var steps: [MacroStep] = []
        if let text = form["reply"] { steps.append(.reply(text)) }
        if let text = form["note"] { steps.append(.note(text)) }
        if let tag = form["tag"] { steps.append(.tag(tag)) }
        if form["move"] != nil { steps.append(.move(try form.choice("move"))) }
        if let cause = form["close"] { steps.append(.close(cause: cause)) }
        return steps
    }

    private static func view(_ page: PageRequest) async throws -> DeskView {
        let me = try page.person().id
        return try await page.read { reading in
            let people = try reading.people().filter { $0.leftAt == nil }.map(\.person)
            let places = try reading.places()
            let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
            let lines = try reading.lines().map { listed in
                DeskView.LineRow(
                    id: listed.line.id, name: listed.line.name,
                    place: places.first { $0.id == listed.line.place }?.name ?? "",
                    keeper: names[listed.line.keeper] ?? "", members: listed.members.compactMap { names[$0] },
                    waiting: listed.waiting, isMine: listed.members.contains(me))
            }
            var view = DeskView(
                lines: lines, macros: try reading.macros(), replies: try reading.savedReplies(),
                rules: try reading.reopeningRules(), people: people.map { Field.Choice("\($0.id)", $0.name) },
                places: places.map { Field.Choice("\($0.id)", $0.name) })
            (view.skills, view.skillRules) = (try reading.skills(), try reading.skillRules())
            view.forms = try reading.contactForms().map { Field.Choice("\($0.id)", $0.name) }
            return view
        }
    }
}
