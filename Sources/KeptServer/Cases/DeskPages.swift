import KeptDomain
import KeptWords

/// How the desk works: its lines, macros, saved replies and the rules of reopening.
package struct DeskView: Sendable {
    package struct LineRow: Sendable {
        package let id: ID<Line>
        package let name: String
        package let place: String
        package let keeper: String
        package let members: [String]
        package let waiting: Int
        /// Whether the reader takes from it.
        package let isMine: Bool

        package init(
            id: ID<Line>, name: String, place: String, keeper: String, members: [String], waiting: Int, isMine: Bool
        ) {
            self.id = id
            self.name = name
            self.place = place
            self.keeper = keeper
            self.members = members
            self.waiting = waiting
            self.isMine = isMine
        }
    }

    package let lines: [LineRow]
    package let macros: [Macro]
    package let replies: [SavedReply]
    package let rules: [ReopeningRule]
    package let people: [Field.Choice]
    package let places: [Field.Choice]
    /// By the id of the person.
    package var skills: [String: [String]] = [:]
    /// The oldest first.
    package var skillRules: [SkillRule] = []
    /// Forms and chats, that a rule may name.
    package var forms: [Field.Choice] = []

    package init(
        lines: [LineRow], macros: [Macro], replies: [SavedReply], rules: [ReopeningRule], people: [Field.Choice],
        places: [Field.Choice]
    ) {
        self.lines = lines
        self.macros = macros
        self.replies = replies
        self.rules = rules
        self.people = people
        self.places = places
    }
}

/// - Parameter opened: the form that was refused: `line`, `macro`, `reply`, `rule`, `skills` or `skill-rule`.
package func deskPage(
    _ view: DeskView, _ context: PageContext, values: FormValues = .fresh, opened: String? = nil
) -> HTML {
    let words = context.words
    func part(_ name: String) -> FormValues { opened == name ? values : .fresh }
    func adding(_ name: String, _ label: WordKey, _ form: HTML) -> HTML? {
        context.may(.setDesk) ? disclosure(words(label), isOpen: opened == name, form) : nil
    }
    let lines: HTML =
        "\(lineTable(view, context))\(adding("line", "desk.add-line", lineForm(view, context, part("line"))))"
    let macros: HTML =
        "\(macroTable(view, context))\(adding("macro", "desk.add-macro", macroForm(context, part("macro"))))"
    let replies: HTML =
        "\(replyTable(view, context))\(adding("reply", "desk.add-reply", savedReplyForm(context, part("reply"))))"
    let rules: HTML = "<p class=\"hint\">\(words("desk.reopening-hint"))</p>\(ruleTable(view, context, part("rule")))"
    let skills: HTML =
        "<p class=\"hint\">\(words("desk.skills-hint"))</p>\(skillTable(view, context, part("skills")))"
    let asked = skillRules(view, context, part("skill-rule"), isOpen: opened == "skill-rule")
    let body: HTML = """
        \(pageHead(words("desk.title"), sentence: "\(words("desk.sentence"))"))
        \(section(words("desk.lines"), lines))\(section(words("desk.macros"), macros))
        \(section(words("desk.replies"), replies))\(section(words("desk.reopening"), rules))
        \(section(words("desk.skills"), skills))\(section(words("desk.skill-rules"), asked))
        """
    return layout(title: words("desk.title"), context: context, body: body)
}

private func macroTable(_ view: DeskView, _ context: PageContext) -> HTML {
    let words = context.words
    guard !view.macros.isEmpty else { return "<p class=\"quiet\">\(words("desk.no-macros"))</p>" }
    let rows = view.macros.map { macro -> TableRow in
        let steps = macro.steps.map { step -> HTML in
            "<li>\(words.step(step, longest: 80))</li>"
        }
        let end = form(Paths.macroEnding(macro.id), context, "<button class=\"plain\">\(words("desk.end"))</button>")
        let name: HTML =
            context.may(.setDesk) ? "<a href=\"\(url: Paths.macro(macro.id))\">\(macro.name)</a>" : "\(macro.name)"
        return TableRow([name, "<ol class=\"points\">\(joined: steps)</ol>", "\(end, if: context.may(.setDesk))"])
    }
    return table(
        [Column(words("places.name")), Column(words("desk.steps-title")), Column(words("orders.do"))], rows,
        caption: words("desk.macros"))
}

private func replyTable(_ view: DeskView, _ context: PageContext) -> HTML {
    let words = context.words
    guard !view.replies.isEmpty else { return "<p class=\"quiet\">\(words("desk.no-replies"))</p>" }
    let rows = view.replies.map { reply -> TableRow in
        let end = form(
            Paths.savedReplyEnding(reply.id), context, "<button class=\"plain\">\(words("desk.end"))</button>")
        let name: HTML =
            context.may(.setDesk) ? "<a href=\"\(url: Paths.savedReply(reply.id))\">\(reply.name)</a>" : "\(reply.name)"
        return TableRow([
            name, "<span class=\"note-text\">\(reply.body)</span>", "\(end, if: context.may(.setDesk))",
        ])
    }
    return table(
        [Column(words("places.name")), Column(words("desk.text")), Column(words("orders.do"))], rows,
        caption: words("desk.replies"))
}

private func ruleTable(_ view: DeskView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let maySet = context.may(.setStandards)
    let rows = view.rules.map { rule -> TableRow in
        let id = "rule-\(rule.kind.rawValue)"
        let change = form(
            Paths.reopeningRules, context, class: "inline",
            """
            <input type="hidden" name="kind" value="\(rule.kind.rawValue)">\(revisionField(rule.revision))\
            <label class="hidden" for="\(id)">\(words("desk.window"))</label>\
            <input type="number" id="\(id)" name="window_days" min="0" max="3650" value="\(rule.windowDays)">\
            <label><input type="checkbox" name="counts_gap" value="1"\(flag: "checked", rule.countsGap)> \(words("desk.counts-gap"))</label>\
            <button>\(words("page.save"))</button>
            """)
        return TableRow([
            "\(words("cases.kinds", of: rule.kind))",
            maySet ? change : "\(words("desk.days", count: rule.windowDays))",
        ])
    }
    return """
        \(formProblems(values, words))\(table([Column(words("cases.kind")), Column(words("desk.window"))], rows, caption: words("desk.reopening")))
        """
}
