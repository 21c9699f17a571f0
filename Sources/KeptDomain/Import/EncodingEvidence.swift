/// Tells the encoding of a text file from its first megabytes.
///
/// UTF-8 and UTF-16 are told by proof (byte order mark, validity, zero bytes). The two families of older encodings are
/// told apart by how bytes above 127 stand: Chinese ones in pairs within GB2312's rows of characters, Western European
/// ones alone or in twos between letters. Japanese, Korean, Cyrillic and Big5 texts fit neither and are refused, since a
/// wrong guess would store nonsense for good.
package struct EncodingEvidence: Sendable {
    package let encoding: TextEncoding
    /// Length of the byte order mark at the start, to be left out of the text.
    package let markLength: Int

    /// - Parameter sample: the start of the file; the last character may be cut.
    package init(_ sample: UnsafeRawBufferPointer) throws(EncodingDoubt) {
        if sample.starts(with: [0xFF, 0xFE, 0, 0]) || sample.starts(with: [0, 0, 0xFE, 0xFF]) { throw .utf32 }
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) {
            (encoding, markLength) = (.utf8, 3)
        } else if sample.starts(with: [0xFF, 0xFE]) {
            (encoding, markLength) = (.utf16LittleEndian, 2)
        } else if sample.starts(with: [0xFE, 0xFF]) {
            (encoding, markLength) = (.utf16BigEndian, 2)
        } else if let firstZero = sample.firstIndex(of: 0) {
            guard let wide = Self.wideByZeros(sample) else {
                throw .binary(offset: firstZero, line: Self.line(of: firstZero, in: sample))
            }
            (encoding, markLength) = (wide, 0)
        } else {
            (encoding, markLength) = (try Self.byHighBytes(sample), 0)
        }
    }

    /// UTF-16 without a mark: digits, delimiters and line ends leave zeros on one side of the pairs only.
    private static func wideByZeros(_ sample: UnsafeRawBufferPointer) -> TextEncoding? {
        var zeros = (even: 0, odd: 0)
        for at in sample.indices where sample[at] == 0 {
            if at.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let pairs = sample.count / 2
        // One in eight at least: even a page of Chinese has that many digits, delimiters and line ends.
        if zeros.even == 0, zeros.odd * 8 >= pairs { return .utf16LittleEndian }
        if zeros.odd == 0, zeros.even * 8 >= pairs { return .utf16BigEndian }
        return nil
    }

    private static func byHighBytes(_ sample: UnsafeRawBufferPointer) throws(EncodingDoubt) -> TextEncoding {
        guard case .invalid(let first) = UTF8Check(sample) else { return .utf8 }
        if isDamagedUTF8(sample) { return .utf8 }
        let census = HighByteCensus(sample)
        if census.looksChinese { return .gb18030 }
        if census.looksWesternEuropean { return .windows1252 }
        throw .unclear(offset: first, line: line(of: first, in: sample), bytes: Array(sample[first...].prefix(8)))
    }

    /// Twenty whole characters for each stray byte: UTF-8 with a few damaged rows, which are rejected one by one.
    private static func isDamagedUTF8(_ sample: UnsafeRawBufferPointer) -> Bool {
        var rest = sample
        var stray = 0
        while case .invalid(let at) = UTF8Check(rest) {
            stray += 1
            rest = UnsafeRawBufferPointer(rebasing: rest[(at + 1)...])
        }
        let leads = sample.count { $0 >= 0xC2 && $0 <= 0xF4 }
        return leads >= 20 * stray
    }

    private static func line(of offset: Int, in sample: UnsafeRawBufferPointer) -> Int {
        sample[..<offset].count { $0 == 0x0A } + 1
    }
}

/// Counts how bytes above 127 stand in a text that is not UTF-8.
struct HighByteCensus {
    private var highBytes = 0
    /// Bytes of two-byte characters in GB2312's rows, by row.
    private var inHanzi = 0
    private var inLaterHanzi = 0
    private var inKana = 0
    private var brokenPairs = 0
    /// Bytes standing alone or in twos beside an ASCII letter, as accented letters do.
    private var accented = 0
    private var undefinedIn1252 = 0

    init(_ sample: UnsafeRawBufferPointer) {
        var at = 0
        while at < sample.count {
            guard sample[at] >= 0x80 else {
                at += 1
                continue
            }
            var end = at
            while end < sample.count, sample[end] >= 0x80 { end += 1 }
            if end == sample.count, end - at < 3 { break }  // perhaps cut
            countRun(sample, at, end)
            at = end
        }
    }

    private mutating func countRun(_ sample: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
        highBytes += end - start
        for at in start..<end where [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(sample[at]) { undefinedIn1252 += 1 }
        let letterBefore = start > 0 && Self.isLetter(sample[start - 1])
        let letterAfter = end < sample.count && Self.isLetter(sample[end])
        if end - start <= 2, letterBefore || letterAfter { accented += end - start }
        var at = start
        while at < end {
            guard at + 1 < end else {
                // GBK's second bytes reach down to 0x40; a space, comma or line end there is no character at all.
                let next = at + 1 < sample.count ? sample[at + 1] : 0x40
                if next < 0x40 || next == 0x7F { brokenPairs += 1 }
                break
            }
            let (lead, trail) = (sample[at], sample[at + 1])
            if trail >= 0xA1 {
                switch lead {
                case 0xB0...0xC8, 0xA1...0xA3: inHanzi += 2
                case 0xC9...0xF7: (inHanzi, inLaterHanzi) = (inHanzi + 2, inLaterHanzi + 2)
                case 0xA4, 0xA5: inKana += 2
                default: break
                }
            }
            at += 2
        }
    }

    /// Nine in ten bytes in GB2312's rows; not the kana of Japanese; and characters of the later rows too, which Korean
    /// text (EUC-KR), equal in shape, hardly has. A handful of characters is too little to tell Korean by.
    var looksChinese: Bool {
        highBytes > 0 && brokenPairs * 50 <= highBytes && inHanzi * 10 >= highBytes * 9 && inKana * 10 < highBytes
            && (inHanzi < 40 || inLaterHanzi * 10 >= inHanzi)
    }

    var looksWesternEuropean: Bool {
        highBytes > 0 && undefinedIn1252 == 0 && accented * 10 >= highBytes * 9
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
}
