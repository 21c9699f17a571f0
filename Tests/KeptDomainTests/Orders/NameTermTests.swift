import KeptDomain
import Testing

@Suite struct NameTermTests {
    @Test func latinNamesAreFoundByWordsAndTheirBeginnings() {
        #expect(NameTerms.of("Ada  King-Noel") == ["ada", "king", "noel"])
        #expect(NameTerms.asked("KIN").map(\.term) == ["kin"])
        #expect(NameTerms.asked("KIN").map(\.isBeginning) == [true])
    }

    @Test func chineseNamesAreFoundByCharactersAndPairs() {
        #expect(NameTerms.of("王小明") == ["王", "小", "明", "王小", "小明"])
        #expect(NameTerms.asked("小明").map(\.term) == ["小明"])
        #expect(NameTerms.asked("王").map(\.isBeginning) == [false])
        #expect(NameTerms.of("Li Na 李娜") == ["li", "na", "李", "娜", "李娜"])
    }

    @Test func nothingIsAskedByPunctuation() {
        #expect(NameTerms.asked(" %_* ").isEmpty)
        #expect(NameTerms.of(String(repeating: "a b ", count: 500)).count == 2)
    }
}
