/// The plain text of an HTML text, for messages that bring none: paragraphs and lists as lines, quotes marked by `>`,
/// addresses of links in angle brackets where the words do not say them.
enum HTMLText {
    static func of(_ html: String) -> String {
        var writer = HTMLTextWriter()
        var tokenizer = HTMLTokenizer(html)
        while let token = tokenizer.next() { writer.take(token) }
        return writer.finished()
    }
}

private struct HTMLTextWriter {
    private var lines: [String] = []
    private var line = ""
    /// A blank is due before the next word.
    private var isSpaced = false
    private var quoteDepth = 0
    private var preformatted = 0
    private var links: [(address: String, start: Int)] = []
    private var blankLines = 1

    private static let blocks: Set<String> = [
        "div", "tr", "table", "ul", "ol", "dl", "dt", "dd", "form", "center", "section", "article", "header", "footer",
        "address", "fieldset", "legend", "figure", "figcaption", "main", "nav", "aside", "body", "html", "head",
        "option",
        "tbody", "thead", "tfoot", "caption", "hr",
    ]
    private static let paragraphs: Set<String> = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"]

    mutating func take(_ token: HTMLToken) {
        switch token {
        case .text(let text): preformatted > 0 ? addLines(text) : add(text)
        case .start(let name, let attributes): start(name, attributes)
        case .end(let name): end(name)
        }
    }

    private mutating func start(_ name: String, _ attributes: [HTMLToken.Attribute]) {
        switch name {
        case "br": breakLine()
        case "td", "th": if !line.isEmpty { isSpaced = true }
        case "li":
            endLine()
            add("- ")
        case "hr":
            endLine()
            add("----------")
            endLine()
        case "img":
            let alternative = attributes.first { $0.name == "alt" }?.value ?? ""
            if !alternative.isBlank { add("[\(alternative)]") }
        case "a":
            let address = attributes.first { $0.name == "href" }?.value ?? ""
            if links.count < 64 { links.append((address, line.utf8.count)) }
        default:
            if Self.paragraphs.contains(name) {
                endParagraph()
            } else if Self.blocks.contains(name) {
                endLine()
            }
        }
        // A quote of a quote of a hundred is marked like one of thirty-two.
        if name == "blockquote" { quoteDepth = min(quoteDepth + 1, 32) }
        if name == "pre" { preformatted += 1 }
    }

    private mutating func end(_ name: String) {
        if name == "a", let link = links.popLast() { say(link.address, since: link.start) }
        if name == "blockquote" {
            endLine()
            // The blank line after a quote is not part of it.
            quoteDepth = max(0, quoteDepth - 1)
        }
        if Self.paragraphs.contains(name) {
            endParagraph()
        } else if Self.blocks.contains(name) || name == "li" {
            endLine()
        }
        if name == "pre" { preformatted = max(0, preformatted - 1) }
    }

    /// The address of a link in brackets unless its words are the address.
    private mutating func say(_ address: String, since start: Int) {
        let address = address.trimmedText
        guard address.hasPrefix("http:") || address.hasPrefix("https:"), address.utf8.count <= 2_000,
            start <= line.utf8.count
        else { return }
        let words = String(line.utf8.dropFirst(start)) ?? ""
        let bare = address.drop { $0 != "/" }.drop { $0 == "/" }
        guard !words.isBlank, !words.contains(bare.hasSuffix("/") ? bare.dropLast() : bare) else { return }
        line += " <\(address)>"
    }

    private mutating func add(_ text: String) {
        var word: [UInt8] = []
        func isGap(_ byte: UInt8) -> Bool { byte.isSpace }
        for byte in text.utf8 {
            guard isGap(byte) else {
                word.append(byte)
                continue
            }
            flush(&word)
            isSpaced = true
        }
        flush(&word)
    }

    private mutating func flush(_ word: inout [UInt8]) {
        guard !word.isEmpty else { return }
        if isSpaced, !line.isEmpty { line += " " }
        isSpaced = false
        line += String(decoding: word, as: UTF8.self)
        word.removeAll(keepingCapacity: true)
    }

    private mutating func addLines(_ text: String) {
        for (index, piece) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { breakLine() }
            line += piece
        }
    }

    /// Ends the line even when it is empty.
    private mutating func breakLine() {
        if line.isBlank {
            endParagraph()
        } else {
            endLine()
        }
    }

    private mutating func endLine() {
        isSpaced = false
        defer { line = "" }
        for index in links.indices { links[index].start = 0 }
        guard !line.isBlank else { return }
        // Non-breaking blanks keep nothing together in a plain text.
        let text = String(line.map { $0 == "\u{A0}" ? " " : $0 })
        lines.append(marked(text))
        blankLines = 0
    }

    private mutating func endParagraph() {
        endLine()
        guard blankLines == 0 else { return }
        lines.append(marked(""))
        blankLines += 1
    }

    private func marked(_ text: String) -> String {
        quoteDepth == 0 ? text : String(repeating: ">", count: quoteDepth) + (text.isEmpty ? "" : " " + text)
    }

    mutating func finished() -> String {
        endLine()
        return String(lines.joined(separator: "\n").withoutBlankEdges)
    }
}
