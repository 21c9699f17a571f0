import KeptDomain

/// Why a file could not be read, or not to its end. What was delivered before stands.
package enum FileFailure: Error, Sendable, Equatable {
    case missing(path: String)
    case folder(path: String)
    /// The system's own words, for instance "Permission denied".
    case notReadable(path: String, cause: String)
    case empty(path: String)
    /// A container that is not a gzip stream: the file has to be unpacked or saved as CSV first.
    case packed(path: String, as: Packing)
    /// The gzip stream ends in the middle: `read` bytes on disk gave `delivered` bytes of text.
    case truncatedGzip(path: String, read: Int64, delivered: Int64)
    /// The gzip stream is damaged after `read` bytes on disk, which gave `delivered` bytes of text.
    case corruptGzip(path: String, read: Int64, delivered: Int64, cause: String)
    /// `read` bytes on disk became more than any file of rows does: it was made to fill whoever unpacks it.
    case packedTooTightly(path: String, read: Int64, delivered: Int64)
    case readFailed(path: String, at: Int64, cause: String)
    case notWritable(path: String, cause: String)
    case encoding(path: String, EncodingDoubt)
    /// No decoder of that name in this system.
    case unknownEncoding(name: String)
    /// The rows cannot be read as delimited text.
    case text(path: String, CSVFailure)

    package enum Packing: String, Sendable {
        /// Also an Excel or LibreOffice workbook, which are zip archives inside.
        case zip
        case xz, zstd, bzip2
        case pdf
        /// The workbook format of Excel before 2007.
        case oldExcel = "old-excel"
        case sqlite, parquet

        /// Recognises a container by its first bytes.
        init?(_ head: UnsafeRawBufferPointer) {
            let signatures: [([UInt8], Packing)] = [
                ([0x50, 0x4B, 0x03, 0x04], .zip), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .xz),
                ([0x28, 0xB5, 0x2F, 0xFD], .zstd), ([0x42, 0x5A, 0x68], .bzip2), ([0x25, 0x50, 0x44, 0x46], .pdf),
                ([0xD0, 0xCF, 0x11, 0xE0], .oldExcel), (Array("SQLite format 3\0".utf8), .sqlite),
                (Array("PAR1".utf8), .parquet),
            ]
            for (signature, packing) in signatures where head.starts(with: signature) {
                // "BZh" could begin a header line: a bzip2 stream goes on with its block size and the block's mark.
                if packing == .bzip2, head.count < 10 || head[4] != 0x31 || head[5] != 0x41 { continue }
                self = packing
                return
            }
            return nil
        }
    }
}
