import KeptDomain
import KeptWords

/// Templates of recovery, with the rules by which customers are asked afterwards.
package struct TemplatesView: Sendable {
    package let templates: [RecoveryTemplate]
    /// The versions before, of each, the newest first.
    package let earlier: [ID<RecoveryTemplate>: [RecoveryTemplate]]
    package let rules: [FollowUpRule]
    /// Those in which a template is written.
    package let languages: [Words]

    package init(
        templates: [RecoveryTemplate], earlier: [ID<RecoveryTemplate>: [RecoveryTemplate]] = [:], rules: [FollowUpRule],
        languages: [Words]
    ) {
        self.templates = templates
        self.earlier = earlier
        self.rules = rules
        self.languages = languages
    }
}

/// - Parameters:
///   - editing: the template whose form was refused.
///   - refusedRule: the kind whose rule was refused.
package func templatesPage(
    _ view: TemplatesView, _ context: PageContext, values: FormValues = .fresh,
    editing: ID<RecoveryTemplate>? = nil, refusedRule: Bool = false
) -> HTML {
    let words = context.words
    let title = words("recovery.templates.title")
    let isAdding = editing == nil && !refusedRule && !values.problems.isEmpty
    let ready = form(
        Paths.readyRecovery, context, class: "inline", "<button>\(words("recovery.templates.ready"))</button>")
    let add = disclosure(
        words("recovery.templates.add"), isOpen: isAdding,
        form(Paths.recoveryTemplates, context, templateFields(nil, view, isAdding ? values : .fresh, words)))
    let items = view.templates.map { templateRecord($0, view, context, editing == $0.id ? values : .fresh) }
    let empty = emptyState(
        words("recovery.templates.empty.title"), words("recovery.templates.empty.text"), icon: .clock)
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("recovery.templates.sentence"))"))\
        \(items.isEmpty ? empty : "<ul class=\"records\">\(joined: items)</ul>")\
        \("\(ready)\(add)", if: context.may(.setDesk))\
        \(section(words("recovery.rules.title"), id: "follow-ups", followUpRules(view.rules, context, refusedRule ? values : .fresh)))
        """
    return layout(title: title, context: context, body: body)
}

private func templateRecord(
    _ template: RecoveryTemplate, _ view: TemplatesView, _ context: PageContext, _ values: FormValues
) -> HTML {
    let words = context.words
    let shown = template.text(in: words.language.tag)
    let known = facts([
        (words("recovery.templates.steps"), "\(words.list(template.steps.map { words("recovery.steps", of: $0) }))"),
        (words("recovery.templates.subject", ["language": words.languageName]), shown.map { "\($0.text.subject)" }),
    ])
    let edit = disclosure(
        words("recovery.templates.change"), isOpen: !values.problems.isEmpty,
        """
        \(form(Paths.recoveryTemplate(template.id), context, templateFields(template, view, values, words)))\
        \(closingForm(words("recovery.templates.end"), to: Paths.recoveryTemplateEnding(template.id), revision: template.revision, context))
        """)
    let number = words("recovery.templates.version", ["number": String(template.number)])
    return """
        <li class="record"><h2>\(template.name) <span class="quiet small">\(number)</span></h2>\(known)\
        \(shown.map { "<p class=\"note-text\" lang=\"\($0.language)\">\($0.text.body)</p>" as HTML })\
        \(edit, if: context.may(.setDesk))\(earlierVersions(view.earlier[template.id] ?? [], context))</li>
        """
}

/// What was said before: messages that were sent keep it.
private func earlierVersions(_ versions: [RecoveryTemplate], _ context: PageContext) -> HTML? {
    let words = context.words
    guard !versions.isEmpty else { return nil }
    let items = versions.map { version -> HTML in
        let made = words.html(
            "recovery.templates.made",
            ["number": "\(String(version.number))", "time": context.nearTime(version.madeAt)])
        let text = version.text(in: words.language.tag)
        return """
            <li><span class="quiet small">\(made)</span>\
            \(text.map { "<p class=\"note-text\" lang=\"\($0.language)\">\($0.text.body)</p>" as HTML })</li>
            """
    }
    return disclosure(words("recovery.templates.earlier"), "<ul class=\"case-lines\">\(joined: items)</ul>")
}

private func templateFields(
    _ template: RecoveryTemplate?, _ view: TemplatesView, _ values: FormValues, _ words: Words
) -> HTML {
    let scope = template.map { "\($0.id)-" } ?? "new-"
    let fields = ReplyTemplate.Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
    let steps = RecoveryStep.ofMessages.map { step -> HTML in
        let name = "step_\(step.rawValue)"
        let isOn = template.map { $0.steps.contains(step) } ?? true
        return formField(
            Field(name, words("recovery.steps", of: step), .check, value: isOn ? "1" : nil), values, words,
            scope: scope)
    }
    let texts = view.languages.flatMap { language -> [HTML] in
        let text = template?.texts[language.language.tag]
        let (tag, name) = (language.language.tag, language.languageName)
        return [
            formField(
                Field(
                    "texts.\(tag).subject", words("recovery.templates.subject", ["language": name]),
                    value: text?.subject, isRequired: true), values, words, scope: scope),
            formField(
                Field(
                    "texts.\(tag).body", words("recovery.templates.body", ["language": name]), .area(rows: 8),
                    value: text?.body, hint: words("recovery.templates.fields", ["fields": fields]), isRequired: true),
                values, words, scope: scope),
        ]
    }
    return """
        \(revisionField(template?.revision))\(formProblems(values, words))\
        \(formField(Field("name", words("recovery.templates.name"), value: template?.name, isRequired: true), values, words, scope: scope))\
        <fieldset><legend>\(words("recovery.templates.steps"))</legend>\(joined: steps)\
        \(values.problem("steps").map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" as HTML })</fieldset>\
        \(joined: texts)<div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
}

private func followUpRules(_ rules: [FollowUpRule], _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let maySet = context.may(.setStandards)
    let rows = rules.map { rule -> TableRow in
        let name: HTML = "\(words("recovery.kinds", of: rule.kind))"
        return TableRow([name, maySet ? ruleForm(rule, context) : "\(words("desk.days", count: rule.afterDays))"])
    }
    let columns = [Column(words("recovery.report.kind")), Column(words("recovery.rules.title"))]
    return """
        <p class="hint">\(words("recovery.rules.sentence"))</p>\(formProblems(values, words))\
        \(joined: values.problems.map { "<p class=\"problem\">\(words(refusal: $0.key, $0.facts))</p>" as HTML })\
        \(table(columns, rows, caption: words("recovery.rules.title")))
        """
}

private func ruleForm(_ rule: FollowUpRule, _ context: PageContext) -> HTML {
    let words = context.words
    func number(_ name: String, _ label: WordKey, _ value: Int, from: Int) -> HTML {
        """
        <label>\(words(label)) <input type="number" name="\(name)" min="\(from)" max="90" value="\(value)"></label>
        """
    }
    return form(
        Paths.followUpRules, context, class: "inline",
        """
        <input type="hidden" name="kind" value="\(rule.kind.rawValue)">\(revisionField(rule.revision))\
        <label><input type="checkbox" name="is_on" value="1"\(flag: "checked", rule.isOn)> \(words("recovery.rules.on"))</label>\
        \(number("after_days", "recovery.rules.after", rule.afterDays, from: 0))\
        \(number("answer_days", "recovery.rules.answer", rule.answerDays, from: 1))\
        <label><input type="checkbox" name="partly_reopens" value="1"\(flag: "checked", rule.partlyReopens)> \(words("recovery.rules.partly"))</label>\
        <button>\(words("page.save"))</button>
        """)
}
