/// One record of delimited text as byte slices, valid until the parser is asked for the next.
package struct CSVRecord {
    /// Where a field begins and ends, counted from the record's first byte.
    struct Extent {
        var start: UInt32
        var end: UInt32
        var hasEscapes: Bool
    }

    /// The line in which the record begins; the first line of the file is 1.
    package let line: Int
    /// Where the record begins and the next one begins, in bytes of text from the start.
    package let start: Int64
    package let end: Int64
    /// What is wrong with its quotes, if anything. The fields are then as far as they could be told.
    package let flaw: CSVFlaw?
    let base: UnsafeRawPointer
    let extents: UnsafeBufferPointer<Extent>

    package var count: Int { extents.count }

    /// The bytes of a field without its quotes, escapes resolved.
    package subscript(field: Int) -> UnsafeRawBufferPointer {
        let extent = extents[field]
        return UnsafeRawBufferPointer(start: base + Int(extent.start), count: Int(extent.end - extent.start))
    }

    /// The field as text; bytes that are not UTF-8 are shown as U+FFFD, so check first where it matters.
    package func text(_ field: Int) -> String { String(decoding: self[field], as: UTF8.self) }

    /// The first field that is not UTF-8.
    package var undecodableField: Int? { extents.indices.first { UTF8Check(self[$0]) != .valid } }

    /// All of the record's bytes, quotes and delimiters included.
    package var allBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: Int(end - start)) }
}

/// What can be wrong with one record while the rest of the file can still be read.
package enum CSVFlaw: Hashable, Sendable {
    /// Text between a closing quote and the delimiter, in this field (counted from 0).
    case textAfterQuote(field: Int)
    /// A quote opened in this field is never closed; reading goes on in the line after the record's first.
    case unclosedQuote(field: Int)
    /// More fields than a row can have; those beyond the limit were passed over.
    case tooManyFields
}

/// Why delimited text cannot be read on.
package enum CSVFailure: Error, Hashable, Sendable {
    /// A zero byte, which text does not have: not a text file, or a damaged one.
    case binary(line: Int, offset: Int64)
    /// One record is longer than the limit.
    case recordTooLong(line: Int, limit: Int)
    case tooManyFields(line: Int, limit: Int)
    /// Quotes opened and never closed in this many places: the file is not quoted as RFC 4180 says.
    case tooManyUnclosedQuotes(line: Int, limit: Int)
}
