import KeptDomain
import KeptWords

/// Further things to do on a case: put it off, lay it into a line, merge, split, link, open it again, run a macro, tag it.
func caseLifeForms(_ view: CaseView, _ context: PageContext, values: FormValues, opened: String?) -> HTML? {
    guard context.may(.workCase) else { return nil }
    let words = context.words
    func part(_ name: String) -> FormValues { opened == name ? values : .fresh }
    func block(_ name: String, _ label: WordKey, _ action: String, _ fields: [Field], _ extra: HTML? = nil) -> HTML {
        let values = part(name)
        let inputs = fields.map { formField($0, values, words, scope: name + "-") }
        return disclosure(
            words(label), isOpen: opened == name,
            form(
                action, context,
                """
                \(revisionField(view.revision))\(formProblems(values, words))\(joined: inputs)\(extra)\
                <div class="form-foot"><button class="main">\(words(label))</button></div>
                """))
    }
    let id = view.row.id
    let why = Field("why", words("page.reason"), hint: words("page.reason-hint"), isRequired: true)
    if view.row.closedAt != nil {
        let again: HTML =
            view.isMerged
            ? block("merge-undoing", "cases.life.undo-merge", Paths.caseMergeUndoing(id), [why])
            : block("reopening", "cases.life.reopen", Paths.caseReopening(id), [why])
        return section(words("orders.do"), again)
    }
    let number = Field("case", words("cases.life.which"), hint: words("cases.life.which-hint"), isRequired: true)
    let known = Set(view.skills + [view.skill].compactMap(\.self)).sorted()
    let skills =
        known.isEmpty ? [] : [Field.Choice("", words("page.none"))] + known.map { Field.Choice($0, $0) }
    let blocks: [HTML] = [
        block("sorting", "sorting.title", Paths.caseSorting(id), sortingFields(view, words)),
        block(
            "snooze", "cases.life.snooze", Paths.caseSnooze(id),
            [Field("until", words("cases.life.until"), .moment, isRequired: true)]),
        view.lines.isEmpty || !(view.mayHandOver ?? context.may(.handOverCase))
            ? HTML()
            : block(
                "transfer", "cases.life.transfer", Paths.caseTransfer(id),
                [
                    Field("line", words("standards.line"), .choice(view.lines), isRequired: true),
                    Field("skill", words("cases.life.skill"), hint: words("cases.life.skill-hint")), why,
                ]),
        skills.isEmpty
            ? HTML()
            : block(
                "skill", "cases.life.set-skill", Paths.caseSkill(id),
                [
                    Field(
                        "skill", words("cases.life.skill"), .choice(skills), value: view.skill ?? "",
                        hint: words("cases.life.skill-hint"))
                ]),
        block("merge", "cases.life.merge", Paths.caseMerge(id), [number, why]),
        block("link", "cases.life.link", Paths.caseLinks(id), [number]),
        block(
            "split", "cases.life.split", Paths.caseSplit(id),
            [
                Field("subject", words("cases.subject"), isRequired: true),
                Field(
                    "kind", words("cases.kind"),
                    .choice(Case.Kind.allCases.map { Field.Choice($0.rawValue, words("cases.kinds", of: $0)) })), why,
            ], splitChoices(view, words)),
    ]
    return section(words("cases.life.title"), "\(joined: blocks)")
}

/// What the case is, of which order, and whose: asked where nobody is known.
private func sortingFields(_ view: CaseView, _ words: Words) -> [Field] {
    let own = view.row.kind
    let kinds = (CaseSorting.kinds.contains(own) ? [] : [own]) + CaseSorting.kinds
    var fields = [
        Field(
            "kind", words("cases.kind"), .choice(kinds.map { Field.Choice($0.rawValue, words("cases.kinds", of: $0)) }),
            value: own.rawValue, hint: words("sorting.kind-hint")),
        Field(
            "order", words("cases.order"), value: view.order.map { String($0.number) },
            hint: words("sorting.order-hint")),
    ]
    if view.row.customer == nil {
        fields.append(
            Field("customer", words("cases.columns.customer"), hint: words("cases.customer-hint")))
    }
    fields.append(Field("why", words("page.reason"), hint: words("sorting.why-hint")))
    return fields
}

private func splitChoices(_ view: CaseView, _ words: Words) -> HTML {
    let boxes = view.messages.compactMap { message -> HTML? in
        guard let id = message.id else { return nil }
        return """
            <label><input type="checkbox" name="message" value="\(id)"> \(String(message.body.prefix(60)))</label>
            """
    }
    return
        "<fieldset class=\"choices-list\"><legend>\(words("cases.life.which-messages"))</legend>\(joined: boxes)</fieldset>"
}

/// Tags with their buttons, and one field for another.
func caseTags(_ view: CaseView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let mayWork = context.may(.workCase)
    let tags = view.tags.map { tag -> HTML in
        let remove = form(
            Paths.caseUntagging(view.row.id), context, class: "tag-remove",
            "<input type=\"hidden\" name=\"tag\" value=\"\(tag)\"><button class=\"plain\" aria-label=\"\(words("cases.tags.remove", ["tag": tag]))\">×</button>"
        )
        return
            "<li class=\"tag\"><a href=\"\(url: Paths.query(Paths.cases, [("state", "open"), ("tag", tag)]))\">\(tag)</a>\(remove, if: mayWork)</li>"
    }
    let add = form(
        Paths.caseTags(view.row.id), context, class: "inline",
        """
        \(formField(Field("tag", words("cases.tags.add")), values, words))<button>\(words("cases.tags.add"))</button>
        """)
    return section(
        words("cases.tags.title"),
        "\("<ul class=\"tags\">\(joined: tags)</ul>", if: !tags.isEmpty)\(add, if: mayWork)")
}

/// Macros and saved replies, offered beside the answer.
func caseMacros(_ view: CaseView, _ context: PageContext) -> HTML? {
    let words = context.words
    guard context.may(.workCase), view.row.closedAt == nil, !view.macros.isEmpty || !view.savedReplies.isEmpty else {
        return nil
    }
    let run: HTML? =
        view.macros.isEmpty
        ? nil
        : form(
            Paths.caseMacro(view.row.id), context, class: "inline",
            """
            \(formField(Field("macro", words("desk.macro"), .choice(view.macros)), .fresh, words))\
            <button>\(words("desk.run"))</button>
            """)
    let texts = view.savedReplies.map { reply -> HTML in
        "<li><a href=\"\(url: Paths.with(Paths.case(view.row.id), ["text": reply.value]))#reply\">\(reply.label)</a></li>"
    }
    return section(
        words("desk.fast"),
        "\(run)\("<p class=\"hint\">\(words("desk.saved-hint"))</p><ul class=\"case-lines\">\(joined: texts)</ul>", if: !texts.isEmpty)"
    )
}

/// Who is answering at this moment; follows the live channel by itself.
func answeringLine(_ view: CaseView, _ context: PageContext) -> HTML {
    let words = context.words
    let line: HTML? =
        view.answering.isEmpty
        ? nil
        : "<p class=\"flash flash-answering\">\(words("cases.answering", ["names": words.list(view.answering)]))</p>"
    return """
        <div id="answering" role="status" data-live-topics="case" data-live-subject="case:\(view.row.id)" data-live-at-once>\(line)</div>
        """
}
