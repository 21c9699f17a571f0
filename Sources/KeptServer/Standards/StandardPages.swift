import KeptDomain
import KeptWords

/// A standard as a list shows it: its scope in words, and how it does.
package struct StandardRow: Sendable {
    package let id: ID<Standard>
    package let name: String
    package let metric: Standard.Metric
    /// `Gulou, same city, Swift Heron`; `nil` for everybody.
    package let scope: String?
    package let target: ClockTarget
    package let isEnded: Bool
    /// Of its promises that settled in the last 30 days.
    package let figures: StandardFigures
    package let hasTolerance: Bool
    package let openCount: Int

    package init(
        id: ID<Standard>, name: String, metric: Standard.Metric, scope: String?, target: ClockTarget, isEnded: Bool,
        figures: StandardFigures, hasTolerance: Bool = false, openCount: Int
    ) {
        self.id = id
        self.name = name
        self.metric = metric
        self.scope = scope
        self.target = target
        self.isEnded = isEnded
        self.figures = figures
        self.hasTolerance = hasTolerance
        self.openCount = openCount
    }
}

package func standardListPage(_ rows: [StandardRow], _ context: PageContext) -> HTML {
    let words = context.words
    let title = words("standards.title")
    let add = context.may(.setStandards) ? linkButton(words("standards.new"), to: Paths.newStandard, isMain: true) : nil
    guard !rows.isEmpty else {
        let empty = emptyState(words("standards.empty.title"), words("standards.empty.text"), action: add)
        return layout(title: title, context: context, body: "\(pageHead(title))\(empty)")
    }
    let columns = [
        Column(words("standards.name")), Column(words("standards.scope")), Column(words("standards.target")),
        Column(words("standards.kept"), isNumber: true), Column(words("standards.open-count"), isNumber: true),
    ]
    let lines = rows.map { row -> TableRow in
        let link = Paths.standard(row.id)
        let ended: HTML = " <span class=\"quiet small\">\(words("standards.ended"))</span>"
        return TableRow(
            [
                "<a href=\"\(url: link)\">\(row.name)</a>\(ended, if: row.isEnded)",
                "\(row.scope ?? words("standards.everybody"))", "\(words.target(row.target))",
                keptText(row, words), context.numberText(row.openCount),
            ], link: link)
    }
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("standards.sentence"))", actions: add))\(table(columns, lines, caption: title))
        """
    return layout(title: title, context: context, body: body)
}

/// The share kept in time; where the standard has a tolerance, also the share with what came true within it.
private func keptText(_ row: StandardRow, _ words: Words) -> HTML {
    guard let kept = row.figures.keptShare, let met = row.figures.metShare else { return "\u{2013}" }
    let tolerated: HTML =
        " <span class=\"quiet small\">\(words("standards.with-tolerance", ["share": words.share(met)]))</span>"
    return "\(words.share(kept))\(tolerated, if: row.hasTolerance)"
}

/// What the form of a standard starts from.
package struct StandardFormView: Sendable {
    /// `nil` for a new one.
    package let standard: Standard?
    /// Its target; `nil` for a new one.
    package let target: ClockTarget?
    package let places: [Field.Choice]
    package let carriers: [Field.Choice]
    package let calendars: [Field.Choice]
    package let segments: [String]
    package let regions: [String]
    package let productGroups: [String]
    package var lines: [Field.Choice] = []
    /// Open promises under the present version, which keep it unless they are re-promised.
    package let openCount: Int
    package let isEnded: Bool
    /// Of the standard as it is shown; `nil` for a new one.
    package let revision: Int?

    package init(
        standard: Standard?, target: ClockTarget?, places: [Field.Choice], carriers: [Field.Choice],
        calendars: [Field.Choice],
        segments: [String] = [], regions: [String] = [], productGroups: [String] = [], openCount: Int = 0,
        isEnded: Bool = false, revision: Int? = nil
    ) {
        self.standard = standard
        self.target = target
        self.places = places
        self.carriers = carriers
        self.calendars = calendars
        self.segments = segments
        self.regions = regions
        self.productGroups = productGroups
        self.openCount = openCount
        self.isEnded = isEnded
        self.revision = revision
    }
}

package func standardFormPage(
    _ view: StandardFormView, _ context: PageContext, values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let standard = view.standard
    let title = standard?.name ?? words("standards.new")
    let action = standard.map { Paths.standard($0.id) } ?? Paths.standards
    let body: HTML = """
        \(revisionField(view.revision))\(formProblems(values, words))
        \(formField(Field("name", words("standards.name"), value: standard?.name, isRequired: true), values, words))
        <fieldset><legend>\(words("standards.target"))</legend>\
        \(TargetFields.html(values, view.target, words))\
        \(standardClockFields(view, values, words))</fieldset>
        <fieldset><legend>\(words("standards.scope"))</legend><p class="hint">\(words("standards.scope-hint"))</p>\
        \(scopeFields(view, values, words))</fieldset>
        <fieldset><legend>\(words("standards.said"))</legend><p class="hint">\(words("standards.said-hint", ["due": "{due}"]))</p>\
        \(joined: saidFields(standard, context, values))</fieldset>
        <fieldset><legend>\(words("standards.warnings"))</legend>\(joined: WarningFields.html(standard?.warnings ?? [.usual], values, words))</fieldset>
        \(changeFields(view, values, words))
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
    let may = context.may(.setStandards)
    let journal = standard.map { linkButton(words("page.history"), to: Paths.journal(of: .standard($0.id))) }
    let sentence: HTML? = view.target.map { "\(words.target($0))" }
    return layout(
        title: title, context: context,
        body: """
            \(pageHead(title, sentence: sentence, actions: journal))\
            \(may ? form(action, context, body) : "<p>\(words("page.problems.not-permitted.text"))</p>")
            """)
}

/// A change asks for its reason, and whether open promises follow.
private func changeFields(_ view: StandardFormView, _ form: FormValues, _ words: Words) -> HTML? {
    guard view.standard != nil else { return nil }
    let repromise = Field(
        "repromise", words("standards.repromise", count: view.openCount), .check,
        hint: words("standards.repromise-hint"))
    return """
        <fieldset><legend>\(words("standards.change"))</legend>\
        \(formField(Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true), form, words))\
        \(formField(repromise, form, words), if: view.openCount > 0)\
        \(formField(Field("ended", words("standards.end"), .check, value: view.isEnded ? "1" : nil), form, words))</fieldset>
        """
}
