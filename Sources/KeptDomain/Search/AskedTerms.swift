/// What somebody typed to find something, as terms: all words must be there, in any order. The last one may be unfinished,
/// as is any with an asterisk behind it.
package struct AskedTerms: Sendable, Hashable {
    /// One word or pair of characters.
    package struct Term: Sendable, Hashable {
        package let text: String
        /// Whatever begins so is meant.
        package var isBeginning = false
    }

    /// Any of these will do; all terms of one must be there.
    package typealias Choice = [[Term]]

    /// All must be met. Empty where nothing was typed that could be looked for.
    package private(set) var choices: [Choice] = []

    package static let mostChoices = 24
    /// Characters that may be typed.
    package static let longest = 200
    /// Letters from which on the last word may be unfinished.
    package static let shortestBeginning = 3

    package init(_ folded: String) {
        let words = SearchWords(folded)
        let compounds = words.compounds
        for (place, compound) in compounds.enumerated() {
            let isLast = place == compounds.count - 1
            choices += Self.choices(of: compound, isLast: isLast)
        }
        choices = Array(choices.prefix(Self.mostChoices))
    }

    package var isEmpty: Bool { choices.isEmpty }

    private static func choices(of compound: ArraySlice<SearchWords.Word>, isLast: Bool) -> [Choice] {
        let parts = compound.enumerated().flatMap { offset, word in
            terms(of: word, mayBeUnfinished: isLast && offset == compound.count - 1)
        }
        guard let code = SearchWords.code(of: compound) else { return parts.map { [[$0]] } }
        var ways: Choice = [[Term(text: code, isBeginning: isLast)]]
        if let national = SearchTerms.withoutCountry(code) { ways.append([Term(text: national)]) }
        return [ways + [parts]]
    }

    private static func terms(of word: SearchWords.Word, mayBeUnfinished: Bool) -> [Term] {
        guard word.isIdeographic else {
            let isLong = word.text.unicodeScalars.count >= shortestBeginning
            let isUnfinished = mayBeUnfinished && !wholeWords.contains(word.text)
            return [Term(text: word.text, isBeginning: isLong && (isUnfinished || word.isBeginning))]
        }
        let pairs = SearchTerms.pairs(word.text)
        // The last character of a run follows from the pair that it ends.
        if pairs.count > 1 { return pairs.dropLast().map { Term(text: $0) } }
        return pairs.map { Term(text: $0, isBeginning: true) }
    }

    /// English words that nearly every text has. Taken as beginnings they would fetch half of all texts and tell nothing.
    private static let wholeWords: Set<String> = [
        "about", "after", "all", "and", "any", "are", "been", "but", "can", "did", "does", "for", "from", "get", "had",
        "has", "have", "her", "him", "his", "how", "its", "just", "like", "more", "not", "now", "our", "out", "said",
        "she", "that", "the", "their", "them", "then", "there", "they", "this", "was", "were", "what", "when", "which",
        "who", "will", "with", "would", "you", "your",
    ]

    /// Words of letters and digits that a text would show if it has them, and runs of Chinese, Japanese or Korean: for
    /// marking what was found.
    package static func marks(_ folded: String) -> [(text: String, isIdeographic: Bool)] {
        let words = SearchWords(folded)
        let codes = words.compounds.compactMap { SearchWords.code(of: $0) }.map { (text: $0, isIdeographic: false) }
        return words.words.map { (text: $0.text, isIdeographic: $0.isIdeographic) } + codes
    }
}
