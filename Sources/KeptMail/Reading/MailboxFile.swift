/// Whether a file holds several messages, one after another, as mailboxes of the mbox kind do.
///
/// Only a file that begins with a `From ` line is one, and only such lines after an empty line that end in a year divide
/// it: sentences in a message begin with "From" too.
package struct MailboxFile: Sendable {
    /// The messages, each with its `From ` line; all of the bytes where the file is none.
    package let messages: [Range<Int>]

    package init(_ bytes: [UInt8]) {
        let start = bytes.firstIndex { !$0.isSpace } ?? 0
        guard Self.isDivider(bytes, start) else {
            messages = [0..<bytes.count]
            return
        }
        var starts = [0]
        var at = start
        var isAfterEmpty = false
        while at < bytes.count {
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
            if isAfterEmpty, at > start, Self.isDivider(bytes, at) { starts.append(at) }
            isAfterEmpty = end == at || end == at + 1 && bytes[at] == 0x0D
            at = end + 1
        }
        messages = zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
    }

    var first: Range<Int> { messages[0] }
    var following: Int { messages.count - 1 }

    /// `From ann@example.org Thu Apr  2 12:00:00 2026`, perhaps with a zone.
    private static func isDivider(_ bytes: [UInt8], _ start: Int) -> Bool {
        guard bytes[start...].starts(with: Array("From ".utf8)) else { return false }
        let line = bytes[start...].prefix(300).prefix { $0 != 0x0A && $0 != 0x0D }
        let words = line.split(separator: 0x20).suffix(4)
        let hasYear = words.contains { word in
            word.count == 4 && word.allSatisfy(\.isDigit)
                && (word.starts(with: Array("19".utf8)) || word.starts(with: Array("20".utf8)))
        }
        let hasTime = line.contains(UInt8(ascii: ":"))
        return hasYear && hasTime
    }
}
