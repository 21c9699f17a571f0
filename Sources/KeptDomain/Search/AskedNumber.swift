/// What somebody typed, read as a number or an address that one thing has of its own: an order's or case's number, a
/// parcel's code, a phone number, an e-mail address, each with the signs that people put into them.
package struct AskedNumber: Sendable, Hashable {
    /// As typed, without a word or sign before it that only says what it is.
    package let text: String
    /// What such a word said it is.
    package let kind: SearchKind?
    /// A short number.
    package let number: Int64?
    /// Letters and digits without blanks and hyphens, in capitals.
    package let code: String?
    /// Digits of a phone number, with neither `+` nor zeros in front, at least four: the end of one will do.
    package let phone: String?
    /// An e-mail address, or how one begins: everything up to the `@` at least.
    package let email: String?

    /// - Parameter typed: folded, so that what has full width is narrow only here.
    package init?(_ typed: String) {
        let narrow = String(
            String.UnicodeScalarView(
                typed.unicodeScalars.map { scalar in
                    (0xFF01...0xFF5E).contains(scalar.value)
                        ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
                        : scalar.properties.generalCategory == .control || scalar.value == 0x3000 ? " " : scalar
                }))
        let (bare, kind) = Self.bare(narrow)
        guard let bare = bare.trimmedOrNil, bare.utf8.count <= 100 else { return nil }
        text = bare
        self.kind = kind
        let isDigits = bare.utf8.allSatisfy(Self.isDigit)
        number = isDigits && bare.utf8.count <= 18 ? Int64(bare) : nil
        email = bare.contains("@") && bare.first != "@" && !bare.contains(" ") ? bare.lowercased() : nil
        let plain = bare.filter { $0 != " " && $0 != "-" }
        let isCode =
            plain.utf8.contains(where: Self.isDigit)
            && plain.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || "._/#".unicodeScalars.contains($0)
            }
        code = isCode ? plain.uppercased() : nil
        let digits = bare.utf8.filter(Self.isDigit)
        let isPhone = bare.unicodeScalars.allSatisfy { "0123456789 +-()./".unicodeScalars.contains($0) }
        let significant = Self.significant(String(decoding: digits, as: UTF8.self))
        phone = isPhone && (4...20).contains(significant.utf8.count) ? significant : nil
        if number == nil, email == nil, code == nil, phone == nil { return nil }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// Digits of a phone number without the zeros by which one leaves a town or a country.
    package static func significant(_ digits: String) -> String { String(digits.drop { $0 == "0" }) }

    /// Whether two numbers, both `significant`, are one phone: one is the other with the country's or town's in front.
    package static func isSamePhone(_ stored: String, as asked: String) -> Bool {
        if stored.hasSuffix(asked) { return true }
        return stored.utf8.count >= 7 && asked.hasSuffix(stored)
    }

    private static let kinds: [(word: String, kind: SearchKind?)] = [
        ("order", .order), ("订单号", .order), ("订单", .order), ("case", .case), ("事项", .case), ("parcel", .order),
        ("包裹", .order), ("运单号", .order), ("运单", .order), ("快递单号", .order), ("单号", .order), ("number", nil),
        ("no.", nil), ("no", nil), ("nr.", nil), ("nr", nil), ("编号", nil), ("号", nil), ("#", nil), ("№", nil),
        (":", nil),
    ]

    private static func bare(_ typed: String) -> (text: String, kind: SearchKind?) {
        var (rest, kind) = (typed[...], SearchKind?.none)
        while true {
            rest = rest.drop { $0.isWhitespace }
            let small = rest.lowercased()
            // A word of letters ends where letters end: `nobody@…` does not begin with `no`.
            let found = kinds.first { word, _ in
                guard small.hasPrefix(word) else { return false }
                let next = small.dropFirst(word.count).first
                return !(word.last?.isASCII ?? false) || !(word.last?.isLetter ?? false) || !(next?.isLetter ?? true)
            }
            guard let found else { return (String(rest), kind) }
            kind = kind ?? found.kind
            rest = rest.dropFirst(found.word.count)
        }
    }
}
