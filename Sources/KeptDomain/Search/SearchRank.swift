/// How well something that was found answers what was asked: by what it is called, or by what is written in it.
package enum SearchRank: Int, Sendable, Comparable {
    /// It is called just so.
    case exact
    /// All words stand in what it is called, or in whose it is.
    case heading
    /// Some stand only in its text.
    case text

    /// - Parameters:
    ///   - asked: what was typed, folded.
    ///   - headings: what it is called, and whose it is: subjects, names, numbers elsewhere; short texts, folded.
    package init(_ asked: SearchWords, in headings: [String]) {
        let headings = headings.map { SearchWords($0).words }
        if headings.contains(where: { $0.map(\.text) == asked.words.map(\.text) }) {
            self = .exact
            return
        }
        let words = headings.flatMap(\.self)
        let stand = asked.words.enumerated().allSatisfy { place, wanted in
            let mayBeUnfinished = wanted.isBeginning || place == asked.words.count - 1
            return words.contains { word in
                guard word.isIdeographic == wanted.isIdeographic else { return false }
                if wanted.isIdeographic { return word.text.contains(wanted.text) }
                return mayBeUnfinished ? word.text.hasPrefix(wanted.text) : word.text == wanted.text
            }
        }
        self = stand ? .heading : .text
    }

    package static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
}
