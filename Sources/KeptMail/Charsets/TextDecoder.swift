import KeptDomain

/// Decides for the text parts and fields of one message how their bytes stand for characters, and decodes them.
///
/// Labels are believed as far as the bytes allow. Proof goes first (a byte order mark, escapes of ISO-2022-JP), then
/// valid UTF-8 under a label that could hide it, then the label, then a label found elsewhere in the message, then
/// evidence. Nothing is dropped: what stands for no character is U+FFFD, and who keeps the raw message loses nothing.
struct TextDecoder {
    /// Charsets that labels of the message named, in order of appearance.
    private(set) var neighbours: [Charset] = []

    mutating func learn(label: some StringProtocol) {
        guard let charset = Charset(label: label), charset != .ascii, !neighbours.contains(charset) else { return }
        neighbours.append(charset)
    }

    func text(_ bytes: [UInt8], declared: String) -> (text: String, decision: CharsetDecision) {
        bytes.withUnsafeBytes { text($0, declared: declared) }
    }

    func text(_ bytes: UnsafeRawBufferPointer, declared: String) -> (text: String, decision: CharsetDecision) {
        let label = Charset(label: declared)
        let (charset, ground) = decide(bytes, label)
        var (text, undecodable) = Self.decoded(bytes, as: charset) ?? Self.decoded(bytes, as: .windows1252)!
        if text.utf8.contains(0) { text = text.replacingZeros() }
        let decision = CharsetDecision(declared: declared, used: charset, ground: ground, undecodable: undecodable)
        undecodable = 0
        return (text, decision)
    }

    private func decide(_ bytes: UnsafeRawBufferPointer, _ label: Charset?) -> (Charset, CharsetDecision.Ground) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, .proved) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]), label?.isSingleByte != true {
            return (.named("UTF-16"), .proved)
        }
        let hasHighBytes = bytes.contains { $0 >= 0x80 }
        // Seven bits are promised by ISO-2022-JP; where there are eight, only its escapes still speak for it.
        let isBrokenJapanese = label == .japaneseEscapes && hasHighBytes && !JapaneseEscapes.areIn(bytes)
        if let label, !label.isBeyondASCIIByHighBytes, !isBrokenJapanese { return (label, .declared) }
        guard hasHighBytes else {
            if JapaneseEscapes.areIn(bytes) { return (.japaneseEscapes, .proved) }
            return (label ?? .ascii, label == nil ? .proved : .declared)
        }
        let utf8 = UTF8Look(bytes)
        if let label {
            if label == .utf8 {
                if utf8.isMostlyValid { return (.utf8, .declared) }
            } else if label == .ascii || label.isSingleByte {
                if utf8.isValid { return (.utf8, .proved) }
                if label != .ascii { return (label, .declared) }
            } else {
                let errors = Self.decoded(bytes, as: label)?.undecodable
                if utf8.isValid, utf8.longSequences >= 2, utf8.sequences >= 4 || errors != 0 { return (.utf8, .proved) }
                if let errors, errors * 20 <= utf8.highBytes { return (label, .declared) }
            }
        } else if utf8.isValid {
            return (.utf8, .proved)
        }
        for charset in neighbours where charset != label && charset != .utf8 && charset.isBeyondASCIIByHighBytes {
            if let (_, errors) = Self.decoded(bytes, as: charset), errors == 0,
                CharsetEvidence.isPlausible(bytes, as: charset)
            {
                return (charset, .neighbour)
            }
        }
        if let likeliest = CharsetEvidence.likeliest(bytes) { return (likeliest, .evidence) }
        if let label, Self.decoded(bytes, as: label) != nil { return (label, .declared) }
        return (utf8.isMostlyValid ? .utf8 : .windows1252, .evidence)
    }

    /// `nil` for a charset that the system does not know.
    static func decoded(_ bytes: UnsafeRawBufferPointer, as charset: Charset) -> (text: String, undecodable: Int)? {
        switch charset {
        case .ascii, .utf8:
            let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            let rest = UnsafeRawBufferPointer(rebasing: bytes[marked...])
            let text = String(decoding: rest, as: UTF8.self)
            let errors = UTF8Check(rest) == .valid ? 0 : text.unicodeScalars.count { $0 == "\u{FFFD}" }
            return (text, errors)
        case .japaneseEscapes:
            let (text, errors) = JapaneseEscapes.inEUC(bytes).withUnsafeBytes { euc in
                Iconv(from: Charset.eucJP.name)?.decoded(euc) ?? (Array(euc), 0)
            }
            return (String(decoding: text, as: UTF8.self), errors)
        case .named(let name):
            guard let converter = Iconv(from: name) else { return nil }
            let (text, errors) = converter.decoded(bytes)
            return (String(decoding: text, as: UTF8.self), errors)
        }
    }
}

/// How far bytes are UTF-8, and how many of its characters take more than one byte.
struct UTF8Look {
    /// Without error, or with only the last character cut.
    private(set) var isValid = true
    /// Characters of two or more bytes.
    private(set) var sequences = 0
    /// Characters of three or more bytes.
    private(set) var longSequences = 0
    private(set) var highBytes = 0
    private var errors = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes where byte >= 0x80 {
            highBytes += 1
            if byte >= 0xC2 && byte <= 0xF4 { sequences += 1 }
            if byte >= 0xE0 && byte <= 0xF4 { longSequences += 1 }
        }
        var rest = bytes
        loop: while !rest.isEmpty {
            switch UTF8Check(rest) {
            case .valid: break loop
            case .cut:
                // One accented letter at the end of a Western text looks like a character that was cut.
                if sequences < 2 { isValid = false }
                break loop
            case .invalid(let at):
                isValid = false
                errors += 1
                if errors > 4_096 { break loop }
                rest = UnsafeRawBufferPointer(rebasing: rest[(at + 1)...])
            }
        }
    }

    /// Valid, or five whole characters for each stray byte: UTF-8 that was damaged on its way.
    var isMostlyValid: Bool { isValid || sequences >= 5 * errors && errors <= 4_096 }
}

extension String {
    /// No engine stores U+0000 as text: it is shown as the character for "cannot be shown".
    fileprivate func replacingZeros() -> String {
        String(decoding: utf8.flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] }, as: UTF8.self)
    }
}
