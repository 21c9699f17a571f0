import KeptDomain

/// The sentences of one language and its ways with numbers, times and money.
///
///     words("promises.due-at", ["due": words.moment(due, today: today)])
///     words("orders.found", count: orders.count)
///
/// A key or slot that is not there shows as `⟦key⟧` rather than stopping the page; tests fail on it by name.
package struct Words: Sendable, CustomStringConvertible {
    package let language: Language
    private let table: [String: Entry]
    let numbers: NumberWords
    let dates: DateWords

    package var description: String { "Words(\(language.tag))" }

    init(language: Language, table: [String: Entry]) throws {
        self.language = language
        self.table = table
        let source = WordSource(language: language, table: table)
        numbers = try NumberWords(source)
        dates = try DateWords(source)
    }

    /// The sentence under `key`.
    ///
    /// - Parameters:
    ///   - count: chooses the plural form and fills `{count}`, with thousands grouped.
    ///   - arguments: the other slots by name.
    package func callAsFunction(
        _ key: WordKey, count: Int? = nil, _ arguments: KeyValuePairs<String, String> = [:]
    ) -> String {
        template(key, count: count).filled { name in
            if let argument = arguments.first(where: { $0.key == name }) { return argument.value }
            if name == "count", let count { return number(count) }
            return "⟦\(name)⟧"
        }
    }

    /// Sentences one after the other: with a space between where the language sets one.
    package func sentences(_ parts: [String]) -> String {
        parts.dropFirst().reduce(parts.first ?? "") { self("page.sentences", ["first": $0, "second": $1]) }
    }

    /// What something is, then the thing: `Tag: publisher`.
    package func labelled(_ label: String, _ text: String) -> String {
        self("page.labelled", ["label": label, "text": text])
    }

    /// The word for one value of an enumeration: `words("promises.states", of: state)`.
    package func callAsFunction<Member: RawRepresentable<String>>(_ family: WordKey, of member: Member) -> String {
        self(WordKey.of(family, member))
    }

    /// The sentence for one value of an enumeration, its slots by name.
    package func callAsFunction<Member: RawRepresentable<String>>(
        _ family: WordKey, of member: Member, _ arguments: KeyValuePairs<String, String>
    ) -> String {
        self(WordKey.of(family, member), arguments)
    }

    /// The sentence in text and slots, for a page that fills slots with links or times instead of plain text.
    package func template(_ key: WordKey, count: Int? = nil) -> Template {
        table[key.text]?.template(for: count) ?? Template.missing(key)
    }

    package func has(_ key: WordKey) -> Bool { table[key.text] != nil }

    /// Every key with its forms, for the test that compares languages.
    package var entries: [String: Entry] { table }

    /// This language's own name for itself.
    package var languageName: String { self("language.name") }
}

extension Template {
    fileprivate static func missing(_ key: WordKey) -> Template { Template("⟦" + key.text + "⟧") ?? Template("⟦⟧")! }
}

/// Reads what a language must say about itself while it is loaded.
struct WordSource {
    let language: Language
    let table: [String: Entry]

    func template(_ key: String) throws -> Template {
        guard let entry = table[key] else { throw VocabularyError.missing(key: key, language: language) }
        return entry.template(for: nil)
    }

    func text(_ key: String) throws -> String { try template(key).filled { "{\($0)}" } }
}
