/// The codewords of a text: its data in blocks, the correcting codewords of each, and all of them interleaved.
enum QRCodewords {
    static func all(_ text: [UInt8], in form: QRForm) -> [UInt8] {
        let data = data(text, in: form)
        var (blocks, start): ([[UInt8]], Int) = ([], 0)
        for length in form.blocks {
            blocks.append(Array(data[start..<start + length]))
            start += length
        }
        let generator = QRArithmetic.generator(form.correcting)
        let corrections = blocks.map { QRArithmetic.remainder(of: $0, by: generator) }
        return interleaved(blocks) + interleaved(corrections)
    }

    /// Mode, length, text, a closing of up to four zero bits, and filling.
    static func data(_ text: [UInt8], in form: QRForm) -> [UInt8] {
        var bits: [Bool] = []
        func put(_ value: Int, _ count: Int) {
            for place in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> place & 1 == 1) }
        }
        put(0b0100, 4)
        put(text.count, form.lengthBits)
        for byte in text { put(Int(byte), 8) }
        put(0, min(4, form.dataCount * 8 - bits.count))
        put(0, (8 - bits.count % 8) % 8)
        var bytes = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        for place in 0..<form.dataCount - bytes.count { bytes.append(place % 2 == 0 ? 0xEC : 0x11) }
        return bytes
    }

    private static func interleaved(_ blocks: [[UInt8]]) -> [UInt8] {
        (0..<(blocks.map(\.count).max() ?? 0)).flatMap { place in
            blocks.compactMap { $0.indices.contains(place) ? $0[place] : nil }
        }
    }
}

/// Reed–Solomon over GF(256) with x⁸ + x⁴ + x³ + x² + 1.
enum QRArithmetic {
    static func product(_ one: UInt8, _ two: UInt8) -> UInt8 {
        var (product, factor) = (0, Int(one))
        for bit in 0..<8 {
            if two >> bit & 1 == 1 { product ^= factor }
            factor <<= 1
            if factor & 0x100 != 0 { factor ^= 0x11D }
        }
        return UInt8(product)
    }

    /// (x − 1)(x − 2)(x − 4)…, the leading 1 left out, the highest power first.
    static func generator(_ degree: Int) -> [UInt8] {
        var coefficients = [UInt8](repeating: 0, count: degree)
        coefficients[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                coefficients[place] = product(coefficients[place], root)
                if place + 1 < degree { coefficients[place] ^= coefficients[place + 1] }
            }
            root = product(root, 2)
        }
        return coefficients
    }

    static func remainder(of data: [UInt8], by generator: [UInt8]) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: generator.count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for place in rest.indices { rest[place] ^= product(generator[place], factor) }
        }
        return rest
    }
}
