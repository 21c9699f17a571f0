/// How the bytes of a text file stand for characters.
package enum TextEncoding: Hashable, Sendable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    /// The superset of GB2312 and GBK.
    case gb18030
    /// The superset of Latin-1's printable characters.
    case windows1252
    /// Any other that the system can decode, by the name the system gives it; only ever told, never guessed.
    case named(String)

    /// From what a person writes after `--encoding`: letter case, hyphens and underscores do not matter.
    package init(name: String) {
        let plain = String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
        self =
            switch plain {
            case "utf8", "utf8bom", "utf8sig", "ascii", "usascii": .utf8
            case "utf16le": .utf16LittleEndian
            case "utf16be": .utf16BigEndian
            case "gb18030", "gbk", "gb2312", "cp936", "euccn": .gb18030
            case "windows1252", "cp1252", "latin1", "iso88591", "ansi": .windows1252
            default: .named(name)
            }
    }

    /// The name that iconv and people know it by.
    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .gb18030: "GB18030"
        case .windows1252: "WINDOWS-1252"
        case .named(let name): name
        }
    }
}

/// Why the encoding of a file could not be told: what was seen and where, for advice to the person.
package enum EncodingDoubt: Error, Hashable, Sendable {
    /// Zero bytes where text has none, from this offset on: not a text file.
    case binary(offset: Int, line: Int)
    case utf32
    /// Neither UTF-8, nor clearly one of the others. `bytes` are up to eight from the first byte that is not ASCII or
    /// not UTF-8.
    case unclear(offset: Int, line: Int, bytes: [UInt8])
}
