/// The code of a coupon: twelve characters, the last a check on the others, read aloud in three groups of four.
///
/// Of 31 characters that are not mistaken for one another (no 0, 1, I, L, O); eleven are random, 54 bits, so nobody
/// guesses one. The check is a weighted sum modulo the prime 31 with weights 2…12 and 1: it finds every single wrong
/// character and every exchange of two.
package struct CouponCode: Hashable, Sendable, CustomStringConvertible {
    /// Twelve capital letters and digits, without gaps.
    package let text: String

    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ".utf8)
    package static let length = 12

    /// - Parameter numbers: eleven, any; each is taken modulo 31.
    package init(numbers: [UInt64]) {
        precondition(numbers.count == Self.length - 1, "\(numbers.count) numbers")
        let values = numbers.map { Int($0 % 31) }
        let check = (31 - Self.weighted(values) % 31) % 31
        text = String(decoding: (values + [check]).map { Self.alphabet[$0] }, as: UTF8.self)
    }

    /// As somebody typed or said it: in any case, with gaps and hyphens. `nil` for what is no code.
    package init?(_ typed: some StringProtocol) {
        guard typed.utf8.count <= 60 else { return nil }
        let bytes = typed.uppercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        let values = bytes.compactMap { Self.alphabet.firstIndex(of: $0) }
        guard bytes.count == Self.length, values.count == Self.length,
            (Self.weighted(Array(values.dropLast())) + values[Self.length - 1]) % 31 == 0
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func weighted(_ values: [Int]) -> Int {
        values.enumerated().reduce(0) { $0 + ($1.offset + 2) * $1.element }
    }

    /// `K7QM-2XRW-9TPA`.
    package var description: String {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: 4).map { String(characters[$0..<$0 + 4]) }
            .joined(separator: "-")
    }
}
