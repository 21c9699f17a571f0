import KeptDomain

/// Words of two languages that do not exist, as frequent as words are: the word of rank r comes about 1/r as often as the
/// first (Zipf, "Human Behavior and the Principle of Least Effort", 1949). English ones are of syllables, Chinese ones of
/// one to three characters.
package struct WordFill: Sendable {
    package let english: [String]
    package let chinese: [String]
    private let ranks: Ranks

    /// Draws ranks, the first the most often.
    private struct Ranks: Sendable {
        private let sums: [Double]

        init(_ count: Int) {
            var sum = 0.0
            sums = (1...count).map { rank in
                sum += 1 / Double(rank)
                return sum
            }
        }

        func draw(_ dice: inout Dice) -> Int {
            let aim = Double.random(in: 0..<(sums.last ?? 1), using: &dice)
            var (low, high) = (0, sums.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] > aim { high = middle } else { low = middle + 1 }
            }
            return low
        }
    }

    package static let wordsOfEach = 20_000

    package init() {
        var dice = Dice(seed: 7)
        let starts = [
            "b", "br", "c", "ch", "d", "f", "g", "h", "k", "l", "m", "n", "p", "pr", "qu", "r", "s", "st", "t", "tr",
            "v", "w", "",
        ]
        let middles = ["a", "e", "i", "o", "u", "ea", "ou", "ai"]
        let ends = ["", "n", "r", "s", "t", "ck", "ll", "nd", "rt", "m"]
        func syllable() -> String { dice.pick(starts) + dice.pick(middles) + dice.pick(ends) }
        english = Self.distinct { rank in
            let syllables = rank < 100 ? 1 : rank < 3_000 ? 2 : 3
            return (0..<syllables).map { _ in syllable() }.joined()
        }
        // Some 2,500 characters are nearly all that is written.
        let characters = (0..<2_500).compactMap { Unicode.Scalar(0x4E00 + $0 * 8).map { String($0) } }
        chinese = Self.distinct { rank in
            let length = rank < 60 ? 1 : rank % 7 == 0 ? 3 : 2
            return (0..<length).map { _ in dice.pick(characters) }.joined()
        }
        ranks = Ranks(Self.wordsOfEach)
    }

    private static func distinct(_ make: (Int) -> String) -> [String] {
        var (words, seen) = ([String](), Set<String>())
        while words.count < wordsOfEach {
            let word = make(words.count)
            if seen.insert(word).inserted { words.append(word) }
        }
        return words
    }

    /// Some forty words, in one language.
    func text(_ dice: inout Dice, isChinese: Bool) -> String {
        let count = dice.number(8...70)
        let words = (0..<count).map { _ in (isChinese ? chinese : english)[ranks.draw(&dice)] }
        if !isChinese { return words.joined(separator: " ") }
        return words.enumerated().map { $0 % 9 == 8 ? $1 + "，" : $1 }.joined() + "。"
    }

    /// What people would look for: words as often as they are written, but for those that nearly every text has.
    package func questions(_ count: Int) -> (english: [String], chinese: [String]) {
        var dice = Dice(seed: 11)
        func word(_ words: [String], _ fits: (String) -> Bool) -> String {
            while true {
                let rank = ranks.draw(&dice)
                if rank >= 60, fits(words[rank]) { return words[rank] }
            }
        }
        let pairs = (0..<count).map { _ in word(english) { $0.count > 2 } + " " + word(english) { $0.count > 2 } }
        return (pairs, (0..<count).map { _ in word(chinese) { $0.unicodeScalars.count == 2 } })
    }
}

extension Transaction {
    /// Adds messages in both languages to cases, one after another, without a journal entry for each. They were written
    /// evenly over the three years before now.
    ///
    /// - Parameters:
    ///   - indexes: of all messages that there will be.
    ///   - count: how many that is.
    package func add(_ indexes: Range<Int>, of count: Int, to cases: [ID<Case>], words: WordFill) throws {
        let zone = try businessZone()
        let span = Double(Span.days(3 * 365).microseconds)
        var rows = NewRows(into: "messages", capacity: indexes.count * 9)
        for index in indexes {
            var dice = Dice(seed: UInt64(index) &* 2_654_435_761)
            let isChinese = index % 2 == 0
            let at = now + Span(microseconds: Int64(span * (Double(index) / Double(count) - 1)))
            rows.begin()
            rows.set("id", newID(Message.self))
            rows.set("case_id", cases[index % cases.count])
            rows.set("direction", Message.Direction.incoming)
            rows.set("channel", Message.Channel.email)
            rows.set("author", Actor.customer(nil).description)
            rows.set("body", words.text(&dice, isChinese: isChinese))
            rows.set("language", isChinese ? "zh-Hans" : "en")
            rows.set("zone", zone)
            rows.set("written_at", at)
            rows.set("learned_at", now)
        }
        try add(rows)
    }
}
