import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Macros and saved replies on pages of their own, to be changed.
enum DeskTextRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/macros/{id}", site) { page in
                try page.permit(.setDesk)
                let macro = try await macro(page)
                return try await page.page { macroPage(macro, $0) }
            },
            .page(.post, "/macros/{id}", site) { page in
                try page.permit(.setDesk)
                let macro = try await macro(page)
                return try await page.submit { form in
                    let (name, steps) = (try form.required("name"), try DeskRoutes.steps(form))
                    let revision = try form.knownRevision()
                    try await page.write {
                        try $0.changeMacro(macro.id, name: name, steps: steps, revision: revision)
                    }
                    return Paths.lines
                } orShow: { context, values in
                    macroPage(try await self.macro(page), context, values: values)
                }
            },
            .page(.get, "/saved-replies/{id}", site) { page in
                try page.permit(.setDesk)
                let reply = try await reply(page)
                return try await page.page { savedReplyPage(reply, $0) }
            },
            .page(.post, "/saved-replies/{id}", site) { page in
                try page.permit(.setDesk)
                let reply = try await reply(page)
                return try await page.submit { form in
                    let (name, body) = (try form.required("name"), try form.required("body"))
                    let revision = try form.knownRevision()
                    try await page.write {
                        try $0.changeSavedReply(reply.id, name: name, body: body, revision: revision)
                    }
                    return Paths.lines
                } orShow: { context, values in
                    savedReplyPage(try await self.reply(page), context, values: values)
                }
            },
        ]
    }

    private static func macro(_ page: PageRequest) async throws -> Macro {
        let id = try page.id(of: Macro.self)
        return try await page.read { try $0.macro(id) }
    }

    private static func reply(_ page: PageRequest) async throws -> SavedReply {
        let id = try page.id(of: SavedReply.self)
        return try await page.read { try $0.savedReply(id) }
    }
}

/// One macro with its steps. The form has each kind of step once, in its own order: what a program put together otherwise is
/// shown, and changed by programs.
package func macroPage(_ macro: Macro, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let order: [MacroStep.Kind] = [.reply, .note, .tag, .move, .close]
    let kinds = macro.steps.map(\.kind)
    let isOfForm = kinds == order.filter { kinds.contains($0) }
    let steps = macro.steps.map { "<li>\(words.step($0))</li>" as HTML }
    let other: HTML = """
        <p>\(words("desk.macro-by-program"))</p><ol class="points">\(joined: steps)</ol>
        """
    return layout(
        title: macro.name, context: context,
        body: "\(pageHead(macro.name))\(isOfForm ? macroForm(context, values, macro) : other)")
}

package func savedReplyPage(_ reply: SavedReply, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    layout(
        title: reply.name, context: context, body: "\(pageHead(reply.name))\(savedReplyForm(context, values, reply))")
}

/// - Parameter macro: as it stands; `nil` for a new one.
func macroForm(_ context: PageContext, _ values: FormValues, _ macro: Macro? = nil) -> HTML {
    let words = context.words
    let moves =
        [Field.Choice("", words("cases.reply.next-same"))]
        + Case.Move.allCases.map { Field.Choice($0.rawValue, words("cases.reply.moves", of: $0)) }
    func known(_ kind: MacroStep.Kind) -> String? { macro?.steps.first { $0.kind == kind }?.argument }
    let fields = [
        Field("name", words("places.name"), value: macro?.name, isRequired: true),
        Field("reply", words("desk.steps.reply"), .area(rows: 4), value: known(.reply), hint: fieldsHint(words)),
        Field("note", words("desk.steps.note"), .area(rows: 2), value: known(.note)),
        Field("tag", words("desk.steps.tag"), value: known(.tag)),
        Field("move", words("desk.steps.move"), .choice(moves), value: known(.move)),
        Field("close", words("desk.steps.close"), value: known(.close)),
    ]
    return form(
        macro.map { Paths.macro($0.id) } ?? Paths.macros, context,
        """
        \(revisionField(macro?.revision))\(formProblems(values, words))<p class="hint">\(words("desk.macro-hint"))</p>\
        \(joined: fields.map { formField($0, values, words, scope: "macro-") })\
        <div class="form-foot"><button class="main">\(words(macro == nil ? "desk.add-macro" : "page.save"))</button></div>
        """)
}

/// - Parameter reply: as it stands; `nil` for a new one.
func savedReplyForm(_ context: PageContext, _ values: FormValues, _ reply: SavedReply? = nil) -> HTML {
    let words = context.words
    let fields = [
        Field("name", words("places.name"), value: reply?.name, isRequired: true),
        Field(
            "body", words("desk.text"), .area(rows: 6), value: reply?.body, hint: fieldsHint(words), isRequired: true),
    ]
    return form(
        reply.map { Paths.savedReply($0.id) } ?? Paths.savedReplies, context,
        """
        \(revisionField(reply?.revision))\(formProblems(values, words))\
        \(joined: fields.map { formField($0, values, words, scope: "saved-") })\
        <div class="form-foot"><button class="main">\(words(reply == nil ? "desk.add-reply" : "page.save"))</button></div>
        """)
}

private func fieldsHint(_ words: Words) -> String {
    words("desk.fields", ["fields": ReplyTemplate.Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")])
}

extension Words {
    /// A step of a macro: `Tag: publisher`.
    func step(_ step: MacroStep, longest: Int = .max) -> String {
        let with = if case .move(let move) = step { self("cases.moves", of: move) } else { step.argument }
        return labelled(self("desk.steps", of: step.kind), String(with.prefix(longest)))
    }
}
