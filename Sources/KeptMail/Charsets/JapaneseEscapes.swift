/// ISO-2022-JP (RFC 1468, RFC 1554) turned into EUC-JP, which the system converts with the characters of vendors that mail
/// programs write under the label ISO-2022-JP and that strict converters refuse: circled digits, half-width kana.
enum JapaneseEscapes {
    /// Whether the bytes switch to a Japanese set: `ESC $ @`, `ESC $ B`, `ESC $ ( D` or `ESC ( I`.
    static func areIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while at + 2 < bytes.count {
            if bytes[at] == 0x1B {
                switch (bytes[at + 1], bytes[at + 2]) {
                case (0x24, 0x40), (0x24, 0x42), (0x24, 0x28), (0x28, 0x49): return true
                default: break
                }
            }
            at += 1
        }
        return false
    }

    private enum Shift { case ascii, kanji, supplement, kana }

    static func inEUC(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var shift = Shift.ascii
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x1B, let (next, length) = shifted(bytes, at) {
                shift = next
                at += length
                continue
            }
            // Control characters belong to no set; a line begins in ASCII again.
            if byte <= 0x20 || byte >= 0x7F {
                if byte == 0x0A { shift = .ascii }
                result.append(byte)
                at += 1
                continue
            }
            switch shift {
            case .ascii: result.append(byte)
            case .kana: result += [0x8E, byte | 0x80]
            case .kanji, .supplement:
                guard at + 1 < bytes.count, (0x21...0x7E).contains(bytes[at + 1]) else {
                    result.append(byte)
                    break
                }
                if shift == .supplement { result.append(0x8F) }
                result += [byte | 0x80, bytes[at + 1] | 0x80]
                at += 1
            }
            at += 1
        }
        return result
    }

    private static func shifted(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> (Shift, length: Int)? {
        guard at + 2 < bytes.count else { return nil }
        switch (bytes[at + 1], bytes[at + 2]) {
        case (0x28, 0x42), (0x28, 0x4A), (0x28, 0x48): return (.ascii, 3)
        case (0x28, 0x49): return (.kana, 3)
        case (0x24, 0x40), (0x24, 0x42): return (.kanji, 3)
        case (0x24, 0x28):
            guard at + 3 < bytes.count else { return nil }
            switch bytes[at + 3] {
            case 0x44: return (.supplement, 4)
            case 0x40, 0x42, 0x4F, 0x51: return (.kanji, 4)
            default: return nil
            }
        default: return nil
        }
    }
}
