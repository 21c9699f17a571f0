/// Numbers as few bytes: seven bits a byte, lowest first (LEB128); signed ones zigzag, so that small ones of either sign
/// stay short.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

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

/// Reads what `ByteWriter` wrote.
package struct ByteReader {
    /// The bytes end early or hold a number that does not fit.
    package struct Malformed: Error, Equatable, Sendable {
        package init() {}
    }

    private let bytes: [UInt8]
    private var at = 0
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
