import KeptDomain

/// JSON written by hand where Foundation's encoder would cost more than the statement it serves.
package enum JSONText {
    package static func array(_ texts: [String]) -> String { "[" + texts.map(string).joined(separator: ",") + "]" }

    /// A flat object of text values, in order.
    package static func object(_ facts: [Fact]) -> String {
        "{" + facts.map { string($0.name) + ":" + string($0.value) }.joined(separator: ",") + "}"
    }

    /// `text` in quotes with everything escaped that RFC 8259 section 7 asks for.
    package static func string(_ text: String) -> String {
        var result: [UInt8] = []
        append(text, to: &result)
        return String(decoding: result, as: UTF8.self)
    }

    /// Six decimals at most, `null` for what is unknown or no number.
    static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "null" }
        return "\((value * 1_000_000).rounded() / 1_000_000)"
    }

    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x0D: bytes += Array("\\r".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
