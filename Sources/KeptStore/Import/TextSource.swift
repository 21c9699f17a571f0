import KeptDomain

/// A text file of any recognised encoding, plain or gzip, as pieces of UTF-8.
final class TextSource {
    static let sampleSize = 1024 * 1024

    let encoding: TextEncoding
    var progress: FileReader.Progress { reader.progress }

    private let reader: FileReader
    private let transcoder: Transcoder?
    private let markLength: Int
    /// The start of the file, read to tell the encoding by. Given back after it was handed out.
    private var head: UnsafeMutableRawBufferPointer?
    private var headCount = 0
    private var isAtStart = true
    private var hasEnded = false

    /// - Parameter encoding: as the person told it; `nil` to tell it from the file's start.
    init(_ path: String, encoding told: TextEncoding?) throws(FileFailure) {
        reader = try FileReader(path)
        let head = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.sampleSize + FileReader.pieceSize, alignment: 16)
        self.head = head
        var count = 0
        while count < Self.sampleSize, let piece = try reader.next() {
            UnsafeMutableRawBufferPointer(rebasing: head[count...]).copyMemory(from: piece)
            count += piece.count
        }
        headCount = count
        do throws(EncodingDoubt) {
            let evidence = try EncodingEvidence(UnsafeRawBufferPointer(rebasing: head[..<count]))
            encoding = told ?? evidence.encoding
            markLength = evidence.encoding == encoding ? evidence.markLength : 0
        } catch {
            guard let told else { throw .encoding(path: path, error) }
            (encoding, markLength) = (told, 0)
        }
        transcoder = encoding == .utf8 ? nil : try Transcoder(from: encoding)
    }

    private init(continuing other: TextSource, at position: Int64) throws(FileFailure) {
        reader = try FileReader(other.reader.path)
        try reader.skip(to: position + Int64(other.markLength))
        (encoding, markLength, transcoder, head, isAtStart) = (other.encoding, other.markLength, nil, nil, false)
    }

    deinit { head?.deallocate() }

    /// The next piece of text, valid until the next call; `nil` when there is none.
    func next() throws(FileFailure) -> UnsafeRawBufferPointer? {
        if isAtStart, let head {
            isAtStart = false
            let start = UnsafeRawBufferPointer(rebasing: head[markLength..<headCount])
            return transcoder?.utf8(of: start) ?? start
        }
        head?.deallocate()
        head = nil
        if let piece = try reader.next() { return transcoder?.utf8(of: piece) ?? piece }
        guard let transcoder, !hasEnded else { return nil }
        hasEnded = true
        return transcoder.end()
    }

    /// The same file from `position` of its text on: by seeking where bytes and text are one, else by decoding up to
    /// it. `rest` is the text between `position` and the first piece of the answered source.
    func resumed(at position: Int64) throws(FileFailure) -> (source: TextSource, rest: [UInt8]) {
        guard transcoder != nil else { return (try TextSource(continuing: self, at: position), []) }
        let again = try TextSource(reader.path, encoding: encoding)
        var left = position
        var rest: [UInt8] = []
        while left > 0, let piece = try again.next() {
            rest = Array(piece.dropFirst(Int(min(left, Int64(piece.count)))))
            left -= min(left, Int64(piece.count))
        }
        return (again, rest)
    }
}
