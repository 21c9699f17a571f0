/// The terms by which a text is found, ready-made for the full-text index of either engine: letters and digits only, each
/// once, so that both indexes hold the same.
package enum SearchTerms {
    /// Of one text; what comes later is not found by its words.
    package static let most = 4_000

    /// Whole words, pairs of neighbours in Chinese, Japanese and Korean with the last character of a run on its own, and
    /// numbers without the signs in them.
    ///
    /// Every character of a run so begins a term: one character is found as a beginning.
    package static func of(_ folded: String) -> [String] {
        var terms: [String] = []
        var seen = Set<String>()
        func add(_ term: String) {
            if terms.count < most, seen.insert(term).inserted { terms.append(term) }
        }
        let words = SearchWords(folded)
        for word in words.words {
            if word.isIdeographic { pairs(word.text).forEach(add) } else { add(word.text) }
        }
        for compound in words.compounds {
            guard let code = SearchWords.code(of: compound) else { continue }
            add(code)
            if let national = withoutCountry(code) { add(national) }
        }
        return terms
    }

    static func pairs(_ run: String) -> [String] {
        let characters = run.unicodeScalars.map { String($0) }
        return zip(characters, characters.dropFirst()).map { $0 + $1 } + characters.suffix(1)
    }

    /// A Chinese mobile number without the country's, as people at home write it.
    static func withoutCountry(_ digits: String) -> String? {
        for country in ["86", "0086"] where digits.hasPrefix(country) {
            let rest = digits.dropFirst(country.count)
            if rest.utf8.count == 11, rest.first == "1", rest.utf8.allSatisfy({ (48...57).contains($0) }) {
                return String(rest)
            }
        }
        return nil
    }

    /// What a beginning is looked for by where an index is slow at beginnings: the first three letters of a word, the first
    /// character of a pair.
    package static func head(of term: String) -> String? {
        let scalars = term.unicodeScalars
        guard let first = scalars.first else { return nil }
        if first.value >= 0x2E80, first.value < 0xE000 || first.value >= 0xF900 { return "\u{E002}\(first)" }
        return scalars.count < AskedTerms.shortestBeginning
            ? nil : "\u{E002}" + String(String.UnicodeScalarView(scalars.prefix(AskedTerms.shortestBeginning)))
    }

    /// What no word can be: marks by which a text is told to be of a place or a month.
    package static func place(_ id: ID<Place>) -> String { "\u{E001}\(id.rawValue)" }

    /// - Parameter number: as `SearchMonth` counts.
    package static func month(_ number: Int64) -> String { "\u{E000}\(number)" }
}

/// Spans of thirty days since 1970. PostgreSQL's index knows no order, so the newest texts are looked for span by span.
package enum SearchMonth {
    package static let seconds: Int64 = 30 * 86_400

    /// The number of the thirty days that an instant lies in, counted from 1970; negative before.
    package static func of(_ instant: Instant) -> Int64 {
        floorDivide(instant.seconds, seconds)
    }
}
