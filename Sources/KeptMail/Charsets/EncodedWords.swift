/// Encoded words of header fields (RFC 2047), read as programs write them: several of one charset in a row may share a
/// character, and words may hold blanks or stand where the rules do not allow them.
struct EncodedWords {
    let decoder: TextDecoder

    /// The text of a field: unfolded, words decoded, other bytes above 127 read as the decoder decides.
    func text(_ field: ArraySlice<UInt8>) -> String {
        var result = ""
        for run in Self.runs(Self.unfolded(field)) {
            switch run {
            case .plain(let bytes): result += decoder.text(Array(bytes), declared: "").text
            case .encoded(let charset, let bytes): result += decoder.text(bytes, declared: charset).text
            }
        }
        // An encoded end of line would be a line of its own wherever the text is shown or sent on.
        return String(String.UnicodeScalarView(result.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
    }

    /// The field with every word in UTF-8, still encoded, and other bytes as UTF-8: what a parser of addresses may take
    /// apart without knowing charsets.
    func normalised(_ field: ArraySlice<UInt8>) -> [UInt8] {
        let unfolded = Self.unfolded(field)
        if !unfolded.contains(where: { $0 >= 0x80 }), !Self.hasWord(unfolded) { return unfolded }
        var result: [UInt8] = []
        for run in Self.runs(unfolded) {
            switch run {
            case .plain(let bytes): result += Array(decoder.text(Array(bytes), declared: "").text.utf8)
            case .encoded(let charset, let bytes):
                result += Array("=?UTF-8?B?".utf8)
                result += Base64.encoded(Array(decoder.text(bytes, declared: charset).text.utf8))
                result += Array("?=".utf8)
            }
        }
        return result
    }

    enum Run {
        case plain(ArraySlice<UInt8>)
        case encoded(charset: String, [UInt8])
    }

    /// Without the ends of line of folding; NUL left out, which no parser of C texts survives.
    static func unfolded(_ field: ArraySlice<UInt8>) -> [UInt8] {
        let trimmed = field.trimmed
        guard trimmed.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else { return Array(trimmed) }
        var result: [UInt8] = []
        result.reserveCapacity(trimmed.count)
        var isAfterEnd = false
        for byte in trimmed {
            switch byte {
            case 0: continue
            case 0x0A, 0x0D: isAfterEnd = true
            case 0x09 where isAfterEnd, 0x20 where isAfterEnd:
                if result.last?.isBlank != true { result.append(0x20) }
            default:
                // A line continued without a blank still ended a word.
                if isAfterEnd, result.last?.isBlank != true { result.append(0x20) }
                isAfterEnd = false
                result.append(byte)
            }
        }
        return result
    }

    private static func hasWord(_ bytes: [UInt8]) -> Bool {
        bytes.indices.dropLast().contains { bytes[$0] == UInt8(ascii: "=") && bytes[$0 + 1] == UInt8(ascii: "?") }
    }

    static func runs(_ bytes: [UInt8]) -> [Run] {
        var runs: [Run] = []
        var plainStart = 0
        var at = 0
        while at + 1 < bytes.count {
            guard bytes[at] == UInt8(ascii: "="), bytes[at + 1] == UInt8(ascii: "?"), let word = word(bytes, at) else {
                at += 1
                continue
            }
            let between = bytes[plainStart..<at]
            if case .encoded(let charset, let before)? = runs.last, between.allSatisfy(\.isSpace) {
                // Blanks between two words are not part of the text.
                if charset == word.charset {
                    runs[runs.count - 1] = .encoded(charset: charset, before + word.bytes)
                } else {
                    runs.append(.encoded(charset: word.charset, word.bytes))
                }
            } else {
                if !between.isEmpty { runs.append(.plain(between)) }
                runs.append(.encoded(charset: word.charset, word.bytes))
            }
            at = word.end
            plainStart = at
        }
        if plainStart < bytes.count { runs.append(.plain(bytes[plainStart...])) }
        return runs
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> (charset: String, bytes: [UInt8], end: Int)? {
        let question = UInt8(ascii: "?")
        // No charset has a longer name, so a `=?` that begins no word costs little.
        guard let first = bytes[(start + 2)...].prefix(64).firstIndex(of: question), first + 2 < bytes.count,
            bytes[first + 2] == question
        else { return nil }
        let encoding = bytes[first + 1].lowercased
        guard encoding == UInt8(ascii: "b") || encoding == UInt8(ascii: "q") else { return nil }
        var end = first + 3
        while end + 1 < bytes.count, bytes[end] != question || bytes[end + 1] != UInt8(ascii: "=") {
            // A question mark belongs into a word only as its end.
            if bytes[end] == question, encoding == UInt8(ascii: "b") { return nil }
            end += 1
            if end - first > 65_536 { return nil }
        }
        guard end + 1 < bytes.count else { return nil }
        let label = bytes[(start + 2)..<first].prefix { $0 != UInt8(ascii: "*") }
        let text = bytes[(first + 3)..<end]
        let decoded = encoding == UInt8(ascii: "b") ? Base64.decoded(text) : quotedBytes(text)
        return (String(decoding: label.map(\.lowercased), as: UTF8.self), decoded, end + 2)
    }

    private static func quotedBytes(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var at = text.startIndex
        while at < text.endIndex {
            let byte = text[at]
            if byte == UInt8(ascii: "="), at + 2 < text.endIndex, let high = hexadecimal(text[at + 1]),
                let low = hexadecimal(text[at + 2])
            {
                result.append(high << 4 | low)
                at += 3
                continue
            }
            result.append(byte == UInt8(ascii: "_") ? 0x20 : byte)
            at += 1
        }
        return result
    }
}

/// The value of a hexadecimal digit.
func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
}
