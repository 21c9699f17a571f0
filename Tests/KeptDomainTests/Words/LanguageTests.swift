import KeptWords
import Testing

@Suite struct LanguageTests {
    static let available: [Language] = [.english, .simplifiedChinese]

    @Test(
        arguments: [
            ("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"),
            ("zh-Hans-SG", "zh-Hans"),
            ("zh-TW", "zh-Hans"), ("de", nil), ("", nil), ("-", nil), ("english", nil),
        ] as [(String, String?)])
    func aTagFindsTheLanguageThatServesItsReaders(tag: String, language: String?) {
        #expect(Language.matching(tag, among: Self.available)?.tag == language)
    }

    @Test(
        arguments: [
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"), ("de-DE, en;q=0.5, zh;q=0.7", "zh-Hans"), ("en, zh", "en"),
            ("de, *;q=0.1", "en"),
            ("en;q=0, zh-Hans", "zh-Hans"), ("fr", nil), ("", nil), (";q=1,,", nil), ("en;q=abc", nil),
        ] as [(String, String?)])
    func aHeaderIsReadByQuality(header: String, language: String?) {
        #expect(Language.accepted(by: header, among: Self.available)?.tag == language)
    }

    @Test func everyLanguageNamesItself() throws {
        let vocabulary = try Vocabulary.load()
        #expect(vocabulary.languages.first == .english)
        for language in vocabulary.languages { #expect(!vocabulary[language].languageName.hasPrefix("⟦")) }
    }
}
