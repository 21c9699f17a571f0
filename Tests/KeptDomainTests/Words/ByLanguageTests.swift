import KeptDomain
import Testing

@Suite struct ByLanguageTests {
    @Test func theVeryLanguageComesFirst() {
        #expect(["en": "a", "en-GB": "b"].nearest(to: "en-GB")?.value == "b")
    }

    @Test func readersOfAnotherRegionAreShownTheFirstOfTheirRoot() throws {
        let texts = ["zh-Hant": "b", "zh-Hans": "a", "en": "c"]
        let near = try #require(texts.nearest(to: "zh-CN"))
        #expect(near.language == "zh-Hans" && near.value == "a", "always the same of several")
    }

    @Test func otherLanguagesAreNotNear() {
        #expect(["en": "a", "und": "b"].nearest(to: "de") == nil)
    }
}
