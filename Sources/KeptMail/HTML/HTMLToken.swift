/// A piece of an HTML text as a browser would take it apart, attributes decoded.
enum HTMLToken: Equatable {
    struct Attribute: Equatable {
        /// In lower case.
        let name: String
        let value: String
    }

    case text(String)
    /// The name in lower case. Of an attribute that stands twice, the first counts.
    case start(name: String, attributes: [Attribute])
    case end(name: String)
}

/// Takes HTML apart from left to right, after the tokenizer of the HTML standard (section 13.2.5) as far as it matters for
/// a text that is written anew from what is allowed: comments, declarations and the contents of scripts and styles are
/// passed over. Never goes back, so its time grows with the length of the text alone.
struct HTMLTokenizer {
    private let bytes: [UInt8]
    private var at = 0
    /// The element whose text ends only at its own end tag, and whether that text is passed over.
    private var raw: (name: String, isDropped: Bool)?

    init(_ text: String) { bytes = Array(text.utf8) }

    private static let dropped: Set<String> = ["script", "style", "title", "template", "iframe", "noframes", "noembed"]
    private static let kept: Set<String> = ["textarea", "xmp", "plaintext"]

    mutating func next() -> HTMLToken? {
        while at < bytes.count {
            if let raw {
                self.raw = nil
                let text = rawText(until: raw.name)
                if raw.isDropped || text.isEmpty { continue }
                return .text(text)
            }
            guard bytes[at] == UInt8(ascii: "<") else { return .text(text()) }
            guard at + 1 < bytes.count else {
                at += 1
                return .text("<")
            }
            switch bytes[at + 1] {
            case UInt8(ascii: "!"): skipMarkup()
            case UInt8(ascii: "?"): skipPast(UInt8(ascii: ">"))
            case UInt8(ascii: "/"):
                if at + 2 < bytes.count, bytes[at + 2].isLetter { return endTag() }
                skipPast(UInt8(ascii: ">"))
            case let byte where byte.isLetter: return startTag()
            default:
                at += 1
                return .text("<")
            }
        }
        return nil
    }

    private mutating func text() -> String {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "<") { at += 1 }
        return HTMLEntities.decoded(bytes[start..<at])
    }

    private mutating func rawText(until name: String) -> String {
        let start = at
        let wanted = Array(name.utf8)
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "<"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "/"),
                at + 2 + wanted.count <= bytes.count,
                bytes[(at + 2)..<(at + 2 + wanted.count)].elementsEqual(wanted, by: { $0.lowercased == $1 })
            {
                break
            }
            at += 1
        }
        return HTMLEntities.decoded(bytes[start..<at])
    }

    private mutating func skipPast(_ byte: UInt8) {
        while at < bytes.count, bytes[at] != byte { at += 1 }
        at = min(at + 1, bytes.count)
    }

    /// A comment, to `-->` or what browsers take for it, or a declaration.
    private mutating func skipMarkup() {
        guard bytes[at...].starts(with: Array("<!--".utf8)) else { return skipPast(UInt8(ascii: ">")) }
        at += 4
        // `<!-->` and `<!--->` are whole comments.
        if bytes[at...].first == UInt8(ascii: ">") { return at += 1 }
        if bytes[at...].starts(with: Array("->".utf8)) { return at += 2 }
        // Ends at `-->` or `--!>`; one that is never closed takes the rest.
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: ">") {
                let before = bytes[..<at].suffix(3)
                if before.suffix(2).elementsEqual("--".utf8) || before.elementsEqual("--!".utf8) {
                    at += 1
                    return
                }
            }
            at += 1
        }
    }

    private mutating func name() -> String {
        let start = at
        while at < bytes.count, !bytes[at].isSpace, bytes[at] != UInt8(ascii: "/"), bytes[at] != UInt8(ascii: ">") {
            at += 1
        }
        return String(decoding: bytes[start..<at].map(\.lowercased), as: UTF8.self)
    }

    private mutating func endTag() -> HTMLToken {
        at += 2
        let name = name()
        skipPast(UInt8(ascii: ">"))
        return .end(name: name)
    }

    private mutating func startTag() -> HTMLToken {
        at += 1
        let name = name()
        var attributes: [HTMLToken.Attribute] = []
        while at < bytes.count, bytes[at] != UInt8(ascii: ">") {
            guard let attribute = attribute() else { continue }
            // Nobody writes more; a message made of one tag must not take time with the square of its attributes.
            if attributes.count < 64, !attributes.contains(where: { $0.name == attribute.name }) {
                attributes.append(attribute)
            }
        }
        at = min(at + 1, bytes.count)
        if Self.dropped.contains(name) { raw = (name, true) }
        if Self.kept.contains(name) { raw = (name, false) }
        return .start(name: name, attributes: attributes)
    }

    /// `nil` for what stands between attributes; always moves on.
    private mutating func attribute() -> HTMLToken.Attribute? {
        if bytes[at].isSpace || bytes[at] == UInt8(ascii: "/") {
            at += 1
            return nil
        }
        let start = at
        at += 1
        while at < bytes.count, !bytes[at].isSpace, ![0x2F, 0x3D, 0x3E].contains(bytes[at]) { at += 1 }
        let name = String(decoding: bytes[start..<at].map(\.lowercased), as: UTF8.self)
        var look = at
        while look < bytes.count, bytes[look].isSpace { look += 1 }
        guard look < bytes.count, bytes[look] == UInt8(ascii: "=") else {
            return HTMLToken.Attribute(name: name, value: "")
        }
        at = look + 1
        while at < bytes.count, bytes[at].isSpace { at += 1 }
        return HTMLToken.Attribute(name: name, value: value())
    }

    private mutating func value() -> String {
        guard at < bytes.count else { return "" }
        let quote = bytes[at]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            let start = at + 1
            let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
            at = min(end + 1, bytes.count)
            return HTMLEntities.decoded(bytes[start..<end])
        }
        let start = at
        while at < bytes.count, !bytes[at].isSpace, bytes[at] != UInt8(ascii: ">") { at += 1 }
        return HTMLEntities.decoded(bytes[start..<at])
    }
}
