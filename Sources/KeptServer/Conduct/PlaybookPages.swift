import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Reading one playbook, and writing it anew.
enum PlaybookRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/conduct/playbooks/{kind}", site) { page in
                try page.permit(.seeCases)
                let kind = try kind(page)
                return try await page.page { try await show(kind, page, $0) }
            },
            .page(.post, "/conduct/playbooks/{kind}", site) { page in
                let kind = try kind(page)
                return try await page.submit { form in
                    let language = try form.required("language")
                    guard page.site.vocabulary.languages.contains(where: { $0.tag == language }) else {
                        throw InvalidInput("language", "problems.no-such-language")
                    }
                    let lines = Playbook.Part.allCases.map { ($0, Playbook.lines(of: form[$0.field] ?? "")) }
                    let draft = PlaybookDraft(
                        kind: kind, language: language, lines: Dictionary(uniqueKeysWithValues: lines))
                    let why = form["why"]
                    try await page.write { _ = try $0.changePlaybook(draft, why: why) }
                    return Paths.with(Paths.playbook(kind), ["language": language])
                } orShow: { context, values in
                    try await show(kind, page, context, values: values)
                }
            },
        ]
    }

    private static func kind(_ page: PageRequest) throws -> ConductKind {
        guard let kind = page.context.parameters.get("kind").flatMap({ ConductKind(rawValue: $0) }) else {
            throw StoreError.notFound("playbook")
        }
        return kind
    }

    /// In the language asked for, else the reader's. With `delivered` in the address the form begins with the text that
    /// Kept came with.
    private static func show(
        _ kind: ConductKind, _ page: PageRequest, _ context: PageContext, values: FormValues = .fresh
    ) async throws -> HTML {
        let asked = values["language"] ?? page.query["language"]
        let language = page.site.vocabulary.languages.first { $0.tag == asked } ?? context.words.language
        let words = page.site.vocabulary[language]
        let isDelivered = page.query["delivered"] != nil
        let view = try await page.read { reading in
            PlaybookView(
                book: try reading.playbook(kind, words: words),
                versions: try reading.playbookVersions(kind, language: language.tag),
                start: isDelivered ? words.deliveredPlaybook(kind) : nil, words: words)
        }
        return playbookPage(view, context, values: values)
    }
}

package struct PlaybookView: Sendable {
    package let book: Playbook
    /// What the business wrote, the latest first.
    package let versions: [Playbook]
    /// What the form begins with; `nil` for the playbook as it stands.
    package let start: Playbook?
    /// Of the language in which it is written.
    package let words: Words

    package init(book: Playbook, versions: [Playbook], start: Playbook? = nil, words: Words) {
        self.book = book
        self.versions = versions
        self.start = start
        self.words = words
    }
}

package func playbookPage(_ view: PlaybookView, _ context: PageContext, values: FormValues = .fresh) -> HTML {
    let words = context.words
    let kind = view.book.kind
    let title = words("conduct.playbook", ["kind": words("conduct.kinds", of: kind)])
    let languages = context.languages.map { other -> HTML in
        let tag = other.language.tag
        let isHere = tag == view.book.language
        return """
            <li><a href="\(url: Paths.with(Paths.playbook(kind), ["language": tag]))"\("aria-current", isHere ? "true" : nil) \
            lang="\(tag)">\(other.languageName)</a></li>
            """
    }
    let earlier = view.versions.dropFirst().map { book in
        disclosure(
            words("conduct.version") + " " + words.number(book.version), playbookText(book, view.words, level: 3))
    }
    let body: HTML = """
        \(pageHead(title, sentence: playbookVersion(view.book, context), actions: linkButton(words("conduct.title"), to: Paths.conduct)))
        <ul class="case-lines">\(joined: languages)</ul>
        <div lang="\(view.book.language)">\(playbookText(view.book, view.words, level: 2))</div>
        \(playbookForm(view, context, values), if: context.may(.setDesk))\
        \(section(words("conduct.versions"), .joined(Array(earlier))), if: !earlier.isEmpty)
        """
    return layout(title: title, context: context, body: body)
}

private func playbookForm(_ view: PlaybookView, _ context: PageContext, _ values: FormValues) -> HTML {
    let words = context.words
    let start = view.start ?? view.book
    let fields = Playbook.Part.allCases.map { part in
        Field(
            part.field, words("conduct.parts", of: part), .area(rows: max(4, start[part].count + 1)),
            value: start[part].joined(separator: "\n"), hint: words("conduct.lines-hint"), isRequired: true)
    }
    let why = Field("why", words("page.reason"), hint: words("page.reason-hint"))
    let delivered = Paths.with(
        Paths.playbook(view.book.kind), ["language": view.book.language, "delivered": "1"])
    let isOpen = !values.problems.isEmpty || view.start != nil
    return disclosure(
        words("conduct.change"), isOpen: isOpen, key: "e",
        form(
            Paths.playbook(view.book.kind), context,
            """
            <input type="hidden" name="language" value="\(view.book.language)">\(formProblems(values, words))\
            \(joined: (fields + [why]).map { formField($0, values, words, scope: "book-") })\
            <div class="form-foot"><button class="main">\(words("conduct.save"))</button>\
            \(linkButton(words("conduct.delivered"), to: delivered))</div>
            """))
}
