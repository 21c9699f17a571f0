import Crypto
import KeptDomain

/// A file that came with a message.
package struct Attachment: Hashable, Sendable {
    /// As the message names it, without folders and control characters; `nil` where it names none.
    package let name: String?
    /// `application/pdf`, in lower case, as the message says; not to be trusted.
    package let type: String
    /// What the bytes are, where their beginning tells; to be trusted for how a file is shown.
    package let typeByContent: String?
    package let bytes: [UInt8]
    /// SHA-256 of the bytes in lower-case hexadecimal.
    package let sha256: String
    package let contentID: String?

    init(name: String?, type: String, bytes: [UInt8], contentID: String?) {
        self.name = name.flatMap(Self.bare)
        self.type = type
        self.bytes = bytes
        self.contentID = contentID
        typeByContent = ContentType.byContent(bytes)
        sha256 = SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    init(_ leaf: MimeLeaf) { self.init(name: leaf.name, type: leaf.type, bytes: leaf.bytes, contentID: leaf.contentID) }

    /// The last part of a path of either kind: a name must not lead anywhere.
    private static func bare(_ name: String) -> String? {
        let cleaned = String.UnicodeScalarView(name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        let last = String(cleaned).split { $0 == "/" || $0 == "\\" }.last.map(String.init)?.trimmedOrNil
        return last == "." || last == ".." ? nil : last
    }
}
