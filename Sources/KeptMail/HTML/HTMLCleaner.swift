extension CleanedHTML {
    package init(cleaning html: String) {
        var cleaner = HTMLCleaner()
        var tokenizer = HTMLTokenizer(html)
        while let token = tokenizer.next() { cleaner.take(token) }
        pieces = cleaner.finished()
    }
}

/// Writes allowed elements anew while it keeps account of those that are open.
private struct HTMLCleaner {
    private var pieces: [CleanedHTML.Piece] = []
    private var markup = ""
    private var open: [String] = []

    /// Deeper than anybody writes, and less than where browsers begin to flatten.
    private static let deepest = 200

    /// What an element is written as; nothing for elements that are left out, whose content stays.
    private static let names: [String: String] = {
        var names = [
            "center": "div", "section": "div", "article": "div", "header": "div", "footer": "div", "main": "div",
            "aside": "div", "nav": "div", "address": "div", "font": "span", "strike": "s", "tt": "code", "dir": "ul",
            "menu": "ul", "acronym": "abbr", "big": "span", "label": "span", "fieldset": "div", "legend": "div",
            "figure": "div", "figcaption": "div", "nobr": "span", "form": "div", "button": "span",
        ]
        let same = """
            p br hr div span b strong i em u s del ins sub sup small blockquote pre code kbd samp ul ol li dl dt dd h1 h2 h3 \
            h4 h5 h6 table caption thead tbody tfoot tr td th a q cite abbr bdo var mark
            """
        for name in same.split(separator: " ") { names[String(name)] = String(name) }
        return names
    }()

    private static let blocks: Set<String> = [
        "p", "div", "hr", "blockquote", "pre", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    ]

    mutating func take(_ token: HTMLToken) {
        switch token {
        case .text(let text): markup += CleanedHTML.escaped(text)
        case .start("img", let attributes): picture(attributes)
        case .start(let name, let attributes):
            if let name = Self.names[name] { start(name, attributes) }
        case .end(let name):
            if let name = Self.names[name] { end(name) }
        }
    }

    private mutating func start(_ name: String, _ attributes: [HTMLToken.Attribute]) {
        if name == "br" || name == "hr" {
            if name == "hr" { closeParagraph() }
            markup += "<\(name)>"
            return
        }
        guard prepare(name), open.count < Self.deepest else { return }
        markup += "<\(name)\(Self.text(of: attributes, on: name))>"
        open.append(name)
    }

    /// Closes what ends where `name` begins; says whether `name` may stand here.
    private mutating func prepare(_ name: String) -> Bool {
        switch name {
        case "li": return closeItem(["li"], of: ["ul", "ol"])
        case "dt", "dd": return closeItem(["dt", "dd"], of: ["dl"])
        case "td", "th":
            if closeTo(["tr"]) { return true }
            guard prepare("tr") else { return false }
            start("tr", [])
            return open.last == "tr"
        case "tr": return closeTo(["thead", "tbody", "tfoot"]) || closeTo(["table"])
        case "thead", "tbody", "tfoot", "caption": return closeTo(["table"])
        case "a":
            // A link within a link ends it.
            if let index = open.lastIndex(of: "a") { close(to: index) }
            return true
        default:
            if Self.blocks.contains(name) { closeParagraph() }
            return true
        }
    }

    /// Ends the item before, where the list is open within the same cell; `false` outside of a list.
    private mutating func closeItem(_ items: Set<String>, of lists: Set<String>) -> Bool {
        guard let list = open.lastIndex(where: { lists.contains($0) }) else { return false }
        let within = open[(list + 1)...]
        if within.contains("table") { return false }
        if let item = within.firstIndex(where: { items.contains($0) }) { close(to: item) }
        return true
    }

    /// Ends all that is open within the nearest of `parents`; `false` when the nearest table has none.
    private mutating func closeTo(_ parents: Set<String>) -> Bool {
        guard let parent = open.lastIndex(where: { parents.contains($0) }), !open[(parent + 1)...].contains("table")
        else { return false }
        close(to: parent + 1)
        return true
    }

    private mutating func closeParagraph() {
        if let index = open.lastIndex(of: "p"), !open[index...].contains("table") { close(to: index) }
    }

    private mutating func end(_ name: String) {
        guard name != "br", name != "hr", let index = open.lastIndex(of: name) else { return }
        // An end tag within a cell ends nothing outside the table.
        let isOfTable = ["table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption"].contains(name)
        if !isOfTable, open[(index + 1)...].contains(where: { $0 == "td" || $0 == "th" || $0 == "table" }) { return }
        if isOfTable, name != "table", open[(index + 1)...].contains("table") { return }
        close(to: index)
    }

    /// Closes every open element from `index` on.
    private mutating func close(to index: Int) {
        for name in open[index...].reversed() { markup += "</\(name)>" }
        open.removeSubrange(index...)
    }

    private mutating func picture(_ attributes: [HTMLToken.Attribute]) {
        func value(_ name: String) -> String { attributes.first { $0.name == name }?.value ?? "" }
        let alternative = value("alt")
        guard let piece = HTMLAddress.picture(value("src"), alternative: alternative) else {
            if !alternative.isBlank { markup += CleanedHTML.escaped(alternative) }
            return
        }
        // One dot by one dot is there to be counted, not to be seen.
        let isDot = ["0", "1"].contains(value("width")) && ["0", "1"].contains(value("height"))
        if isDot, case .remotePicture = piece { return }
        if !markup.isEmpty { pieces.append(.markup(markup)) }
        markup = ""
        pieces.append(piece)
    }

    mutating func finished() -> [CleanedHTML.Piece] {
        close(to: 0)
        if !markup.isEmpty { pieces.append(.markup(markup)) }
        return pieces
    }

    // MARK: Attributes

    private static func text(of attributes: [HTMLToken.Attribute], on name: String) -> String {
        var text = ""
        for attribute in attributes {
            guard let value = allowed(attribute, on: name) else { continue }
            text += " \(attribute.name)=\"\(CleanedHTML.escaped(value))\""
            if attribute.name == "href" { text += " rel=\"noopener noreferrer nofollow\" target=\"_blank\"" }
        }
        return text
    }

    private static func allowed(_ attribute: HTMLToken.Attribute, on name: String) -> String? {
        let value = attribute.value
        switch (attribute.name, name) {
        case ("href", "a"): return HTMLAddress.link(value)
        case ("title", "a"), ("title", "abbr"): return String(value.prefix(500))
        case ("colspan", "td"), ("colspan", "th"), ("rowspan", "td"), ("rowspan", "th"):
            return Int(value).flatMap { (1...100).contains($0) ? String($0) : nil }
        case ("start", "ol"): return Int(value).map(String.init)
        case ("dir", _): return ["ltr", "rtl", "auto"].contains(value.lowercased()) ? value.lowercased() : nil
        case ("lang", _):
            let isTag = value.utf8.count <= 35 && value.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2D }
            return isTag && !value.isEmpty ? value : nil
        default: return nil
        }
    }
}
