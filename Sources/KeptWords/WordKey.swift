import KeptDomain

/// Names one sentence of the string files: `promises.due-at` is `due-at` in `promises.json`.
///
/// Made from literals only, so that a test can read every key out of the sources and find it in every language.
package struct WordKey: Hashable, Sendable, ExpressibleByStringLiteral {
    package let text: String

    /// The compiler calls it; never call it with text that was put together at run time.
    package init(stringLiteral value: String) { text = value }

    fileprivate init(family: WordKey, member: String) { text = family.text + "." + member }

    /// The word for one value of an enumeration: `WordKey.of("promises.states", state)` is `promises.states.kept`.
    ///
    /// The raw value is the last part of the key; a test walks the enumeration, since the source names only the family.
    package static func of<Member: RawRepresentable<String>>(_ family: WordKey, _ member: Member) -> WordKey {
        WordKey(family: family, member: member.rawValue)
    }

    /// The word for a member that is known as text only, such as a journal kind; ask `Words.has` first.
    package static func of(_ family: WordKey, named member: String) -> WordKey {
        WordKey(family: family, member: member)
    }

    /// The key of the sentence for a refusal.
    package static func of(_ refusal: any Refusal) -> WordKey { of(refusal: refusal.key) }

    /// The key that a refusal or a field's problem carries.
    package static func of(refusal key: String) -> WordKey { WordKey(refusal: key) }

    private init(refusal key: String) { text = key }
}
