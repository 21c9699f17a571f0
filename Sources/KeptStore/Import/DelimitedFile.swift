import KeptDomain

/// A CSV file, plain or gzip, in any recognised encoding, as a header and records pulled one by one.
///
///     let file = try DelimitedFile("orders.csv.gz")
///     while let record = try file.next() { … }
///
/// Memory does not depend on the file's size. Used by one thread at a time.
package final class DelimitedFile {
    /// Where reading stands between two records, good for going on later.
    package struct Position: Hashable, Sendable, Codable {
        /// Bytes of UTF-8 text before the next record.
        package var offset: Int64
        /// The next record's line, the header's being 1.
        package var line: Int
        /// Records before it, the header not counted.
        package var records: Int

        package init(offset: Int64, line: Int, records: Int) {
            (self.offset, self.line, self.records) = (offset, line, records)
        }
    }

    package let path: String
    package let delimiter: UInt8
    /// The first record's fields without surrounding blanks.
    package let header: [String]
    package private(set) var position: Position
    package var encoding: TextEncoding { source.encoding }
    package var progress: FileReader.Progress { source.progress }

    private let source: TextSource
    private var parser: CSVParser
    private var isFinished = false

    /// - Parameters:
    ///   - encoding: as the person told it; `nil` to recognise it.
    ///   - delimiter: likewise.
    ///   - position: where an earlier reading of the same file stopped.
    package init(
        _ path: String, encoding: TextEncoding? = nil, delimiter: UInt8? = nil, from position: Position? = nil
    ) throws(FileFailure) {
        self.path = path
        let source = try TextSource(path, encoding: encoding)
        guard var sample = try source.next() else { throw .empty(path: path) }
        // A mark that a told encoding brought through the decoder.
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) { sample = UnsafeRawBufferPointer(rebasing: sample[3...]) }
        let declared = DelimiterEvidence.declared(in: sample)
        let start = declared?.length ?? 0
        let text = UnsafeRawBufferPointer(rebasing: sample[start...])
        self.delimiter = delimiter ?? declared?.delimiter ?? DelimiterEvidence.delimiter(of: text)
        var parser = CSVParser(delimiter: self.delimiter, from: Int64(start), line: start > 0 ? 2 : 1)
        parser.append(text)
        let (names, offset) = try Self.header(path, &parser, source)
        header = names
        if let position {
            let (rest, text) = try source.resumed(at: position.offset)
            self.source = rest
            self.parser = CSVParser(delimiter: self.delimiter, from: position.offset, line: position.line)
            self.position = position
            text.withUnsafeBytes { self.parser.append($0) }
        } else {
            self.position = Position(offset: offset, line: parser.nextLine, records: 0)
            self.source = source
            self.parser = parser
        }
    }

    /// Reads the first record, and tells where the text after it begins.
    private static func header(
        _ path: String, _ parser: inout CSVParser, _ source: TextSource
    ) throws(FileFailure) -> (names: [String], end: Int64) {
        var isFinished = false
        guard let first = try pull(path, &parser, source, &isFinished) else { throw .empty(path: path) }
        if first.undecodableField != nil || first.flaw != nil {
            let start = Array(first.allBytes.prefix(8))
            throw .encoding(path: path, .unclear(offset: Int(first.start), line: first.line, bytes: start))
        }
        return ((0..<first.count).map { trimmed(first.text($0)) }, first.end)
    }

    /// Feeds the parser until it has a record; `nil` at the end of the text.
    private static func pull(
        _ path: String, _ parser: inout CSVParser, _ source: TextSource, _ isFinished: inout Bool
    ) throws(FileFailure) -> CSVRecord? {
        while true {
            let record: CSVRecord?
            do throws(CSVFailure) { record = try parser.next() } catch { throw .text(path: path, error) }
            if record != nil || isFinished { return record }
            if let piece = try source.next() {
                parser.append(piece)
            } else {
                isFinished = true
                parser.finish()
            }
        }
    }

    /// The next record, valid until the next call; `nil` at the end.
    package func next() throws(FileFailure) -> CSVRecord? {
        guard let record = try Self.pull(path, &parser, source, &isFinished) else { return nil }
        position = Position(offset: record.end, line: parser.nextLine, records: position.records + 1)
        return record
    }

    private static func trimmed(_ name: String) -> String {
        let blanks: Set<Character> = [" ", "\t", "\u{A0}", "\u{3000}", "\u{FEFF}"]
        let head = name.drop { blanks.contains($0) }
        guard let last = head.lastIndex(where: { !blanks.contains($0) }) else { return "" }
        return String(head[...last])
    }
}
