import KeptDomain
import KeptStore
import KeptWords

/// Which skill a case asks for by what is known of it, with a form for another rule.
func skillRules(_ view: DeskView, _ context: PageContext, _ values: FormValues, isOpen: Bool) -> HTML {
    let words = context.words
    let rows = view.skillRules.map { rule -> TableRow in
        let asks = [
            rule.channel.map { words("cases.channels", of: $0) },
            rule.form.map { id in view.forms.first { $0.value == "\(id)" }?.label ?? words("page.unknown") },
            rule.kind.map { words("cases.kinds", of: $0) }, rule.language,
        ].compactMap(\.self)
        let end = form(Paths.skillRuleEnding(rule.id), context, "<button class=\"plain\">\(words("desk.end"))</button>")
        return TableRow([
            "\(asks.joined(separator: " · "))", "\(rule.skill)", "\(end, if: context.may(.setDesk))",
        ])
    }
    let columns = [
        Column(words("desk.skill-rule")), Column(words("desk.skill-asked")), Column(words("orders.do")),
    ]
    let known = table(columns, rows, caption: words("desk.skill-rules"))
    let add = disclosure(words("desk.add-skill-rule"), isOpen: isOpen, skillRuleForm(view, context, values))
    return """
        <p class="hint">\(words("desk.skill-rules-hint"))</p>\(known, if: !rows.isEmpty)\(add, if: context.may(.setDesk))
        """
}

private func skillRuleForm(_ view: DeskView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let any = Field.Choice("", words("page.all"))
    let channels = Message.Channel.allCases.map { Field.Choice($0.rawValue, words("cases.channels", of: $0)) }
    let kinds = Case.Kind.allCases.map { Field.Choice($0.rawValue, words("cases.kinds", of: $0)) }
    let fields = [
        Field("skill", words("desk.skill-asked"), hint: words("desk.skill-asked-hint"), isRequired: true),
        Field("channel", words("cases.reply.channel"), .choice([any] + channels)),
        Field("form", words("contact.staff.title"), .choice([any] + view.forms)),
        Field("kind", words("cases.kind"), .choice([any] + kinds)),
        Field("language", words("customers.language"), hint: words("desk.skill-language-hint")),
    ]
    return form(
        Paths.skillRules, context,
        """
        \(formProblems(values, words))\(joined: fields.map { formField($0, values, words, scope: "skill-rule-") })\
        <div class="form-foot"><button class="main">\(words("desk.add-skill-rule"))</button></div>
        """)
}

extension SkillRuleDraft {
    init(_ form: SubmittedForm) throws {
        self.init(skill: try form.required("skill"), form: try form.id("form"), language: form["language"])
        if form["channel"] != nil { channel = try form.choice("channel") }
        if form["kind"] != nil { kind = try form.choice("kind") }
    }
}
