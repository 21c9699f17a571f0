/// Delimited text as records (RFC 4180, with LF, CRLF or CR line ends and any one-byte delimiter).
///
/// Bytes are appended in pieces of any size and records pulled one by one; nothing is allocated per record or field.
/// Memory stays within one record's limit plus one piece, whatever the file holds. A quote inside an unquoted field
/// is an ordinary character. Lines with nothing on them are passed over.
package struct CSVParser: ~Copyable {
    package static let recordLimit = 16 * 1024 * 1024
    package static let fieldLimit = 16_384
    package static let unclosedQuoteLimit = 100

    enum Place {
        case fieldStart, plain, quoted
        /// Right after a quote inside a quoted field: its end, or the first half of an escaped quote.
        case quoteInQuoted
        /// After a closing quote that something else than a delimiter followed.
        case afterQuote
    }

    let delimiter: UInt8
    let recordLimit: Int
    /// Bit 0: the byte ends the fast loop over an unquoted field; bit 1: over a quoted one.
    let stops: UnsafeMutablePointer<UInt8>

    var storage: UnsafeMutableRawBufferPointer
    var filled = 0
    var recordStart = 0
    var scan = 0
    var place = Place.fieldStart
    var isFinished = false

    var extents: UnsafeMutableBufferPointer<CSVRecord.Extent>
    var fieldCount = 0
    var fieldStart = 0
    var fieldHasEscapes = false
    var flaw: CSVFlaw?
    var unclosedQuotes = 0

    /// Position in the text of `storage`'s first byte.
    var origin: Int64
    var line: Int
    var lineBreaksInRecord = 0

    /// - Parameters:
    ///   - offset: where in the text the first appended byte stands, and `line` its line, when reading is resumed.
    package init(delimiter: UInt8, from offset: Int64 = 0, line: Int = 1, recordLimit: Int = Self.recordLimit) {
        self.delimiter = delimiter
        self.recordLimit = recordLimit
        origin = offset
        self.line = line
        storage = .allocate(byteCount: 512 * 1024, alignment: 16)
        extents = .allocate(capacity: 64)
        stops = .allocate(capacity: 256)
        stops.initialize(repeating: 0, count: 256)
        for byte in [delimiter, 0x0A, 0x0D, 0] { stops[Int(byte)] |= 1 }
        for byte: UInt8 in [0x22, 0x0A, 0x0D, 0] { stops[Int(byte)] |= 2 }
    }

    deinit {
        storage.deallocate()
        extents.deallocate()
        stops.deallocate()
    }

    /// Adds bytes behind those not yet read. Ends the validity of the last record.
    package mutating func append(_ piece: UnsafeRawBufferPointer) {
        if recordStart > 0 {
            let kept = filled - recordStart
            storage.baseAddress!.copyMemory(from: storage.baseAddress! + recordStart, byteCount: kept)
            origin += Int64(recordStart)
            filled = kept
            scan -= recordStart
            fieldStart -= recordStart
            recordStart = 0
        }
        if filled + piece.count > storage.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(storage.count * 2, filled + piece.count), alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<filled]))
            storage.deallocate()
            storage = larger
        }
        UnsafeMutableRawBufferPointer(rebasing: storage[filled...]).copyMemory(from: piece)
        filled += piece.count
    }

    /// The line in which the next record begins, once the last one was handed out.
    package var nextLine: Int { line }

    /// Tells that no more bytes follow, so that a last line without an end is a record.
    package mutating func finish() { isFinished = true }

    /// The next record, valid until the next call; `nil` when more bytes are needed or, once finished, at the end.
    package mutating func next() throws(CSVFailure) -> CSVRecord? {
        if let record = try scanRecord() { return record }
        let length = scan - recordStart
        guard isFinished || length > recordLimit else { return nil }
        if place == .quoted { return try abandonQuote() }
        guard isFinished else { throw .recordTooLong(line: line, limit: recordLimit) }
        if length == 0 { return nil }
        try closeField(at: scan)
        return record(until: scan, nextLine: line + lineBreaksInRecord + 1)
    }
}
