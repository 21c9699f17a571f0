/// The terms by which a name is found: its words in small letters, and for Chinese, Japanese and Korean each character and each
/// pair of neighbours, since those names have no spaces.
package enum NameTerms {
    /// Without repeats, at most 40, in order of first appearance.
    package static func of(_ name: String) -> [String] {
        var terms: [String] = []
        for word in words(name) {
            for term in word.isIdeographic ? pairs(word.characters) : [String(word.characters)]
            where !terms.contains(term) && terms.count < 40 {
                terms.append(term)
            }
        }
        return terms
    }

    /// What to ask for to find names like `text`: every term must be there; a term of letters may be the beginning of a
    /// word.
    package static func asked(_ text: String) -> [(term: String, isBeginning: Bool)] {
        words(text).flatMap { word -> [(term: String, isBeginning: Bool)] in
            guard word.isIdeographic else { return [(String(word.characters), true)] }
            if word.characters.count == 1 { return [(String(word.characters), false)] }
            return zip(word.characters, word.characters.dropFirst()).map { (String([$0, $1]), false) }
        }
    }

    private struct Word {
        var characters: [Character]
        let isIdeographic: Bool
    }

    private static func words(_ text: String) -> [Word] {
        var words: [Word] = []
        var continues = false
        for character in text.lowercased() {
            guard character.isLetter || character.isNumber else {
                continues = false
                continue
            }
            let ideographic = isIdeographic(character)
            if continues, words[words.count - 1].isIdeographic == ideographic {
                words[words.count - 1].characters.append(character)
            } else {
                words.append(Word(characters: [character], isIdeographic: ideographic))
            }
            continues = true
        }
        return words
    }

    private static func pairs(_ characters: [Character]) -> [String] {
        characters.map { String($0) } + zip(characters, characters.dropFirst()).map { String([$0, $1]) }
    }

    /// Han, Hiragana, Katakana and Hangul.
    private static func isIdeographic(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first?.value else { return false }
        return switch scalar {
        case 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
