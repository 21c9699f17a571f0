import KeptDomain
import KeptStore
import KeptWords

/// The lines of the desk, each with what waits there.
func lineTable(_ view: DeskView, _ context: PageContext) -> HTML {
    let words = context.words
    guard !view.lines.isEmpty else { return "<p class=\"quiet\">\(words("desk.no-lines"))</p>" }
    let rows = view.lines.map { line -> TableRow in
        let take = form(Paths.lineNext(line.id), context, "<button>\(words("desk.take-next"))</button>")
        let edit: HTML = " <a class=\"plain\" href=\"\(url: Paths.line(line.id))\">\(words("page.edit"))</a>"
        return TableRow([
            "<a href=\"\(url: Paths.query(Paths.cases, [("state", "open"), ("line", "\(line.id)")]))\">\(line.name)</a>",
            "\(line.place)", personChip(line.keeper), "\(words.list(line.members))", context.numberText(line.waiting),
            "\(take, if: line.isMine)\(edit, if: context.may(.setDesk))",
        ])
    }
    return table(
        [
            Column(words("standards.line")), Column(words("orders.place")), Column(words("desk.keeper")),
            Column(words("desk.members"), isSecondary: true), Column(words("desk.waiting"), isNumber: true),
            Column(words("orders.do")),
        ], rows, caption: words("desk.lines"))
}

func lineForm(_ view: DeskView, _ context: PageContext, _ values: FormValues) -> HTML {
    form(Paths.lines, context, lineFields(view, nil, context, values, button: "desk.add-line"))
}

/// - Parameter line: as it stands; `nil` for a new one.
private func lineFields(
    _ view: DeskView, _ line: LineListing?, _ context: PageContext, _ values: FormValues, button: WordKey
) -> HTML {
    let words = context.words
    let stands = line?.line
    let fields = [
        Field("name", words("places.name"), value: stands?.name, isRequired: true),
        Field("place", words("orders.place"), .choice(view.places), value: stands.map { "\($0.place)" }),
        Field(
            "keeper", words("desk.keeper"), .choice(view.people), value: stands.map { "\($0.keeper)" },
            hint: words("desk.keeper-hint")),
        Field(
            "most_in_hand", words("desk.most"), .whole(min: 1, max: 1_000), value: String(stands?.mostInHand ?? 20),
            hint: words("desk.most-hint")),
        Field(
            "takes_incoming", words("desk.takes-incoming"), .check, value: stands?.takesIncoming == true ? "1" : nil),
    ]
    let taking = Set((line?.members ?? []).map(\.description))
    let members = view.people.map { person -> HTML in
        """
        <label><input type="checkbox" name="member" value="\(person.value)"\(flag: "checked", taking.contains(person.value))> \
        \(person.label)</label>
        """
    }
    return """
        \(revisionField(stands?.revision))\(formProblems(values, words))\
        \(joined: fields.map { formField($0, values, words, scope: "line-") })\
        <fieldset class="choices-list"><legend>\(words("desk.members"))</legend>\(joined: members)</fieldset>\
        <div class="form-foot"><button class="main">\(words(button))</button></div>
        """
}

/// One line, to be changed or, while nothing waits in it, closed.
package func linePage(
    _ view: DeskView, _ line: LineListing, _ context: PageContext, values: FormValues = .fresh
) -> HTML {
    let words = context.words
    let path = Paths.line(line.line.id)
    let change = form(path, context, lineFields(view, line, context, values, button: "page.save"))
    let end = closingForm(
        words("desk.close-line"), to: Paths.lineClosing(line.line.id), revision: line.line.revision, context)
    let sentence: HTML = "\(words("today.waiting", count: line.waiting))"
    return layout(
        title: line.line.name, context: context,
        body: "\(pageHead(line.line.name, sentence: sentence))\(change)\(end, if: line.waiting == 0)")
}

/// What each colleague can do, so that cases that ask for it come to them.
func skillTable(_ view: DeskView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let rows = view.people.map { person -> TableRow in
        let known = view.skills[person.value] ?? []
        let id = "skills-\(person.value)"
        let change = form(
            Paths.skills, context, class: "inline",
            """
            <input type="hidden" name="person" value="\(person.value)"><label class="hidden" for="\(id)">\(words("desk.skills"))</label>\
            <input type="text" id="\(id)" name="skills" value="\(known.joined(separator: ", "))"><button>\(words("page.save"))</button>
            """)
        return TableRow(["\(person.label)", context.may(.setDesk) ? change : "\(words.list(known))"])
    }
    let columns = [Column(words("people.name")), Column(words("desk.skills"))]
    return "\(formProblems(values, words))\(table(columns, rows, caption: words("desk.skills")))"
}
