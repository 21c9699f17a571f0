/// What a run of bytes is as UTF-8 (Unicode 15, table 3-7).
package enum UTF8Check: Equatable, Sendable {
    case valid
    /// Not UTF-8 from this offset on.
    case invalid(at: Int)
    /// Valid but for a character begun at this offset that the bytes end in.
    case cut(at: Int)

    package init(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else {
            self = .valid
            return
        }
        let end = bytes.count
        var at = 0
        while at < end {
            if at + 8 <= end, start.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
                at += 8
                continue
            }
            let lead = bytes[at]
            if lead < 0x80 {
                at += 1
                continue
            }
            let length: Int
            // The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF.
            let second: ClosedRange<UInt8>
            switch lead {
            case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default:
                self = .invalid(at: at)
                return
            }
            for step in 1..<length {
                guard at + step < end else {
                    self = .cut(at: at)
                    return
                }
                let range = step == 1 ? second : 0x80...0xBF
                guard range.contains(bytes[at + step]) else {
                    self = .invalid(at: at)
                    return
                }
            }
            at += length
        }
        self = .valid
    }
}
