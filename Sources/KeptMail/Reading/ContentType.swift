/// Tells files by how they begin.
enum ContentType {
    private static let beginnings: [(offset: Int, bytes: [UInt8], type: String)] = [
        (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"), (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, Array("GIF87a".utf8), "image/gif"), (0, Array("GIF89a".utf8), "image/gif"),
        (8, Array("WEBP".utf8), "image/webp"), (0, Array("BM".utf8), "image/bmp"),
        (0, [0x49, 0x49, 0x2A, 0x00], "image/tiff"), (0, [0x4D, 0x4D, 0x00, 0x2A], "image/tiff"),
        (4, Array("ftypheic".utf8), "image/heic"), (4, Array("ftyp".utf8), "video/mp4"),
        (0, Array("%PDF-".utf8), "application/pdf"), (0, [0x50, 0x4B, 0x03, 0x04], "application/zip"),
        (0, [0x50, 0x4B, 0x05, 0x06], "application/zip"), (0, [0x1F, 0x8B], "application/gzip"),
        (0, Array("Rar!\u{1A}\u{07}".utf8), "application/vnd.rar"),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
        (0, Array("{\\rtf".utf8), "application/rtf"), (0, [0x4D, 0x5A], "application/x-msdownload"),
        (0, [0x7F, 0x45, 0x4C, 0x46], "application/x-elf"), (0, Array("ID3".utf8), "audio/mpeg"),
        (0, Array("OggS".utf8), "audio/ogg"), (8, Array("WAVE".utf8), "audio/wav"),
        (0, [0x78, 0x9F, 0x3E, 0x22], "application/ms-tnef"), (0, Array("#!AMR".utf8), "audio/amr"),
    ]

    /// `nil` when the beginning tells nothing; text is never guessed beyond HTML.
    static func byContent(_ bytes: [UInt8]) -> String? {
        for (offset, beginning, type) in beginnings where bytes.count >= offset + beginning.count {
            if bytes[offset...].starts(with: beginning) { return type }
        }
        let start = bytes.prefix(512).trimmed
        for tag: StaticString in ["<!doctype html", "<html", "<script", "<svg", "<?xml"]
        where start.startsFolded(with: tag) {
            return tag.description == "<svg" ? "image/svg+xml" : tag.description == "<?xml" ? "text/xml" : "text/html"
        }
        return nil
    }
}
