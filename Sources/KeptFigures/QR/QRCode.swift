/// A QR code of a text as ISO/IEC 18004 has it: its UTF-8 in byte mode, versions 1 to 10, error correction of level M (15 %
/// of the codewords).
package struct QRCode: Sendable, Hashable {
    /// 1...10.
    package let version: Int
    /// 0...7, the one with the fewest marks against it.
    package let mask: Int
    /// Squares a side: 21 for version 1, four more for each further one.
    package var side: Int { version * 4 + 17 }
    private let modules: [Bool]

    /// - Returns: `nil` for a text of more than 213 bytes.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let form = QRForm.all.first(where: { bytes.count <= $0.capacity }) else { return nil }
        var field = QRField(form)
        field.place(QRCodewords.all(bytes, in: form))
        var best: (penalty: Int, mask: Int, modules: [Bool])?
        for mask in 0..<8 {
            let masked = field.masked(by: mask)
            let penalty = QRPenalty.of(masked, side: form.side)
            if penalty < best?.penalty ?? .max { best = (penalty, mask, masked) }
        }
        guard let best else { return nil }
        (version, mask, modules) = (form.version, best.mask, best.modules)
    }

    /// - Parameters:
    ///   - row: 0..<side, from the top.
    ///   - column: 0..<side, from the left.
    package func isDark(_ row: Int, _ column: Int) -> Bool { modules[row * side + column] }
}

/// How a version is laid out at level M.
struct QRForm: Sendable {
    let version: Int
    /// Blocks of data codewords by their lengths, in order.
    let blocks: [Int]
    /// Correcting codewords of each block.
    let correcting: Int
    /// Centres of the small squares, along both sides.
    let centres: [Int]

    var side: Int { version * 4 + 17 }
    var dataCount: Int { blocks.reduce(0, +) }
    /// Bits of the length of the text.
    var lengthBits: Int { version < 10 ? 8 : 16 }
    /// Bytes of text: what is left beside the mode's four bits and the length.
    var capacity: Int { (dataCount * 8 - 4 - lengthBits) / 8 }

    static let all: [QRForm] = [
        QRForm(version: 1, blocks: [16], correcting: 10, centres: []),
        QRForm(version: 2, blocks: [28], correcting: 16, centres: [6, 18]),
        QRForm(version: 3, blocks: [44], correcting: 26, centres: [6, 22]),
        QRForm(version: 4, blocks: [32, 32], correcting: 18, centres: [6, 26]),
        QRForm(version: 5, blocks: [43, 43], correcting: 24, centres: [6, 30]),
        QRForm(version: 6, blocks: [27, 27, 27, 27], correcting: 16, centres: [6, 34]),
        QRForm(version: 7, blocks: [31, 31, 31, 31], correcting: 18, centres: [6, 22, 38]),
        QRForm(version: 8, blocks: [38, 38, 39, 39], correcting: 22, centres: [6, 24, 42]),
        QRForm(version: 9, blocks: [36, 36, 36, 37, 37], correcting: 22, centres: [6, 26, 46]),
        QRForm(version: 10, blocks: [43, 43, 43, 43, 44], correcting: 26, centres: [6, 28, 50]),
    ]
}
