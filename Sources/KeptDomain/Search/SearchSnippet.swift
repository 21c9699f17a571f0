/// The piece of a text in which what was looked for stands, in pieces of which some are marked.
package struct SearchSnippet: Sendable, Hashable {
    package struct Piece: Sendable, Hashable {
        package let text: String
        package let isMarked: Bool

        package init(_ text: String, isMarked: Bool = false) {
            self.text = text
            self.isMarked = isMarked
        }
    }

    package let pieces: [Piece]

    package var text: String { pieces.map(\.text).joined() }

    package init(_ pieces: [Piece]) { self.pieces = pieces }

    /// Characters of a snippet.
    package static let usualLength = 160
    /// Characters of a text that are looked through.
    private static let deepest = 50_000

    /// - Parameters:
    ///   - asked: the words looked for, folded (`AskedTerms.marks`).
    ///   - fold: makes one character as the search knows it; not asked for ASCII.
    package init(
        of text: String, asked: [(text: String, isIdeographic: Bool)], length: Int = usualLength,
        fold: (Character) -> String
    ) {
        let characters = text.prefix(Self.deepest).map { $0.isWhitespace ? Character(" ") : $0 }
        let folded = characters.map { character -> String in
            if let ascii = character.asciiValue {
                return (65...90).contains(ascii) ? String(UnicodeScalar(ascii + 32)) : String(character)
            }
            return SearchWords(fold(character)).words.map(\.text).joined()
        }
        let wanted = asked.map { (word: $0.text.map { String($0) }, isIdeographic: $0.isIdeographic) }
        var isMarked = [Bool](repeating: false, count: characters.count)
        var first: Int?
        for start in folded.indices where !folded[start].isEmpty {
            let startsWord = start == 0 || !Self.isWord(folded[start - 1])
            for (word, isIdeographic) in wanted where isIdeographic || startsWord {
                guard let end = Self.end(of: word, in: folded, from: start) else { continue }
                for index in start..<end { isMarked[index] = true }
                if first == nil { first = start }
            }
        }
        let start = Self.start(before: first ?? 0, in: folded, room: length / 4)
        let end = min(characters.count, start + length)
        var pieces: [Piece] = []
        if start > 0 { pieces.append(Piece("…")) }
        var at = start
        while at < end {
            let same = isMarked[at..<end].firstIndex { $0 != isMarked[at] } ?? end
            pieces.append(Piece(String(characters[at..<same]), isMarked: isMarked[at]))
            at = same
        }
        if end < characters.count || text.count > Self.deepest { pieces.append(Piece("…")) }
        self.pieces = pieces
    }

    private static func isWord(_ folded: String) -> Bool {
        guard let first = folded.unicodeScalars.first else { return false }
        return first.properties.isAlphabetic || first.properties.numericType != nil
    }

    /// Where `word` ends if it stands at `start`. Signs within a number are passed over.
    private static func end(of word: [String], in folded: [String], from start: Int) -> Int? {
        var (at, place) = (start, 0)
        let skipsSigns = word.count > 3 && word.contains { $0.first?.isNumber ?? false }
        while place < word.count {
            guard at < folded.count else { return nil }
            if folded[at] == word[place] {
                place += 1
            } else if folded[at].count > 1,
                Array(folded[at]).map({ String($0) }) == Array(word[place...].prefix(folded[at].count))
            {
                place += folded[at].count
            } else if !(skipsSigns && place > 0 && !isWord(folded[at])) {
                return nil
            }
            at += 1
        }
        return at
    }

    /// Begins at a word where one begins near enough.
    private static func start(before place: Int, in folded: [String], room: Int) -> Int {
        let earliest = max(0, place - room)
        guard earliest > 0 else { return 0 }
        return folded[earliest..<place].firstIndex(of: " ").map { $0 + 1 } ?? earliest
    }
}
