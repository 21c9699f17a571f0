import KeptDomain
import KeptWords

package struct CausesView: Sendable {
    /// Causes in use, each below the one that it belongs to, with how many cases were closed with it in 90 days.
    package let rows: [(cause: Cause, depth: Int, times: Int)]
    /// Closed as no fault of ours in 90 days.
    package let notOurs: Int
    package let languages: [Words]

    package init(causes: [Cause], times: [ID<Cause>: Int], notOurs: Int, languages: [Words]) {
        self.notOurs = notOurs
        self.languages = languages
        let known = Set(causes.map(\.id))
        var below = Dictionary(grouping: causes) { cause in cause.parent.flatMap { known.contains($0) ? $0 : nil } }
        var rows: [(Cause, Int, Int)] = []
        // What belongs to a cause stands below it; the most frequent first.
        func add(_ parent: ID<Cause>?, _ depth: Int) {
            let children = below.removeValue(forKey: parent) ?? []
            for cause in children.sorted(by: { (times[$1.id] ?? 0, $0.id) < (times[$0.id] ?? 0, $1.id) }) {
                rows.append((cause, depth, times[cause.id] ?? 0))
                add(cause.id, depth + 1)
            }
        }
        add(nil, 0)
        self.rows = rows
    }
}

/// - Parameter editing: the cause whose form was refused.
package func causesPage(
    _ view: CausesView, _ context: PageContext, values: FormValues = .fresh, editing: ID<Cause>? = nil
) -> HTML {
    let words = context.words
    let title = words("recovery.causes.title")
    let unsorted = view.rows.count { $0.cause.kind == .unsorted }
    let sort: HTML = "<p class=\"lead\">\(words("recovery.causes.sort", count: unsorted))</p>"
    let isAdding = editing == nil && !values.problems.isEmpty
    let ready = form(
        Paths.readyRecovery, context, class: "inline", "<button>\(words("recovery.causes.ready"))</button>")
    let add = disclosure(
        words("recovery.causes.add"), isOpen: isAdding,
        form(Paths.causes, context, causeFields(nil, view, isAdding ? values : .fresh, words)))
    let empty = emptyState(words("recovery.causes.empty.title"), words("recovery.causes.empty.text"), icon: .clock)
    let body: HTML = """
        \(pageHead(title, sentence: "\(words("recovery.causes.sentence"))"))\(sort, if: unsorted > 0)\
        \(view.rows.isEmpty ? empty : causeTable(view, context, values, editing))\
        \("\(ready)\(add)", if: context.may(.setDesk))
        """
    return layout(title: title, context: context, body: body)
}

private func causeTable(
    _ view: CausesView, _ context: PageContext, _ values: FormValues, _ editing: ID<Cause>?
) -> HTML {
    let words = context.words
    let columns = [
        Column(words("recovery.report.cause")), Column(words("recovery.causes.kind")),
        Column(words("recovery.causes.times"), isNumber: true), Column(words("orders.do")),
    ]
    var rows = view.rows.map { cause, depth, times -> TableRow in
        let name = String(repeating: "\u{2003}", count: depth) + cause.name(in: words.language.tag)
        let own = editing == cause.id ? values : .fresh
        return TableRow([
            "\(name)", "\(words("recovery.causes.kinds", of: cause.kind))", "\(words.number(times))",
            "\(causeForms(cause, view, context, own), if: context.may(.setDesk))",
        ])
    }
    rows.append(TableRow(["\(words("recovery.causes.not-ours"))", "", "\(words.number(view.notOurs))", ""]))
    return table(columns, rows, caption: words("recovery.causes.title"))
}

private func causeForms(_ cause: Cause, _ view: CausesView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let others = choices(view, words, besides: cause.id)
    let join = form(
        Paths.causeJoining(cause.id), context,
        """
        \(revisionField(cause.revision))\
        \(formField(Field("same_as", words("recovery.causes.same-as"), .choice([Field.Choice("", words("recovery.causes.same-as-none"))] + others), isRequired: true), values, words, scope: "join-\(cause.id)-"))\
        <div class="form-foot"><button>\(words("recovery.causes.join"))</button></div>
        """)
    return disclosure(
        words("recovery.causes.change"), isOpen: !values.problems.isEmpty,
        """
        \(form(Paths.cause(cause.id), context, causeFields(cause, view, values, words)))\(join, if: !others.isEmpty)\
        \(closingForm(words("recovery.causes.end"), to: Paths.causeEnding(cause.id), revision: cause.revision, context))
        """)
}

private func choices(_ view: CausesView, _ words: Words, besides id: ID<Cause>?) -> [Field.Choice] {
    view.rows.filter { $0.cause.id != id }.map {
        Field.Choice("\($0.cause.id)", $0.cause.name(in: words.language.tag))
    }
}

private func causeFields(_ cause: Cause?, _ view: CausesView, _ values: FormValues, _ words: Words) -> HTML {
    let scope = cause.map { "\($0.id)-" } ?? "new-"
    let kinds = Cause.Kind.allCases.filter { $0 != .unsorted || cause?.kind == .unsorted }.map {
        Field.Choice($0.rawValue, words("recovery.causes.kinds", of: $0))
    }
    let names = view.languages.map { language -> Field in
        let tag = language.language.tag
        return Field(
            "names.\(tag)", words("recovery.causes.name", ["language": language.languageName]),
            value: cause.map { $0.names[tag] ?? $0.names["und"] ?? "" }, isRequired: true)
    }
    let none = Field.Choice("", words("recovery.causes.parent-none"))
    let fields =
        names + [
            Field("kind", words("recovery.causes.kind"), .choice(kinds), value: cause?.kind.rawValue),
            Field(
                "parent", words("recovery.causes.parent"), .choice([none] + choices(view, words, besides: cause?.id)),
                value: cause?.parent?.description),
        ]
    return """
        \(revisionField(cause?.revision))\(formProblems(values, words))\
        \(joined: fields.map { formField($0, values, words, scope: scope) })\
        <div class="form-foot"><button class="main">\(words("page.save"))</button></div>
        """
}
