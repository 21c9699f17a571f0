/// Numbers as few bytes: seven bits a byte, lowest first (LEB128); signed ones zigzag, so that small ones of either sign
/// stay short.
package struct ByteWriter {
    package fileprivate(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func add(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func add(signed value: Int64) { add(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    package mutating func add(wide value: Int128) {
        var rest = UInt128(bitPattern: (value << 1) ^ (value >> 127))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension ByteWriter {
    /// Its bits from the last byte to the first, since the last ones of simple numbers are 0.
    package mutating func add(_ value: Double) { add(value.bitPattern.byteSwapped) }

    package mutating func add(_ value: Float) { add(UInt64(value.bitPattern.byteSwapped)) }

    package mutating func add(text: String) {
        add(UInt64(text.utf8.count))
        bytes += text.utf8
    }
}

/// Reads what `ByteWriter` wrote.
package struct ByteReader {
    /// The bytes end early or hold a number that does not fit.
    package struct Malformed: Error, Equatable, Sendable {
        package init() {}
    }

    fileprivate let bytes: [UInt8]
    fileprivate var at = 0
    package var isAtEnd: Bool { at == bytes.count }

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package mutating func number() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            // The tenth byte holds the last bit.
            guard shift < 63 || byte < 2 else { throw Malformed() }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Malformed()
    }

    package mutating func signed() throws(Malformed) -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    package mutating func wide() throws(Malformed) -> Int128 {
        let value = try wideNumber()
        return Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1)
    }

    private mutating func wideNumber() throws(Malformed) -> UInt128 {
        var value: UInt128 = 0
        var shift: UInt128 = 0
        while true {
            guard at < bytes.count, shift < 128 else { throw Malformed() }
            let byte = bytes[at]
            at += 1
            value |= UInt128(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }
}

extension ByteReader {
    /// A finite number.
    package mutating func real() throws(Malformed) -> Double {
        let value = Double(bitPattern: try number().byteSwapped)
        guard value.isFinite else { throw Malformed() }
        return value
    }

    /// A finite number of four bytes.
    package mutating func shortReal() throws(Malformed) -> Float {
        guard let bits = UInt32(exactly: try number()) else { throw Malformed() }
        let value = Float(bitPattern: bits.byteSwapped)
        guard value.isFinite else { throw Malformed() }
        return value
    }

    /// 0...`most`.
    package mutating func count(atMost most: Int) throws(Malformed) -> Int {
        guard let count = Int(exactly: try number()), count <= most else { throw Malformed() }
        return count
    }

    /// At most 65,535 bytes of UTF-8.
    package mutating func text() throws(Malformed) -> String {
        let count = try count(atMost: Int(UInt16.max))
        guard at + count <= bytes.count, let text = String(validating: bytes[at..<at + count], as: UTF8.self) else {
            throw Malformed()
        }
        at += count
        return text
    }
}
