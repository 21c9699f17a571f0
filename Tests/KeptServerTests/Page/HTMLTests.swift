import Foundation
import KeptDomain
import KeptServer
import Testing

@Suite struct HTMLTests {
    static let attacks = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "&lt;", "</title>",
        "]]><!--", "\u{0}<b>", "<\u{200B}script>",
    ]

    @Test(arguments: attacks) func noTextFromOutsideBecomesMarkup(attack: String) {
        let maybe: String? = attack
        let pieces: [HTML] = [
            "<p>\(attack)</p>", "<p>\(maybe)</p>", "<p>\(attack[...])</p>", "<p title=\"\(attack)\"></p>",
            "<p\("title", attack)></p>", "<a href=\"\(url: "/orders?q=" + attack)\"></a>", "<title>\(attack)</title>",
            "\(joined: ["\(attack)", "\(attack)"], by: "\(attack)")", "\("\(attack)", if: true)",
        ]
        for piece in pieces {
            let inner = piece.text.replacing(/^<[a-z]+( title="| href=")?|("?><\/[a-z]+>)$|^<p>|">$/, with: "")
            #expect(!inner.contains("<script") && !inner.contains("<img") && !inner.contains("'"), "\(piece.text)")
            #expect(piece.text.filter { $0 == "<" }.count <= 2, "\(piece.text)")
            #expect(!piece.text.contains("\"><img"), "\(piece.text)")
        }
    }

    @Test func escapesTheFiveCharactersAndNoOthers() {
        let text = #"a<b>&"c"'d' é 周"#
        let page: HTML = "\(text)"
        #expect(page.text == "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39; é 周")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x", "//evil.example", "/\\evil.example", "/\t/evil.example", "\u{1}javascript:x", "evil", "file:///x",
        "blob:x", "jav&#x09;ascript:x",
    ])
    func anAddressThatCouldRunOrLeadAwayIsRefused(address: String) {
        let link: HTML = "\(url: address)"
        #expect(link.text == "about:blank")
    }

    @Test(arguments: [
        "/orders?state=open&page=2", "https://carrier.example/t?n=1", "http://x.example", "mailto:a@b.example",
        "tel:+861012345", "#main", "?page=2", "", "/",
    ])
    func usualAddressesStand(address: String) {
        let link: HTML = "\(url: address)"
        #expect(link.text == address.replacing("&", with: "&amp;"))
    }

    @Test func whatIsNotThereLeavesNothing() {
        let text: String? = nil
        let part: HTML? = nil
        let page: HTML = "a\(text)\(part)\("title", text)\(flag: "checked", false)\("x", if: false)b"
        #expect(page.text == "ab")
    }

    @Test func partsGoInAsTheyAre() {
        let rows: [HTML] = ["<li>1</li>", "<li>2</li>"]
        let list: HTML = "<ul>\(joined: rows)</ul><p\("id", "x")\(flag: "hidden", true)>\(7)\(ID<Int>(12))</p>"
        #expect(list.text == "<ul><li>1</li><li>2</li></ul><p id=\"x\" hidden>712</p>")
    }

    @Test(arguments: [(1.0, "1"), (2.5, "2.5"), (-0.256, "-0.26"), (0.05, "0.05"), (100.999, "101"), (.nan, "0")])
    func coordinatesHaveAtMostTwoDecimals(value: Double, text: String) {
        #expect(Drawing.coordinate(value) == text)
    }

    /// An unquoted value ends at the next space, whatever is escaped; and the literal initializer is the compiler's.
    @Test func everyAttributeValueStandsInQuotesAndNoTextIsPassedAsALiteral() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/KeptServer")
        let files = FileManager.default.enumerator(atPath: sources.path)!.compactMap { $0 as? String }
        let unquoted = try Regex(#"<[a-z][^>]*\s[a-z-]+=\\\("#)
        for file in files where file.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            for line in text.split(separator: "\n") {
                #expect(!line.contains(unquoted), "\(file): \(line)")
                #expect(!line.contains("HTML(stringLiteral"), "\(file): \(line)")
            }
        }
    }
}
