import KeptDomain
import KeptWords

/// The title of a page with the sentence that answers its question.
package func pageHead(_ title: String, sentence: HTML? = nil, actions: HTML? = nil) -> HTML {
    """
    <div class="page-head"><div><h1>\(title)</h1>\(sentence.map { "<p class=\"sentence\">\($0)</p>" as HTML })</div>\
    \(actions.map { "<div class=\"actions\">\($0)</div>" as HTML })</div>
    """
}

/// A person by name with their initials; "nobody" never stands, since a case always has an owner.
package func personChip(_ name: String) -> HTML {
    let parts = name.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2)
    let initials = parts.prefix(2).compactMap { Substring($0).first }.map(String.init).joined()
    return "<span class=\"person\"><span class=\"initials\" aria-hidden=\"true\">\(initials)</span>\(name)</span>"
}

/// A number with what it counts; a link to the rows that it counts where there are any to show.
package struct Figure: Sendable {
    package let value: String
    package let label: String
    package var note: String?
    package var link: String?
    package var tone: Tone?

    /// Promises' own colours; no other figure has one.
    package enum Tone: String, Sendable { case kept, risk, broken }

    package init(_ value: String, _ label: String, note: String? = nil, link: String? = nil, tone: Tone? = nil) {
        self.value = value
        self.label = label
        self.note = note
        self.link = link
        self.tone = tone
    }
}

package func figures(_ all: [Figure]) -> HTML {
    let tiles = all.map { figure -> HTML in
        let inside: HTML = """
            <span class="figure-value num">\(figure.value)</span><span class="figure-label">\(figure.label)</span>\
            \(figure.note.map { "<span class=\"figure-note\">\($0)</span>" as HTML })
            """
        let style = "figure" + (figure.tone.map { " tone-" + $0.rawValue } ?? "")
        guard let link = figure.link else { return "<li class=\"\(style)\">\(inside)</li>" }
        return "<li class=\"\(style)\"><a href=\"\(url: link)\">\(inside)</a></li>"
    }
    return "<ul class=\"figures\">\(joined: tiles)</ul>"
}

/// What an empty list says: what would stand here, why it is empty, and the one thing to do about it.
package func emptyState(_ title: String, _ text: String, icon: Icon = .clock, action: HTML? = nil) -> HTML {
    """
    <div class="empty">\(icon.html)<h2>\(title)</h2><p>\(text)</p>\(action)</div>
    """
}

package func linkButton(_ label: String, to path: String, isMain: Bool = false) -> HTML {
    "<a class=\"button\(" main", if: isMain)\" href=\"\(url: path)\">\(label)</a>"
}

/// Links to the neighbouring pages of a list; nothing when it has one page.
package func pager(previous: String?, next: String?, _ words: Words) -> HTML? {
    guard previous != nil || next != nil else { return nil }
    let links: [HTML] = [
        previous.map { "<a class=\"button\" rel=\"prev\" href=\"\(url: $0)\">\(words("page.previous"))</a>" },
        next.map { "<a class=\"button\" rel=\"next\" href=\"\(url: $0)\">\(words("page.next"))</a>" },
    ].compactMap { $0 }
    return "<nav class=\"pager\" aria-label=\"\(words("page.pages"))\">\(joined: links)</nav>"
}

/// A section with a heading.
package func section(_ title: String, id: String? = nil, aside: HTML? = nil, _ body: HTML) -> HTML {
    "<section class=\"part\"\("id", id)><div class=\"part-head\"><h2>\(title)</h2>\(aside)</div>\(body)</section>"
}

/// What came of something, in one sentence.
func flash(_ flash: Flash) -> HTML {
    let role = flash.kind == .problem ? "alert" : "status"
    return "<p class=\"flash flash-\(flash.kind.rawValue)\" role=\"\(role)\">\(flash.text)</p>"
}

/// What is meant by the names on a page.
func definitionList(_ pairs: [(name: String, meaning: String)]) -> HTML {
    let rows = pairs.map { name, meaning -> HTML in "<div><dt>\(name)</dt><dd>\(meaning)</dd></div>" }
    return "<dl class=\"definitions\">\(joined: rows)</dl>"
}

/// Names and values, for what is known of one thing. Values that are missing are left out.
package func facts(_ pairs: [(label: String, value: HTML?)]) -> HTML {
    let rows = pairs.compactMap { label, value -> HTML? in
        value.map { "<div><dt>\(label)</dt><dd>\($0)</dd></div>" }
    }
    return "<dl class=\"facts\">\(joined: rows)</dl>"
}

/// An address of e-mail or web that a narrow place breaks after its signs rather than within a name.
package func breakable(_ address: String) -> HTML {
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    return .joined(parts.map { "\(String($0))" as HTML }, by: "<wbr>@")
}

/// Something that opens in place: a summary that looks like a button, and a form inside.
package func disclosure(_ label: String, isOpen: Bool = false, key: String? = nil, _ body: HTML) -> HTML {
    """
    <details class="disclosure"\(flag: "open", isOpen)\("data-key", key)><summary>\(label)</summary>\
    <div class="disclosure-body">\(body)</div></details>
    """
}

/// A form that ends the use of something; what stands on it goes on.
func closingForm(_ label: String, to action: String, revision: Int, _ context: PageContext) -> HTML {
    form(
        action, context,
        """
        <input type="hidden" name="revision" value="\(revision)"><div class="form-foot"><button>\(label)</button></div>
        """)
}

/// The page for what went wrong: what, why, what to do, and the number to give to whoever helps.
package func problemPage(
    title: String, text: String, details: [(name: String, text: String)] = [], reference: String?,
    context: PageContext, back: String = Paths.home, backLabel: String? = nil
) -> HTML {
    let words = context.words
    let list = facts(details.map { (label: $0.name, value: "\($0.text)") })
    let body: HTML = """
        <div class="problem-page"><h1>\(title)</h1><p>\(text)</p>\(list, if: !details.isEmpty)\
        \(reference.map { "<p class=\"quiet\">\(words("page.reference", ["id": $0]))</p>" as HTML })\
        <p>\(linkButton(backLabel ?? words("page.back"), to: back, isMain: true))</p></div>
        """
    return context.reader == nil
        ? cardLayout(title: title, context: context, body: body) : layout(title: title, context: context, body: body)
}
