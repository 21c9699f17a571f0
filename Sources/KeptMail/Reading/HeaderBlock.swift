/// The fields at the start of a message, found leniently, and where its body begins.
///
/// Messages as they come have byte order marks, `From ` lines of mailboxes, blank lines before the first field, fields
/// continued without a blank, and no line between fields and body. One pass over the header; the body is not looked at.
struct HeaderBlock {
    struct Field {
        /// In lower case.
        let name: String
        /// The bytes after the colon, with the folding and without the last end of line.
        let value: ArraySlice<UInt8>
    }

    private(set) var fields: [Field] = []
    /// The offset of the body; the count of bytes where there is none.
    private(set) var bodyStart: Int
    /// Whether the first line that is not blank is a field, or the `From ` line of a mailbox.
    private(set) var startsAtOnce = false
    private(set) var faults: Set<ReadingFault> = []

    init(_ bytes: [UInt8], from start: Int = 0) {
        var scan = HeaderScan(bytes: bytes, at: start)
        scan.skipToFields()
        bodyStart = scan.at
        var isFirst = true
        while let line = scan.line(), !line.isEmpty {
            switch scan.kind(of: line, follows: fields.isEmpty ? nil : fields[fields.count - 1]) {
            case .field(let colon):
                let name = String(decoding: bytes[line.start..<colon].trimmed.map(\.lowercased), as: UTF8.self)
                fields.append(Field(name: name, value: bytes[(colon + 1)..<line.end]))
                if isFirst { startsAtOnce = true }
            case .continuation(let isBroken):
                if isBroken { faults.insert(.brokenHeader) }
                if let last = fields.popLast() {
                    fields.append(Field(name: last.name, value: bytes[last.value.startIndex..<line.end]))
                }
            case .mailboxLine: startsAtOnce = startsAtOnce || isFirst
            case .garbage: faults.insert(.brokenHeader)
            case .body:
                faults.insert(.noLineBeforeBody)
                bodyStart = line.start
                return
            }
            isFirst = false
            scan.at = line.next
            bodyStart = line.next
        }
        if let blank = scan.line() { bodyStart = blank.next }
    }

    /// The values of all fields of that name, in order.
    func values(_ name: String) -> [ArraySlice<UInt8>] { fields.filter { $0.name == name }.map(\.value) }
    func first(_ name: String) -> ArraySlice<UInt8>? { fields.first { $0.name == name }?.value }
    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// The value as lower-case ASCII without blanks at its ends, for fields that hold a word: `nil` without the field.
    func word(_ name: String) -> String? {
        first(name).map { String(decoding: $0.trimmed.map(\.lowercased), as: UTF8.self) }
    }
}

/// Walks over the lines of a header.
private struct HeaderScan {
    struct Line {
        let start: Int
        /// Where its text ends.
        let end: Int
        /// Where the next one starts.
        let next: Int
        var isEmpty: Bool { start == end }
    }

    enum Kind {
        case field(colon: Int), continuation(isBroken: Bool), mailboxLine, garbage, body
    }

    let bytes: [UInt8]
    var at: Int
    /// Old files end their lines by CR alone.
    let endsByReturn: Bool

    init(bytes: [UInt8], at: Int) {
        self.bytes = bytes
        self.at = at
        let start = bytes[at...].prefix(4_096)
        endsByReturn = !start.contains(0x0A) && start.contains(0x0D)
    }

    /// The line at the place of the scan; `nil` at the end of the bytes.
    func line() -> Line? { line(at: at) }

    private func line(at start: Int) -> Line? {
        guard start < bytes.count else { return nil }
        var end = start
        let mark: UInt8 = endsByReturn ? 0x0D : 0x0A
        while end < bytes.count, bytes[end] != mark { end += 1 }
        let next = min(end + 1, bytes.count)
        while end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return Line(start: start, end: end, next: next)
    }

    mutating func skipToFields() {
        if bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]) { at += 3 }
        while let line = line(), Self.isBefore(bytes[line.start..<line.end]) { at = line.next }
    }

    /// What comes before the first field: blank lines and the line by which a mailbox begins a message.
    private static func isBefore(_ text: ArraySlice<UInt8>) -> Bool {
        text.allSatisfy(\.isSpace) || text.starts(with: Array("From ".utf8)) || text.starts(with: Array(">From ".utf8))
    }

    /// What the line is, `last` being the field before it.
    func kind(of line: Line, follows last: HeaderBlock.Field?) -> Kind {
        let text = bytes[line.start..<line.end]
        if let first = text.first, first.isBlank {
            if last != nil { return .continuation(isBroken: false) }
            let start = text.firstIndex { !$0.isBlank } ?? line.end
            return colon(from: start, to: line.end).map(Kind.field) ?? .garbage
        }
        if text.starts(with: Array("From ".utf8)) || text.starts(with: Array(">From ".utf8)) { return .mailboxLine }
        if let colon = colon(from: line.start, to: line.end) { return .field(colon: colon) }
        // A delimiter of parts is where the body begins, however early.
        if text.starts(with: Array("--".utf8)) { return .body }
        guard isFollowedByField(line) else { return .body }
        return last == nil ? .garbage : .continuation(isBroken: true)
    }

    /// Where the colon of a field stands: after printable characters, blanks before it allowed.
    private func colon(from start: Int, to end: Int) -> Int? {
        var at = start
        while at < end, bytes[at] > 0x20, bytes[at] < 0x7F, bytes[at] != UInt8(ascii: ":") { at += 1 }
        guard at > start, at - start <= 256 else { return nil }
        while at < end, bytes[at].isBlank { at += 1 }
        return at < end && bytes[at] == UInt8(ascii: ":") ? at : nil
    }

    /// Whether one of the next three lines is a field that messages commonly have, so that this one is a broken field.
    private func isFollowedByField(_ line: Line) -> Bool {
        var next = line.next
        for _ in 0..<3 {
            guard let line = self.line(at: next), !line.isEmpty else { return false }
            if let colon = colon(from: line.start, to: line.end),
                MailFields.isCommon(bytes[line.start..<colon].trimmed)
            {
                return true
            }
            next = line.next
        }
        return false
    }
}
