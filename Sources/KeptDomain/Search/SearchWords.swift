/// A text taken apart into words as the search knows them: runs of letters and digits, and runs of Chinese, Japanese or
/// Korean characters, which have no spaces between their words.
///
/// Expects text in Unicode's compatibility form without Latin accents (`SearchFolding` in the store); letters are made
/// small here.
package struct SearchWords: Sendable, Hashable {
    package struct Word: Sendable, Hashable {
        /// Small letters and digits; of a long word the first 40.
        package var text: String
        /// Of Chinese, Japanese or Korean characters.
        package let isIdeographic: Bool
        /// Whether one sign of those within numbers and names of things stands between it and the word before: `SF-1234`,
        /// `138 0013 8000`.
        package let isJoined: Bool
        /// An asterisk follows: whatever begins so is meant.
        package var isBeginning = false
    }

    package private(set) var words: [Word] = []

    package static let longestWord = 40

    package init(_ folded: String) {
        var scalars = Scalars()
        for scalar in folded.unicodeScalars { scalars.take(scalar, into: &words) }
        scalars.end(into: &words)
    }

    /// Runs of words that are written as one: each at least one word long, in order.
    package var compounds: [ArraySlice<Word>] {
        var all: [ArraySlice<Word>] = []
        var start = 0
        for index in words.indices.dropFirst() where !words[index].isJoined {
            all.append(words[start..<index])
            start = index
        }
        if !words.isEmpty { all.append(words[start...]) }
        return all
    }

    /// What a compound is without the signs in it; `nil` for what is no number or code: nothing joined, no digit, or too
    /// long for one.
    package static func code(of compound: ArraySlice<Word>) -> String? {
        guard (2...8).contains(compound.count) else { return nil }
        let text = compound.map(\.text).joined()
        guard text.utf8.count <= longestWord, text.utf8.contains(where: { (48...57).contains($0) }) else { return nil }
        return text
    }
}

/// Reads a text scalar by scalar.
private struct Scalars {
    private enum Kind { case letter, ideographic, separator }

    private var text = ""
    private var count = 0
    private var kind = Kind.separator
    /// What stands between the last word and here, as far as it is one sign.
    private var sign: Unicode.Scalar?
    private var signs = 0

    mutating func take(_ scalar: Unicode.Scalar, into words: inout [SearchWords.Word]) {
        let kind = Self.kind(of: scalar)
        if kind != self.kind { end(into: &words) }
        self.kind = kind
        if kind == .separator {
            if scalar == "*", signs == 0, let last = words.indices.last { words[last].isBeginning = true }
            sign = scalar
            signs += 1
            return
        }
        count += 1
        guard count <= SearchWords.longestWord || kind == .ideographic else { return }
        Self.append(scalar, to: &text)
    }

    mutating func end(into words: inout [SearchWords.Word]) {
        defer { (text, count) = ("", 0) }
        guard kind != .separator, !text.isEmpty else { return }
        let word = SearchWords.Word(text: text, isIdeographic: kind == .ideographic, isJoined: joins(words.last))
        words.append(word)
        (sign, signs) = (nil, 0)
    }

    private func joins(_ last: SearchWords.Word?) -> Bool {
        guard let last, kind == .letter, !last.isIdeographic, signs == 1, let sign else { return false }
        if sign == " " { return Self.isNumber(last.text) && Self.isNumber(text) }
        return "-._/@\u{2010}\u{2011}\u{2012}\u{2013}".unicodeScalars.contains(sign)
    }

    private static func isNumber(_ text: String) -> Bool { text.utf8.allSatisfy { (48...57).contains($0) } }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return .letter
        case 0..<0x80: return .separator
        case 0x3005...0x3007, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFD:
            return .ideographic
        // Letters and digits of full width, which fonts of Chinese and Japanese have.
        case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: return .letter
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            return .letter
        default: return .separator
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar.value {
        case 0x41...0x5A: text.unicodeScalars.append(Unicode.Scalar(scalar.value + 0x20) ?? scalar)
        case 0..<0x80: text.unicodeScalars.append(scalar)
        case 0xFF10...0xFF5A: append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar, to: &text)
        // Full case folding (Unicode Character Database, CaseFolding.txt) where small letters alone differ from it.
        case 0xDF, 0x1E9E: text += "ss"
        case 0x3C2: text += "\u{3C3}"
        case 0x3400...0x9FFF: text.unicodeScalars.append(scalar)
        default: text += scalar.properties.lowercaseMapping
        }
    }
}
