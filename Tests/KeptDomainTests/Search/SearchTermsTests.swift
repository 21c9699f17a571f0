import KeptDomain
import Testing

@Suite("Texts become terms") struct SearchTermsTests {
    private func asked(_ text: String) -> [[[String]]] {
        AskedTerms(text).choices.map { choice in
            choice.map { way in way.map { $0.text + ($0.isBeginning ? "*" : "") } }
        }
    }

    @Test(arguments: [
        ("Where is my Order?", ["where", "is", "my", "order"]),
        ("我要退款", ["我要", "要退", "退款", "款"]),
        ("买了iPhone15手机", ["买了", "了", "iphone15", "手机", "机"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("お茶とケーキ", ["お茶", "茶と", "とケ", "ケー", "ーキ", "キ"]),
        ("환불 요청", ["환불", "불", "요청", "청"]),
        ("SF-1234-5678", ["sf", "1234", "5678", "sf12345678"]),
        ("call 138 0013 8000 now", ["call", "138", "0013", "8000", "now", "13800138000"]),
        ("+86 138-0013-8000", ["86", "138", "0013", "8000", "8613800138000", "13800138000"]),
        ("Straße STRASSE", ["strasse"]),
        ("well-known shop", ["well", "known", "shop"]),
        ("!!! \u{0} … 。", []),
        ("", []),
    ]) func termsOf(_ text: String, _ terms: [String]) { #expect(SearchTerms.of(text) == terms) }

    @Test func whatIsAskedMustAllBeThereAndTheLastWordMayBeUnfinished() {
        #expect(asked("refund kett") == [[["refund"]], [["kett*"]]])
        #expect(asked("refu* kettle") == [[["refu*"]], [["kettle*"]]])
        #expect(asked("to be") == [[["to"]], [["be"]]], "two letters are a word of their own")
        #expect(asked("order the") == [[["order"]], [["the"]]], "nearly every text has it")
        #expect(asked("退款") == [[["退款"]]])
        #expect(asked("退款中") == [[["退款"]], [["款中"]]])
        #expect(asked("退") == [[["退*"]]])
        #expect(asked("SF-1234-5678") == [[["sf12345678*"], ["sf", "1234", "5678*"]]])
        #expect(asked("+86 138 0013 8000") == [[["8613800138000*"], ["13800138000"], ["86", "138", "0013", "8000*"]]])
    }

    @Test func signsOfQueryLanguagesAreNoWords() {
        #expect(
            asked("\"a\" AND (b OR NOT c*) NEAR:d ^e") == [
                [["a"]], [["and"]], [["b"]], [["or"]], [["not"]], [["c"]], [["near"]], [["d"]], [["e"]],
            ])
        #expect(AskedTerms("' & | ! <-> :* () -- ;").isEmpty)
        #expect(AskedTerms(String(repeating: "a b ", count: 5_000)).choices.count == AskedTerms.mostChoices)
    }

    @Test(
        arguments: [
            ("1042", 1042, "1042", nil), ("#1042", 1042, "1042", nil), ("Order 1042", 1042, "1042", SearchKind.order),
            ("case no. 10482", 10482, "10482", .case), ("订单号：1042", 1042, "1042", .order),
            ("事项１０４２", 1042, "1042", .case),
            ("sf 1234-5678", nil, "SF12345678", nil),
        ] as [(String, Int64?, String?, SearchKind?)])
    func numbersAreReadAsPeopleTypeThem(_ text: String, _ number: Int64?, _ code: String?, _ kind: SearchKind?) throws {
        let asked = try #require(AskedNumber(text))
        #expect(asked.number == number && asked.code == code && asked.kind == kind, "\(asked)")
    }

    @Test func phonesAndAddressesAreReadAsPeopleTypeThem() throws {
        #expect(AskedNumber("+86 138 0013 8000")?.phone == "8613800138000")
        #expect(AskedNumber("(030) 123-4567")?.phone == "301234567")
        #expect(AskedNumber(" Ann@Example.org ")?.email == "ann@example.org")
        #expect(AskedNumber("nobody@example.org")?.email == "nobody@example.org")
        #expect(AskedNumber("refund") == nil && AskedNumber("12") != nil && AskedNumber("\u{0}") == nil)
        #expect(AskedNumber.isSamePhone("8613800138000", as: "13800138000"))
        #expect(AskedNumber.isSamePhone("13800138000", as: "8613800138000"))
        #expect(AskedNumber.isSamePhone("13800138000", as: "8000"), "its end will do")
        #expect(!AskedNumber.isSamePhone("8000", as: "13800138000"))
    }

    @Test func aSnippetShowsWhereTheWordsStand() {
        func pieces(_ text: String, _ asked: String, length: Int = 160) -> String {
            SearchSnippet(of: text, asked: AskedTerms.marks(asked), length: length) { String($0) }.pieces
                .map { $0.isMarked ? "[\($0.text)]" : $0.text }.joined()
        }
        #expect(pieces("My Refund, please", "refund") == "My [Refund], please")
        #expect(pieces("refunds prefund", "refund") == "[refund]s prefund")
        #expect(pieces("我要退款。", "退款") == "我要[退款]。")
        #expect(pieces("code SF-1234-5678 lost", "SF12345678") == "code [SF-1234-5678] lost")
        #expect(pieces("a\nb", "b") == "a [b]")
        #expect(pieces("ＫＥＴＴＬＥ", "kettle") == "[ＫＥＴＴＬＥ]")
        let long = String(repeating: "word ", count: 100) + "kettle " + String(repeating: "word ", count: 100)
        let found = pieces(long, "kettle", length: 40)
        #expect(found.hasPrefix("…") && found.contains("[kettle]") && found.hasSuffix("…") && found.count < 50)
    }
}
