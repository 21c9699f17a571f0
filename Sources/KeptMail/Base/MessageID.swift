/// The identifier that a program gave to a message (RFC 5322, section 3.6.4), without the angle brackets.
package struct MessageID: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// As headers have it: `<id@domain>`.
    package var inBrackets: String { "<\(text)>" }

    /// The identifiers of a `Message-ID`, `In-Reply-To` or `References` field, in order, each once.
    ///
    /// What stands in angle brackets counts; white space within them is left out, since folding puts it there. Where there
    /// are no brackets, the words count if each has an `@`. Texts longer than the longest line of a message are no identifiers.
    package static func list(_ field: String) -> [MessageID] {
        var found: [String] = []
        var current: [UInt8]?
        for byte in field.utf8 {
            switch byte {
            case UInt8(ascii: "<"): current = []
            case UInt8(ascii: ">"):
                if let text = current, !text.isEmpty, text.count <= 998 {
                    found.append(String(decoding: text, as: UTF8.self))
                }
                current = nil
            case 0x09, 0x0A, 0x0D, 0x20: continue
            default: current?.append(byte)
            }
        }
        if found.isEmpty {
            let words = field.split { $0.isWhitespace || $0 == "," || $0 == "<" || $0 == ">" }
            let areIDs = words.allSatisfy { $0.contains("@") && $0.utf8.count <= 998 }
            found = areIDs ? words.map(String.init) : []
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0).inserted }.map(MessageID.init)
    }
}
