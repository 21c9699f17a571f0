/// The text of a message, and its HTML where it has any, from the blocks that are shown.
struct MessageBody {
    private(set) var text = ""
    private(set) var charsets: [CharsetDecision] = []
    /// Whether more text came than is shown.
    private(set) var isCut = false
    private var html: String?
    private let decoder: TextDecoder
    private let longest: Int

    init(_ blocks: [LeafChoice.Block], decoder: TextDecoder, longest: Int) {
        self.decoder = decoder
        self.longest = longest
        let hasHTML = blocks.contains { $0.html != nil }
        var texts: [String] = []
        var pages: [String] = []
        for block in blocks {
            var page: String?
            var plain: String?
            if let leaf = block.html { page = hypertext(leaf) }
            if let leaf = block.plain { plain = plainText(leaf) }
            if let plain, !plain.isBlank || page == nil {
                texts.append(plain)
            } else if let page {
                texts.append(HTMLText.of(page))
            }
            if hasHTML { pages.append(page ?? Self.markup(plain ?? "")) }
        }
        text = texts.count == 1 ? texts[0] : texts.filter { !$0.isBlank }.joined(separator: "\n")
        if hasHTML { html = pages.joined(separator: "<hr>") }
    }

    /// The HTML, given away: it is needed once and may be large.
    mutating func takeHTML() -> String? {
        defer { html = nil }
        return html
    }

    private mutating func plainText(_ leaf: MimeLeaf) -> String {
        let text = decoded(leaf, label: leaf.charset).withPlainEnds
        return leaf.isFlowed ? FlowedText.unfolded(text, removesSpaces: leaf.removesSpaces) : text
    }

    private mutating func hypertext(_ leaf: MimeLeaf) -> String {
        decoded(leaf, label: leaf.charset.isEmpty ? Self.labelWithin(leaf.bytes) : leaf.charset).withPlainEnds
    }

    private mutating func decoded(_ leaf: MimeLeaf, label: String) -> String {
        var bytes = leaf.bytes
        if bytes.count > longest {
            isCut = true
            bytes = Array(bytes.prefix(longest))
            // Not within a character, as far as an end of line shows where they end.
            if let end = bytes.lastIndex(of: 0x0A), end > longest / 2 { bytes.removeSubrange(end...) }
        }
        let (text, decision) = decoder.text(bytes, declared: label)
        if decision.used != .ascii { charsets.append(decision) }
        return text
    }

    /// The charset that an HTML text names in a `meta` element; empty when it names none.
    private static func labelWithin(_ bytes: [UInt8]) -> String {
        let start = String(decoding: bytes.prefix(2_048).map { $0 < 0x80 ? $0.lowercased : 0x3F }, as: UTF8.self)
        guard let meta = start.firstRange(of: "charset=") else { return "" }
        let label = start[meta.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
        return String(label.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    }

    private static func markup(_ plain: String) -> String {
        plain.isBlank ? "" : "<pre>" + CleanedHTML.escaped(plain) + "</pre>"
    }
}

extension String {
    /// With every end of line as one U+000A.
    fileprivate var withPlainEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(utf8.count)
        var returns = 0
        for byte in utf8 {
            if byte == 0x0D {
                returns += 1
                continue
            }
            if returns > 0, byte != 0x0A { result += [UInt8](repeating: 0x0A, count: returns) }
            returns = 0
            result.append(byte)
        }
        if returns > 0 { result.append(0x0A) }
        return String(decoding: result, as: UTF8.self)
    }
}
