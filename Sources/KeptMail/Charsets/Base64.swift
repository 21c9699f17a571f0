/// Base64 (RFC 4648), read leniently: characters outside its alphabet are passed over, missing padding is no error.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    static func decoded(_ text: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            // Padding may stand between pieces that were encoded apart.
            if byte == UInt8(ascii: "=") {
                (bits, count) = (0, 0)
                continue
            }
            let value = values[Int(byte)]
            guard value != 0xFF else { continue }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let (a, b, c) = (
                bytes[start], start + 1 < bytes.count ? bytes[start + 1] : 0,
                start + 2 < bytes.count ? bytes[start + 2] : 0
            )
            result.append(alphabet[Int(a >> 2)])
            result.append(alphabet[Int((a & 3) << 4 | b >> 4)])
            result.append(start + 1 < bytes.count ? alphabet[Int((b & 15) << 2 | c >> 6)] : UInt8(ascii: "="))
            result.append(start + 2 < bytes.count ? alphabet[Int(c & 63)] : UInt8(ascii: "="))
        }
        return result
    }
}
