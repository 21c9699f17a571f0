/// Whether a file holds several messages, one after another, as mailboxes of the mbox kind do.
///
/// Only a file that begins with a `From ` line is one, and only such lines after an empty line that end in a year and have
/// a header below them divide it: sentences in a message begin with "From" too, and programs forget to mark them.
package struct MailboxFile: Sendable {
    /// The messages, each with its `From ` line; all of the bytes where the file is none.
    package let messages: [Range<Int>]
    /// Lines, counted from 1, that look like the beginning of a message and have no header below them. They were left where
    /// they stand, in the message before; at most 1,000.
    package let doubtfulLines: [Int]

    package init(_ bytes: [UInt8]) {
        let start = bytes.firstIndex { !$0.isSpace } ?? 0
        guard Self.isDivider(bytes, start) else {
            messages = [0..<bytes.count]
            doubtfulLines = []
            return
        }
        var (starts, doubtful) = ([0], [Int]())
        var (at, line) = (start, bytes[..<start].count { $0 == 0x0A } + 1)
        var isAfterEmpty = false
        while at < bytes.count {
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
            if isAfterEmpty, at > start, Self.isDivider(bytes, at) {
                if Self.isHeader(bytes, end + 1) {
                    starts.append(at)
                } else if doubtful.count < Self.mostDoubts {
                    doubtful.append(line)
                }
            }
            line += 1
            isAfterEmpty = end == at || end == at + 1 && bytes[at] == 0x0D
            at = end + 1
        }
        doubtfulLines = doubtful
        messages = zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
    }

    private static let mostDoubts = 1_000

    var first: Range<Int> { messages[0] }
    var following: Int { messages.count - 1 }

    /// A field such as `Subject: …`; some programs put a marked `>From ` line before the first.
    private static func isHeader(_ bytes: [UInt8], _ start: Int) -> Bool {
        guard start < bytes.count else { return false }
        let line = bytes[start...].prefix(300).prefix { $0 != 0x0A && $0 != 0x0D }
        if line.starts(with: Array(">From ".utf8)) { return true }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let name = line[..<colon].prefix { $0 != 0x20 && $0 != 0x09 }
        // Before the colon nothing but blanks may follow the name (RFC 5322, section 4.5).
        return !name.isEmpty && name.allSatisfy { (33...126).contains($0) }
            && line[name.endIndex..<colon].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

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
