import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Answers drawn at random, and scoring them.
enum SpotCheckRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/spot-checks", site) { page in try await page.page { try await show(page, $0) } },
            .page(.post, "/spot-checks", site) { page in
                try await page.submit { form in
                    let size = try form.whole("size", in: 1...SpotDraw.largest) ?? 10
                    let (days, place) = (try form.whole("days", in: 1...366) ?? 7, try form.id("place", of: Place.self))
                    try await page.write { _ = try $0.drawSpotChecks(size, days: days, at: place) }
                    return Paths.spotChecks
                } orShow: { context, values in
                    try await show(page, context, values: values, opened: "draw")
                }
            },
            .page(.post, "/spot-checks/{id}", site) { page in
                let id = try page.id(of: SpotCheck.self)
                return try await page.submit { form in
                    guard let accuracy = try form.whole("accuracy", in: SpotCheck.range) else {
                        throw InvalidInput("accuracy", "problems.required")
                    }
                    guard let detail = try form.whole("detail", in: SpotCheck.range) else {
                        throw InvalidInput("detail", "problems.required")
                    }
                    let words = form["words"]
                    try await page.write {
                        _ = try $0.checkAnswer(id, accuracy: accuracy, detail: detail, words: words)
                    }
                    return Paths.spotChecks
                } orShow: { context, values in
                    try await show(page, context, values: values, opened: "\(id)")
                }
            },
        ]
    }

    private static func show(
        _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
    ) async throws -> HTML {
        let reached = try page.reached(for: .checkAnswers)
        let view = try await page.read { reading in
            SpotCheckView(
                open: try reading.openSpotChecks(at: reached.places),
                draws: try reading.spotDraws(at: reached.places),
                places: try reading.places().filter { reached.contains($0.id) }.map {
                    Field.Choice("\($0.id)", $0.name)
                }, isEverywhere: reached == .business)
        }
        return spotCheckPage(view, context, values: values, opened: opened)
    }
}

package struct SpotCheckView: Sendable {
    package let open: [SpotCheckLine]
    package let draws: [SpotDraw]
    package let places: [Field.Choice]
    /// Whether the reader draws from all places at once.
    package let isEverywhere: Bool

    package init(open: [SpotCheckLine], draws: [SpotDraw], places: [Field.Choice], isEverywhere: Bool) {
        self.open = open
        self.draws = draws
        self.places = places
        self.isEverywhere = isEverywhere
    }
}

/// - Parameter opened: the form that was refused: `draw`, or the id of a check.
package func spotCheckPage(
    _ view: SpotCheckView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    let title = words("service.checks.title")
    let none: HTML = "<p class=\"quiet\">\(words("service.checks.none"))</p>"
    let open = view.open.map { checkForm($0, context, opened == "\($0.check.id)" ? values : .fresh) }
    let draws = view.draws.map { draw -> HTML in
        let drawn = words.html(
            "service.checks.drawn",
            [
                "size": context.numberText(draw.size), "population": context.numberText(draw.population),
                "from": context.nearTime(draw.from), "to": context.nearTime(draw.to),
            ])
        return "<li>\(drawn)</li>"
    }
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("service.checks.sentence"))"))\
        \(section(words("service.checks.open"), open.isEmpty ? none : .joined(open)))\
        \(disclosure(words("service.checks.draw"), isOpen: opened == "draw" || view.open.isEmpty, drawForm(view, context, opened == "draw" ? values : .fresh)))\
        \(section(words("service.checks.draws"), "<ul class=\"points\">\(joined: draws)</ul>"), if: !draws.isEmpty)
        """
    return layout(title: title, context: context, body: body)
}

private func drawForm(_ view: SpotCheckView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let all = view.isEverywhere ? [Field.Choice("", words("service.checks.all-places"))] : []
    let fields = [
        Field(
            "size", words("service.checks.size"), .whole(min: 1, max: SpotDraw.largest), value: "10",
            hint: words("service.checks.size-hint"), isRequired: true),
        Field("days", words("service.checks.days"), .whole(min: 1, max: 366), value: "7", isRequired: true),
        Field("place", words("service.checks.place"), .choice(all + view.places)),
    ]
    return form(
        Paths.spotChecks, context,
        """
        \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "draw-") })\
        <div class="form-foot"><button class="main">\(words("service.checks.draw"))</button></div>
        """)
}

private func checkForm(_ line: SpotCheckLine, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    func scores(_ family: WordKey) -> [Field.Choice] {
        SpotCheck.range.reversed().map { Field.Choice("\($0)", words(.of(family, named: String($0)))) }
    }
    let fields = [
        Field(
            "accuracy", words("service.checks.accuracy"), .choice(scores("service.checks.scores.accuracy")),
            isRequired: true),
        Field(
            "detail", words("service.checks.detail"), .choice(scores("service.checks.scores.detail")), isRequired: true),
        Field("words", words("service.checks.words")),
    ]
    let asked: HTML? = line.asked.map {
        "<h3>\(words("service.checks.asked"))</h3><p class=\"note-text\">\(String($0.prefix(2_000)))</p>"
    }
    let ask = form(
        Paths.spotCheck(line.check.id), context,
        """
        \(formProblems(values, words))<div class="fields">\
        \(joined: fields.map { formField($0, values, words, scope: "check-\(line.check.id)-") })</div>\
        <div class="form-foot"><button class="main">\(words("service.checks.score"))</button></div>
        """)
    return """
        <article class="part"><p><a href="\(url: Paths.case(line.check.case))">\
        \(words("cases.numbered", ["number": String(line.number)])) · \(words.stored(line.subject))</a></p>\(asked)\
        <h3>\(words("service.checks.answer"))</h3><p class="note-text">\(String(line.answer.prefix(4_000)))</p>\(ask)</article>
        """
}
