import KeptDomain

/// The unguessable end of a tracking link: 128 random bits.
///
/// Made outside the transaction, whose body may run twice. Written in 26 letters and digits of Crockford's base 32
/// (crockford.com/base32.html), which has no I, L, O or U, so that it can be read aloud.
package struct TrackingKey: Sendable, Hashable {
    package let bytes: [UInt8]

    package static func random() -> TrackingKey {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> TrackingKey {
        TrackingKey(bytes: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    package init(bytes: [UInt8]) {
        precondition(bytes.count == 16, "a tracking key of \(bytes.count) bytes")
        self.bytes = bytes
    }

    /// `nil` for what no key is written as. Letters of either case; I and L are read as 1, O as 0.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 26 else { return nil }
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in text.utf8 {
            guard let digit = Self.digit(byte) else { return nil }
            buffer = buffer << 5 | UInt32(digit)
            bits += 5
            if bits >= 8, bytes.count < 16 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        // The last digit carries three bits of the key and two that are zero.
        guard bytes.count == 16, buffer == 0 else { return nil }
        self.bytes = bytes
    }

    package var text: String {
        var result: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                result.append(Self.alphabet[Int(buffer >> UInt32(bits) & 31)])
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        result.append(Self.alphabet[Int(buffer << UInt32(5 - bits) & 31)])
        return String(decoding: result, as: UTF8.self)
    }

    /// The path of the public page.
    package var path: String { "/t/" + text }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func digit(_ byte: UInt8) -> UInt8? {
        let small = (65...90).contains(byte) ? byte + 32 : byte
        let read: UInt8 =
            switch small {
            case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
            case UInt8(ascii: "o"): UInt8(ascii: "0")
            default: small
            }
        return alphabet.firstIndex(of: read).map { UInt8($0) }
    }
}
