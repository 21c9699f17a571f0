/// Character references of HTML (section 13.5 of the standard): numbers, and the names that mail programs write.
enum HTMLEntities {
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard bytes[at] == UInt8(ascii: "&") else {
                result.append(bytes[at])
                at += 1
                continue
            }
            if let (text, length) = reference(bytes[at...]) {
                result += Array(text.utf8)
                at += length
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The text of the reference that begins here, and how many bytes it takes.
    private static func reference(_ bytes: ArraySlice<UInt8>) -> (text: String, length: Int)? {
        let rest = bytes.dropFirst()
        if rest.first == UInt8(ascii: "#") { return number(rest.dropFirst()) }
        let name = rest.prefix(32).prefix { $0.isLetter || $0.isDigit }
        let isClosed = rest.dropFirst(name.count).first == UInt8(ascii: ";")
        guard isClosed || name.count <= 6 else { return nil }
        let text = String(decoding: name, as: UTF8.self)
        guard let character = names[text] ?? (isClosed ? names[text.lowercased()] : nil) else { return nil }
        // Without the semicolon only the old names count, and a longer word is none of them.
        guard isClosed || old.contains(text) else { return nil }
        return (character, 1 + name.count + (isClosed ? 1 : 0))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> (text: String, length: Int)? {
        let isHexadecimal = bytes.first?.lowercased == UInt8(ascii: "x")
        let digits = bytes.dropFirst(isHexadecimal ? 1 : 0).prefix {
            isHexadecimal ? hexadecimal($0) != nil : $0.isDigit
        }
        guard !digits.isEmpty else { return nil }
        let code = UInt32(String(decoding: digits.prefix(8), as: UTF8.self), radix: isHexadecimal ? 16 : 10) ?? 0
        let isClosed = bytes[digits.endIndex...].first == UInt8(ascii: ";")
        let length = 2 + (isHexadecimal ? 1 : 0) + digits.count + (isClosed ? 1 : 0)
        return (character(code), length)
    }

    private static func character(_ code: UInt32) -> String {
        if (0x80...0x9F).contains(code) { return windows1252[Int(code) - 0x80] }
        let isControl = code < 0x20 && code != 0x09 && code != 0x0A && code != 0x0D
        guard !isControl, let scalar = Unicode.Scalar(code) else { return "\u{FFFD}" }
        return String(scalar)
    }

    /// What numbers of the C1 range stand for in pages written on Windows (the standard's own table).
    private static let windows1252: [String] =
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars.map { String($0) }

    private static let old: Set<String> = [
        "amp", "AMP", "lt", "LT", "gt", "GT", "quot", "nbsp", "copy", "reg", "eacute", "egrave", "agrave", "ccedil",
        "uuml",
        "ouml", "auml", "Uuml", "Ouml", "Auml", "szlig", "ntilde", "laquo", "raquo", "pound", "yen", "sect", "deg",
    ]

    private static let names: [String: String] = {
        var names: [String: String] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "AMP": "&", "LT": "<", "GT": ">", "QUOT": "\"",
            "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ", "fnof": "ƒ", "circ": "ˆ",
            "tilde": "˜",
            "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}", "zwnj": "\u{200C}", "zwj": "\u{200D}",
            "lrm": "\u{200E}", "rlm": "\u{200F}", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚",
            "ldquo": "“", "rdquo": "”", "bdquo": "„", "dagger": "†", "Dagger": "‡", "bull": "•", "hellip": "…",
            "permil": "‰", "prime": "′", "Prime": "″", "lsaquo": "‹", "rsaquo": "›", "oline": "‾", "frasl": "⁄",
            "euro": "€", "image": "ℑ", "weierp": "℘", "real": "ℜ", "trade": "™", "alefsym": "ℵ", "larr": "←",
            "uarr": "↑",
            "rarr": "→", "darr": "↓", "harr": "↔", "rArr": "⇒", "lArr": "⇐", "hArr": "⇔", "forall": "∀", "part": "∂",
            "exist": "∃", "empty": "∅", "nabla": "∇", "isin": "∈", "notin": "∉", "ni": "∋", "prod": "∏", "sum": "∑",
            "minus": "−", "lowast": "∗", "radic": "√", "prop": "∝", "infin": "∞", "ang": "∠", "and": "∧", "or": "∨",
            "cap": "∩", "cup": "∪", "int": "∫", "there4": "∴", "sim": "∼", "cong": "≅", "asymp": "≈", "ne": "≠",
            "equiv": "≡", "le": "≤", "ge": "≥", "sub": "⊂", "sup": "⊃", "loz": "◊", "spades": "♠", "clubs": "♣",
            "hearts": "♥", "diams": "♦", "check": "✓", "star": "☆", "phone": "☎", "hyphen": "‐", "dash": "‐",
            "zerowidthspace": "\u{200B}", "numsp": "\u{2007}", "puncsp": "\u{2008}", "hairsp": "\u{200A}", "colon": ":",
            "comma": ",", "period": ".", "semi": ";", "excl": "!", "quest": "?", "num": "#", "dollar": "$",
            "percnt": "%", "lpar": "(", "rpar": ")", "ast": "*", "plus": "+", "sol": "/", "equals": "=", "commat": "@",
            "lsqb": "[", "rsqb": "]", "bsol": "\\", "lowbar": "_", "lbrace": "{", "rbrace": "}", "verbar": "|",
            "newline": "\n", "tab": "\t", "grave": "`", "hat": "^", "rightarrow": "→", "leftarrow": "←",
        ]
        let latin = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro \
            para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil \
            Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
            Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
            igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute \
            thorn yuml
            """
        for (offset, name) in latin.split(separator: " ").enumerated() {
            names[String(name)] = String(Unicode.Scalar(UInt8(0xA0 + offset)))
        }
        let greek = """
            alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon \
            phi chi psi omega
            """
        for (offset, name) in greek.split(separator: " ").enumerated() {
            names[String(name)] = String(Unicode.Scalar(UInt32(0x3B1 + offset))!)
            if name != "sigmaf" {
                names[name.prefix(1).uppercased() + name.dropFirst()] = String(Unicode.Scalar(UInt32(0x391 + offset))!)
            }
        }
        return names
    }()
}
