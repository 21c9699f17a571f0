/// Which addresses of a message's HTML are kept.
enum HTMLAddress {
    /// Browsers pass over these within an address, so that `java&#10;script:` runs.
    private static func plain(_ address: String) -> String {
        String(String.UnicodeScalarView(address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }))
    }

    /// Web pages, mail and telephone numbers; `nil` for every other.
    static func link(_ address: String) -> String? {
        let address = plain(address)
        guard address.utf8.count <= 8_000, let colon = address.firstIndex(of: ":") else { return nil }
        return ["http", "https", "mailto", "tel"].contains(address[..<colon].lowercased()) ? address : nil
    }

    static func picture(_ address: String, alternative: String) -> CleanedHTML.Piece? {
        let address = plain(address)
        let scheme = address.prefix { $0 != ":" }.lowercased()
        switch scheme {
        case "http", "https":
            return address.utf8.count <= 8_000 ? .remotePicture(address: address, alternative: alternative) : nil
        case "cid":
            let id = address.dropFirst(4).drop { $0 == "<" }.prefix { $0 != ">" }
            return id.isEmpty ? nil : .inlinePicture(contentID: unescaped(id), alternative: alternative)
        case "data":
            return isSmallPicture(address) ? .dataPicture(address: address, alternative: alternative) : nil
        default: return nil
        }
    }

    /// Drawn types only (SVG is a program), at most 64 kB of text, nothing but base64.
    private static func isSmallPicture(_ address: String) -> Bool {
        guard address.utf8.count <= 65_536, let comma = address.firstIndex(of: ",") else { return false }
        let head = address[..<comma].lowercased()
        guard ["png", "jpeg", "jpg", "gif", "webp"].contains(where: { head == "data:image/\($0);base64" }) else {
            return false
        }
        return address[comma...].utf8.dropFirst().allSatisfy {
            $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "=")
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("%") else { return String(text) }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = hexadecimal(bytes[at + 1]),
                let low = hexadecimal(bytes[at + 2])
            {
                result.append(high << 4 | low)
                at += 3
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
