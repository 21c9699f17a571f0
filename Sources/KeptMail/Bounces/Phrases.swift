/// A list of phrases that are looked for all at once, in one walk over a text's bytes.
struct Phrases: Sendable {
    /// The phrases by their first byte.
    private let byFirst: [[[UInt8]]]

    /// - Parameter phrases: in small letters, none empty.
    init(_ phrases: [String]) {
        var byFirst = [[[UInt8]]](repeating: [], count: 256)
        for phrase in phrases {
            let bytes = Array(phrase.utf8)
            byFirst[Int(bytes[0])].append(bytes)
        }
        self.byFirst = byFirst
    }

    /// - Parameter text: in small letters.
    func occur(in text: some StringProtocol) -> Bool {
        let text = Array(text.utf8)
        return text.indices.contains { place in
            byFirst[Int(text[place])].contains { phrase in
                phrase.count <= text.count - place && text[place..<place + phrase.count].elementsEqual(phrase)
            }
        }
    }
}
