/// What a file is by its first bytes, as a media type. Names and what senders say of a file are not believed.
package enum FileType {
    package static func of(_ bytes: [UInt8]) -> String {
        for (type, start) in starts where bytes.starts(with: start) { return type }
        if bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) {
            return "image/webp"
        }
        if bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) {
            return bytes[8..<12].elementsEqual("heic".utf8) ? "image/heic" : "video/mp4"
        }
        return isText(bytes) ? "text/plain" : "application/octet-stream"
    }

    private static let starts: [(type: String, start: [UInt8])] = [
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ("image/gif", Array("GIF87a".utf8)), ("image/gif", Array("GIF89a".utf8)),
        ("image/tiff", [0x49, 0x49, 0x2A, 0x00]), ("image/tiff", [0x4D, 0x4D, 0x00, 0x2A]),
        ("application/pdf", Array("%PDF-".utf8)),
        ("application/zip", [0x50, 0x4B, 0x03, 0x04]), ("application/gzip", [0x1F, 0x8B]),
        ("application/x-ole-storage", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        ("audio/mpeg", Array("ID3".utf8)), ("audio/ogg", Array("OggS".utf8)),
    ]

    /// UTF-8 without control characters but tabs and line ends.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0C && $0 != 0x0D }
            && String(validating: bytes, as: UTF8.self) != nil
    }
}
