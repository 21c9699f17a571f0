import Glibc
import KeptDomain

/// Bytes of one encoding turned into UTF-8, piece by piece.
///
/// A byte that does not decode becomes 0xFF, which UTF-8 never has: the check that every record goes through anyway then
/// rejects exactly the row that holds it, with its line and column. Nothing is replaced in silence.
final class Transcoder {
    private let converter: iconv_t
    private let unit: Int
    private var output = UnsafeMutableRawBufferPointer.allocate(byteCount: FileReader.pieceSize * 2, alignment: 16)
    /// The first bytes of a character whose rest is in the next piece.
    private var carried: [UInt8] = []

    init(from encoding: TextEncoding) throws(FileFailure) {
        let converter = iconv_open("UTF-8", encoding.name)
        // iconv_open answers (iconv_t)-1 on failure.
        guard let converter, Int(bitPattern: converter) != -1 else { throw .unknownEncoding(name: encoding.name) }
        self.converter = converter
        unit = encoding == .utf16LittleEndian || encoding == .utf16BigEndian ? 2 : 1
    }

    deinit {
        iconv_close(converter)
        output.deallocate()
    }

    /// The piece in UTF-8, valid until the next call.
    func utf8(of piece: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        if carried.isEmpty { return convert(piece) }
        carried.append(contentsOf: piece)
        let joined = carried
        carried = []
        return joined.withUnsafeBytes(convert)
    }

    /// What is left when no more bytes follow: a cut character counts as one that does not decode.
    func end() -> UnsafeRawBufferPointer {
        guard !carried.isEmpty else { return UnsafeRawBufferPointer(rebasing: output[..<0]) }
        carried = []
        output[0] = 0xFF
        return UnsafeRawBufferPointer(rebasing: output[..<1])
    }

    private func convert(_ piece: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let start = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
        var input = UnsafeMutablePointer(mutating: start)
        var inputLeft = piece.count
        var written = 0
        while inputLeft > 0 {
            var target: UnsafeMutablePointer<CChar>? = (output.baseAddress! + written).assumingMemoryBound(
                to: CChar.self)
            var room = output.count - written
            let state = iconv(converter, &input, &inputLeft, &target, &room)
            let cause = errno
            written = output.count - room
            if state != -1 { break }
            switch cause {
            case E2BIG: grow()
            case EINVAL:
                carried = Array(piece.suffix(inputLeft))
                inputLeft = 0
            default:
                if room == 0 { grow() }
                output[written] = 0xFF
                written += 1
                let skipped = min(unit, inputLeft)
                input = input.map { $0 + skipped }
                inputLeft -= skipped
            }
        }
        return UnsafeRawBufferPointer(rebasing: output[..<written])
    }

    private func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: output.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(output))
        output.deallocate()
        output = larger
    }
}
