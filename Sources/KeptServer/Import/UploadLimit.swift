import HTTPTypes
import Hummingbird
import KeptDomain

/// How large a file may be that is handed over for import. Larger ones go by the command line, which reads them where they
/// lie.
package struct UploadLimit: Sendable, Hashable {
    package let bytes: Int64

    /// 4 GB.
    package static let usual = UploadLimit(bytes: 4 << 30)

    package init(bytes: Int64) { self.bytes = bytes }

    /// In megabytes of 1,048,576 bytes.
    package init(megabytes: Int) { bytes = Int64(megabytes) << 20 }

    /// `4 GB`, `1500 MB`, `300 KB`, `20 B`: the largest unit of which it is a whole number.
    package var text: String {
        for (unit, shift) in [("GB", 30), ("MB", 20), ("KB", 10)] where bytes > 0 && bytes & (1 << shift - 1) == 0 {
            return "\(bytes >> shift) \(unit)"
        }
        return "\(bytes) B"
    }

    /// - Throws: `UploadTooLarge` for more bytes than are taken.
    func check(_ size: Int64) throws(UploadTooLarge) {
        if size > bytes { throw UploadTooLarge(limit: self) }
    }

    /// Refuses a body whose head announces that it is too large, before anything of it is read.
    ///
    /// - Parameter frame: how much of it may be other than the file.
    func check(_ headers: HTTPFields, frame: Int64 = 0) throws(UploadTooLarge) {
        if let announced = headers[.contentLength].flatMap({ Int64($0) }) { try check(announced - frame) }
    }
}

/// A file is larger than what is taken here.
struct UploadTooLarge: Refusal {
    let limit: UploadLimit

    var key: String { "imports.upload.too-large" }
    var facts: [Fact] { [Fact("limit", limit.text)] }
}
