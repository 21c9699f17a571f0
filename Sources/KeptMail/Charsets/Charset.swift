/// A way in which bytes of a message stand for characters.
package enum Charset: Hashable, Sendable {
    case ascii
    case utf8
    /// ISO-2022-JP with all its extensions: seven bits and escapes.
    case japaneseEscapes
    /// Any other, by the name that iconv knows it by.
    case named(String)

    static let gb18030 = Charset.named("GB18030")
    static let big5 = Charset.named("BIG5-HKSCS")
    static let shiftJIS = Charset.named("CP932")
    static let eucJP = Charset.named("EUC-JP-MS")
    static let korean = Charset.named("CP949")
    static let windows1252 = Charset.named("WINDOWS-1252")
    static let windows1251 = Charset.named("WINDOWS-1251")
    static let koi8 = Charset.named("KOI8-U")

    package var name: String {
        switch self {
        case .ascii: "US-ASCII"
        case .utf8: "UTF-8"
        case .japaneseEscapes: "ISO-2022-JP"
        case .named(let name): name
        }
    }

    /// What is meant by the label of a header.
    ///
    /// A label stands for the largest set that programs write under it, as browsers read it (WHATWG Encoding, section 4.2):
    /// GB2312 and GBK for GB18030, Latin-1 for windows-1252, Shift_JIS for code page 932. `nil` for an empty label and
    /// those that say nothing, such as `unknown-8bit`.
    init?(label: some StringProtocol) {
        let plain = label.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " && $0 != "\"" && $0 != "'" }
        switch plain {
        case "", "unknown8bit", "unknown", "xunknown", "default", "binary", "8bit", "7bit", "none", "iso", "ansi",
            "defaultcharset", "xuserdefined", "utf", "charset", "_autodetect", "auto":
            return nil
        case "ascii", "usascii", "ansix3.41968", "iso646us", "646", "us": self = .ascii
        case "utf8", "unicode11utf8", "xutf8", "utf8mb4", "cp65001", "unicode", "uft8", "8859utf8": self = .utf8
        case "iso2022jp", "iso2022jp1", "iso2022jp2", "iso2022jp3", "csiso2022jp", "iso2022jpms", "cp50220", "cp50221",
            "jis":
            self = .japaneseEscapes
        case "gb2312", "gb231280", "gbk", "xgbk", "cp936", "ms936", "windows936", "euccn", "gb18030", "csgb2312",
            "chinese",
            "gb", "xeuccn", "csgb231280", "gb2312charset", "936":
            self = .gb18030
        case "big5", "big5hkscs", "cnbig5", "xxbig5", "csbig5", "cp950", "windows950", "bigfive", "xbig5", "950":
            self = .big5
        case "shiftjis", "xsjis", "sjis", "mskanji", "cp932", "windows31j", "csshiftjis", "windows932", "shiftjisx0213":
            self = .shiftJIS
        case "eucjp", "xeucjp", "ujis", "eucjpms", "eucjpwin", "cp51932": self = .eucJP
        case "euckr", "ksc56011987", "ksc5601", "korean", "cp949", "uhc", "windows949", "cseuckr", "ksc56011989",
            "ms949",
            "iso88591kr":
            self = .korean
        case "iso88591", "latin1", "iso885915", "l1", "cp1252", "windows1252", "win1252", "xansi", "iso885911987",
            "cp819",
            "iso8859115", "iso8859", "windowscp1252", "xcp1252", "latin", "88591":
            self = plain == "iso885915" ? .named("ISO-8859-15") : .windows1252
        case "iso88599", "latin5": self = .named("WINDOWS-1254")
        case "tis620", "iso885911", "windows874", "cp874": self = .named("CP874")
        case "koi8r", "koi8", "cskoi8r", "koi8u": self = .koi8
        case "windows1251", "cp1251", "win1251", "xcp1251": self = .windows1251
        case "iso88598i", "iso88598e": self = .named("ISO-8859-8")
        case "hzgb2312", "hz": self = .named("HZ")
        case "utf7", "unicode11utf7": self = .named("UTF-7")
        case "utf16": self = .named("UTF-16")
        case "macintosh", "xmacroman", "mac": self = .named("MACINTOSH")
        case "xmaccyrillic", "maccyrillic": self = .named("MAC-CYRILLIC")
        default: self.init(systemName: label)
        }
    }

    /// `iso8859-2`, `windows_1250`, `cp-437` and the like, spelt as iconv has them.
    private init(systemName label: some StringProtocol) {
        let name = String(label).uppercased().filter { $0 != "\"" && $0 != "'" && $0 != " " }
        let digits = String(name.reversed().prefix { $0.isNumber }.reversed())
        if name.hasPrefix("ISO8859") || name.hasPrefix("ISO-8859") || name.hasPrefix("ISO_8859") {
            let rest = name.dropFirst(name.hasPrefix("ISO8859") ? 7 : 8).drop { !$0.isNumber }.prefix { $0.isNumber }
            self = .named("ISO-8859-\(rest)")
        } else if name.hasPrefix("WINDOWS") || name.hasPrefix("CP") || name.hasPrefix("WIN-"), !digits.isEmpty {
            self = .named("CP\(digits)")
        } else {
            self = .named(name)
        }
    }

    /// Whether each byte is one character, so that every sequence of bytes decodes and a wrong label shows nowhere.
    var isSingleByte: Bool {
        switch self {
        case .ascii: true
        case .utf8, .japaneseEscapes: false
        case .named(let name):
            name.hasPrefix("ISO-8859") || name.hasPrefix("WINDOWS-") || name.hasPrefix("KOI8")
                || name.hasPrefix("CP125") || name == "CP874" || name.hasPrefix("MAC")
        }
    }

    /// Whether text in it looks like ASCII byte for byte, so that evidence in the bytes above 127 is needed.
    var isBeyondASCIIByHighBytes: Bool {
        switch self {
        case .japaneseEscapes: false
        case .named(let name): !["HZ", "UTF-7", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"].contains(name)
        default: true
        }
    }
}

/// How a part of a message was read.
package struct CharsetDecision: Hashable, Sendable {
    package enum Ground: String, Hashable, Sendable {
        /// As its label said, or the label's larger set.
        case declared
        /// The bytes prove it: a byte order mark, escapes of ISO-2022-JP, valid UTF-8.
        case proved
        /// Another part or field of the same message is labelled so, and the bytes fit.
        case neighbour
        /// The bytes look more like it than like any other.
        case evidence
    }
    /// As the header wrote it; empty where it wrote none.
    package let declared: String
    package let used: Charset
    package let ground: Ground
    /// How many bytes or sequences stand for no character, each shown as U+FFFD.
    package let undecodable: Int
}
