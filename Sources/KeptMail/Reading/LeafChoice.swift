/// Sorts the leaves of a message: what is shown as its text, what is a file, what belongs into its HTML.
struct LeafChoice {
    /// A stretch of the body: plain, HTML, or both where the sender left the choice.
    struct Block {
        var plain: MimeLeaf?
        var html: MimeLeaf?
        var alternative: MimeLeaf.Alternative?
    }

    private(set) var blocks: [Block] = []
    private(set) var attachments: [MimeLeaf] = []
    private(set) var inline: [MimeLeaf] = []
    private(set) var others: [MimeLeaf] = []

    init(_ leaves: [MimeLeaf]) {
        for leaf in leaves { take(leaf) }
        guard blocks.isEmpty else { return }
        // The only text may have a file's name: then it is both.
        if let named = leaves.first(where: { $0.report == nil && Self.isText($0) && $0.disposition != "attachment" }) {
            add(named)
        }
    }

    private static let messages: Set<String> = [
        "message/rfc822", "message/rfc2822", "message/global", "message/news",
    ]

    private static func isText(_ leaf: MimeLeaf) -> Bool { leaf.type == "text/plain" || leaf.type == "text/html" }

    private mutating func take(_ leaf: MimeLeaf) {
        if leaf.report != nil {
            // The first text of a report is for people; the rest is the report.
            if Self.isText(leaf), leaf.name == nil, leaf.disposition != "attachment" { add(leaf) }
        } else if leaf.name != nil || leaf.disposition == "attachment" || Self.messages.contains(leaf.type) {
            attachments.append(leaf)
            if leaf.contentID != nil { inline.append(leaf) }
        } else if leaf.contentID != nil, !Self.isText(leaf) {
            inline.append(leaf)
        } else if Self.isText(leaf) || leaf.type.hasPrefix("text/") && !Self.isForPrograms(leaf.type) {
            add(leaf)
        } else if !leaf.bytes.isEmpty {
            others.append(leaf)
        }
    }

    private static func isForPrograms(_ type: String) -> Bool {
        [
            "text/calendar", "text/x-vcard", "text/vcard", "text/directory", "text/css", "text/csv",
            "text/rfc822-headers",
        ]
        .contains(type)
    }

    private mutating func add(_ leaf: MimeLeaf) {
        let isHTML = leaf.type == "text/html"
        if let alternative = leaf.alternative, let last = blocks.last, last.alternative?.set == alternative.set {
            // Of several plain choices the first, of several HTML ones the last, which is the fullest.
            if isHTML {
                blocks[blocks.count - 1].html = leaf
            } else if last.plain == nil || last.plain?.bytes.allSatisfy(\.isSpace) == true {
                blocks[blocks.count - 1].plain = leaf
            } else if last.plain?.alternative?.choice == alternative.choice {
                blocks.append(Block(plain: leaf, html: nil, alternative: nil))
            }
            return
        }
        blocks.append(Block(plain: isHTML ? nil : leaf, html: isHTML ? leaf : nil, alternative: leaf.alternative))
    }
}
